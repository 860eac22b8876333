"""Values as the answers of backends hold them: decoded by type, times as text, JSON kept to the letter."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from bot.domain.errors import PersonError
from bot.traces.json_text import of_value, text

T = TypeVar("T")

Fields = dict[str, msgspec.Raw]

NULL = msgspec.Raw(b"null")


def of_page(page: msgspec.Raw, type_: type[T], where: str) -> T:
    """One page of an answer as a type. PersonError trace_wrong_shape (where)."""
    try:
        return msgspec.json.decode(page, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise PersonError("trace_wrong_shape", where=where) from broken


def moment(written: str | None) -> datetime | None:
    """A time in ISO 8601; without a zone it is UTC. None for none and for what is no time."""
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def fields(raw: msgspec.Raw | None) -> Fields:
    """The members of an object, or of one written as text; none of anything else."""
    if raw is None:
        return {}
    string = of_value(raw, str)
    return of_value(raw if string is None else string.encode(), Fields) or {}


def plain(raw: msgspec.Raw | None) -> object:
    """A scalar as itself, any structured value as its JSON to the letter; None for none."""
    if raw is None:
        return None
    scalar = of_value(raw, str | int | float | bool | None)  # type: ignore[arg-type]  # a union is no class
    return scalar if scalar is not None else (text(raw) or None)


def plains(held: Mapping[str, msgspec.Raw]) -> dict[str, object]:
    """Members as plain values, without those that hold nothing."""
    found = {key: plain(raw) for key, raw in held.items()}
    return {key: value for key, value in found.items() if value is not None}


def inner(held: Mapping[str, msgspec.Raw], *names: str) -> msgspec.Raw | None:
    """The first of several members that is there and not null."""
    return next((held[name] for name in names if name in held and bytes(held[name]).strip() != b"null"), None)


def listed(raw: msgspec.Raw | None) -> list[msgspec.Raw] | None:
    """The items of a list, or of one written as text; None for anything else."""
    if raw is None:
        return None
    string = of_value(raw, str)
    return of_value(raw if string is None else string.encode(), list[msgspec.Raw])


def joined(items: list[msgspec.Raw] | list[bytes]) -> str:
    """Values as one JSON list, each to the letter."""
    return f"[{','.join(bytes(item).decode() for item in items)}]"


def quoted(written: str) -> str:
    """A text as JSON."""
    return msgspec.json.encode(written).decode()
