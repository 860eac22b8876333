"""OTLP JSON, by the book and as backends write it: names, ids and enums in any spelling, nulls anywhere."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from bot.domain.errors import PersonError
from bot.traces.json_text import of_file, of_value, text
from bot.traces.known import Known
from bot.traces.otlp import MAX_DEPTH, RawEvent, RawSpan, kind, moment, optional_id, required_id, whole

REQUESTS = ("resourceSpans", "resource_spans", "batches")
WRAPPERS = ("trace", "result")  # Tempo and Jaeger put the request inside
_NULL = msgspec.Raw(b"null")
FAILED = (2, "2", "STATUS_CODE_ERROR")


def holds_spans(fields: Mapping[str, msgspec.Raw]) -> bool:
    """Whether a JSON object is an OTLP request, or one in a wrapper."""
    inside = (of_value(fields[key], dict[str, msgspec.Raw]) or {} for key in WRAPPERS if key in fields)
    return any(key in held for held in (fields, *inside) for key in REQUESTS)


def partial(fields: Mapping[str, msgspec.Raw]) -> bool:
    """Whether the backend says that it answered with a part of the trace."""
    return "status" in fields and text(fields["status"]) == "PARTIAL"


class _Scope(msgspec.Struct):
    spans: list[msgspec.Raw] | None = None


class _Group(msgspec.Struct):
    """Spans under one resource; of several spellings the first that is not null counts."""

    resource: object = None
    scopeSpans: list[_Scope] | None = None  # noqa: N815 - as the file has it
    scope_spans: list[_Scope] | None = None
    instrumentationLibrarySpans: list[_Scope] | None = None  # noqa: N815 - as the file has it

    def spans(self) -> Iterator[msgspec.Raw]:
        spellings = (self.scopeSpans, self.scope_spans, self.instrumentationLibrarySpans)
        for scope in _given(spellings):
            yield from scope.spans or ()


class _Request(msgspec.Struct):
    """A request down to its spans, which are decoded one by one: all at once they are larger than the file."""

    resourceSpans: list[_Group] | None = None  # noqa: N815 - as the file has it
    resource_spans: list[_Group] | None = None
    batches: list[_Group] | None = None
    trace: msgspec.Raw = _NULL
    result: msgspec.Raw = _NULL

    def groups(self) -> list[_Group]:
        return _given((self.resourceSpans, self.resource_spans, self.batches))


_Listed = TypeVar("_Listed")


def _given(spellings: Iterable[list[_Listed] | None]) -> list[_Listed]:
    return next((held for held in spellings if held is not None), [])


def spans(text: msgspec.Raw, known: Known) -> Iterator[RawSpan]:
    """The spans of one request in file order; `known` is that of the whole file.

    PersonError trace_wrong_shape (where), trace_bad_id (seen), trace_too_deep, trace_not_json.
    """
    try:
        for group in _request(text).groups():
            resource = attributes(group.resource)
            for raw in group.spans():
                yield span(msgspec.json.decode(raw, type=dict[str, object]), resource, known)
    except (msgspec.DecodeError, RecursionError) as broken:
        of_file(text, dict[str, object])  # what cannot be decoded at all is told as that, with its line
        raise PersonError("trace_wrong_shape", where=_where(broken)) from broken


def _request(text: msgspec.Raw) -> _Request:
    found = msgspec.json.decode(text, type=_Request)
    wrapped = (found.trace, found.result)
    inside = next((raw for raw in wrapped if of_value(raw, dict[str, msgspec.Raw]) is not None), None)
    return found if inside is None else msgspec.json.decode(inside, type=_Request)


def _where(broken: Exception) -> str:
    """The last member on the way to what is wrong; msgspec names it at the end of its message."""
    named = re.findall(r"\.(\w+)", str(broken).rpartition(" - at ")[2])
    return str(named[-1]) if named else "spans"


def span(span: Mapping[str, object], resource: dict[str, object], known: Known) -> RawSpan:
    """One span, its attributes and events as plain values. PersonError as `spans`."""
    status = member(span, "status")
    events = objects(span, "events")
    code = status.get("code") if isinstance(status, dict) else status
    return RawSpan(
        trace_id=required_id(member(span, "traceId", "trace_id"), 16),
        span_id=required_id(member(span, "spanId", "span_id"), 8),
        parent_id=optional_id(member(span, "parentSpanId", "parent_span_id"), 8),
        name=word(member(span, "name")),
        kind=kind(member(span, "kind")),
        start=moment(member(span, "startTimeUnixNano", "start_time_unix_nano")),
        end=moment(member(span, "endTimeUnixNano", "end_time_unix_nano")),
        failed=code in FAILED,
        attributes=attributes(span),
        resource=resource,
        dropped=_dropped(span, events),
        events=tuple(
            RawEvent(word(member(event, "name")), f"events[{place}]", attributes(event))
            for place, event in enumerate(events)
        ),
        known=known,
    )


def _dropped(span: Mapping[str, object], events: list[Mapping[str, object]]) -> int:
    counts = [member(span, "droppedEventsCount", "dropped_events_count")]
    counts += [member(one, "droppedAttributesCount", "dropped_attributes_count") for one in (span, *events)]
    return sum(max(whole(count) or 0, 0) for count in counts)


def attributes(holder: object) -> dict[str, object]:
    """The attributes of a span, event, log record or resource. PersonError trace_wrong_shape (where)."""
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
