"""The database: a unit of work for a journey, lists for people, and the store itself for the doors."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.domain.due import Diary, Policy
from bot.domain.heard import Heard, Speaker
from bot.domain.nudges import Told
from bot.domain.register import Earlier, ReviewLine, WallLine
from bot.domain.review import PersonKey, Review, Statement, ThreadRef
from bot.domain.vocabulary import Question
from bot.ports.addressing import Addresses
from bot.ports.receiving import Received
from bot.ports.rows import Claim, Outgoing, Pending, Result, Timer

T = TypeVar("T")


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

    def relying(self, workspace: str, agent: str) -> tuple[int, ...]:
        """The reviews that rely on an agent being as it was, oldest first, restricted ones included.

        A wall of theirs is proved by a drill, or their answer to "same tomorrow?" is not stale.
        """

    def person(self, person: PersonKey) -> Speaker | None:
        """Somebody met, with their newest name; None for everybody else."""

    def last_owner(self, workspace: str, agent: str) -> PersonKey | None:
        """Who owned the newest finished one among the agent's newest 20 reviews; restricted ones tell nothing."""

    def answered_last(
        self, workspace: str, agent: str, besides: int
    ) -> tuple[tuple[Question, PersonKey], ...]:
        """Whose finding is the newest of each of the four questions, over the newest 20 other reviews of this agent.

        `besides` is the review that asks. Restricted reviews, the agent itself and a blank agent tell nothing.
        """

    def earlier(self, review: Review) -> tuple[Earlier, ...]:
        """The newest 20 reviews here, open or finished, of the same tool and settled primary decision class."""

    def say(self, row: Outgoing) -> None:
        """Put a row into the outbox; the same key twice is once."""

    def unsay(self, number: int, texts: tuple[str, ...]) -> None:
        """Forget the words of rows of a review that were sent, or given up, and hold any of these texts to the letter.

        That they were sent is still known; what they said is not.
        """

    def wait(self, timer: Timer) -> None:
        """Set a timer, replacing one of the same review and name."""

    def cancel(self, review: int, name: str) -> None:
        """Forget a timer; nothing happens where there is none."""

    def told(self, number: int) -> tuple[Told, ...]:
        """The nudges of a review that were sent, oldest first."""

    def told_to(self, person: PersonKey, since: datetime) -> tuple[Told, ...]:
        """What a person was told outside threads from a moment on, about any review, oldest first."""

    def tell(self, told: Told) -> None:
        """Remember a nudge as sent."""

    def put_off(self, number: int, about: str, person: PersonKey, later: date) -> bool:
        """Put off what a person was told last about something of a review; False where they were told nothing."""

    def owe(self, number: int, due: Mapping[PersonKey, datetime]) -> None:
        """When each person is owed a word of a review outside its thread: these from now on, and nobody else."""

    def owing(self, person: PersonKey, now: datetime) -> tuple[int, ...]:
        """The reviews that owe a person a word by now, longest owed first; at most 100."""

    def concerning(self, person: PersonKey) -> tuple[int, ...]:
        """The reviews that owe a person a word at any time, ask them something, or hold something of theirs."""

    def diaries(self, people: Iterable[PersonKey]) -> Mapping[PersonKey, Diary]:
        """What is known of these people's time, as `keep_diary` kept it; those nobody knows of are left out."""

    def keep_diary(self, person: PersonKey, diary: Diary) -> None:
        """Keep all of it but hours and free days, which are the policy's."""

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

    def mine(
        self, viewer: PersonKey, workspace: str, today: date, *, drill_days: int = Policy.drill_calendar_days
    ) -> tuple[Review, ...]:
        """The newest 100 reviews of a workspace in which something waits for the viewer, as `mine.of_person` finds it.

        They come without their statement logs. A wall waits for a drill from so many days before its proof runs out.
        """

    def review(self, viewer: PersonKey, number: int) -> Review | None:
        """One review with its whole statement log; None where it does not exist or is not for this viewer."""


class Store(Protocol):
    """The database: inbox, outbox, timers, blobs, and units of work. Safe to call from any thread."""

    @property
    def received(self) -> Received:
        """Spans that agents sent."""

    @property
    def addresses(self) -> Addresses:
        """How people and channels are reached."""

    def receive(self, heard: Heard) -> bool:
        """Store an input and commit; False where its id is known. OutsideError `storage_*` where it cannot be kept."""

    def receive_soon(self, heard: Heard) -> "Future[bool]":
        """The same without waiting: done, with that result or error, when it is committed."""

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
        """Write the result of a try and, in the same transaction, put what the house hears of it into the inbox.

        False, and neither is written, where the lease went to somebody else.
        """

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

    def fire(self, timers: Iterable[tuple[Timer, Heard]]) -> int:
        """Remove timers and put their inputs into the inbox, in one transaction; how many had not changed meanwhile."""

    def capturing(self, until: date) -> tuple[tuple[int, str], ...]:
        """Reviews in which a window of their agent may be a drill by now, oldest first, each with that agent's key.

        A wall of theirs that records windows is taken, and not proved for longer than `until`.
        """

    def owed(self, now: datetime, limit: int) -> tuple[tuple[PersonKey, datetime], ...]:
        """Who is owed a word outside threads by now, longest owed first, each with since when."""

    def keep_blob(self, content: bytes) -> str:
        """Keep bytes (compressed); returns their sha256 in hex. The same bytes twice are once."""

    def blob(self, sha256: str) -> bytes | None:
        """Bytes kept under a hash."""

    def held_in(self, thread: ThreadRef) -> int | None:
        """The number of the review held in a thread, None where it holds none."""

    def held_at(self, channel: ThreadRef) -> tuple[tuple[int, ThreadRef], ...]:
        """The reviews held in a channel, oldest first, each with its thread; that of `channel` is not looked at."""

    def said_in(self, channel: ThreadRef, message: str) -> tuple[int, ThreadRef, int] | None:
        """What a message of a channel became: review, thread and number of the newest such statement; None for none.

        A channel is named by a `ThreadRef` whose thread is not looked at.
        """

    def channel_renamed(self, workspace: str, old: str, new: str) -> int:
        """The platform calls a channel of a workspace (`platform:workspace`) otherwise; how many reviews are there."""

    def is_opening(self) -> bool:
        """Whether any review's thread is still to be made, or its making to be heard of."""

    def reviews(self) -> int:
        """How many reviews there are, all workspaces together."""

    def workspaces(self) -> tuple[str, ...]:
        """The workspaces that hold reviews, by name."""

    def dead(self) -> tuple[tuple[str, str], ...]:
        """What was given up, inbox and outbox: key and reason."""

    def close(self) -> None:
        """Finish what is queued and let go of the file."""
