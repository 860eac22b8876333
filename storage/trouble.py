"""SQLite's troubles as errors of ours, by its own result codes."""

import contextlib
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
