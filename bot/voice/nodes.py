"""YAML read with every scalar a string, each value with the file and line it stands in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.domain.errors import PersonError

_TEXT, _LIST, _MAP = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"
_SAFE_TAGS = {_TEXT, _LIST, _MAP}
_BLOCK_STYLES = {"|", ">"}  # text that begins in the line after its key

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as a string; the one in C, where it was built, reads our words in a tenth of the time."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, as an escape can write it: no file and no platform takes it."""


@dataclass(frozen=True)
class At:
    """Where something stands: the file, and the line counted from 1."""

    file: str
    line: int

    def below(self, lines: int) -> "At":
        """So many lines further down."""
        return At(self.file, self.line + lines)


@dataclass(frozen=True)
class Leaf:
    """A string."""

    text: str
    at: At


@dataclass(frozen=True)
class Items:
    """A list."""

    nodes: "tuple[Node, ...]"
    at: At


@dataclass(frozen=True)
class Entries:
    """A map; the place of a value is the line of its key, of a text block the line below."""

    nodes: "Mapping[str, Node]"
    at: At


Node = Leaf | Items | Entries


def broken(at: At, problem: str, **values: object) -> PersonError:
    """The error of a file that cannot be used; `problem` is a key of `prompts/errors.yml` under `problem`."""
    return PersonError("prompts_broken", file=at.file, line=at.line, problem=problem, **values)


def read(path: Path) -> Node:
    """The content of a YAML file. PersonError `prompts_broken` where it cannot be read."""
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """The text of a file, without the mark some editors put first. PersonError `prompts_broken` as above."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise broken(At(str(path), 1), "unreadable") from error


def parse(text: str, file: str, *, before: int = 0) -> Node:
    """YAML text as nodes; `before` lines of the file stand above it. Nothing at all is an empty map."""
    top = At(file, before + 1)
    try:
        root = yaml.compose(text, Loader=LOADER)
        return Entries({}, top) if root is None else _Reader(file, before).node(root)
    except yaml.MarkedYAMLError as error:
        raise broken(top.below(_line(error, text)), "yaml") from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        # the last two: an escape such as "\UFFFFFFFF" that names no character
        raise broken(top, "yaml") from error


def _line(error: yaml.MarkedYAMLError, text: str) -> int:
    """The line to look at, from 0: where the trouble is met, or where what never ends began."""
    met, began = error.problem_mark, error.context_mark
    last = text.rstrip().count("\n")
    mark = began if began is not None and (met is None or met.line > last) else met
    return mark.line if mark is not None else 0


class _Reader:
    """Turns composed nodes into ours; refuses tags, anchors used twice, and keys that come twice."""

    def __init__(self, file: str, before: int) -> None:
        self._file = file
        self._before = before
        self._seen: set[int] = set()

    def node(self, raw: yaml.Node, at: At | None = None) -> Node:
        at = at or self._at(raw)
        if raw.tag not in _SAFE_TAGS or id(raw) in self._seen:
            raise broken(self._at(raw), "yaml_kind")
        self._seen.add(id(raw))
        if isinstance(raw, yaml.ScalarNode):
            if _HALF.search(raw.value):
                raise broken(self._at(raw), "yaml")
            return Leaf(raw.value, at.below(1) if raw.style in _BLOCK_STYLES else at)
        if isinstance(raw, yaml.SequenceNode):
            return Items(tuple(self.node(child) for child in raw.value), at)
        assert isinstance(raw, yaml.MappingNode)  # noqa: S101 - the third and last kind of a composed node
        return self._entries(raw, at)

    def _entries(self, raw: yaml.MappingNode, at: At) -> Entries:
        nodes: dict[str, Node] = {}
        for key, value in raw.value:
            place = self._at(key)
            name = self.node(key)
            if not isinstance(name, Leaf) or name.text in nodes:
                raise broken(place, "yaml_key")
            nodes[name.text] = self.node(value, place)
        return Entries(nodes, at)

    def _at(self, raw: yaml.Node) -> At:
        return At(self._file, self._before + raw.start_mark.line + 1)
