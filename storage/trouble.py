"""The troubles of a database file as errors of ours: SQLite's by its own result codes, the system's by theirs."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.domain.errors import Later, OutsideError

_KEYS = {
    sqlite3.SQLITE_READONLY: "storage_read_only",
    sqlite3.SQLITE_PERM: "storage_read_only",
    sqlite3.SQLITE_FULL: "storage_full",
    sqlite3.SQLITE_NOTADB: "storage_not_ours",
    sqlite3.SQLITE_CORRUPT: "storage_damaged",
}
_NO_ROOM = {sqlite3.SQLITE_IOERR_SHMSIZE}  # what readers share could not be made any larger
_OF_THE_SYSTEM = {
    errno.ENOSPC: "storage_full",
    errno.EDQUOT: "storage_full",
    errno.EACCES: "storage_read_only",
    errno.EPERM: "storage_read_only",
    errno.EROFS: "storage_read_only",
    errno.ENOTDIR: "storage_read_only",
    errno.EEXIST: "storage_read_only",
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_OURS = {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_MISMATCH}
"""Faults of this program: they keep their own name and are logged as faults."""


def trouble(error: BaseException, path: Path) -> OutsideError | None:
    """What a database error means; None where it is no trouble of the machine's."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if not isinstance(cause, sqlite3.Error) or code is None:
        return None
    main = code & 0xFF  # the rest of a code is its detail
    if main in _BUSY:
        return Later("storage_locked", path=str(path))
    if code in _NO_ROOM:
        main = sqlite3.SQLITE_FULL
    if main in _OURS or (main == sqlite3.SQLITE_ERROR):
        return None
    why = str(getattr(cause, "sqlite_errorname", code))
    return OutsideError(_KEYS.get(main, "storage_failed"), path=str(path), why=why)


@contextlib.contextmanager
def named(path: Path) -> Iterator[None]:
    """Raise the troubles of a database as OutsideError with a `storage_*` key; all else as it is."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        if (found := trouble(error, path)) is not None:
            raise found from error
        raise


@contextlib.contextmanager
def opened(path: Path) -> Iterator[None]:
    """The same while a file is made or opened: there the system itself may refuse it, or what lies beside it."""
    try:
        with named(path):
            yield
    except OSError as error:
        key = _OF_THE_SYSTEM.get(error.errno or 0, "storage_unusable")
        raise OutsideError(key, path=str(path), why=error.strerror or type(error).__name__) from error
