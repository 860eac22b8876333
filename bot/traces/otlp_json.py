"""OTLP JSON, by the book and as backends write it: names, ids and enums in any spelling, nulls anywhere."""

import math
from collections.abc import Iterator, Mapping

import msgspec

from bot.domain.errors import PersonError
from bot.traces.json_text import of_value, text
from bot.traces.otlp import MAX_DEPTH, RawEvent, RawSpan, kind, moment, optional_id, required_id, whole

REQUESTS = ("resourceSpans", "resource_spans", "batches")
WRAPPERS = ("trace", "result")  # Tempo and Jaeger put the request inside
FAILED = (2, "2", "STATUS_CODE_ERROR")


def holds_spans(fields: Mapping[str, msgspec.Raw]) -> bool:
    """Whether a JSON object is an OTLP request, or one in a wrapper."""
    inside = (of_value(fields[key], dict[str, msgspec.Raw]) or {} for key in WRAPPERS if key in fields)
    return any(key in held for held in (fields, *inside) for key in REQUESTS)


def partial(fields: Mapping[str, msgspec.Raw]) -> bool:
    """Whether the backend says that it answered with a part of the trace."""
    return "status" in fields and text(fields["status"]) == "PARTIAL"


def spans(document: Mapping[str, object]) -> Iterator[RawSpan]:
    """The spans of one request in file order. PersonError trace_wrong_shape (where), trace_bad_id (seen)."""
    inside = next((document[key] for key in WRAPPERS if isinstance(document.get(key), dict)), document)
    request = object_of(inside, WRAPPERS[0])
    for group in objects(request, *REQUESTS):
        resource = attributes(member(group, "resource"))
        for scope in objects(group, "scopeSpans", "scope_spans", "instrumentationLibrarySpans"):
            for span in objects(scope, "spans"):
                yield _span(span, resource)


def _span(span: Mapping[str, object], resource: dict[str, object]) -> RawSpan:
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
    if not isinstance(holder, dict):
        return None
    return next((holder[name] for name in names if holder.get(name) is not None), None)


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
