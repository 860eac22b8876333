"""A file of texts found by key, each a line of template."""

from collections.abc import Mapping

from bot.voice.environments import Lines, Names, names, parsed
from bot.voice.labels import leaves
from bot.voice.nodes import Leaf, Node
from bot.voice.shape import filled


class Phrases:
    """The texts, checked when made. PersonError `prompts_broken` where one is unsound."""

    def __init__(
        self, ours: Node, merged: Node, lines: Lines, labels: Mapping[str, str] | None = None
    ) -> None:
        self._lines = lines
        self._labels = labels or {}
        self._own = dict(leaves(ours))
        self._texts: dict[str, str] = {}
        for key, leaf in leaves(merged):
            self._check(key, leaf)
            self._texts[key] = filled(leaf)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, filled; else the label of that key. KeyError for a key that is not there."""
        return self.of(key, values) if key in self._texts else self._labels[key]

    def of(self, key: str, values: Mapping[str, object]) -> str:
        """The same, the values as a map. Raises `environments.FAULTS` where one is missing."""
        return self._lines.fill(self._texts[key], values)

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in self._texts or key in self._labels

    def _check(self, key: str, leaf: Leaf) -> None:
        """Refuse broken syntax, and a value that our own text does not show: nobody would give it."""
        known = self._names(self._own[key])
        if leaf != self._own[key]:
            self._lines.checked(leaf.text, leaf.at, known)

    def _names(self, leaf: Leaf) -> Names:
        return frozenset(names(parsed(self._lines.environment, leaf.text, leaf.at), leaf.at))
