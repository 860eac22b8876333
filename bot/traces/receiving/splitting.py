"""Spans or log records of a request by run and agent, without secrets, in pieces of a size fit for a row."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, LogsData
from opentelemetry.proto.trace.v1.trace_pb2 import Span, TracesData

from bot.domain.errors import PersonError
from bot.domain.redaction import redact
from bot.domain.redaction_shapes import Rules
from bot.ports import ReceivedSpans
from bot.traces.otlp import moment, optional_id
from bot.traces.otlp_logs_protobuf import event_of
from bot.traces.otlp_message import written
from bot.traces.receiving.cleaning import clean

AGENTS = ("gen_ai.agent.name", "agent.name")
"""Attributes that name the agent: of the GenAI conventions, of OpenInference."""

SERVICE = "service.name"
LONGEST_NAME = 200
"""Characters of a name that runs are found by; the spans themselves hold it whole."""

PART_BYTES = 128 * 1024
"""About so large are the spans of one row: what shares a commit with an answer in a thread must be small."""


@dataclass(frozen=True)
class Signal:
    """How one kind of thing lies in a request: the fields of its groups, of their scopes, and of the things there."""

    kind: type[TracesData] | type[LogsData]
    groups: str
    scopes: str
    each: str

    def all(self, data: Message) -> Iterator[tuple[Any, Any, Any]]:
        """Each with the group and the scope it stands in, in the order of the request."""
        for group in getattr(data, self.groups):
            for scope in getattr(group, self.scopes):
                for one in getattr(scope, self.each):
                    yield group, scope, one


SPANS = Signal(TracesData, "resource_spans", "scope_spans", "spans")
LOGS = Signal(LogsData, "resource_logs", "scope_logs", "log_records")


@dataclass(frozen=True)
class Arrived:
    """When a request came, and the SHA-256 of what it was, unpacked."""

    at: datetime
    sha256: str


def split(
    data: Message, signal: Signal, arrived: Arrived, rules: Rules
) -> tuple[tuple[ReceivedSpans, ...], int]:
    """The rows of a request, and how many things in it cannot be kept: their ids are none, or they belong to no run."""
    found: dict[tuple[str, str], _Part] = {}
    full: list[_Part] = []
    refused = 0
    for group, scope, one in signal.all(data):
        trace_id = _run_of(one)
        if not trace_id:
            refused += 1
            continue
        key = (trace_id, _agent(one, group, rules))
        part = found.setdefault(key, _Part(*key, signal))
        part.add(group, scope, one)
        if part.size >= PART_BYTES:
            full.append(found.pop(key))
    return tuple(part.kept(arrived, rules) for part in (*full, *found.values())), refused


def _run_of(one: Span | LogRecord) -> str:
    """The id of the run a thing belongs to; empty where an id is none, and for records that are no GenAI events."""
    if isinstance(one, LogRecord) and not event_of(one):
        return ""
    try:
        trace_id = optional_id(one.trace_id, 16)
        span_id = optional_id(one.span_id, 8)
        if isinstance(one, Span):
            optional_id(one.parent_span_id, 8)
    except PersonError:
        return ""
    return trace_id if span_id else ""


def _agent(one: Span | LogRecord, group: Any, rules: Rules) -> str:
    """The agent that a thing names, else the service."""
    named = (_attribute(one.attributes, key) for key in AGENTS)
    found = next(filter(None, named), "") or _attribute(group.resource.attributes, SERVICE)
    return redact(found, rules=rules).text[:LONGEST_NAME]


class _Part:
    """Some things of one run and one agent, as a message of their own."""

    def __init__(self, trace_id: str, agent: str, signal: Signal) -> None:
        self._trace_id = trace_id
        self._agent = agent
        self._signal = signal
        self._data = signal.kind()
        self._last: tuple[Any, Any] | None = None  # the group and scope of what was added last
        self._times: list[datetime] = []
        self._spans = 0
        self.size = 0

    def add(self, group: Any, scope: Any, one: Span | LogRecord) -> None:
        """Add one with what stands around it. They come in the order of the request."""
        groups = getattr(self._data, self._signal.groups)
        if self._last is None or self._last[0] is not group:
            groups.add(resource=group.resource, schema_url=group.schema_url)
        scopes = getattr(groups[-1], self._signal.scopes)
        if self._last is None or self._last[1] is not scope:
            scopes.add(scope=scope.scope, schema_url=scope.schema_url)
        getattr(scopes[-1], self._signal.each).append(one)
        self._last = (group, scope)
        self._times += filter(None, map(moment, _times(one)))
        self._spans += isinstance(one, Span)
        self.size += one.ByteSize()

    def kept(self, arrived: Arrived, rules: Rules) -> ReceivedSpans:
        """What is in it without secrets, packed. Where nothing says when it was, it was when it came."""
        redactions = clean(self._data, rules)
        content = _written(self._data)
        return ReceivedSpans(
            id=hashlib.sha256(self._trace_id.encode() + self._agent.encode() + content).hexdigest(),
            trace_id=self._trace_id,
            agent=self._agent,
            began=min(self._times, default=arrived.at),
            ended=max(self._times, default=arrived.at),
            spans=self._spans,
            received_at=arrived.at,
            sha256=arrived.sha256,
            packed=zlib.compress(content),
            redactions=redactions,
        )


def _written(data: TracesData | LogsData) -> bytes:
    """As it is kept: records in the place they have beside spans."""
    return written(TracesData(), data) if isinstance(data, LogsData) else data.SerializeToString()


def _times(one: Span | LogRecord) -> tuple[int, ...]:
    if isinstance(one, LogRecord):
        return (one.time_unix_nano or one.observed_time_unix_nano,)
    return one.start_time_unix_nano, one.end_time_unix_nano


def _attribute(attributes: Iterable[KeyValue], key: str) -> str:
    """A text among the attributes; empty where there is none."""
    return next((pair.value.string_value for pair in attributes if pair.key == key), "")
