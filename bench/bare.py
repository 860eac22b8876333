"""What the disk itself takes: one row inserted and committed by SQLite alone."""

import sqlite3
import time
from pathlib import Path

from bench.figures import Sample

ROW = "x" * 400  # characters, about as many as a reply has as JSON


class Bare:
    """A database with one table, and the settings that ours has for a commit to survive a power cut."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE row (seq INTEGER PRIMARY KEY, body TEXT)")
        self._seconds: list[float] = []

    def commits(self) -> None:
        """One more row."""
        began = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO row (body) VALUES (?)", (ROW,))
        self._connection.execute("COMMIT")
        self._seconds.append(time.perf_counter() - began)

    @property
    def sample(self) -> Sample:
        """What each took."""
        return Sample(self._seconds)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
