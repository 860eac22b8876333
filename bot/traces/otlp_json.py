"""OTLP JSON, by the book and as backends write it: names, ids and enums in any spelling, nulls anywhere."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from bot.domain.errors import PersonError
from bot.traces.json_text import of_value, text
from bot.traces.otlp import MAX_DEPTH, whole

REQUESTS = ("resourceSpans", "resource_spans", "batches")
WRAPPERS = ("trace", "result")  # Tempo and Jaeger put the request inside
FAILED = (2, "2", "STATUS_CODE_ERROR")

_Listed = TypeVar("_Listed")


def holds_spans(fields: Mapping[str, msgspec.Raw]) -> bool:
    """Whether a JSON object is an OTLP request, or one in a wrapper."""
    inside = (of_value(fields[key], dict[str, msgspec.Raw]) or {} for key in WRAPPERS if key in fields)
    return any(key in held for held in (fields, *inside) for key in REQUESTS)


def partial(fields: Mapping[str, msgspec.Raw]) -> bool:
    """Whether the backend says that it answered with a part of the trace."""
    return "status" in fields and text(fields["status"]) == "PARTIAL"


def given(spellings: Iterable[list[_Listed] | None]) -> list[_Listed]:
    """Of several spellings the first that is there and not null."""
    return next((held for held in spellings if held is not None), [])


def where_of(broken: Exception) -> str:
    """The last member on the way to what is wrong; msgspec names it at the end of its message."""
    named = re.findall(r"\.(\w+)", str(broken).rpartition(" - at ")[2])
    return str(named[-1]) if named else "spans"


def attributes(holder: object) -> dict[str, object]:
    """The attributes of a log record or resource. PersonError trace_wrong_shape (where)."""
    if holder is None:
        return {}
    entries = objects(object_of(holder, "resource"), "attributes")
    return {word(member(entry, "key")): plain(member(entry, "value")) for entry in entries}


def plain(value: object, depth: int = MAX_DEPTH) -> object:
    """An AnyValue as a plain value; int64 comes as text, and unused members of the union may be null."""
    if not isinstance(value, dict):
        return value if isinstance(value, str | int | float) else None
    if depth == 0:
        raise PersonError("trace_too_deep")
    string = value.get("stringValue")
    if isinstance(string, str) and len(value) == 1:  # nearly every value there is
        return string
    array = member(value, "arrayValue", "array_value")
    if array is not None:
        return [plain(item, depth - 1) for item in _values(array)]
    pairs = member(value, "kvlistValue", "kvlist_value")
    if pairs is not None:
        entries = [object_of(entry, "kvlistValue") for entry in _values(pairs)]
        return {word(member(entry, "key")): plain(member(entry, "value"), depth - 1) for entry in entries}
    return _scalar(value)


def _scalar(value: Mapping[str, object]) -> object:
    number = member(value, "intValue", "int_value")
    if number is not None:
        return whole(number)
    double = member(value, "doubleValue", "double_value")
    if double is not None:
        return _double(double)
    found = member(
        value, "stringValue", "string_value", "boolValue", "bool_value", "bytesValue", "bytes_value"
    )
    return found if isinstance(found, str | bool) else None


def _double(value: object) -> float:
    try:
        return float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):  # no number, or one beyond every float
        return math.nan


def member(holder: object, *names: str) -> object:
    """The first of several spellings of a member that is there and not null."""
    if isinstance(holder, dict):
        for name in names:
            found: object = holder.get(name)
            if found is not None:
                return found
    return None


def object_of(value: object, where: str) -> Mapping[str, object]:
    """A value that must be an object. PersonError trace_wrong_shape (where)."""
    if not isinstance(value, dict):
        raise PersonError("trace_wrong_shape", where=where)
    return value


def objects(holder: Mapping[str, object], *names: str) -> list[Mapping[str, object]]:
    """The objects in a list under the first of several spellings. PersonError trace_wrong_shape (where)."""
    found = member(holder, *names)
    if found is None:
        return []
    if not isinstance(found, list):
        raise PersonError("trace_wrong_shape", where=names[0])
    return [object_of(item, names[0]) for item in found]


def _values(holder: object) -> list[object]:
    found = member(holder, "values")
    return found if isinstance(found, list) else []


def word(value: object) -> str:
    """A value that is a text, "" for any other."""
    return value if isinstance(value, str) else ""
