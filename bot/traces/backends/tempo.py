"""Tempo's protobuf answer: the trace in a message around it, with a status when a part is missing."""

from collections.abc import Iterator

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from bot.traces import otlp_protobuf

_TRACE, _STATUS = 1, 3  # fields of the message TraceByIDResponse
_PARTIAL = 1


def parsed(content: bytes) -> tuple[TracesData, bool] | None:
    """The trace in bytes of OTLP or in Tempo's answer around it, and whether that says that it is a part.

    None where the bytes are neither.
    """
    bare = otlp_protobuf.parsed(content)
    if bare is not None and _has_spans(bare):
        return bare, False
    found = dict(_fields(content))
    inner = found.get(_TRACE)
    data = otlp_protobuf.parsed(inner) if isinstance(inner, bytes) else None
    if data is not None and _has_spans(data):
        return data, found.get(_STATUS) == _PARTIAL
    return None if bare is None else (bare, False)


def written(data: TracesData, *, partial: bool) -> bytes:
    """A trace as bytes; one that is a part, in Tempo's message, which says so."""
    content = data.SerializeToString()
    if not partial:
        return content
    # The message around it has no class here: a field with a length, then one with a number.
    return _key(_TRACE, 2) + _varint(len(content)) + content + _key(_STATUS, 0) + _varint(_PARTIAL)


def _key(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _fields(content: bytes) -> Iterator[tuple[int, object]]:
    try:
        message = Empty.FromString(content)
    except DecodeError:
        return
    found = UnknownFieldSet(message)
    for place in range(len(found)):
        yield found[place].field_number, found[place].data


def _has_spans(data: TracesData) -> bool:
    """Whether the first span there is has the ids of one; in an answer read as a bare trace it has not."""
    spans = (span for group in data.resource_spans for scope in group.scope_spans for span in scope.spans)
    first = next(spans, None)
    return first is not None and len(first.trace_id) == 16 and len(first.span_id) == 8
