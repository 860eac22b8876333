"""JSON as it stands in a file or inside an attribute: parsed once, with every way it can be broken named."""

import re
from enum import StrEnum
from typing import TypeVar

import msgspec

from bot.domain.errors import PersonError

T = TypeVar("T")

BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What a decoder raises where a text is not what it should be."""

_CUT = "truncated"  # msgspec's word for a text that ends early


class State(StrEnum):
    """What a text is, seen as JSON."""

    WHOLE = "whole"
    CUT = "cut"  # right as far as it goes, and it ends early
    NOT_JSON = "not_json"


def of_file(content: bytes | msgspec.Raw, type_: type[T]) -> T:
    """The content of a whole file. PersonError trace_too_deep, trace_cut_short, trace_not_json (line)."""
    try:
        return msgspec.json.decode(content, type=type_)
    except BROKEN as broken:
        raise _named(bytes(content), broken) from broken


def of_value(content: bytes | msgspec.Raw, type_: type[T]) -> T | None:
    """The content of a value inside the file, None where it is something else."""
    try:
        return msgspec.json.decode(content, type=type_)
    except BROKEN:
        return None


def state(text: str) -> State:
    """Whether a text is JSON from end to end."""
    content = text.encode()
    try:
        msgspec.json.decode(content, type=msgspec.Raw)
    except msgspec.DecodeError as broken:
        return State.CUT if _ends_early(content, broken) else State.NOT_JSON
    except RecursionError:
        return State.NOT_JSON
    return State.WHOLE


def documents(content: bytes) -> list[bytes]:
    """The file as one JSON text, or as one a line. Errors as `of_file`, with the line that is broken."""
    try:
        msgspec.json.decode(content, type=msgspec.Raw)
    except BROKEN as broken:
        lines = [(number, line) for number, line in enumerate(content.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or of_value(lines[0][1], msgspec.Raw) is None:
            raise _named(content, broken) from broken
        return [_checked(line, number) for number, line in lines]
    return [content]


def text(raw: msgspec.Raw | None) -> str:
    """A value as text: a string's own characters, nothing for null, any other value's JSON to the letter."""
    if raw is None:
        return ""
    held = bytes(raw)
    string = of_value(held, str) if held.lstrip()[:1] == b'"' else None
    if string is not None:
        return string
    written = held.decode().strip()
    return "" if written == "null" else written


def written(value: object) -> str:
    """A value as text: strings as they are, structured values as compact JSON."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _checked(line: bytes, number: int) -> bytes:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except BROKEN as broken:
        raise _named(line, broken, number) from broken
    return line


def _named(content: bytes, broken: Exception, line: int = 1) -> PersonError:
    if isinstance(broken, RecursionError):
        return PersonError("trace_too_deep")
    if _ends_early(content, broken):
        return PersonError("trace_cut_short")
    return PersonError("trace_not_json", line=line + content.count(b"\n", 0, _place(broken) or 0))


def _ends_early(content: bytes, broken: Exception) -> bool:
    """Whether a text is right as far as it goes; within a number msgspec only says where it ended."""
    return _CUT in str(broken) or _place(broken) == len(content)


def _place(broken: Exception) -> int | None:
    found = re.search(r"\(byte (\d{1,12})\)", str(broken))
    return int(found[1]) if found else None
