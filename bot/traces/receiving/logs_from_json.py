"""An OTLP request of log records in JSON as the message it would have been in protobuf, like one of spans."""

from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, LogsData, ScopeLogs, SeverityNumber

from bot.domain.errors import PersonError
from bot.traces.json_text import of_file
from bot.traces.otlp import optional_id, whole
from bot.traces.otlp_json import member, object_of, objects, word
from bot.traces.otlp_logs import REQUESTS
from bot.traces.receiving.from_json import Held, any_value, count, fill_named, fill_resource, pairs, url


def message(content: bytes) -> tuple[LogsData, int]:
    """The request, and how many of its records cannot be one. PersonError as `from_json.message`."""
    document = object_of(of_file(content, object), "")
    made, refused = LogsData(), 0
    for group in objects(document, *REQUESTS):
        logs = made.resource_logs.add(schema_url=url(group))
        fill_resource(logs.resource, group)
        for scope in objects(group, "scopeLogs", "scope_logs", "instrumentationLibraryLogs"):
            refused += _fill_scope(logs.scope_logs.add(schema_url=url(scope)), scope)
    return made, refused


def _fill_scope(made: ScopeLogs, held: Held) -> int:
    """Fill in a scope and its records; how many of these cannot be read."""
    fill_named(made.scope, held)
    refused = 0
    for record in objects(held, "logRecords", "log_records"):
        try:
            made.log_records.append(_record(record))
        except (PersonError, ValueError, OverflowError):  # the last two: what protobuf cannot hold
            refused += 1
    return refused


def _record(record: Held) -> LogRecord:
    made = LogRecord(
        time_unix_nano=count(record, "timeUnixNano", "time_unix_nano", bits=64),
        observed_time_unix_nano=count(record, "observedTimeUnixNano", "observed_time_unix_nano", bits=64),
        severity_number=_severity(member(record, "severityNumber", "severity_number")),
        severity_text=word(member(record, "severityText", "severity_text")),
        attributes=pairs(record),
        dropped_attributes_count=count(record, "droppedAttributesCount", "dropped_attributes_count"),
        flags=count(record, "flags"),
        trace_id=bytes.fromhex(optional_id(member(record, "traceId", "trace_id"), 16)),
        span_id=bytes.fromhex(optional_id(member(record, "spanId", "span_id"), 8)),
        event_name=word(member(record, "eventName", "event_name")),
    )
    body = member(record, "body")
    if body is not None:
        made.body.CopyFrom(any_value(body))
    return made


def _severity(value: object) -> "SeverityNumber.ValueType":
    """As number or as name; unspecified where it is neither."""
    number = dict(SeverityNumber.items()).get(value) if isinstance(value, str) else None
    found = number if number is not None else whole(value)
    is_known = found in SeverityNumber.values()
    return (
        SeverityNumber.ValueType(found) if is_known and found else SeverityNumber.SEVERITY_NUMBER_UNSPECIFIED
    )
