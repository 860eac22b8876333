"""A run written out in each form of file that is read."""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue, KeyValueList
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, LogsData, ResourceLogs, ScopeLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, TracesData

from tests.adapters.traces.runs import Run

TRACE = "0af7651916cd43dd8448eb211c80319c"
FIRST_NS = int(datetime(2026, 5, 4, 9, 0, tzinfo=UTC).timestamp()) * 10**9


def otlp_json(run: Run) -> bytes:
    """OTLP JSON by the book."""
    return json.dumps(request(run), ensure_ascii=False).encode()


def otlp_jsonl(run: Run) -> bytes:
    """One request a line, as a collector's file exporter writes."""
    requests = [request(replace(run, spans=(span,), logs=())) for span in run.spans]
    requests += [log_request(replace(run, logs=(log,))) for log in run.logs]
    lines = [json.dumps(one, ensure_ascii=False) for one in requests]
    return ("\n".join(lines) + "\n").encode()


def request(run: Run) -> dict[str, object]:
    """The run as one OTLP request; with log records, the request of these beside it."""
    spans = []
    for span in run.spans:
        written: dict[str, object] = {
            "traceId": TRACE,
            "spanId": span.id,
            "name": span.name,
            "kind": span.kind,
            "startTimeUnixNano": str(FIRST_NS + span.start_s * 10**9),
            "endTimeUnixNano": str(FIRST_NS + span.end_s * 10**9),
            "attributes": _json_pairs(span.attributes),
            "droppedAttributesCount": span.dropped,
            "events": [
                {"name": event.name, "attributes": _json_pairs(event.attributes)} for event in span.events
            ],
        }
        spans.append(written | ({"parentSpanId": span.parent} if span.parent else {}))
    resource = {"attributes": _json_pairs(run.resource)}
    traced = {"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": spans}]}]}
    return traced | (log_request(run) if run.logs else {})


def log_request(run: Run) -> dict[str, object]:
    """The log records of the run as one OTLP request."""
    records = [
        {
            "timeUnixNano": str(FIRST_NS + told.at_s * 10**9),
            "eventName": told.name,
            "traceId": TRACE,
            "spanId": span_id,
            "attributes": _json_pairs(told.attributes),
            **({} if told.body is None else {"body": _json_value(told.body)}),
        }
        for span_id, told in run.logs
    ]
    resource = {"attributes": _json_pairs(run.resource)}
    return {"resourceLogs": [{"resource": resource, "scopeLogs": [{"logRecords": records}]}]}


def _json_pairs(attributes: Mapping[str, object]) -> list[dict[str, object]]:
    return [{"key": key, "value": _json_value(value)} for key, value in attributes.items()]


_NO_NUMBERS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def _json_value(value: object) -> dict[str, object]:
    match value:
        case bool():
            return {"boolValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value if math.isfinite(value) else _NO_NUMBERS[str(value)]}
        case list():
            return {"arrayValue": {"values": [_json_value(item) for item in value]}}
        case dict():
            return {"kvlistValue": {"values": _json_pairs(value)}}
        case _:
            return {"stringValue": value}


def otlp_protobuf(run: Run) -> bytes:
    """OTLP protobuf."""
    spans = [
        Span(
            trace_id=bytes.fromhex(TRACE),
            span_id=bytes.fromhex(span.id),
            parent_span_id=bytes.fromhex(span.parent),
            name=span.name,
            kind=Span.SpanKind.ValueType(span.kind),
            start_time_unix_nano=FIRST_NS + span.start_s * 10**9,
            end_time_unix_nano=FIRST_NS + span.end_s * 10**9,
            attributes=_pairs(span.attributes),
            dropped_attributes_count=span.dropped,
            events=[Span.Event(name=one.name, attributes=_pairs(one.attributes)) for one in span.events],
        )
        for span in run.spans
    ]
    resource = Resource(attributes=_pairs(run.resource))
    group = ResourceSpans(resource=resource, scope_spans=[ScopeSpans(spans=spans)])
    return TracesData(resource_spans=[group]).SerializeToString()


def logs_protobuf(run: Run) -> bytes:
    """The log records of the run as one OTLP request in protobuf."""
    records = [
        LogRecord(
            time_unix_nano=FIRST_NS + told.at_s * 10**9,
            event_name=told.name,
            trace_id=bytes.fromhex(TRACE),
            span_id=bytes.fromhex(span_id),
            attributes=_pairs(told.attributes),
            body=None if told.body is None else _any(told.body),
        )
        for span_id, told in run.logs
    ]
    resource = Resource(attributes=_pairs(run.resource))
    group = ResourceLogs(resource=resource, scope_logs=[ScopeLogs(log_records=records)])
    return LogsData(resource_logs=[group]).SerializeToString()


def _pairs(attributes: Mapping[str, object]) -> list[KeyValue]:
    return [KeyValue(key=key, value=_any(value)) for key, value in attributes.items()]


def _any(value: object) -> AnyValue:
    match value:
        case bool():
            return AnyValue(bool_value=value)
        case int():
            return AnyValue(int_value=value)
        case float():
            return AnyValue(double_value=value)
        case list():
            return AnyValue(array_value=ArrayValue(values=[_any(item) for item in value]))
        case dict():
            return AnyValue(kvlist_value=KeyValueList(values=_pairs(value)))
        case _:
            return AnyValue(string_value=str(value))
