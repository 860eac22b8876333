"""Databases to measure on: a few reviews held as people hold them, and as many copies of their rows as wanted."""

import contextlib
import sqlite3
from pathlib import Path

from bench.talking import LINE, TALK, answer
from bench.town import WORKSPACE, Town, speaker, town
from bot.domain.review import Stage
from bot.domain.vocabulary import Question

PEOPLE = tuple(speaker(name) for name in ("Mira", "Jonas", "Ade", "Lee"))
BURST = 10  # messages before people pause

# How each table that belongs to reviews names them. Everything else of a row stays as it is.
_REVIEW = {
    "number": "copy.new",
    "thread_thread": "'AR-' || copy.new",
}
_OUTBOX = {
    "review": "copy.new",
    "key": "replace(key, 'review:' || copy.old || ':', 'review:' || copy.new || ':')",
    "body": "body",
}
_INBOX = {
    "id": "id || ':copy:' || copy.new",
    "line": "CASE WHEN line IS NULL THEN NULL ELSE 'review:' || copy.new END",
    "body": "replace(body, '\"AR-' || copy.old || '\"', '\"AR-' || copy.new || '\"')",
}
_PART = {"review": "copy.new"}
_NEWCOMERS = """
    INSERT INTO person (person, workspace, name, agent)
    SELECT :workspace || ':p' || new, :workspace, 'P' || new, 0 FROM copy WHERE new % 5 = 0
"""  # where more reviews are held, more people are met


async def held(file: Path, reviews: int) -> None:
    """A new database with reviews at different stages: the first has one answer, each further one more."""
    async with town(file) as place:
        for number in range(1, reviews + 1):
            await place.opens(PEOPLE[number % len(PEOPLE)], number, LINE)
            await place.chooses(PEOPLE[0], number, "issue_refund")
            for turn in range(number):
                await _answers(place, number, turn)
                await _agrees(place, number)


async def talked(file: Path, lengths: tuple[int, ...]) -> None:
    """A new database with a review of each of these lengths, in statements, all waiting at the third question.

    A third of the messages belongs to each question, and of three messages one is talk between people.
    """
    async with town(file) as place:
        for number, length in enumerate(lengths, 1):
            await place.opens(PEOPLE[0], number, LINE)
            await place.chooses(PEOPLE[0], number, "issue_refund")
            for turn in range(length):
                text = TALK[turn % len(TALK)] if turn % 3 == 2 else answer(place.review(number).asking, turn)
                await place.replies(PEOPLE[turn % len(PEOPLE)], number, text)
                if turn % BURST == BURST - 1:
                    await place.pauses()
                if turn + 1 in (length // 3, 2 * length // 3):
                    await place.pauses()
                    await _moves_on(place, number)
            await place.pauses()
            review = place.review(number)
            assert (review.statement_count, review.asking) == (length, Question.AUTHORITY), review.asking


async def _answers(place: Town, number: int, turn: int) -> None:
    who = PEOPLE[turn % len(PEOPLE)]
    await place.replies(who, number, answer(place.review(number).asking, turn))
    await place.pauses()


async def _moves_on(place: Town, number: int) -> None:
    """The open question is left: its verdict agreed to where one is proposed, else for the end."""
    if not await _agrees(place, number):
        review = place.review(number)
        await place.presses(PEOPLE[1], number, "skip", f"{review.current}:{review.asking}")


async def _agrees(place: Town, number: int) -> bool:
    """Settle the verdict where one is proposed, so that the next question is asked."""
    for progress in place.review(number).progress:
        if progress.stage is Stage.VERDICT:
            await place.presses(PEOPLE[1], number, "agree", f"{progress.decision}:{progress.question}")
            return True
    return False


def multiplied(source: Path, target: Path, total: int) -> None:
    """A copy of a database in which there are `total` reviews: each further one has the rows of one that was held."""
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        with new:
            _copy_rows(new, total)
        assert not new.execute("PRAGMA foreign_key_check").fetchall()


def _copy_rows(new: sqlite3.Connection, total: int) -> None:
    (held_by_now,) = new.execute("SELECT max(number) FROM review").fetchone()
    new.execute("CREATE TEMP TABLE copy (old INTEGER, new INTEGER)")
    pairs = ((1 + (number - 1) % held_by_now, number) for number in range(held_by_now + 1, total + 1))
    new.executemany("INSERT INTO copy VALUES (?, ?)", pairs)
    new.execute("UPDATE counter SET value = ? WHERE name = 'review'", (total,))
    _copy(new, "review", _REVIEW, "review.number = copy.old")
    _copy(new, "outbox", _OUTBOX, "outbox.review = copy.old")
    new.execute(
        "DELETE FROM timer WHERE name = 'plan'"
    )  # else all of them are planned anew while others are timed
    _copy(new, "inbox", _INBOX, "line = 'review:' || copy.old OR id = 'open:' || copy.old")
    for table in _parts(new):
        _copy(new, table, _PART, f"{table}.review = copy.old")
    new.execute(_NEWCOMERS, {"workspace": WORKSPACE})


def _parts(new: sqlite3.Connection) -> list[str]:
    """The tables of what belongs to a review, owners before what they own."""
    tables = [name for (name,) in new.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    return [table for table in tables if table != "outbox" and "review" in _columns(new, table)]


def _columns(new: sqlite3.Connection, table: str) -> list[str]:
    """Its columns, without the number a row gets by itself."""
    return [row[1] for row in new.execute(f"PRAGMA table_info({table})") if row[1] != "seq"]


def _copy(new: sqlite3.Connection, table: str, changed: dict[str, str], belongs: str) -> None:
    columns = _columns(new, table)
    values = [changed.get(column, f'{table}."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    rows = f"SELECT {', '.join(values)} FROM copy CROSS JOIN {table} WHERE {belongs}"  # noqa: S608 - our own names
    new.execute(f"INSERT INTO {table} ({names}) {rows}")
