"""A recorded run: what the agent was shown, what it answered, and how far the record can be trusted.

Everything here is a value. `bot.traces` fills it from a vendor's file; `decision_points` reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.trace_vocabulary import FactKind, Flag, Form, Link, Operation, Part, Provenance, Reason


@dataclass(frozen=True, slots=True)
class Where:
    """Where a value stands: the span and its raw key; no span id for a resource or a list of messages."""

    span_id: str
    key: str


@dataclass(frozen=True, slots=True)
class ContextItem:
    """One piece of a message, its text exactly as recorded.

    `message` is the position of its message in the recorded list, from 0; None for instructions kept apart.
    `limit` is the length in bytes at which the text was cut, where that is known.
    """

    role: str
    kind: Part
    text: str
    where: Where
    message: int | None = None
    name: str = ""
    call_id: str = ""
    provenance: Provenance = Provenance.LOGGED
    limit: int | None = None

    def at(self, where: Where) -> "ContextItem":
        """The same piece at another place."""
        # In the order of the fields: `dataclasses.replace` takes twice as long, and windows do this all the time.
        return ContextItem(
            self.role,
            self.kind,
            self.text,
            where,
            self.message,
            self.name,
            self.call_id,
            self.provenance,
            self.limit,
        )


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool on offer; `definition` is the recorded text, `parameters` its schema ("" where not recorded)."""

    name: str
    description: str
    parameters: str
    definition: str
    where: Where
    provenance: Provenance = Provenance.LOGGED
    limit: int | None = None

    def at(self, where: Where) -> "Tool":
        """The same tool at another place."""
        return Tool(
            self.name,
            self.description,
            self.parameters,
            self.definition,
            where,
            self.provenance,
            self.limit,
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded fact and where it stands."""

    kind: FactKind
    value: str
    where: Where


@dataclass(frozen=True, slots=True)
class Window:
    """What the model was shown for one answer: instructions kept apart, messages in order, tools on offer."""

    instructions: tuple[ContextItem, ...] = ()
    messages: Sequence[ContextItem] = ()
    tools: Sequence[Tool] = ()

    @property
    def system(self) -> tuple[ContextItem, ...]:
        """The system instructions, those that stand among the messages included."""
        return self.instructions + tuple(item for item in self.messages if item.role in SYSTEM_ROLES)

    @property
    def conversation(self) -> tuple[ContextItem, ...]:
        """The messages in order, without system instructions."""
        return tuple(item for item in self.messages if item.role not in SYSTEM_ROLES)


SYSTEM_ROLES = frozenset({"system", "developer"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that a model was asked: its window and the parts of its answer."""

    window: Window
    output: tuple[ContextItem, ...]


@dataclass(frozen=True, slots=True)
class Execution:
    """One time that a tool ran; arguments and result are None where they were not recorded."""

    name: str
    call_id: str
    arguments: ContextItem | None
    result: ContextItem | None


@dataclass(frozen=True, slots=True)
class Span:
    """One span. Ids are lower-case hex, "" for no parent; times are aware, None where not recorded.

    `flags` are the losses seen on the span itself.
    """

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    kind: str
    operation: Operation
    start: datetime | None
    end: datetime | None
    failed: bool
    facts: tuple[Fact, ...] = ()
    flags: tuple[Flag, ...] = ()
    turn: Turn | None = None
    execution: Execution | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A run as read from one file: spans in file order, or a plain list of messages with no spans at all.

    `instructions`, `tools` and `facts` are those beside a list of messages; spans have their own. `partial`
    says that the backend itself called its answer incomplete.
    """

    form: Form
    spans: tuple[Span, ...] = ()
    instructions: tuple[ContextItem, ...] = ()
    messages: tuple[ContextItem, ...] = ()
    tools: tuple[Tool, ...] = ()
    facts: tuple[Fact, ...] = ()
    partial: bool = False

    @property
    def trace_ids(self) -> tuple[str, ...]:
        """The ids of the traces in the file, in order of appearance."""
        return tuple(dict.fromkeys(span.trace_id for span in self.spans))


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool asked for, and what came back.

    `arguments` and `result` are None where they were not recorded. `span_id` is the span in which the tool
    ran, and `failed` that span's own status; "" and False where there is none.
    """

    name: str
    call_id: str
    arguments: ContextItem | None
    result: ContextItem | None
    link: Link
    span_id: str = ""
    start: datetime | None = None
    end: datetime | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """A moment at which the agent chose: what it was shown, what it answered, what came back.

    `key` names it within its trace: the span id, or the position of its message, from 0, as text.
    `start` and `end` are those of its span. `output` is the whole answer; `calls` are its tool calls.
    """

    key: str
    trace_id: str
    span_id: str
    message: int | None
    start: datetime | None
    end: datetime | None
    window: Window
    output: tuple[ContextItem, ...]
    calls: tuple[ToolCall, ...]
    facts: tuple[Fact, ...] = ()
    reasons: tuple[Reason, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def at(self) -> datetime | None:
        """When it chose: its answer was complete, or a tool began that nobody is on record as asking for."""
        return (self.end or self.start) if self.output else (self.start or self.end)

    @property
    def text_only(self) -> bool:
        """Whether it answered in words alone."""
        return not self.calls and any(
            item.kind in {Part.TEXT, Part.REFUSAL} and item.text for item in self.output
        )

    def fact(self, kind: FactKind) -> Fact | None:
        """The first recorded fact of a kind, the nearest span's first; None where there is none."""
        return next((fact for fact in self.facts if fact.kind is kind), None)
