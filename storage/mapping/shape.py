"""How a dataclass lies in columns: read from its type hints once, so that no pair is written by hand.

A plain value is a column, a word of a closed list its text, a value with fields of its own several columns named
`field_inner`, a tuple or a tree JSON text. An optional value with fields is absent where its first column is NULL.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from bot.domain.tree import Tree
from bot.domain.tree_data import from_data, to_data
from storage.moments import utc

T = TypeVar("T")

Values = Sequence[Any]
Parts = Mapping[str, tuple[Any, ...]]
NO_PARTS: Parts = {}
_LIST = msgspec.json.Decoder(tuple[str, ...])


@dataclass(frozen=True)
class Slot:
    """One field: its columns, how its value becomes theirs, and how theirs, from a place in a row, become it."""

    field: str
    columns: tuple[str, ...]
    put: Callable[[Any], Values]
    take: Callable[[Values, int], Any]


@dataclass(frozen=True)
class Shape(Generic[T]):
    """A dataclass in columns; fields named in `parts` have tables of their own."""

    kind: Callable[..., T]
    slots: tuple[Slot, ...]
    parts: tuple[str, ...]
    columns: tuple[str, ...]

    def dump(self, value: T) -> dict[str, Any]:
        """The columns of a value."""
        row: list[Any] = []
        for slot in self.slots:
            row += slot.put(getattr(value, slot.field))
        return dict(zip(self.columns, row, strict=True))

    def load(self, row: Values, start: int = 0, parts: Parts = NO_PARTS) -> T:
        """The value whose columns begin at `start`, with what its own tables held."""
        given: dict[str, Any] = {name: parts.get(name, ()) for name in self.parts}
        for slot in self.slots:
            given[slot.field] = slot.take(row, start)
            start += len(slot.columns)
        return self.kind(**given)


def shape(
    kind: Callable[..., T],
    *,
    parts: tuple[str, ...] = (),
    names: Mapping[str, str] = types.MappingProxyType({}),
) -> Shape[T]:
    """The shape of a dataclass; `names` gives columns whose field's name SQL keeps for itself."""
    hints = get_type_hints(kind)
    slots = tuple(
        slot(field.name, names.get(field.name, field.name), hints[field.name])
        for field in _fields(kind)
        if field.name not in parts
    )
    return Shape(kind, slots, parts, tuple(column for slot in slots for column in slot.columns))


def slot(field: str, column: str, hint: Any) -> Slot:
    """How one field lies in columns."""
    inner, optional = _inner(hint)
    if is_dataclass(inner):
        return _spread(field, column, inner, optional=optional)
    if get_origin(inner) is tuple or inner is Tree:
        decoder = msgspec.json.Decoder(inner, dec_hook=from_data)
        return Slot(field, (column,), lambda value: (_json(value),), lambda row, at: decoder.decode(row[at]))
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return _word(field, column, inner)
    if inner is datetime:
        return Slot(field, (column,), lambda value: (value and utc(value),), lambda row, at: row[at])
    if getattr(inner, "__supertype__", inner) in {str, int, bool, date}:
        return Slot(field, (column,), lambda value: (value,), lambda row, at: row[at])
    raise TypeError(f"no column for {field}: {hint}")


def read_list(column: str) -> tuple[str, ...]:
    """The words of a column that holds a list of them."""
    return _LIST.decode(column)


def _word(field: str, column: str, inner: type[StrEnum]) -> Slot:
    words = {member.value: member for member in inner}
    return Slot(
        field,
        (column,),
        lambda value: (None if value is None else value.value,),
        lambda row, at: None if row[at] is None else words[row[at]],
    )


def _spread(field: str, column: str, inner: Any, *, optional: bool) -> Slot:
    nested = shape(inner)
    width = len(nested.columns)

    def put(value: object) -> Values:
        return (None,) * width if value is None else tuple(nested.dump(value).values())

    def take(row: Values, at: int) -> object:
        return None if optional and row[at] is None else nested.load(row, at)

    return Slot(field, tuple(f"{column}_{name}" for name in nested.columns), put, take)


def _inner(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) not in {Union, types.UnionType}:
        return hint, False
    (inner,) = (arg for arg in get_args(hint) if arg is not types.NoneType)
    return inner, True


def _json(value: object) -> str:
    return msgspec.json.encode(value, enc_hook=to_data).decode()


def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)
