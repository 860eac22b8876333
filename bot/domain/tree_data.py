"""A tree as plain data, for whoever writes JSON, and back: each block and inline is a map that names its `type`."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    Tree,
)

KINDS: Mapping[str, type[Block | Inline]] = {
    "text": Text,
    "strong": Strong,
    "emphasis": Emphasis,
    "code": CodeSpan,
    "link": Link,
    "break": Break,
    "heading": Heading,
    "paragraph": Paragraph,
    "list": Listing,
    "quote": Quote,
    "code_block": CodeBlock,
    "table": Table,
    "panel": Panel,
    "rule": Rule,
}
"""What each is called in the data; a name, once used, stays."""

_NAMES = {kind: name for name, kind in KINDS.items()}


def to_data(value: object) -> object:
    """A tree as lists, maps, strings and numbers; TypeError for a value of another kind."""
    if isinstance(value, Tree):
        return _data(value.blocks)
    raise TypeError(f"{type(value).__name__} is no tree")


def from_data(kind: type, data: object) -> object:
    """The tree such data tells of, ValueError where it tells of none; where another kind is asked for, the data itself.

    Fields that are not known are passed over.
    """
    return Tree(*_read(tuple[Block, ...], data)) if kind is Tree else data


def _data(value: object) -> object:
    if isinstance(value, tuple):
        return [_data(one) for one in value]
    if isinstance(value, Block | Inline):
        return {"type": _NAMES[type(value)]} | {f.name: _data(getattr(value, f.name)) for f in fields(value)}
    return value


def _read(hint: Any, data: object) -> Any:
    """A value of a type; the error names no word of the data, which is somebody's."""
    if get_origin(hint) is tuple and isinstance(data, list):
        inner = get_args(hint)[0]
        return tuple(_read(inner, one) for one in data)
    if get_origin(hint) is UnionType and isinstance(data, dict):
        kind = KINDS.get(str(data.get("type")))
        if kind in get_args(hint):
            return _node(kind, data)
    if type(data) is hint:
        return data
    raise ValueError("not a tree")


def _node(kind: Any, data: Mapping[str, object]) -> Block | Inline:
    """One block or inline; a field that may be left out has its value of then."""
    given = {name: _read(hint, data[name]) for name, hint in _hints(kind).items() if name in data}
    if any(f.default is MISSING and f.name not in given for f in fields(kind)):
        raise ValueError("not a tree")
    made: Block | Inline = kind(**given)
    return made


_hints = cache(get_type_hints)
