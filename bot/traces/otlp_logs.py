"""Log records of OTLP JSON that belong to spans: GenAI content of the eras that put it into events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from bot.domain.errors import PersonError
from bot.traces.json_text import of_file
from bot.traces.otlp import RawEvent, RawSpan, moment, optional_id, whole
from bot.traces.otlp_json import attributes, given, member, plain, where_of, word

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


class _Scope(msgspec.Struct):
    logRecords: list[msgspec.Raw] | None = None  # noqa: N815 - as the file has it
    log_records: list[msgspec.Raw] | None = None


class _Group(msgspec.Struct):
    """Records under one resource; of several spellings the first that is not null counts."""

    resource: object = None
    scopeLogs: list[_Scope] | None = None  # noqa: N815 - as the file has it
    scope_logs: list[_Scope] | None = None
    instrumentationLibraryLogs: list[_Scope] | None = None  # noqa: N815 - as the file has it

    def records(self) -> Iterator[msgspec.Raw]:
        for scope in given((self.scopeLogs, self.scope_logs, self.instrumentationLibraryLogs)):
            yield from given((scope.logRecords, scope.log_records))


class _Request(msgspec.Struct):
    """A request down to its records, which are decoded one by one: all at once they are larger than the file."""

    resourceLogs: list[_Group] | None = None  # noqa: N815 - as the file has it
    resource_logs: list[_Group] | None = None


class Bodies:
    """The bodies in a file: every question to a model brings the conversation again, each message with the same one."""

    def __init__(self) -> None:
        self._known: dict[bytes, object] = {}

    def plain(self, body: msgspec.Raw) -> object:
        """The value of a body; equal ones are one."""
        key = bytes(body)
        if key not in self._known:
            self._known[key] = plain(msgspec.json.decode(body))
        return self._known[key]


def logs(text: msgspec.Raw, bodies: Bodies) -> Iterator[RawLog]:
    """The GenAI records of one request that name their span; `bodies` are those of the whole file.

    PersonError trace_wrong_shape (where), trace_bad_id, trace_too_deep, trace_not_json.
    """
    try:
        request = msgspec.json.decode(text, type=_Request)
        for group in given((request.resourceLogs, request.resource_logs)):
            resource = attributes(group.resource)
            for raw in group.records():
                found = _log(raw, resource, bodies)
                if found:
                    yield found
    except (msgspec.DecodeError, RecursionError) as broken:
        of_file(text, dict[str, object])  # what cannot be decoded at all is told as that, with its line
        raise PersonError("trace_wrong_shape", where=where_of(broken)) from broken


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


def _log(raw: msgspec.Raw, resource: dict[str, object], bodies: Bodies) -> RawLog | None:
    members = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    body = members.pop("body", None)
    record = {name: msgspec.json.decode(value) for name, value in members.items()}
    held = attributes(record)
    name = name_of(word(member(record, "eventName", "event_name")), held.get("event.name"))
    if not name:
        return None
    trace_id = optional_id(member(record, "traceId", "trace_id"), 16)
    span_id = optional_id(member(record, "spanId", "span_id"), 8)
    if not trace_id or not span_id:
        return None
    observed = whole(member(record, "observedTimeUnixNano", "observed_time_unix_nano"))
    time = whole(member(record, "timeUnixNano", "time_unix_nano")) or observed or 0
    return RawLog(
        (trace_id, span_id),
        time,
        RawEvent(name, "", held, None if body is None else bodies.plain(body)),
        resource,
    )


def name_of(name: str, named: object) -> str:
    """The name of a GenAI event: its own, or that in an attribute of older SDKs; empty for any other record."""
    found = name or word(named)
    return found if found.startswith(GENAI) else ""


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
