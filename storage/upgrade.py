"""Whose a database file is, which release made it, and how it is brought up to date."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from bot.domain.errors import OutsideError

APPLICATION_ID = 0x41525631  # "ARV1" in the header of every file of ours
MIGRATIONS = Path(__file__).parent / "migrations"


def revisions() -> tuple[str, ...]:
    """Every revision this release knows, oldest first: what its migration files begin with."""
    return tuple(sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def check(path: Path, *, busy_ms: int) -> None:
    """Raise OutsideError `storage_not_ours`, `storage_newer` or `storage_older` unless the file is up to date."""
    with _raw(path, busy_ms) as raw:
        found = _revision(raw, path)
    if found != revisions()[-1]:
        raise OutsideError("storage_older", path=str(path), revision=found)


def upgrade(path: Path, *, busy_ms: int, to: str = "head") -> None:
    """Make the file, or bring it up to date in one transaction, after `<file>.<revision>.bak` was kept.

    `to` is the revision to stop at. Raises OutsideError `storage_not_ours` or `storage_newer`, and leaves such a file
    as it is.
    """
    with _raw(path, busy_ms) as raw:
        found = _revision(raw, path)
        if found == revisions()[-1]:
            return
        if found:
            _keep_copy(raw, Path(f"{path}.{found}.bak"))
        else:
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with migrating(path, busy_ms) as connection:
        migrate(connection, to)


def migrate(connection: Connection, to: str) -> None:
    """Run the migrations up to a revision, in the transaction the connection is in."""
    from alembic import command, config  # noqa: PLC0415 - a quarter of a second that only an upgrade needs

    settings = config.Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, to)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise RuntimeError("a migration left rows that belong to nothing")


def _revision(raw: sqlite3.Connection, path: Path) -> str:
    """The revision of a file of ours, empty for a new one."""
    tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    (application,) = raw.execute("PRAGMA application_id").fetchone()
    if not tables and application in (0, APPLICATION_ID):
        return ""
    if application != APPLICATION_ID or "alembic_version" not in tables:
        raise OutsideError("storage_not_ours", path=str(path))
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:  # ours by its header, and no release of ours left it so
        raise OutsideError("storage_damaged", path=str(path), why="alembic_version")
    (revision,) = row
    if revision not in revisions():
        raise OutsideError("storage_newer", path=str(path), revision=revision)
    return str(revision)


def _keep_copy(raw: sqlite3.Connection, copy: Path) -> None:
    """A copy that is whole or not there: written beside, then renamed."""
    unfinished = copy.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(unfinished)) as target:
        raw.backup(target)
    unfinished.replace(copy)


@contextlib.contextmanager
def _raw(path: Path, busy_ms: int) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=busy_ms / 1000, isolation_level=None)
    with contextlib.closing(connection):
        yield connection


@contextlib.contextmanager
def migrating(path: Path, busy_ms: int) -> Iterator[Connection]:
    """One transaction for all migrations: killed half-way, the file is as it was."""
    with _raw(path, busy_ms) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with engine.begin() as connection:
            yield connection
