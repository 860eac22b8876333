"""Database files in the states a test needs."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.domain.errors import OutsideError
from bot.domain.review import Review
from storage import mapping
from storage.engine import Database, open_alone
from storage.store import SqlStore
from storage.upgrade import migrating, upgrade
from tests.contract.reviews import with_everything, without_trees

NOBODY = 65534


NEWER = (
    ("statement", "tree"),
    ("revision", "tree"),
    ("decision", "recorded"),
    ("finding", "place"),
    ("drill", "captured"),
    ("review", "asked_in"),
    ("existing_wall", "span_left_out"),
    ("existing_wall", "span_provenance"),
    ("parked", "span_left_out"),
    ("parked", "span_provenance"),
)
"""Columns of a review's tables that the first revision did not have, table by table."""


def oldest(path: Path) -> Review:
    """A file of the first revision that holds a review; rows of then had no trees, and one channel."""
    upgrade(path, busy_ms=0, to="0001")
    review = without_trees(with_everything())
    review = replace(review, asked_in=review.channel)
    with migrating(path, busy_ms=0) as connection:
        for table, column in NEWER:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column} TEXT")
        mapping.write(connection, None, review, {})
        for table, column in NEWER:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
    return review


def sql(path: Path, statement: str) -> list[Any]:
    """What plain SQL answers."""
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        return raw.execute(statement).fetchall()


@contextlib.contextmanager
def database(path: Path) -> Iterator[Database]:
    """An open database that waits for no other process."""
    opened = open_alone(path, busy_ms=0)
    with contextlib.closing(opened):
        yield opened


@contextlib.contextmanager
def store(path: Path) -> Iterator[SqlStore]:
    """An open store that waits for no other process."""
    with database(path) as opened:
        yield SqlStore(opened)


def kept(store: SqlStore, number: int) -> Review:
    """A review with its whole log."""
    with store.unit() as work:
        review, log = work.review(number), work.log(number)
    assert review is not None
    return replace(review, statements=log)


@contextlib.contextmanager
def open_to_all() -> Iterator[Path]:
    """A directory that any user may enter and only its owner may write to."""
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@contextlib.contextmanager
def as_somebody_else() -> Iterator[None]:
    """Without the rights of root, which no file is closed to; no change for anybody else."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


def refused(path: Path) -> str:
    """The key with which opening a file is refused."""
    try:
        open_alone(path, busy_ms=0).close()
    except OutsideError as error:
        return error.key
    return "opened"
