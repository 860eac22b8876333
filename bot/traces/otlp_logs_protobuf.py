"""Log records of OTLP protobuf that belong to spans, as those of JSON."""

from collections.abc import Iterator

from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, LogsData

from bot.traces.otlp import RawEvent, optional_id
from bot.traces.otlp_logs import RawLog, name_of
from bot.traces.otlp_protobuf import pairs, plain

NAMED = "event.name"
"""The attribute in which older SDKs write the name of an event."""


def logs(data: LogsData) -> Iterator[RawLog]:
    """The GenAI records that name their span. PersonError trace_bad_id."""
    # A retry of an exporter repeats a whole request; records have no id of their own.
    groups = {group.SerializeToString(deterministic=True): group for group in data.resource_logs}
    for group in groups.values():
        resource = pairs(group.resource.attributes)
        for scope in group.scope_logs:
            for record in scope.log_records:
                found = _log(record, resource)
                if found:
                    yield found


def event_of(record: LogRecord) -> str:
    """The name of its GenAI event; empty for any other record."""
    named = next((pair.value.string_value for pair in record.attributes if pair.key == NAMED), "")
    return name_of(record.event_name, named)


def _log(record: LogRecord, resource: dict[str, object]) -> RawLog | None:
    name = event_of(record)
    trace_id, span_id = (
        (optional_id(record.trace_id, 16), optional_id(record.span_id, 8)) if name else ("", "")
    )
    if not trace_id or not span_id:
        return None
    body = plain(record.body) if record.HasField("body") else None
    event = RawEvent(name, "", pairs(record.attributes), body)
    return RawLog(
        (trace_id, span_id), record.time_unix_nano or record.observed_time_unix_nano, event, resource
    )
