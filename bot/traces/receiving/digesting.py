"""From the bytes of a request to spans as they are kept: unpacked, read, split by run and agent, redacted, packed."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import DecodeError
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, TracesData

from bot.domain.errors import PersonError
from bot.domain.personal import Personal
from bot.domain.personal_data import rules_for
from bot.domain.redaction import redact
from bot.domain.redaction_shapes import Rules
from bot.ports import ReceivedSpans
from bot.traces.otlp import moment, optional_id
from bot.traces.receiving import from_json
from bot.traces.receiving.cleaning import clean
from bot.traces.unpacking import unpacked

AGENTS = ("gen_ai.agent.name", "agent.name")
"""Attributes of a span that name its agent: of the GenAI conventions, of OpenInference."""

SERVICE = "service.name"
LONGEST_NAME = 200
"""Characters of a name that runs are found by; the spans themselves hold it whole."""

PART_BYTES = 128 * 1024
"""About so large are the spans of one row: what shares a commit with an answer in a thread must be small."""


@dataclass(frozen=True)
class Asked:
    """A request: its body as it came, the form its headers name, and the largest it may be, in bytes, unpacked.

    `personal` is taken out besides secrets.
    """

    content: bytes
    is_json: bool
    at: datetime
    max_bytes: int
    personal: tuple[Personal, ...] = ()


@dataclass(frozen=True)
class Digested:
    """What is to be kept of a request, and how many of its spans cannot be."""

    batches: tuple[ReceivedSpans, ...]
    refused: int


def digest(asked: Asked) -> Digested:
    """What a request holds. One packed with gzip is unpacked, whatever its headers say.

    PersonError traces_too_large (cap, setting), traces_unreadable (form).
    """
    content = _unpacked(asked)
    data, refused = _message(content, is_json=asked.is_json)
    parts = _Parts(rules_for(asked.personal))
    for resource in data.resource_spans:
        service = _attribute(resource.resource, SERVICE)
        for scope in resource.scope_spans:
            for span in scope.spans:
                refused += not parts.take(resource, scope, span, service)
    sha256 = hashlib.sha256(content).hexdigest()
    return Digested(tuple(part.kept(asked, sha256) for part in parts.all()), refused)


def _unpacked(asked: Asked) -> bytes:
    try:
        return unpacked(asked.content, asked.max_bytes)
    except PersonError as error:
        if error.key == "trace_too_large":
            raise PersonError("traces_too_large", **error.values) from error
        raise PersonError("traces_unreadable", form="gzip") from error


def _message(content: bytes, *, is_json: bool) -> tuple[TracesData, int]:
    """The request as one message, and how many of its spans could not be put into it."""
    try:
        return from_json.message(content) if is_json else (TracesData.FromString(content), 0)
    except (PersonError, DecodeError, ValueError) as error:  # ValueError: a text that protobuf cannot hold
        raise PersonError("traces_unreadable", form="JSON" if is_json else "protobuf") from error


class _Parts:
    """The spans of a request by run and agent, in pieces of a size fit for a row."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._open: dict[tuple[str, str], _Part] = {}
        self._full: list[_Part] = []

    def take(self, resource: ResourceSpans, scope: ScopeSpans, span: Span, service: str) -> bool:
        """Take a span; False where its ids are none."""
        try:
            trace_id = optional_id(span.trace_id, 16)
            is_sound = bool(trace_id and optional_id(span.span_id, 8))
            optional_id(span.parent_span_id, 8)
        except PersonError:
            return False
        if not is_sound:
            return False
        agent = next(filter(None, (_attribute(span, key) for key in AGENTS)), service)
        key = (trace_id, redact(agent, rules=self._rules).text[:LONGEST_NAME])
        part = self._open.setdefault(key, _Part(*key))
        part.add(resource, scope, span)
        if part.size >= PART_BYTES:
            self._full.append(self._open.pop(key))
        return True

    def all(self) -> list["_Part"]:
        """All pieces: those that became full, then the rest."""
        return [*self._full, *self._open.values()]


class _Part:
    """Some spans of one run and one agent, as a message of their own."""

    def __init__(self, trace_id: str, agent: str) -> None:
        self._trace_id = trace_id
        self._agent = agent
        self._data = TracesData()
        self._last: tuple[ResourceSpans, ScopeSpans] | None = None  # those of the span added last
        self._times: list[datetime] = []
        self._spans = 0
        self.size = 0

    def add(self, resource: ResourceSpans, scope: ScopeSpans, span: Span) -> None:
        """Add a span with what stands around it. Spans come in the order of the request."""
        if self._last is None or self._last[0] is not resource:
            self._data.resource_spans.add(resource=resource.resource, schema_url=resource.schema_url)
        group = self._data.resource_spans[-1]
        if self._last is None or self._last[1] is not scope:
            group.scope_spans.add(scope=scope.scope, schema_url=scope.schema_url)
        group.scope_spans[-1].spans.append(span)
        self._last = (resource, scope)
        self._times += filter(None, map(moment, (span.start_time_unix_nano, span.end_time_unix_nano)))
        self._spans += 1
        self.size += span.ByteSize()

    def kept(self, asked: Asked, sha256: str) -> ReceivedSpans:
        """The spans without their secrets, packed. Where none says when it was, it was when they came."""
        redactions = clean(self._data, rules_for(asked.personal))
        content = self._data.SerializeToString()
        return ReceivedSpans(
            id=hashlib.sha256(self._trace_id.encode() + self._agent.encode() + content).hexdigest(),
            trace_id=self._trace_id,
            agent=self._agent,
            began=min(self._times, default=asked.at),
            ended=max(self._times, default=asked.at),
            spans=self._spans,
            received_at=asked.at,
            sha256=sha256,
            packed=zlib.compress(content),
            redactions=redactions,
        )


def _attribute(holder: Span | Resource, key: str) -> str:
    """A text among the attributes; empty where there is none."""
    return next((pair.value.string_value for pair in holder.attributes if pair.key == key), "")
