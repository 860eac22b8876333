"""Templates as written: what they take, and values to try them with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, nodes

from bot.voice import load_voice
from bot.voice.buttons import Brought, ButtonRule, Fixed
from bot.voice.labels import vocabulary
from bot.voice.loading import SAY, TEMPLATE
from bot.voice.shipped import OURS
from bot.voice.speaking import SpokenVoice

UNKNOWN = "unknown"

SPECIAL: Mapping[str, object] = {"error": "nothing_asked", "trouble": "trace_empty", "values": {}}
"""Values that are keys of errors, or values of theirs."""


class Word(str):
    """A value that is whatever a template takes it for: text, a list of one, a row that has every part.

    As text it says "unknown", which most vocabularies know; `parts` are those of its parts that say something else.
    """

    __slots__ = ("_parts",)
    _parts: Mapping[str, str]

    def __new__(cls, text: str, parts: Mapping[str, str]) -> "Word":
        """A word that shows a text."""
        made = super().__new__(cls, text)
        made._parts = parts
        return made

    def __iter__(self) -> Iterator[str]:
        """Itself, once."""
        yield self

    def __len__(self) -> int:
        """As a list it has one member."""
        return 1

    def __getitem__(self, key: object) -> object:  # type: ignore[override]  # a row as well: parts by their name
        """A part by its name; any member or stretch of it is itself."""
        return getattr(self, key) if isinstance(key, str) else self

    def __getattribute__(self, name: str) -> object:
        """Parts of a row; what begins with a line, and taking a target apart, is Python's."""
        if name.startswith("_") or name == "partition":
            return super().__getattribute__(name)
        parts: Mapping[str, str] = super().__getattribute__("_parts")
        return Word(parts.get(name, UNKNOWN), parts)


@dataclass(frozen=True)
class Spoken:
    """One template that can be said."""

    key: str
    text: str
    values: tuple[str, ...]
    buttons: tuple[ButtonRule, ...]

    def full(self) -> Iterator[dict[str, object]]:
        """Values that all say something, once for each kind of note."""
        keys = self._keys()
        each = {rule.each for rule in self.buttons if isinstance(rule, Fixed)}
        for kind in self._kinds():
            words = {name: Word(keys.get(name, UNKNOWN), {**keys, "kind": kind}) for name in self.values}
            yield {n: [word] if n in each else SPECIAL.get(n, word) for n, word in words.items()}

    def bare(self) -> dict[str, object]:
        """The same values with nothing in them."""
        each = {rule.each for rule in self.buttons if isinstance(rule, Fixed)}
        return {name: {} if name == "values" else [] if name in each else "" for name in self.values}

    def _kinds(self) -> list[str]:
        """What any `….kind` is compared with."""
        kinds: list[str] = []
        for tree in _trees(self.text):
            for found in tree.find_all(nodes.Compare):
                other = found.ops[0].expr
                if _name(found.expr) == "kind" and isinstance(other, nodes.Const):
                    kinds.append(str(other.value))
        return kinds or [UNKNOWN]

    def _keys(self) -> dict[str, str]:
        """Values and parts that are keys of one vocabulary, as `label(status, "status")` says, with such a key."""
        found: dict[str, str] = {}
        for tree in _trees(self.text):
            loops = {_name(loop.target): _name(loop.iter) for loop in tree.find_all(nodes.For)}
            for call in tree.find_all(nodes.Call):
                if (
                    _name(call.node) == "label"
                    and len(call.args) > 1
                    and isinstance(call.args[1], nodes.Const)
                ):
                    name = _name(call.args[0])
                    found[loops.get(name, name)] = next(iter(vocabulary(voice().labels, call.args[1].value)))
        return found

    @property
    def presses(self) -> tuple[str, ...]:
        """The codes of its buttons, and those it has words for."""
        return tuple(code for rule in self.buttons for code in _codes(rule))

    @property
    def takes_buttons(self) -> bool:
        """Whether it shows the buttons that come with the Say."""
        return any(isinstance(rule, Brought) for rule in self.buttons)


def _name(node: nodes.Node) -> str:
    """The name of a value, or of the last part of one."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return node.attr
        case nodes.Getitem(arg=nodes.Const(value=part)):
            return str(part)
    return ""


def _codes(rule: ButtonRule) -> tuple[str, ...]:
    return (rule.press,) if isinstance(rule, Fixed) else tuple(rule.labels)


@cache
def _trees(text: str) -> tuple[nodes.Template, ...]:
    """The template and the parts it includes."""
    tree = Environment(autoescape=True).parse(text)
    included = (found.template for found in tree.find_all(nodes.Include))
    parts = [OURS / SAY / str(name.value) for name in included if isinstance(name, nodes.Const)]
    return (tree, *(inner for part in parts for inner in _trees(part.read_text("utf-8"))))


@cache
def voice() -> SpokenVoice:
    """The voice as shipped."""
    return load_voice(None)


@cache
def spoken() -> Mapping[str, Spoken]:
    """Every template that can be said, by its key."""
    return {
        key: Spoken(
            key,
            (OURS / SAY / f"{key}{TEMPLATE}").read_text("utf-8"),
            tuple(template.values),
            template.buttons,
        )
        for key, template in voice().templates.items()
    }
