"""Moments in time, as storage keeps them."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar, cast

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
            for name in _names(type(value))
            if (new := all_utc(old := getattr(value, name))) is not old
        }
        found = replace(value, **changed) if changed else value
    return cast("T", found)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Of a dataclass's fields: looked up anew they are most of what an input costs here."""
    return tuple(field.name for field in fields(kind))
