"""The chat over a database in trouble: what could not be kept is said so, stays at hand, and is never kept twice."""

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection

from bot.chat.terminal.house import House
from bot.chat.terminal.session import Session
from bot.domain.errors import Later
from bot.domain.heard import Heard
from bot.domain.says import Reply
from storage.store import SqlStore
from tests.adapters.terminal.desk import DEMO_TRACE, OPENING, Desk, Step, sentence, words

ANSWER = "It could stop, ask a person, or mail the list; it chose to mail it."
ROLE = ("/agent-incident role", "@ana", "support lead")
"""A form, and what is typed into it."""


def said(desk: Desk) -> list[str]:
    """The texts of the log, in order."""
    return [statement.text for statement in desk.review().statements]


def on_the_writer(statement: str) -> Step:
    """A setting of SQLite for the one connection that writes."""

    async def step(session: Session) -> None:
        store = session.house.store
        assert isinstance(store, SqlStore)
        run: Callable[[Connection], object] = lambda connection: connection.exec_driver_sql(statement)  # noqa: E731 - typed
        store._database.write(run)  # noqa: SLF001 - only this connection can be made to fail

    return step


def test_a_locked_file_is_said_and_tried_again(desk: Desk) -> None:
    """What could not be kept is said so, and kept when it is said again; the rest stays."""
    path = desk.settings.database
    with contextlib.ExitStack() as stack:

        async def lock(_: Session) -> None:
            other = stack.enter_context(contextlib.closing(sqlite3.connect(path, isolation_level=None)))
            other.execute("BEGIN IMMEDIATE")

        async def unlock(_: Session) -> None:
            stack.close()

        steps = (OPENING, on_the_writer("PRAGMA busy_timeout = 0"), lock, ANSWER, unlock, ANSWER)
        visit = desk.visit(*steps)
    assert sentence("storage_locked", path=str(path)) in visit.told()
    assert said(desk) == [ANSWER]


@pytest.mark.parametrize(
    ("statement", "key"),
    [("PRAGMA max_page_count = 1", "storage_full"), ("PRAGMA query_only = ON", "storage_read_only")],
)
def test_a_file_that_takes_nothing_more_is_said(statement: str, key: str, desk: Desk) -> None:
    """Full, or read-only by now: one sentence a line, and what was kept can be looked up and goes on later."""
    steps = (OPENING, ANSWER, on_the_writer(statement), f"trace {DEMO_TRACE}", "It also mailed the board.")
    visit = desk.visit(*steps)
    assert sentence(key, path=str(desk.settings.database)) in visit.told()
    assert said(desk)[0] == ANSWER
    assert desk.visit("ana: It also mailed the board.").session.number == 1
    assert said(desk).count("It also mailed the board.") in {1, 2}


@dataclass
class Forgetful:
    """A house that keeps what it hears and fails to say so the first time."""

    house: House
    failed: bool = False

    def __getattr__(self, name: str) -> object:
        """Everything else is the house's."""
        return getattr(self.house, name)

    async def hear(self, heard: Heard) -> Reply | None:
        """Kept; the first answer is lost."""
        reply = await self.house.hear(heard)
        if not self.failed:
            self.failed = True
            raise Later("storage_locked", path="r.sqlite3")
        return reply


async def forgetful(session: Session) -> None:
    """From here on in such a house."""
    session.house = Forgetful(session.house)  # type: ignore[assignment]  # the rest is handed on by name


def test_what_is_said_again_after_an_error_is_the_same_message(desk: Desk) -> None:
    """Nobody knows whether it was kept: it is not kept twice, and keeps its number."""
    visit = desk.visit(OPENING, forgetful, ANSWER, ANSWER, "It also mailed the board, at 10:05.")
    assert sentence("storage_locked", path="r.sqlite3") in visit.told()
    assert said(desk) == [ANSWER, "It also mailed the board, at 10:05."]
    assert [m.number for m in visit.session.screen.messages] == [1, 2]


def test_another_line_after_an_error_is_another_message(desk: Desk) -> None:
    """Only the same words by the same person are the same."""
    desk.visit(OPENING, forgetful, ANSWER, f"lee: {ANSWER}")
    assert said(desk) == [ANSWER, ANSWER]


@dataclass
class Away(Forgetful):
    """A house that does not keep what it hears the first time."""

    async def hear(self, heard: Heard) -> Reply | None:
        """Not kept; from the second time on it is."""
        if not self.failed:
            self.failed = True
            raise Later("storage_locked", path="r.sqlite3")
        return await self.house.hear(heard)


def test_a_form_that_could_not_be_kept_stays_open(desk: Desk) -> None:
    """With all that was typed: an empty line at its last field sends it again."""

    async def away(session: Session) -> None:
        session.house = Away(session.house)  # type: ignore[assignment]  # the rest is handed on by name

    visit = desk.visit(OPENING, *ROLE[:2], away, ROLE[2], "")
    assert sentence("storage_locked", path="r.sqlite3") in visit.told()
    assert visit.session.forms == {}
    assert [p.role for p in desk.review().participants] == ["support lead"]


@pytest.mark.parametrize(
    ("typed", "again", "kind"),
    [
        ((OPENING,), OPENING, "opened"),
        ((OPENING, "[Don't know]"), "[Don't know]", "pressed"),
        ((OPENING, ANSWER, "edit 1: It chose."), "edit 1: It chose.", "edited"),
        ((OPENING, ANSWER, "delete 1"), "delete 1", "deleted"),
        ((OPENING, "link https://a.test/x"), "link https://a.test/x", "attached"),
        ((OPENING, *ROLE), "", "form_sent"),
    ],
)
def test_whatever_is_done_again_after_an_error_is_done_once(
    typed: tuple[str, ...], again: str, kind: str, desk: Desk
) -> None:
    """It was kept, and that could not be said: opened, pressed, changed or sent again, it is the same input."""
    *before, last = typed
    visit = desk.visit("ana: here", *before, forgetful, last, again)
    assert sentence("storage_locked", path="r.sqlite3") in visit.told()
    with contextlib.closing(sqlite3.connect(desk.settings.database)) as raw:
        (count,) = raw.execute("SELECT count(*) FROM inbox WHERE kind = ?", (kind,)).fetchone()
    assert count == 1
    assert visit.session.forms == {}


# -- what is kept by its end alone


def test_a_form_says_that_nothing_is_kept_before_its_end(desk: Desk) -> None:
    """And so it is: in another process it is not open, and what was typed into it is nowhere."""
    visit = desk.visit(OPENING, *ROLE[:2])
    (title,) = [text for text in visit.told() if "nothing is kept before" in text]
    assert "cancel" in title
    again = desk.visit("ana: here", ANSWER)
    assert (again.session.forms, said(desk)) == ({}, [ANSWER])
    assert words("form_cancelled") not in again.told()
