"""OTLP protobuf: parsed by the generated classes, walked by hand."""

import base64
from collections.abc import Iterable, Iterator

from google.protobuf.message import DecodeError
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span as ProtoSpan
from opentelemetry.proto.trace.v1.trace_pb2 import Status, TracesData

from bot.domain.errors import PersonError
from bot.traces.known import Known
from bot.traces.otlp import RawEvent, RawSpan, kind, moment, optional_id, required_id


def parsed(content: bytes) -> TracesData | None:
    """The message, None where the bytes are no trace; an export request has the same wire form."""
    try:
        data = TracesData.FromString(content)
    except DecodeError:
        return None
    return data if data.resource_spans else None


def required(content: bytes) -> TracesData:
    """As `parsed`. PersonError trace_bad_protobuf where the bytes are no trace."""
    data = parsed(content)
    if data is None:
        raise PersonError("trace_bad_protobuf")
    return data


def spans(data: TracesData) -> Iterator[RawSpan]:
    """The spans in file order. PersonError trace_bad_id (seen)."""
    known = Known()
    for group in data.resource_spans:
        resource = pairs(group.resource.attributes)
        for scope in group.scope_spans:
            for span in scope.spans:
                yield _span(span, resource, known)


def _span(span: ProtoSpan, resource: dict[str, object], known: Known) -> RawSpan:
    return RawSpan(
        trace_id=required_id(span.trace_id, 16),
        span_id=required_id(span.span_id, 8),
        parent_id=optional_id(span.parent_span_id, 8),
        name=span.name,
        kind=kind(span.kind),
        start=moment(span.start_time_unix_nano),
        end=moment(span.end_time_unix_nano),
        failed=span.status.code == Status.STATUS_CODE_ERROR,
        attributes=pairs(span.attributes),
        resource=resource,
        dropped=span.dropped_attributes_count
        + span.dropped_events_count
        + sum(event.dropped_attributes_count for event in span.events),
        events=tuple(
            RawEvent(event.name, f"events[{place}]", pairs(event.attributes))
            for place, event in enumerate(span.events)
        ),
        known=known,
    )


def pairs(attributes: Iterable[KeyValue]) -> dict[str, object]:
    """The attributes of anything, by key."""
    return {pair.key: plain(pair.value) for pair in attributes}


def plain(value: AnyValue) -> object:
    """An AnyValue as a plain value; bytes as base64, as in JSON. The parser bounds the depth."""
    match value.WhichOneof("value"):
        case None:
            return None
        case "array_value":
            return [plain(item) for item in value.array_value.values]
        case "kvlist_value":
            return pairs(value.kvlist_value.values)
        case "bytes_value":
            return base64.b64encode(value.bytes_value).decode()
        case other:
            return getattr(value, other)
