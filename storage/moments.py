"""Moments in time, as storage keeps them."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from bot.domain.tree import Tree

T = TypeVar("T")


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; ValueError where it is naive."""
    if moment.tzinfo is UTC:
        return moment
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without a time zone: {moment!r}")
    return moment.astimezone(UTC)


def all_utc(value: T) -> T:
    """A value with every moment in it in UTC; the same object where nothing had to change."""
    if value is None or isinstance(value, str | int | float):
        return value
    found: Any = value
    if isinstance(value, datetime):
        found = utc(value)
    elif isinstance(value, tuple):
        items = tuple(all_utc(item) for item in value)
        found = value if all(new is old for new, old in zip(items, value, strict=True)) else items
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {
            name: new
            for name in _with_moments(type(value))
            if (new := all_utc(old := getattr(value, name))) is not old
        }
        found = replace(value, **changed) if changed else value
    return cast("T", found)


@cache
def _with_moments(kind: type[Any]) -> tuple[str, ...]:
    """Of a dataclass, the fields that may hold a moment: looking into all the others is most of what an input costs."""
    hints = get_type_hints(kind)
    return tuple(field.name for field in fields(kind) if _may_hold_one(hints[field.name], frozenset({kind})))


def _may_hold_one(hint: Any, within: frozenset[Any]) -> bool:
    """Whether a value of this type may be a moment, or hold one; of what is not known, it may."""
    hint = getattr(hint, "__supertype__", hint)  # a NewType
    if hint in within or hint is None or get_origin(hint) is Literal:
        return False
    if hint is datetime or hint in {Any, object}:
        return True
    if parts := get_args(hint):
        return any(_may_hold_one(part, within) for part in parts if part is not Ellipsis)
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return any(_may_hold_one(hints[field.name], within | {hint}) for field in fields(hint))
    return not (
        isinstance(hint, type) and issubclass(hint, str | int | float | bytes | date | NoneType | Tree)
    )
