"""SQLite as this product uses it: one writer, many readers, one process that owns the file."""

import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from bot.domain.errors import OutsideError
from storage.trouble import named, opened, trouble
from storage.upgrade import check, upgrade
from storage.writer import Writer

T = TypeVar("T")

BUSY_MS = 5000  # how long another process's write is waited for
READERS = 5  # reading connections kept


@dataclass(frozen=True)
class Database:
    """An open file. Every error it raises for the machine's sake is an OutsideError with a `storage_*` key."""

    path: Path
    engine: Engine  # the readers'
    writing: Connection
    writer: Writer
    lock: IO[str] | None  # held while this process owns the file

    def write(self, job: Callable[[Connection], T]) -> T:
        """A unit of work of its own."""
        with named(self.path):
            return self.writer.unit(job)

    def put_in(self, job: Callable[[Connection], T]) -> T:
        """A small write that shares its commit with others of its kind and overtakes units of work."""
        with named(self.path):
            return self.writer.input(job)

    def put_in_soon(self, job: Callable[[Connection], T]) -> "Future[T]":
        """The same without waiting for it: done when it is committed."""
        with named(self.path):
            written = self.writer.input_soon(job)
        told: Future[T] = Future()
        told.set_running_or_notify_cancel()  # whoever waits may leave; it is written all the same

        def tell(done: "Future[T]") -> None:
            error = done.exception()
            if error is None:
                told.set_result(done.result())
            else:
                told.set_exception(trouble(error, self.path) or error)

        written.add_done_callback(tell)
        return told

    @contextlib.contextmanager
    def lent(self) -> Iterator[Connection]:
        """A unit of work in the caller's thread."""
        with named(self.path), self.writer.lent() as connection:
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view that can write nothing."""
        with named(self.path), self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Finish what is queued and let go of the file; a second time does nothing."""
        self.writer.close()
        self.writing.close()
        self.writing.engine.dispose()
        self.engine.dispose()
        if self.lock is not None:
            self.lock.close()


def open_alone(path: Path, *, busy_ms: int = BUSY_MS) -> Database:
    """Own a file: made where there is none, brought up to date after a copy was kept.

    Raises OutsideError: `storage_in_use` where another process owns it, `storage_not_ours`, `storage_newer`, and those
    of `storage.trouble`.
    """
    with opened(path):
        _writable(path)
        lock = _lock(path)
    try:
        with opened(path):
            upgrade(path, busy_ms=busy_ms)
            return _open(path, busy_ms, lock)
    except BaseException:
        lock.close()
        raise


def open_beside(path: Path, *, busy_ms: int = BUSY_MS) -> Database:
    """Use a file that another process may own: to look things up, and to put inputs in for it to work off.

    Raises OutsideError as above, and `storage_older` for a file that its owner has yet to bring up to date.
    """
    with opened(path):
        if not path.exists():
            raise OutsideError("storage_missing", path=str(path))
        _no_folder(path)
        check(path, busy_ms=busy_ms)
        return _open(path, busy_ms, None)


def _open(path: Path, busy_ms: int, lock: IO[str] | None) -> Database:
    writing = _engine(path, busy_ms, "BEGIN IMMEDIATE", pool=StaticPool).connect()
    readers = _engine(path, busy_ms, "BEGIN", pool=QueuePool)
    return Database(path, readers, writing, Writer(writing), lock)


def _engine(path: Path, busy_ms: int, begin: str, *, pool: type[QueuePool] | type[StaticPool]) -> Engine:
    sizes = {"pool_size": READERS, "max_overflow": -1} if pool is QueuePool else {}

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # an acknowledged commit survives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        if begin == "BEGIN":
            connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=pool, **sizes)
    # sqlite3 itself begins too late: two that read, then write, would overwrite each other.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _writable(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _no_folder(path)
    for needed in (path.parent, path):
        if needed.exists() and not os.access(needed, os.W_OK, effective_ids=True):
            raise OutsideError("storage_read_only", path=str(path), why=str(needed))


def _no_folder(path: Path) -> None:
    if path.is_dir():
        raise OutsideError("storage_not_ours", path=str(path))


def _lock(path: Path) -> IO[str]:
    """The lock file beside the database, held; the kernel lets go of it when the process ends, however it ends.

    Links are followed first: by whatever name it is called, a database has one lock.
    """
    lock = Path(f"{path.resolve()}.lock").open("w", encoding="ascii")  # noqa: SIM115 - held as long as the database
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise OutsideError("storage_in_use", path=str(path)) from error
    return lock
