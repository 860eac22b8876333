"""What can happen to a database file has a name, and nothing received is lost by it."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.domain.errors import Later, OutsideError
from storage.engine import Database, open_alone, open_beside
from storage.store import SqlStore
from storage.trouble import trouble
from tests.adapters.storage.files import (
    as_somebody_else,
    database,
    oldest,
    open_to_all,
    refused,
    sql,
    store,
)
from tests.contract.reviews import ADA, plain
from tests.contract.rows import reply


def pages(opened: Database, more: int) -> None:
    """Let the file grow by so many pages and no further: a disk that is almost full."""

    def limit(connection: Connection) -> None:
        now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {now + more}")

    opened.write(limit)


def test_a_locked_file_may_work_later(tmp_path: Path) -> None:
    """Another program holds it: the input is refused, so that it comes again, and then it is taken."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Later) as refusal:
                opened.receive(reply("e1"))
            with opened.reading() as lists:
                assert lists.review(ADA, 1) is None
        assert refusal.value.key == "storage_locked"
        assert opened.receive(reply("e1"))


def test_a_full_disk_is_said_and_harms_nothing(tmp_path: Path) -> None:
    """What does not fit is refused as a whole, what is there can be read, and with room again all goes on."""
    with database(tmp_path / "r.sqlite3") as opened:
        full = SqlStore(opened)
        full.receive(reply("e1"))
        pages(opened, 2)
        with pytest.raises(OutsideError) as refusal:
            full.keep_blob(os.urandom(100_000))
        assert refusal.value.key == "storage_full"
        assert [pending.heard.id for pending in full.unhandled(10)] == ["e1"]
        assert full.handle("e1", lambda _: "done") == "done"
        pages(opened, 1000)
        assert full.blob(full.keep_blob(b"x" * 100_000)) == b"x" * 100_000
        assert opened.write(lambda c: c.exec_driver_sql("PRAGMA integrity_check").scalar_one()) == "ok"


def test_inputs_are_refused_while_the_disk_is_full(tmp_path: Path) -> None:
    """An input that cannot be kept is never acknowledged; those acknowledged are all there."""
    with database(tmp_path / "r.sqlite3") as opened:
        full = SqlStore(opened)
        pages(opened, 2)
        taken, keys = [], set()
        for n in range(200):
            try:
                full.receive(reply(f"e{n:04}", thread=None))
                taken.append(f"e{n:04}")
            except OutsideError as error:
                keys.add(error.key)
        assert keys == {"storage_full"}
        assert [pending.heard.id for pending in full.unhandled(1000)] == taken


def test_a_file_that_may_not_be_written_to_is_refused() -> None:
    """Neither the file nor its directory belongs to whoever runs the bot."""
    with open_to_all() as directory:
        path = directory / "r.sqlite3"
        with store(path):
            pass
        directory.chmod(0o555)
        path.chmod(0o444)
        with as_somebody_else():
            assert refused(path) == "storage_read_only"
            assert refused(directory / "new.sqlite3") == "storage_read_only"
            assert refused(directory / "below" / "new.sqlite3") == "storage_read_only"
        directory.chmod(0o755)


def test_a_file_that_turns_read_only_refuses_inputs(tmp_path: Path) -> None:
    """What is there can still be read."""
    with database(tmp_path / "r.sqlite3") as opened:
        frozen = SqlStore(opened)
        frozen.receive(reply("e1"))
        opened.write(lambda connection: connection.exec_driver_sql("PRAGMA query_only = ON"))
        with pytest.raises(OutsideError) as refusal:
            frozen.receive(reply("e2"))
        assert refusal.value.key == "storage_read_only"
        assert [pending.heard.id for pending in frozen.unhandled(10)] == ["e1"]


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Somebody's notes are not overwritten."""
    path = tmp_path / "notes.txt"
    path.write_text("Call the bank about the refunds. " * 40)
    before = path.read_bytes()
    assert refused(path) == "storage_not_ours"
    assert path.read_bytes() == before


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """Its first page is sound, the others are not."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened, opened.unit() as work:
        work.keep(plain())
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert refused(path) == "storage_damaged"


def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    """One owner a file; it lets go when it closes."""
    path = tmp_path / "r.sqlite3"
    with store(path):
        assert refused(path) == "storage_in_use"
    assert refused(path) == "opened"


def test_a_refused_file_is_not_held(tmp_path: Path) -> None:
    """Whoever could not open it does not stand in the way of who can."""
    path = tmp_path / "r.sqlite3"
    path.write_text("no database")
    assert refused(path) == "storage_not_ours"
    path.unlink()
    assert refused(path) == "opened"


def test_a_command_beside_looks_up_and_puts_in(tmp_path: Path) -> None:
    """What it puts in is worked off by the process that owns the file."""
    path = tmp_path / "r.sqlite3"
    with store(path) as owner, contextlib.closing(SqlStore(open_beside(path))) as beside:
        with owner.unit() as work:
            work.keep(plain())
        with beside.reading() as lists:
            assert lists.review(ADA, 1) == plain()
        assert beside.receive(reply("e1"))
        assert not owner.receive(reply("e1"))


def test_a_command_beside_makes_no_file_and_moves_none(tmp_path: Path) -> None:
    """A file that is missing or of an older release is the owner's affair."""
    path = tmp_path / "r.sqlite3"
    with pytest.raises(OutsideError) as missing:
        open_beside(path)
    assert (missing.value.key, path.exists()) == ("storage_missing", False)
    oldest(path)
    with pytest.raises(OutsideError) as older:
        open_beside(path)
    assert older.value.key == "storage_older"
    assert sql(path, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_a_file_has_one_owner_by_whatever_name_it_is_called(tmp_path: Path) -> None:
    """A link to it, or a way around to it, is the same file."""
    path, link, around = tmp_path / "r.sqlite3", tmp_path / "link.sqlite3", tmp_path / "below"
    link.symlink_to(path)
    around.mkdir()
    with store(path):
        assert refused(link) == "storage_in_use"
        assert refused(around / ".." / "r.sqlite3") == "storage_in_use"
    assert refused(link) == "opened"


@pytest.mark.parametrize("open_it", [open_alone, open_beside])
def test_a_place_no_file_can_have_is_named(tmp_path: Path, open_it: Callable[[Path], Database]) -> None:
    """A folder is none of ours; a name longer than the system takes is told with the system's reason."""
    with pytest.raises(OutsideError) as folder:
        open_it(tmp_path)
    with pytest.raises(OutsideError) as longer:
        open_it(tmp_path / ("r" * 300))
    assert (folder.value.key, longer.value.key) == ("storage_not_ours", "storage_unusable")
    assert longer.value.values["why"] == os.strerror(errno.ENAMETOOLONG)
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_somebody_elses_is_said() -> None:
    """Once started by root, and then by another: a sentence, not a fault."""
    with open_to_all() as directory:
        directory.chmod(0o777)
        path = directory / "r.sqlite3"
        lock = Path(f"{path}.lock")
        lock.touch(0o644)
        with as_somebody_else():
            assert refused(path) == "storage_read_only"
            lock.unlink()  # the folder is open to all
            assert refused(path) == "opened"


def test_a_copy_that_cannot_be_kept_keeps_the_file_as_it_is(tmp_path: Path) -> None:
    """Something lies where the copy belongs: nothing is brought up to date without one."""
    path = tmp_path / "r.sqlite3"
    oldest(path)
    (tmp_path / "r.sqlite3.0001.bak").mkdir()
    assert refused(path) == "storage_unusable"
    assert sql(path, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_a_file_that_lost_its_revision_is_damaged(tmp_path: Path) -> None:
    """Nobody can say which release made it: it is left as it is."""
    path = tmp_path / "r.sqlite3"
    oldest(path)
    sql(path, "DELETE FROM alembic_version")
    assert refused(path) == "storage_damaged"


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (sqlite3.SQLITE_FULL, "storage_full"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, "storage_full"),
        (sqlite3.SQLITE_IOERR_READ, "storage_failed"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "storage_read_only"),
        (sqlite3.SQLITE_CANTOPEN, "storage_failed"),
    ],
)
def test_sqlites_codes_have_names_of_ours(code: int, key: str, tmp_path: Path) -> None:
    """A disk that is full shows itself in more than one way."""
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    found = trouble(error, tmp_path)
    assert found is not None
    assert found.key == key
