"""OTLP JSON, by the book and as backends write it: names, ids and enums in any spelling, nulls anywhere."""

import math
from collections.abc import Iterator, Mapping

import msgspec

from bot.domain.errors import PersonError
from bot.traces.json_text import of_value, text
from bot.traces.otlp import MAX_DEPTH, RawSpan, kind, moment, optional_id, required_id, whole

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
    request = _object(inside, WRAPPERS[0])
    for group in _list(request, *REQUESTS):
        resource = _attributes(_get(group, "resource"))
        for scope in _list(group, "scopeSpans", "scope_spans", "instrumentationLibrarySpans"):
            for span in _list(scope, "spans"):
                yield _span(span, resource)


def _span(span: Mapping[str, object], resource: dict[str, object]) -> RawSpan:
    status = _get(span, "status")
    code = status.get("code") if isinstance(status, dict) else status
    return RawSpan(
        trace_id=required_id(_get(span, "traceId", "trace_id"), 16),
        span_id=required_id(_get(span, "spanId", "span_id"), 8),
        parent_id=optional_id(_get(span, "parentSpanId", "parent_span_id"), 8),
        name=_text(_get(span, "name")),
        kind=kind(_get(span, "kind")),
        start=moment(_get(span, "startTimeUnixNano", "start_time_unix_nano")),
        end=moment(_get(span, "endTimeUnixNano", "end_time_unix_nano")),
        failed=code in FAILED,
        attributes=_attributes(span),
        resource=resource,
        dropped=whole(_get(span, "droppedAttributesCount", "dropped_attributes_count")) or 0,
        events=tuple(_text(_get(event, "name")) for event in _list(span, "events")),
    )


def _attributes(holder: object) -> dict[str, object]:
    if holder is None:
        return {}
    entries = _list(_object(holder, "resource"), "attributes")
    return {_text(_get(entry, "key")): _value(_get(entry, "value"), MAX_DEPTH) for entry in entries}


def _value(value: object, depth: int) -> object:
    """An AnyValue as a plain value; int64 comes as text, and unused members of the union may be null."""
    if not isinstance(value, dict):
        return value if isinstance(value, str | int | float) else None
    if depth == 0:
        raise PersonError("trace_too_deep")
    array = _get(value, "arrayValue", "array_value")
    if array is not None:
        return [_value(item, depth - 1) for item in _values(array)]
    pairs = _get(value, "kvlistValue", "kvlist_value")
    if pairs is not None:
        entries = [_object(entry, "kvlistValue") for entry in _values(pairs)]
        return {_text(_get(entry, "key")): _value(_get(entry, "value"), depth - 1) for entry in entries}
    return _scalar(value)


def _scalar(value: Mapping[str, object]) -> object:
    number = _get(value, "intValue", "int_value")
    if number is not None:
        return whole(number)
    double = _get(value, "doubleValue", "double_value")
    if double is not None:
        return _double(double)
    found = _get(value, "stringValue", "string_value", "boolValue", "bool_value", "bytesValue", "bytes_value")
    return found if isinstance(found, str | bool) else None


def _double(value: object) -> float:
    try:
        return float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):  # no number, or one beyond every float
        return math.nan


def _get(holder: object, *names: str) -> object:
    """The first of several spellings of a member that is there and not null."""
    if not isinstance(holder, dict):
        return None
    return next((holder[name] for name in names if holder.get(name) is not None), None)


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise PersonError("trace_wrong_shape", where=where)
    return value


def _list(holder: Mapping[str, object], *names: str) -> list[Mapping[str, object]]:
    found = _get(holder, *names)
    if found is None:
        return []
    if not isinstance(found, list):
        raise PersonError("trace_wrong_shape", where=names[0])
    return [_object(item, names[0]) for item in found]


def _values(holder: object) -> list[object]:
    found = _get(holder, "values")
    return found if isinstance(found, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
