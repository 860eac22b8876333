"""`errors.yml`: one kind sentence for each error key."""

from collections.abc import Mapping

from bot.voice.environments import FAULTS, Lines, Names, names, parsed
from bot.voice.labels import leaves
from bot.voice.nodes import Leaf, Node
from bot.voice.shape import filled

UNEXPECTED = "unexpected"
"""The sentence of an error that has none of its own; it is given `key`."""

PROBLEM = "problem"
"""A value of this name is itself a key: its sentence is `problem_<key>`, filled with the same values."""


class Sentences:
    """The sentences, checked when made. PersonError `prompts_broken` where one is unsound."""

    def __init__(self, ours: Node, merged: Node, lines: Lines) -> None:
        self._lines = lines
        self._own = dict(leaves(ours))
        self._sentences: dict[str, str] = {}
        for key, leaf in leaves(merged):
            self._check(key, leaf)
            self._sentences[key] = filled(leaf)

    def of(self, key: str, values: Mapping[str, object]) -> str:
        """The sentence of an error; one that has none, or lacks a value, is named by its key."""
        try:
            return self._lines.fill(self._sentences[key], self._explained(values))
        except FAULTS:
            return self._lines.fill(self._sentences[UNEXPECTED], {"key": key})

    def _explained(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """The values, the problem among them in words."""
        if PROBLEM not in values:
            return values
        sentence = self._sentences[f"{PROBLEM}_{values[PROBLEM]}"]
        return {**values, PROBLEM: self._lines.fill(sentence, values)}

    def _check(self, key: str, leaf: Leaf) -> None:
        """Refuse broken syntax, and a value that our own sentence does not show: nobody would give it."""
        self._lines.checked(leaf.text, leaf.at, self._names(self._own[key]))

    def _names(self, leaf: Leaf) -> Names:
        return frozenset(names(parsed(self._lines.environment, leaf.text, leaf.at), leaf.at))
