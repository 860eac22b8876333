"""The store in memory: one unit of work at a time, on a copy that takes the place of the rows when it succeeds."""

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from bot.domain.capturing import waits
from bot.domain.errors import OutsideError
from bot.domain.heard import Heard
from bot.domain.review import PersonKey, ThreadRef
from bot.ports import Claim, Lists, Outgoing, Pending, Result, Timer, Work, heard_of
from storage.memory import outbox, owing, places
from storage.memory.addresses import MemoryAddresses
from storage.memory.lists import MemoryLists
from storage.memory.received import MemoryReceived
from storage.memory.rows import Rows
from storage.memory.work import MemoryWork
from storage.rules import MAX_TRIES

T = TypeVar("T")


class MemoryStore:
    """A `Store` that keeps nothing beyond the process; see `bot.ports.Store` for what each method promises."""

    def __init__(self) -> None:
        self._rows = Rows()
        self._turn = threading.Lock()
        self._holder: int | None = None
        self._closed = False
        self.addresses = MemoryAddresses()
        self.received = MemoryReceived(lambda: self._rows, self._changing)

    def receive(self, heard: Heard) -> bool:
        """Store an input."""
        with self._changing() as rows:
            return MemoryWork(rows).hear(heard)

    def receive_soon(self, heard: Heard) -> "Future[bool]":
        """Store an input; it is done at once."""
        stored: Future[bool] = Future()
        stored.set_result(self.receive(heard))
        return stored

    def handle(self, heard_id: str, journey: Callable[[Work], T]) -> T | None:
        """Run a journey and mark its input handled; None also for one given up, or never received."""
        with self._changing() as rows:
            kept = rows.inbox.get(heard_id)
            if kept is None or kept.state != "waiting":
                return None
            result = journey(MemoryWork(rows))
            rows.inbox[heard_id] = replace(kept, state="handled", attempts=kept.attempts + 1)
            return result

    def unhandled(self, limit: int) -> tuple[Pending, ...]:
        """The oldest waiting input of each review."""
        rows = self._rows
        first: dict[object, Pending] = {}
        for key, kept in rows.inbox.items():
            if kept.state == "waiting":
                first.setdefault(_line(rows, key, kept.heard), Pending(kept.heard, kept.attempts + 1))
        return tuple(first.values())[:limit]

    def failed(self, heard_id: str, why: str) -> None:
        """Count a failed try."""
        with self._changing() as rows:
            kept = rows.inbox.get(heard_id)
            if kept is not None and kept.state == "waiting":
                state = "dead" if kept.attempts + 1 >= MAX_TRIES else "waiting"
                rows.inbox[heard_id] = replace(kept, state=state, attempts=kept.attempts + 1, why=why)

    @contextlib.contextmanager
    def unit(self) -> Iterator[Work]:
        """A unit of work; others wait until it ends."""
        with self._changing() as rows:
            yield MemoryWork(rows)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Lists]:
        """A consistent view."""
        yield MemoryLists(self._rows)

    def claim(self, now: datetime, limit: int, lease_s: float) -> tuple[Claim, ...]:
        """Lease what is due."""
        with self._changing() as rows:
            return outbox.claim(rows, now, limit, lease_s)

    def settle(self, claim: Claim, result: Result) -> bool:
        """Write the result of a try."""
        with self._changing() as rows:
            ours = outbox.settle(rows, claim, result)
            if ours and (then := heard_of(result)) is not None:
                MemoryWork(rows).hear(then)
            return ours

    def message(self, key: str) -> str | None:
        """The id of the message a key became."""
        errand = self._rows.outbox.get(key)
        return (errand.message or None) if errand is not None and errand.state == "sent" else None

    def sent(self, review: int | None, limit: int) -> tuple[tuple[Outgoing, str], ...]:
        """The newest rows sent."""
        return outbox.sent(self._rows, review, limit)

    def next_due(self) -> datetime | None:
        """When an outbox row may be claimed next, or a timer is due."""
        moments = [timer.due_at for timer in self._rows.timers.values()]
        if (turn := outbox.next_turn(self._rows)) is not None:
            moments.append(turn)
        return min(moments, default=None)

    def due(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        """Timers due."""
        due = [timer for timer in self._rows.timers.values() if timer.due_at <= now]
        return tuple(sorted(due, key=lambda timer: (timer.due_at, timer.review, timer.name))[:limit])

    def fire(self, timers: Iterable[tuple[Timer, Heard]]) -> int:
        """Turn timers into inputs."""
        pairs = tuple(timers)
        with self._changing() as rows:
            work, fired = MemoryWork(rows), 0
            for timer, heard in pairs:
                if rows.timers.get((timer.review, timer.name)) == timer:
                    work.cancel(timer.review, timer.name)
                    work.hear(heard)
                    fired += 1
            return fired

    def capturing(self, until: date) -> tuple[tuple[int, str], ...]:
        """Reviews in which a window may be a drill."""
        reviews = sorted(self._rows.reviews.values(), key=lambda review: review.number)
        return tuple((review.number, review.agent) for review in reviews if waits(review, until, 0))

    def owed(self, now: datetime, limit: int) -> tuple[tuple[PersonKey, datetime], ...]:
        """Who is owed a word by now."""
        return owing.owed(self._rows, now, limit)

    def keep_blob(self, content: bytes) -> str:
        """Keep bytes under their hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        with self._changing() as rows:
            rows.blobs[sha256] = content
        return sha256

    def blob(self, sha256: str) -> bytes | None:
        """Bytes kept under a hash."""
        return self._rows.blobs.get(sha256)

    def held_in(self, thread: ThreadRef) -> int | None:
        """The newest review held there."""
        found = (number for number, review in self._rows.reviews.items() if review.thread == thread)
        return max(found, default=None)

    def held_at(self, channel: ThreadRef) -> tuple[tuple[int, ThreadRef], ...]:
        """The reviews held in a channel."""
        return places.held_at(self._rows, channel)

    def said_in(self, channel: ThreadRef, message: str) -> tuple[int, ThreadRef, int] | None:
        """The newest statement that a message of a channel became."""
        return places.said_in(self._rows, channel, message)

    def channel_renamed(self, workspace: str, old: str, new: str) -> int:
        """A channel has another id."""
        with self._changing() as rows:
            found = {n: places.renamed(review, workspace, old, new) for n, review in rows.reviews.items()}
            changed = {n: review for n, review in found.items() if review != rows.reviews[n]}
            rows.reviews.update(changed)
            return len(changed)

    def is_opening(self) -> bool:
        """Whether an opening waits or is in flight."""
        return outbox.is_opening(self._rows)

    def reviews(self) -> int:
        """How many reviews there are."""
        return len(self._rows.reviews)

    def workspaces(self) -> tuple[str, ...]:
        """The workspaces of reviews."""
        return tuple(sorted({review.workspace for review in self._rows.reviews.values()}))

    def dead(self) -> tuple[tuple[str, str], ...]:
        """What was given up, and why."""
        inputs = [(key, kept.why) for key, kept in self._rows.inbox.items() if kept.state == "dead"]
        errands = [(key, errand.why) for key, errand in self._rows.outbox.items() if errand.state == "dead"]
        return (*inputs, *errands)

    def close(self) -> None:
        """Take nothing more."""
        with self._turn:
            self._closed = True

    @contextlib.contextmanager
    def _changing(self) -> Iterator[Rows]:
        if self._holder == threading.get_ident():
            raise RuntimeError("a unit of work asked the store for another one: it would wait for itself")
        with self._turn:
            if self._closed:
                raise OutsideError("storage_closed")
            self._holder = threading.get_ident()
            try:
                rows = self._rows.copy()
                yield rows
                self._rows = rows
            finally:
                self._holder = None


def _line(rows: Rows, key: str, heard: Heard) -> object:
    """Whose turn an input waits for: its review's, its thread's while no review is known there, or nobody's."""
    if heard.review is not None:
        return heard.review
    if heard.thread is not None:
        number = rows.held_in(heard.thread)
        return heard.thread if number is None else number
    return key
