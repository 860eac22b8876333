"""Files of older releases are brought up to date; newer and foreign ones are left alone."""

import signal
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.domain.due import Diary
from bot.domain.reminders import PLAN
from storage.tables import METADATA
from storage.upgrade import MIGRATIONS, revisions
from tests.adapters.storage.files import database, kept, oldest, refused, sql, store
from tests.contract.reviews import ADA, BO, MOMENT, with_everything

KILLED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from storage.store import open_store

@event.listens_for(Engine, "before_cursor_execute")
def kill(connection, cursor, statement, parameters, context, executemany):
    if "CREATE TABLE outbox" in statement:
        os.kill(os.getpid(), signal.SIGKILL)

open_store(Path(sys.argv[1]))
"""


def test_the_migrations_make_the_tables_as_declared(tmp_path: Path) -> None:
    """Nothing is missing in the newest revision, and nothing is left over."""
    with database(tmp_path / "r.sqlite3") as opened:
        context = opened.write(
            lambda connection: compare_metadata(MigrationContext.configure(connection), METADATA)
        )
    assert context == []


def test_there_is_one_newest_revision() -> None:
    """File names and Alembic agree on what comes after what."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert tuple(reversed([each.revision for each in script.walk_revisions()])) == revisions()
    assert script.get_heads() == [revisions()[-1]]


def test_an_older_file_is_brought_up_to_date(tmp_path: Path) -> None:
    """What it held is there, and new tables work."""
    path = tmp_path / "r.sqlite3"
    review = oldest(path)
    with store(path) as opened:
        assert kept(opened, review.number) == review
        assert opened.blob(opened.keep_blob(b"new")) == b"new"
        with opened.unit() as work:
            assert work.told(review.number) == ()
            work.owe(review.number, {ADA: MOMENT})
            work.keep_diary(ADA, Diary(gone=True))
            assert work.diaries((ADA, BO)) == {ADA: Diary(gone=True)}
        assert opened.owed(MOMENT, 10) == ((ADA, MOMENT),)


def test_reviews_from_before_there_were_reminders_are_planned(tmp_path: Path) -> None:
    """At the first tick: nobody waits for a review that nobody touches any more."""
    path = tmp_path / "r.sqlite3"
    review = oldest(path)
    with store(path) as opened:
        assert [(t.review, t.name) for t in opened.due(MOMENT, 10)] == [(review.number, PLAN)]


def test_a_copy_of_the_older_file_is_kept(tmp_path: Path) -> None:
    """Whole, under its revision; a file up to date is not copied."""
    path = tmp_path / "r.sqlite3"
    review = oldest(path)
    for _ in range(2):
        with store(path):
            pass
    copies = sorted(file.name for file in tmp_path.iterdir() if file.suffix not in {".lock", ".sqlite3"})
    assert copies == ["r.sqlite3.0001.bak"]
    copy = tmp_path / copies[0]
    assert sql(copy, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert sql(copy, "PRAGMA integrity_check") == [("ok",)]
    assert sql(copy, "SELECT number, title FROM review") == [(review.number, review.title)]


def test_a_migration_killed_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """It is of the old revision and sound, and the next start brings it up to date."""
    path = tmp_path / "r.sqlite3"
    review = oldest(path)
    killed = subprocess.run([sys.executable, "-c", KILLED_HALF_WAY, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert sql(path, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert sql(path, "PRAGMA integrity_check") == [("ok",)]
    assert sql(path, "SELECT name FROM sqlite_master WHERE name IN ('inbox', 'outbox')") == []
    with store(path) as opened:
        assert kept(opened, review.number) == review


def test_a_file_abandoned_before_its_first_table_is_new(tmp_path: Path) -> None:
    """A start killed at the very beginning is no obstacle to the next."""
    path = tmp_path / "r.sqlite3"
    path.touch()
    with store(path) as opened, opened.unit() as work:
        work.keep(with_everything())


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    """An older release would not know what it reads."""
    path = tmp_path / "r.sqlite3"
    with store(path):
        pass
    sql(path, "UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    assert refused(path) == "storage_newer"
    assert path.read_bytes() == before


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Also one that Alembic takes care of for another program."""
    path = tmp_path / "r.sqlite3"
    sql(path, "CREATE TABLE alembic_version (version_num TEXT)")
    sql(path, "INSERT INTO alembic_version VALUES ('0002')")
    before = path.read_bytes()
    assert refused(path) == "storage_not_ours"
    assert path.read_bytes() == before
