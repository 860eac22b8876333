"""An OTLP request of spans in JSON as the message it would have been in protobuf; unknown members are passed over."""

import base64
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ScopeSpans, Span, Status, TracesData

from bot.domain.errors import PersonError
from bot.traces.json_text import of_file
from bot.traces.otlp import MAX_DEPTH, kind, optional_id, required_id, whole
from bot.traces.otlp_json import FAILED, member, object_of, objects, word

Held: TypeAlias = Mapping[str, object]

_KINDS = dict(Span.SpanKind.items())
_LARGEST = {32: 2**32 - 1, 64: 2**64 - 1}


def message(content: bytes) -> tuple[TracesData, int]:
    """The request, and how many of its spans cannot be one: a bad id, a number too large, a text that is none.

    PersonError as `json_text.of_file` and `otlp_json.objects`.
    """
    document = object_of(of_file(content, object), "")
    made, refused = TracesData(), 0
    for group in objects(document, "resourceSpans", "resource_spans"):
        spans = made.resource_spans.add(schema_url=url(group))
        fill_resource(spans.resource, group)
        for scope in objects(group, "scopeSpans", "scope_spans", "instrumentationLibrarySpans"):
            refused += _fill_scope(spans.scope_spans.add(schema_url=url(scope)), scope)
    return made, refused


def fill_resource(made: Resource, group: Held) -> None:
    """The resource of a group."""
    resource = member(group, "resource")
    if isinstance(resource, dict):
        made.attributes.extend(pairs(resource))
        made.dropped_attributes_count = count(resource, "droppedAttributesCount", "dropped_attributes_count")


def fill_named(made: InstrumentationScope, held: Held) -> None:
    """Name, version and attributes of a scope."""
    scope = member(held, "scope", "instrumentationLibrary")
    if isinstance(scope, dict):
        made.name, made.version = word(member(scope, "name")), word(member(scope, "version"))
        made.attributes.extend(pairs(scope))
        made.SetInParent()


def _fill_scope(made: ScopeSpans, held: Held) -> int:
    """Fill in a scope and its spans; how many of these cannot be read."""
    fill_named(made.scope, held)
    refused = 0
    for span in objects(held, "spans"):
        try:
            made.spans.append(_span(span))
        except (PersonError, ValueError, OverflowError):  # the last two: what protobuf cannot hold
            refused += 1
    return refused


def _span(span: Held) -> Span:
    status = member(span, "status")
    made = Span(
        trace_id=bytes.fromhex(required_id(member(span, "traceId", "trace_id"), 16)),
        span_id=bytes.fromhex(required_id(member(span, "spanId", "span_id"), 8)),
        parent_span_id=bytes.fromhex(optional_id(member(span, "parentSpanId", "parent_span_id"), 8)),
        trace_state=word(member(span, "traceState", "trace_state")),
        flags=count(span, "flags"),
        name=word(member(span, "name")),
        kind=_kind(member(span, "kind")),
        start_time_unix_nano=count(span, "startTimeUnixNano", "start_time_unix_nano", bits=64),
        end_time_unix_nano=count(span, "endTimeUnixNano", "end_time_unix_nano", bits=64),
        attributes=pairs(span),
        dropped_attributes_count=count(span, "droppedAttributesCount", "dropped_attributes_count"),
        dropped_events_count=count(span, "droppedEventsCount", "dropped_events_count"),
        dropped_links_count=count(span, "droppedLinksCount", "dropped_links_count"),
        events=map(_event, objects(span, "events")),
        links=map(_link, objects(span, "links")),
    )
    if isinstance(status, dict):
        made.status.CopyFrom(_status(status))
    return made


def _event(event: Held) -> Span.Event:
    return Span.Event(
        time_unix_nano=count(event, "timeUnixNano", "time_unix_nano", bits=64),
        name=word(member(event, "name")),
        attributes=pairs(event),
        dropped_attributes_count=count(event, "droppedAttributesCount", "dropped_attributes_count"),
    )


def _link(link: Held) -> Span.Link:
    return Span.Link(
        trace_id=bytes.fromhex(optional_id(member(link, "traceId", "trace_id"), 16)),
        span_id=bytes.fromhex(optional_id(member(link, "spanId", "span_id"), 8)),
        trace_state=word(member(link, "traceState", "trace_state")),
        attributes=pairs(link),
        dropped_attributes_count=count(link, "droppedAttributesCount", "dropped_attributes_count"),
        flags=count(link, "flags"),
    )


def _status(status: Held) -> Status:
    code = member(status, "code")
    told = {1: Status.STATUS_CODE_OK, "1": Status.STATUS_CODE_OK, "STATUS_CODE_OK": Status.STATUS_CODE_OK}
    known = Status.STATUS_CODE_ERROR if code in FAILED else Status.STATUS_CODE_UNSET
    return Status(message=word(member(status, "message")), code=told.get(_hashable(code), known))


def _kind(value: object) -> "Span.SpanKind.ValueType":
    """As number or as name; unspecified where it is neither."""
    return _KINDS.get(f"SPAN_KIND_{kind(value).upper()}", Span.SPAN_KIND_UNSPECIFIED)


def _hashable(value: object) -> int | str:
    return value if isinstance(value, int | str) else ""


def pairs(holder: Held) -> Iterator[KeyValue]:
    """The attributes of anything."""
    for entry in objects(holder, "attributes"):
        yield _pair(entry, MAX_DEPTH)


def _pair(entry: Held, depth: int) -> KeyValue:
    return KeyValue(key=word(member(entry, "key")), value=any_value(member(entry, "value"), depth))


def any_value(value: object, depth: int = MAX_DEPTH) -> AnyValue:
    """A value of any kind; an empty one where no kind is known."""
    if depth == 0:
        raise PersonError("trace_too_deep")
    made = AnyValue()
    array = member(value, "arrayValue", "array_value")
    pairs = member(value, "kvlistValue", "kvlist_value")
    if array is not None:
        made.array_value.values.extend(any_value(one, depth - 1) for one in _listed(array))
        made.array_value.SetInParent()
    elif pairs is not None:
        entries = (object_of(entry, "kvlistValue") for entry in _listed(pairs))
        made.kvlist_value.values.extend(_pair(entry, depth - 1) for entry in entries)
        made.kvlist_value.SetInParent()
    else:
        _fill_scalar(made, value)
    return made


def _fill_scalar(made: AnyValue, value: object) -> None:
    string, truth = member(value, "stringValue", "string_value"), member(value, "boolValue", "bool_value")
    number, packed = member(value, "intValue", "int_value"), member(value, "bytesValue", "bytes_value")
    double = member(value, "doubleValue", "double_value")
    if isinstance(string, str):
        made.string_value = string
    elif isinstance(truth, bool):
        made.bool_value = truth
    elif number is not None and (exact := whole(number)) is not None:
        made.int_value = exact
    elif isinstance(double, int | float | str):
        made.double_value = _double(double)
    elif isinstance(packed, str):
        made.bytes_value = base64.b64decode(packed)


def _double(value: float | str) -> float:
    try:
        return float(value)
    except ValueError:  # no number
        return math.nan


def _listed(holder: object) -> Iterable[object]:
    found = member(holder, "values")
    return found if isinstance(found, list) else []


def count(holder: Held, *names: str, bits: int = 32) -> int:
    """A whole number that is not negative; 0 for any other, and for none."""
    number = whole(member(holder, *names)) or 0
    return number if 0 <= number <= _LARGEST[bits] else 0


def url(holder: Held) -> str:
    """The address of a schema."""
    return word(member(holder, "schemaUrl", "schema_url"))
