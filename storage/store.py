"""The store on SQLite: inbox, outbox, timers, blobs and units of work over one database."""

import contextlib
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.heard import Heard
from bot.domain.review import PersonKey, Review, ThreadRef
from bot.ports import Claim, Lists, Outgoing, Pending, Result, Timer, Work, heard_of
from storage import capturing, engine, inbox, mapping, outbox, owing, places, timers
from storage.addresses import SqlAddresses
from storage.lists import SqlLists
from storage.received import SqlReceived
from storage.tables import METADATA
from storage.timers import take
from storage.upsert import new_only
from storage.wire import sound_heard
from storage.work import SqlWork

T = TypeVar("T")

_BLOB = METADATA.tables["blob"]
_INBOX = METADATA.tables["inbox"]
_OUTBOX = METADATA.tables["outbox"]
_KEEP_BLOB = new_only(_BLOB)
_FIND_BLOB = select(_BLOB.c.content).where(_BLOB.c.sha256 == bindparam("sha256"))
_DEAD = select(_INBOX.c.id, _INBOX.c.why).where(_INBOX.c.state == "dead").order_by(_INBOX.c.seq)
_COUNT = select(func.count()).select_from(METADATA.tables["review"])
_UNSENT = select(_OUTBOX.c.key, _OUTBOX.c.why).where(_OUTBOX.c.state == "dead").order_by(_OUTBOX.c.seq)


class SqlStore:
    """A `Store` on a database; see `bot.ports.Store` for what each method promises."""

    def __init__(self, database: engine.Database) -> None:
        self._database = database
        self.received = SqlReceived(database)
        self.addresses = SqlAddresses(database)

    def receive(self, heard: Heard) -> bool:
        """Store an input and commit."""
        return self.receive_soon(heard).result()

    def receive_soon(self, heard: Heard) -> "Future[bool]":
        """Have an input stored; done when it is committed."""
        sound = sound_heard(heard)
        return self._database.put_in_soon(lambda connection: inbox.put(connection, sound))

    def handle(self, heard_id: str, journey: Callable[[Work], T]) -> T | None:
        """Run a journey and mark its input handled; None also for one given up, or never received."""

        def unit(connection: Connection) -> T | None:
            if not inbox.waits(connection, heard_id):
                return None
            result = journey(SqlWork(connection))
            inbox.handled(connection, heard_id)
            return result

        return self._database.write(unit)

    def unhandled(self, limit: int) -> tuple[Pending, ...]:
        """The oldest waiting input of each review. Those nobody can read become dead letters on the way."""
        while True:
            with self._database.reading() as connection:
                waiting, unreadable = inbox.first_of_each_line(connection, limit)
            if not unreadable:
                return waiting
            self._give_up(unreadable)

    def _give_up(self, unreadable: dict[str, str]) -> None:
        self._database.write(lambda connection: inbox.give_up(connection, unreadable))

    def failed(self, heard_id: str, why: str) -> None:
        """Count a failed try."""
        self._database.write(lambda connection: inbox.failed(connection, heard_id, why))

    @contextlib.contextmanager
    def unit(self) -> Iterator[Work]:
        """A unit of work in the caller's thread; others wait until it ends."""
        with self._database.lent() as connection:
            yield SqlWork(connection)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Lists]:
        """A consistent view."""
        with self._database.reading() as connection:
            yield SqlLists(connection)

    def whole(self, number: int) -> Review | None:
        """One review with its whole log, whoever may read it: for whoever owns the file. Only reads."""
        with self._database.reading() as connection:
            review = mapping.load_review(connection, number)
            log = mapping.load_statements(connection, number)
        return None if review is None else replace(review, statements=log)

    def claim(self, now: datetime, limit: int, lease_s: float) -> tuple[Claim, ...]:
        """Lease what is due."""
        return self._database.put_in(lambda connection: outbox.claim(connection, now, limit, lease_s))

    def settle(self, claim: Claim, result: Result) -> bool:
        """Write the result of a try, and what the house hears of it."""
        then = None if (news := heard_of(result)) is None else sound_heard(news)

        def put(connection: Connection) -> bool:
            ours = outbox.settle(connection, claim, result)
            if ours and then is not None:
                inbox.put(connection, then)
            return ours

        return self._database.put_in(put)

    def message(self, key: str) -> str | None:
        """The id of the message a key became."""
        with self._database.reading() as connection:
            return outbox.message(connection, key)

    def sent(self, review: int | None, limit: int) -> tuple[tuple[Outgoing, str], ...]:
        """The newest rows sent; those this release cannot read are left out."""
        with self._database.reading() as connection:
            return outbox.sent(connection, review, limit)

    def next_due(self) -> datetime | None:
        """When an outbox row may be claimed next, or a timer is due."""
        with self._database.reading() as connection:
            moments = (outbox.next_turn(connection), timers.next_due(connection))
        return min((moment for moment in moments if moment is not None), default=None)

    def due(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        """Timers due."""
        with self._database.reading() as connection:
            return timers.due(connection, now, limit)

    def fire(self, timers: Iterable[tuple[Timer, Heard]]) -> int:
        """Turn timers into inputs."""
        sound = [(timer, sound_heard(heard)) for timer, heard in timers]

        def unit(connection: Connection) -> int:
            fired = [heard for timer, heard in sound if take(connection, timer)]
            for heard in fired:
                inbox.put(connection, heard)
            return len(fired)

        return self._database.write(unit)

    def capturing(self, until: date) -> tuple[tuple[int, str], ...]:
        """Reviews in which a window may be a drill."""
        with self._database.reading() as connection:
            return capturing.reviews(connection, until)

    def owed(self, now: datetime, limit: int) -> tuple[tuple[PersonKey, datetime], ...]:
        """Who is owed a word by now."""
        with self._database.reading() as connection:
            return owing.owed(connection, now, limit)

    def keep_blob(self, content: bytes) -> str:
        """Keep bytes under their hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        row = {"sha256": sha256, "size": len(content), "content": zlib.compress(content)}
        self._database.write(lambda connection: connection.execute(_KEEP_BLOB, row))
        return sha256

    def blob(self, sha256: str) -> bytes | None:
        """Bytes kept under a hash."""
        with self._database.reading() as connection:
            content = connection.execute(_FIND_BLOB, {"sha256": sha256}).scalar()
        return None if content is None else zlib.decompress(content)

    def held_in(self, thread: ThreadRef) -> int | None:
        """The newest review held there."""
        with self._database.reading() as connection:
            return inbox.held_in(connection, thread)

    def held_at(self, channel: ThreadRef) -> tuple[tuple[int, ThreadRef], ...]:
        """The reviews held in a channel."""
        with self._database.reading() as connection:
            return places.held_at(connection, channel)

    def said_in(self, channel: ThreadRef, message: str) -> tuple[int, ThreadRef, int] | None:
        """The newest statement that a message of a channel became."""
        with self._database.reading() as connection:
            return places.said_in(connection, channel, message)

    def channel_renamed(self, workspace: str, old: str, new: str) -> int:
        """A channel has another id."""
        return self._database.write(lambda connection: places.renamed(connection, workspace, old, new))

    def is_opening(self) -> bool:
        """Whether an opening waits or is in flight."""
        with self._database.reading() as connection:
            return outbox.is_opening(connection)

    def reviews(self) -> int:
        """How many reviews there are."""
        with self._database.reading() as connection:
            return connection.execute(_COUNT).scalar() or 0

    def workspaces(self) -> tuple[str, ...]:
        """The workspaces of reviews: one step on the index each."""
        with self._database.reading() as connection:
            return places.workspaces(connection)

    def dead(self) -> tuple[tuple[str, str], ...]:
        """What was given up, and why."""
        with self._database.reading() as connection:
            return tuple(
                (key, why) for given_up in (_DEAD, _UNSENT) for key, why in connection.execute(given_up)
            )

    def close(self) -> None:
        """Finish what is queued and let go of the file."""
        self._database.close()


def open_store(path: Path) -> SqlStore:
    """The store of the one process that serves a file; OutsideError `storage_*` where it cannot be had.

    A lease that an earlier process left is over: had it been alive, the file would not be ours.
    """
    with contextlib.ExitStack() as undo:
        database = engine.open_alone(path)
        undo.callback(database.close)
        database.write(outbox.end_leases)
        undo.pop_all()
    return SqlStore(database)


def open_store_beside(path: Path) -> SqlStore:
    """A store for a command that runs beside the process that serves the file: to look up, and to put inputs in."""
    return SqlStore(engine.open_beside(path))
