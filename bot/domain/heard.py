"""Everything that can come in. Each is stored under its `id` before all else; the same id twice is once."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.redaction import Redaction
from bot.domain.review import Evidence, Outcome, Participant, PersonKey, Recorded, Statement, ThreadRef
from bot.domain.tree import Tree


@dataclass(frozen=True)
class Speaker:
    """Who said or did it, with the name the platform shows; `agent` marks the agent's own bot."""

    person: PersonKey
    name: str
    agent: bool = False


BOT = Speaker(PersonKey("bot"), "agent-incident")
"""Who the bot itself and its calendar are in the record."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What all of them have: the platform's event id, the time, who, and the thread where there is one."""

    id: str
    at: datetime
    by: Speaker
    thread: ThreadRef | None = None
    review: int | None = None  # known to adapters that address reviews by number


@dataclass(frozen=True, kw_only=True)
class Replied(Heard):
    """A message in the thread, redacted."""

    message: str
    text: str
    permalink: str = ""
    redactions: tuple[Redaction, ...] = ()
    tree: Tree = field(default_factory=Tree)  # what its author made of the text; the text alone is read


@dataclass(frozen=True, kw_only=True)
class Edited(Heard):
    """A message changed by its author; `restored` where it is back after it was deleted."""

    message: str
    text: str
    redactions: tuple[Redaction, ...] = ()
    tree: Tree = field(default_factory=Tree)
    restored: bool = False


@dataclass(frozen=True, kw_only=True)
class Deleted(Heard):
    """A message deleted by its author."""

    message: str


@dataclass(frozen=True, kw_only=True)
class Pressed(Heard):
    """A button: `press` is its code, `value` what it was about (a wall, a point, a letter)."""

    press: str
    value: str = ""
    version: int | None = None  # the review's version the button was drawn for


@dataclass(frozen=True, kw_only=True)
class FormSent(Heard):
    """A form sent: field keys and what was typed, redacted; persons come as person keys, dates as YYYY-MM-DD."""

    form: str
    fields: tuple[tuple[str, str], ...]
    target: str = ""
    version: int | None = None
    message: str = ""  # the id its text is kept under in the statement log
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attached(Heard):
    """A file, a pasted text or a link, kept as a blob before this is heard; `sha256` empty where nothing came."""

    what: str
    kind: str  # trace, file, picture, link, text
    sha256: str = ""
    kept_sha256: str = ""
    media_type: str = ""
    size: int = 0
    source: str = ""
    captured_at: datetime | None = None
    trouble: str = ""  # key of the reason where it could not be captured or read
    redactions: tuple[Redaction, ...] = ()
    points: int = 0  # decision points found
    offers: tuple[tuple[str, str], ...] = ()  # the first of them: key, and a line that tells it from others


@dataclass(frozen=True, kw_only=True)
class Fetched(Attached):
    """What a link led to was fetched and kept, or `trouble` says why not; `evidence` is the link's own entry."""

    evidence: str


@dataclass(frozen=True, kw_only=True)
class Opened(Heard):
    """`/agent-incident <one line>`."""

    line: str
    workspace: str
    channel: str  # where its thread is to be
    asked_in: str = ""  # where the command was given; empty: there
    quick: bool = False
    private: bool = False
    redactions: tuple[Redaction, ...] = ()
    first: tuple[Attached, ...] = ()  # the first evidence: the message it was opened from


@dataclass(frozen=True, kw_only=True)
class PointChosen(Heard):
    """A decision point picked from a trace, with what the trace holds for it, to the letter."""

    evidence: str
    point: str
    action: str  # the call as recorded, or the text of a text-only decision
    decided_at: datetime | None = None
    agent: str = ""
    tool: str = ""
    versions: str = ""
    identity: str = ""
    recorded: tuple[Recorded, ...] = ()  # what its window holds for other facets, for people to take


@dataclass(frozen=True, kw_only=True)
class ThreadOpened(Heard):
    """The chat platform made the thread of a review."""

    private: bool | None = None  # whether its channel is; None where it is that of the opening


@dataclass(frozen=True, kw_only=True)
class ThreadLost(Heard):
    """The thread takes no more words, or its first post is gone; `why` is the key of the sentence that tells."""

    why: str


def thread_lost_id(thread: ThreadRef) -> str:
    """The id of that news, whoever brings it: each place is lost once."""
    return f"lost:{thread.platform}:{thread.workspace}:{thread.channel}:{thread.thread}"


@dataclass(frozen=True, kw_only=True)
class OfPerson(Heard):
    """What is heard of somebody by others: the platform, the calendar, a message that could not be brought."""

    person: PersonKey


@dataclass(frozen=True, kw_only=True)
class PersonGone(OfPerson):
    """The chat platform says that somebody's account is gone."""


@dataclass(frozen=True, kw_only=True)
class ZoneKnown(OfPerson):
    """The chat platform says where somebody's clock is, and whether their account is off; "" for an unknown zone."""

    zone: str
    gone: bool


@dataclass(frozen=True, kw_only=True)
class Unreachable(OfPerson):
    """Somebody could not be written to, and will not be: what they own goes back to who answers for each review."""


@dataclass(frozen=True, kw_only=True)
class Resting(OfPerson):
    """Somebody does not want to be disturbed until a moment; None: any more."""

    until: datetime | None
    begins: datetime | None = None  # None: it has begun


@dataclass(frozen=True, kw_only=True)
class StatusShown(OfPerson):
    """What the chat shows beside somebody's name from now on; which of it means that they are away is the policy's."""

    status: str  # the platform's code of it, "" for none
    until: datetime | None = None  # None: until it is taken off


@dataclass(frozen=True, kw_only=True)
class SaidAway(Heard):
    """Somebody says until when they are away, in words, or by "" that they are back; `person` where another says it."""

    until: str
    person: PersonKey | None = None


@dataclass(frozen=True, kw_only=True)
class Membership(OfPerson):
    """Somebody left a channel, or came into it."""

    channel: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Published(Heard):
    """A target answered: a link, or the key of its trouble."""

    target: str
    version: int
    digest: str
    link: str = ""
    trouble: str = ""
    told: tuple[tuple[str, str], ...] = ()  # what the sentence of the trouble shows: who, when, where


@dataclass(frozen=True, kw_only=True)
class Ticked(Heard):
    """A timer of this review is due; `timer` is its kind: `speak`, `nudge`, `wall:W1`, ..."""

    timer: str


@dataclass(frozen=True, kw_only=True)
class Due(OfPerson):
    """Somebody is owed a word outside threads: all their items, of whatever reviews, are one message a day."""


@dataclass(frozen=True, kw_only=True)
class Repeated(Heard):
    """Another review found the class of this one again; its standing walls named here did not hold."""

    other: int
    walls: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Changed(Heard):
    """The agent's model, prompt, tools or permissions changed: drills and "same tomorrow?" go stale."""

    agent: str
    what: str


@dataclass(frozen=True, kw_only=True)
class AgentChanged(Heard):
    """Somebody, or a deploy, says that an agent is not what it was; every review that relied on it hears `Changed`."""

    workspace: str
    agent: str  # as typed
    what: str


@dataclass(frozen=True, kw_only=True)
class DrillPosted(Heard):
    """A pipeline ran a drill of a wall; `by` is the pipeline. What it shows was kept, or lies elsewhere by its hash."""

    wall: str
    environment: str
    run_at: datetime
    incident_case: Outcome
    sibling_case: Outcome
    what: str = ""  # what its evidence is called; empty for none
    source: str = ""  # a link to it
    sha256: str = ""  # of its bytes, as posted or as they lie elsewhere
    kept_sha256: str = ""  # of the redacted copy kept; empty where they lie elsewhere
    media_type: str = ""
    size: int = 0
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaptureSeen(Heard):
    """A full window of the agent of a review arrived: a drill of the wall that records what it sees."""

    wall: str
    agent: str  # as recorded
    arrived_at: datetime  # when the first of the run came
    run: Attached  # the run as it is kept


@dataclass(frozen=True, kw_only=True)
class MergedIn(Heard):
    """Another opening turned out to be this review's: what was said and kept there comes here, once."""

    other: int
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    people: tuple[Participant, ...]
