"""Spans and log records in one message of protobuf: a request of either, or what is kept of a run that has both."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import DecodeError, Message
from google.protobuf.unknown_fields import UnknownFieldSet
from opentelemetry.proto.logs.v1.logs_pb2 import LogsData, ResourceLogs
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

LOGS = 1000
"""The field of log records beside spans, far from those of OTLP: other readers of the spans pass over it."""

_BYTES = 2  # the wire type of a field with a length


@dataclass(frozen=True)
class Held:
    """What a message holds; `partial` where the backend calls it a part."""

    spans: TracesData
    logs: LogsData = field(default_factory=LogsData)
    partial: bool = False


def with_spans(content: bytes) -> Held | None:
    """Spans, with the log records beside them, or such records alone. None where the bytes are neither."""
    try:
        data = TracesData.FromString(content)
        logs = _beside(data)
    except DecodeError:
        return None
    if logs.resource_logs:
        return Held(
            TracesData(resource_spans=data.resource_spans), logs
        )  # the records once, and not as unknown
    return Held(data) if _has_spans(data) else None


def of_logs(content: bytes) -> Held | None:
    """The log records of a request of them. None where the bytes are none, or no record names its span."""
    try:
        logs = LogsData.FromString(content)
    except DecodeError:
        return None
    groups = (scope for group in logs.resource_logs for scope in group.scope_logs)
    records = (record for scope in groups for record in scope.log_records)
    is_one = any(len(record.trace_id) == 16 and len(record.span_id) == 8 for record in records)
    return Held(TracesData(), logs) if is_one else None


def written(spans: TracesData, logs: LogsData) -> bytes:
    """Both in one message; such messages one after the other are one message that holds all."""
    beside = b"".join(field_of(LOGS, group.SerializeToString()) for group in logs.resource_logs)
    return spans.SerializeToString() + beside


def fields(content: bytes) -> Iterator[tuple[int, object]]:
    """The fields of any message; none where the bytes are no message."""
    try:
        message = Empty.FromString(content)
    except DecodeError:
        return
    yield from _unknown(message)


def field_of(number: int, content: bytes) -> bytes:
    """A field that holds bytes or a message."""
    return key(number, _BYTES) + varint(len(content)) + content


def key(number: int, wire: int) -> bytes:
    """What a field begins with: its number, and the wire type of what follows."""
    return varint(number << 3 | wire)


def varint(number: int) -> bytes:
    """A number as the wire has it."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _beside(data: TracesData) -> LogsData:
    """The log records that stand beside the spans; DecodeError where they are none."""
    found = [held for number, held in _unknown(data) if number == LOGS and isinstance(held, bytes)]
    return LogsData(resource_logs=map(ResourceLogs.FromString, found))


def _unknown(message: Message) -> Iterator[tuple[int, object]]:
    found = UnknownFieldSet(message)
    for place in range(len(found)):
        yield found[place].field_number, found[place].data


def _has_spans(data: TracesData) -> bool:
    """Whether the first span there is has the ids of one; other messages read as a trace have none."""
    spans = (span for group in data.resource_spans for scope in group.scope_spans for span in scope.spans)
    first = next(spans, None)
    return first is not None and len(first.trace_id) == 16 and len(first.span_id) == 8
