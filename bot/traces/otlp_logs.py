"""Log records of OTLP JSON that belong to spans: GenAI content of the eras that put it into events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from bot.traces.otlp import RawEvent, RawSpan, moment, optional_id, whole
from bot.traces.otlp_json import attributes, member, objects, plain, word

REQUESTS = ("resourceLogs", "resource_logs")
GENAI = "gen_ai."  # how the names of the events begin that hold content

CONTENT = frozenset(
    {
        "gen_ai.system_instructions",
        "gen_ai.input.messages",
        "gen_ai.output.messages",
        "gen_ai.tool.definitions",
        "gen_ai.prompt",
        "gen_ai.completion",
        "gen_ai.event.content",
    }
)
"""Attributes of a record that are read where they stand, and are no attributes of its span."""

SpanKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RawLog:
    """One log record with the ids of its span, its time in nanoseconds and its resource."""

    span: SpanKey
    time_ns: int
    event: RawEvent
    resource: dict[str, object]


def holds_logs(fields: Mapping[str, msgspec.Raw]) -> bool:
    """Whether a JSON object is an OTLP request of log records."""
    return any(key in fields for key in REQUESTS)


def logs(document: Mapping[str, object]) -> Iterator[RawLog]:
    """The GenAI records of one request that name their span. PersonError trace_wrong_shape, trace_bad_id."""
    for group in objects(document, *REQUESTS):
        resource = attributes(member(group, "resource"))
        for scope in objects(group, "scopeLogs", "scope_logs", "instrumentationLibraryLogs"):
            for record in objects(scope, "logRecords", "log_records"):
                found = _log(record, resource)
                if found:
                    yield found


def joined(spans: Iterable[RawSpan], found: Iterable[RawLog]) -> Iterator[RawSpan]:
    """The spans, each with its log records in the order of time, then one for each span known by its records alone."""
    waiting: defaultdict[SpanKey, list[RawLog]] = defaultdict(list)
    for log in found:
        waiting[log.span].append(log)
    held: dict[SpanKey, list[RawLog]] = {}
    for span in spans:
        key = (span.trace_id, span.span_id)
        if key in waiting:
            held[key] = waiting.pop(key)
        yield replace(span, events=span.events + _events(held[key])) if key in held else span
    for key, records in waiting.items():
        yield _unrecorded(key, records)


def _log(record: Mapping[str, object], resource: dict[str, object]) -> RawLog | None:
    held = attributes(record)
    name = word(member(record, "eventName", "event_name")) or word(held.get("event.name"))
    if not name.startswith(GENAI):
        return None
    trace_id = optional_id(member(record, "traceId", "trace_id"), 16)
    span_id = optional_id(member(record, "spanId", "span_id"), 8)
    if not trace_id or not span_id:
        return None
    times = ("timeUnixNano", "time_unix_nano", "observedTimeUnixNano", "observed_time_unix_nano")
    body = plain(member(record, "body"))
    return RawLog(
        (trace_id, span_id), whole(member(record, *times)) or 0, RawEvent(name, "", held, body), resource
    )


def _events(records: list[RawLog]) -> tuple[RawEvent, ...]:
    """In the order of time; as they stand in the file where a time is missing, or two are the same."""
    timed = all(log.time_ns > 0 for log in records)
    ordered = sorted(records, key=lambda log: log.time_ns) if timed else records
    return tuple(replace(log.event, place=f"logs[{place}]") for place, log in enumerate(ordered))


def _unrecorded(key: SpanKey, records: list[RawLog]) -> RawSpan:
    """What is known of a span that is not in the file: ids, the first and last time, facts of its records."""
    times = [log.time_ns for log in records if log.time_ns > 0] or [0]
    found: dict[str, object] = {}
    for log in records:
        found |= {name: value for name, value in log.event.attributes.items() if name not in CONTENT}
    return RawSpan(
        trace_id=key[0],
        span_id=key[1],
        parent_id="",
        name="",
        kind="",
        start=moment(min(times)),
        end=moment(max(times)),
        failed=False,
        attributes=found,
        resource=records[0].resource,
        events=_events(records),
    )
