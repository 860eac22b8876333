"""Every hole in the wall on one screen: what the doors and journeys need from storage, chat, sources and targets."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.heard import Heard, Speaker
from bot.domain.register import Earlier, ReviewLine, WallLine
from bot.domain.review import PersonKey, Review, Statement, ThreadRef
from bot.domain.says import Publish, React, Say
from bot.domain.script import Script
from bot.domain.trace import Trace
from bot.domain.tree import Card, Document

T = TypeVar("T")


@dataclass(frozen=True)
class OpenThread:
    """Make the thread of a new review: its first post is the card."""

    card: Say


Sendable = Say | React | Publish | OpenThread
"""What an outbox row can hold; stored as a `kind` and JSON."""


@dataclass(frozen=True)
class Outgoing:
    """One row of the outbox. `key` names its meaning and the version that caused it, never the attempt."""

    key: str
    review: int
    what: Sendable
    due_at: datetime
    lane: str = "words"  # one row in flight per review and lane: words, card, react, publish
    newest_only: bool = False  # takes the place of a pending row of its lane: only the newest card is drawn


@dataclass(frozen=True)
class Claim:
    """A row taken for one try: nobody else has it until `leased_until`.

    A result is refused unless `token` still holds.
    """

    outgoing: Outgoing
    token: int
    attempt: int  # counts from 1
    ambiguous: bool  # an earlier try had an unknown outcome: look before sending
    leased_until: datetime
    thread: ThreadRef | None  # where the review lives by now
    channel: str  # where its opening was asked for


@dataclass(frozen=True)
class Sent:
    """Done; `message` is the platform's id of what was made, empty where there is none."""

    message: str = ""


@dataclass(frozen=True)
class RetryAt:
    """Not sent for certain; try again then."""

    at: datetime
    why: str


@dataclass(frozen=True)
class Unclear:
    """Nobody knows whether it was sent; look before sending again, not before `at`."""

    at: datetime
    why: str


@dataclass(frozen=True)
class Dead:
    """Given up, visibly; `why` is shown in `check`."""

    why: str


Result = Sent | RetryAt | Unclear | Dead


@dataclass(frozen=True)
class Timer:
    """When a review must be woken: one row per (review, name)."""

    review: int
    name: str
    due_at: datetime


class Work(Protocol):
    """One unit of work on one review: all of it is kept, or none. Synchronous; never crosses the network."""

    def review(self, number: int) -> Review | None:
        """The review, locked until the unit ends; without its statement log, save the pending ones."""

    def review_in(self, thread: ThreadRef) -> Review | None:
        """The review held in a thread, as `review`."""

    def statement(self, number: int, message: str) -> Statement | None:
        """One statement by the platform's id of its message."""

    def log(self, number: int) -> tuple[Statement, ...]:
        """The whole statement log, in order."""

    def new_number(self) -> int:
        """The next review number, counted over the whole database."""

    def keep(self, review: Review) -> None:
        """Write what differs from the loaded review; a new one is inserted. Statements in hand are upserted by id."""

    def meet(self, who: Speaker) -> None:
        """Remember a person's name as the platform shows it."""

    def people(self, workspace: str) -> tuple[Speaker, ...]:
        """Everybody met in a workspace (`platform:workspace`), by name."""

    def agents(self, workspace: str) -> tuple[str, ...]:
        """Keys of the agents reviewed so far in a workspace, by name."""

    def last_owner(self, workspace: str, agent: str) -> PersonKey | None:
        """Who owned the newest finished review of this agent."""

    def earlier(self, review: Review) -> tuple[Earlier, ...]:
        """The newest 20 reviews here, open or finished, of the same tool and settled primary decision class."""

    def say(self, row: Outgoing) -> None:
        """Put a row into the outbox; the same key twice is once."""

    def wait(self, timer: Timer) -> None:
        """Set a timer, replacing one of the same review and name."""

    def cancel(self, review: int, name: str) -> None:
        """Forget a timer; nothing happens where there is none."""

    def hear(self, heard: Heard) -> bool:
        """Put an input into the inbox in this same unit; False where its id is known."""


class Lists(Protocol):
    """What people may look up. Each takes the viewer first, so that no filter can be forgotten.

    A restricted review shows only to its owner, its opener and its readers.
    """

    def reviews(self, viewer: PersonKey, workspace: str) -> tuple[ReviewLine, ...]:
        """Reviews of a workspace, newest first."""

    def walls(self, viewer: PersonKey, workspace: str) -> tuple[WallLine, ...]:
        """Walls of a workspace: due date first, those without one last."""

    def review(self, viewer: PersonKey, number: int) -> Review | None:
        """One review with its whole statement log; None where it does not exist or is not for this viewer."""


@dataclass(frozen=True)
class Pending:
    """An input waiting in the inbox."""

    heard: Heard
    attempt: int  # counts from 1


class Store(Protocol):
    """The database: inbox, outbox, timers, blobs, and units of work. Safe to call from any thread."""

    def receive(self, heard: Heard) -> bool:
        """Store an input and commit; False where its id is known. OutsideError `storage_*` where it cannot be kept."""

    def handle(self, heard_id: str, journey: Callable[[Work], T]) -> T | None:
        """Run a journey and mark the input handled in one transaction; None where it was handled already."""

    def unhandled(self, limit: int) -> tuple[Pending, ...]:
        """Inputs not handled yet and not given up, oldest first; per review only the oldest."""

    def failed(self, heard_id: str, why: str) -> None:
        """Count a failed try; after 5 the input is a dead letter and no longer blocks those behind it."""

    def unit(self) -> AbstractContextManager[Work]:
        """A unit of work outside the inbox; committed on leaving without an error."""

    def reading(self) -> AbstractContextManager[Lists]:
        """A consistent view for looking things up; writes nothing."""

    def claim(self, now: datetime, limit: int, lease_s: float) -> tuple[Claim, ...]:
        """The first due row of each review and lane, leased. A lease that is over returns its row as ambiguous."""

    def settle(self, claim: Claim, result: Result) -> bool:
        """Write the result of a try; False where the lease went to somebody else."""

    def message(self, key: str) -> str | None:
        """The platform's id of the message an outbox key became."""

    def sent(self, review: int | None, limit: int) -> tuple[tuple[Outgoing, str], ...]:
        """The newest rows that were sent, of one review or of all, oldest first, each with its message's id.

        It is what a chat that keeps nothing itself, a terminal, shows again after a restart.
        """

    def next_due(self) -> datetime | None:
        """When the next outbox row or timer is due."""

    def due(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        """Timers due, oldest first; they stay until fired."""

    def fire(self, timer: Timer, heard: Heard) -> bool:
        """Remove a timer and put its input into the inbox, in one transaction; False where it changed meanwhile."""

    def keep_blob(self, content: bytes) -> str:
        """Keep bytes (compressed); returns their sha256 in hex. The same bytes twice are once."""

    def blob(self, sha256: str) -> bytes | None:
        """Bytes kept under a hash."""

    def held_in(self, thread: ThreadRef) -> int | None:
        """The number of the review held in a thread, None where it holds none."""

    def reviews(self) -> int:
        """How many reviews there are, all workspaces together."""

    def dead(self) -> tuple[tuple[str, str], ...]:
        """What was given up, inbox and outbox: key and reason."""

    def close(self) -> None:
        """Finish what is queued and let go of the file."""


class Clock(Protocol):
    """The time; a value in tests."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""


@dataclass(frozen=True)
class Field:
    """One field of a form as people see it. `kind`: text, lines, person, people, date, choice, choices."""

    key: str
    label: str
    kind: str
    hint: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # value and label
    value: str = ""


@dataclass(frozen=True)
class Form:
    """A form as people see it."""

    key: str
    title: str
    send: str  # the label of the button that sends it
    fields: tuple[Field, ...]
    target: str = ""


class Voice(Protocol):
    """The one place where words come from."""

    script: Script

    def speak(self, say: Say) -> Card:
        """A Say as blocks and buttons."""

    def form(self, key: str, values: dict[str, str], *, target: str = "") -> Form:
        """A form, its fields filled with `values`."""

    def error(self, key: str, values: dict[str, object]) -> str:
        """The sentence of an error."""

    def document(self, review: Review) -> Document:
        """The finished review."""


class Chat(Protocol):
    """A chat platform, as the outbox uses it. Raises Later, OutsideError; an unknown outcome is `Unsure`."""

    platform: str

    async def open_thread(self, channel: str, card: Card, key: str) -> ThreadRef:
        """Make a thread whose first post is the card."""

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """Post into a thread; returns the id of the message."""

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """Replace the text of a message of ours."""

    async def whisper(self, thread: ThreadRef, person: PersonKey, card: Card, key: str) -> str:
        """Show something to one person in the thread alone, or write to them where the platform cannot."""

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """Write to one person outside the thread."""

    async def react(self, thread: ThreadRef, message: str, mark: str) -> None:
        """Mark a message of a person."""

    async def find(self, thread: ThreadRef, key: str) -> str | None:
        """The id of the message posted under a key, None where there is none."""

    async def upload(self, thread: ThreadRef, name: str, content: bytes) -> str:
        """Put a file into the thread; returns a link or an id."""


@dataclass(frozen=True)
class Publication:
    """What a target answered: where the review can be read."""

    link: str
    digest: str


class Publisher(Protocol):
    """A place reviews are published to; publishing again updates the same place."""

    @property
    def name(self) -> str:
        """What people and rows call it; it stays the same for good."""

    async def publish(self, review: Review, previous: Publication | None) -> Publication:
        """Publish the review; Drifted where somebody changed the target by hand."""


@dataclass(frozen=True)
class Capture:
    """Something fetched or dropped: bytes as received."""

    content: bytes
    media_type: str
    source: str
    captured_at: datetime | None = None


class TraceSource(Protocol):
    """A place traces can be fetched from by a link."""

    name: str

    def recognises(self, link: str) -> bool:
        """Whether the link is this source's, by configured host."""

    async def fetch(self, link: str) -> Capture:
        """The bytes behind the link."""


class TraceReader(Protocol):
    """Reads a capture of any known format."""

    def __call__(self, content: bytes, *, name: str) -> Trace:
        """The trace; PersonError with a `trace_*` key where it cannot be read."""
