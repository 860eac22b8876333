"""A year of reminders in a town of fifty people: every message held against invariants, every day looked back on."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.domain.nudges import NudgeKind
from bot.ports import Store
from storage.memory import MemoryStore
from storage.store import open_store
from tests.databases import blank_at
from tests.year.living import Life, Lived, Stretch
from tests.year.people import ZONES

TENTH = Stretch(date(2028, 2, 28), days=36, people=50, reviews=60, leavers=2)
"""The leap day, the changes of the clocks in America, in Europe, and at its end in the south."""

YEAR = Stretch(date(2027, 9, 6), days=366, people=50, reviews=200, leavers=6)
"""Both changes of every clock, and the leap day."""

DAYS = Stretch(date(2027, 9, 20), days=5, people=24, reviews=20, leavers=1)

MONTH = Stretch(date(2011, 12, 12), days=28, people=24, reviews=30, leavers=1)
NEW_RULES = {
    "a_day_left_out": replace(MONTH, zones=("Pacific/Apia", "Pacific/Fakaofo", "Europe/Berlin")),
    "no_more_summer_time": replace(
        MONTH, first=date(2014, 10, 13), zones=("Europe/Moscow", "Asia/Chita", "Europe/Berlin")
    ),
    "half_an_hour_later": replace(MONTH, first=date(2018, 4, 23), zones=("Asia/Pyongyang", "Asia/Seoul")),
}
"""Weeks in which countries changed the rules of their clocks."""

RAM = Path("/dev/shm")  # noqa: S108 - a file system in memory, where the machine has one; nothing lies there for long


class ForgetfulStore(MemoryStore):
    """In memory, without what is not asked for again: each unit of work copies all there is, each look sorts it."""

    def forget(self, before: datetime) -> None:
        """Let go of inputs and messages done with before a moment, and of who was told what; reviews still know it."""
        with self._changing() as rows:
            for key in [
                k for k, kept in rows.inbox.items() if kept.state == "handled" and kept.heard.at < before
            ]:
                del rows.inbox[key]
            for key in [k for k, e in rows.outbox.items() if e.state == "sent" and e.row.due_at < before]:
                del rows.outbox[key]
            for person, told in rows.told_to.items():
                rows.told_to[person] = tuple(seq for seq in told if rows.told[seq].at >= before)

    def reopened(self) -> "ForgetfulStore":
        """The same rows for the next process; what the one before had in hand may be claimed at once, as in a file."""
        with self._changing() as rows:
            for key, errand in rows.outbox.items():
                if errand.state == "sending":
                    rows.outbox[key] = replace(errand, next_at=errand.row.due_at)
        return self


def in_memory(stretch: Stretch) -> Lived:
    """Lived over a store in memory: what a restart finds is what was committed."""
    store = ForgetfulStore()
    return asyncio.run(Life(stretch, store.reopened, store.forget).live())


def in_a_file(stretch: Stretch, path: Path) -> Lived:
    """Lived over SQLite, opened anew by every process."""
    opened: list[Store] = []

    def reopen() -> Store:
        while opened:
            opened.pop().close()
        opened.append(open_store(path))
        return opened[0]

    blank_at(path)
    try:
        return asyncio.run(Life(stretch, reopen).live())
    finally:
        opened[0].close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where writing takes no time, if there is such a place: what a file system does is not what a year is about."""
    with TemporaryDirectory(dir=RAM if os.access(RAM, os.W_OK) else None) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def five_weeks() -> Lived:
    """In memory."""
    return in_memory(TENTH)


def test_five_weeks_hold_what_a_year_must(five_weeks: Lived) -> None:
    """In its person's hours, one a day, in order, none twice, none forgotten."""
    assert five_weeks.watch.wrong == []


def test_five_weeks_in_a_file_are_the_same_as_in_memory(five_weeks: Lived, folder: Path) -> None:
    """The same seed gives every message at the same moment, whatever keeps the rows."""
    in_file = in_a_file(TENTH, folder / "weeks.sqlite3").watch
    assert in_file.wrong == []
    assert in_file.digest() == five_weeks.watch.digest()


def test_the_same_seed_gives_the_same_days_and_another_gives_others() -> None:
    """Every message, its moment and all it held."""
    first, again, other = (in_memory(replace(DAYS, seed=seed)).watch for seed in (2, 2, 3))
    assert first.wrong == other.wrong == []
    assert first.digest() == again.digest() != other.digest()


@pytest.mark.parametrize("stretch", NEW_RULES.values(), ids=NEW_RULES.keys())
def test_weeks_in_which_a_zone_changes_its_rules_hold_the_same(stretch: Stretch) -> None:
    """Samoa leaves out a Friday, Russia sets its clocks back for good, Korea puts them on by half an hour."""
    lived = in_memory(stretch)
    assert lived.watch.wrong == []
    assert lived.watch.owed > 0


@pytest.mark.long
@pytest.mark.parametrize("live", [in_memory, in_a_file], ids=["memory", "sqlite"])
def test_a_year_holds(live: Callable[..., Lived], folder: Path) -> None:
    """Every kind of word was said, hundreds of processes died, people checked every day; and nothing is wrong."""
    lived = live(YEAR) if live is in_memory else live(YEAR, folder / "year.sqlite3")
    assert lived.watch.wrong == []
    town, kinds = lived.watch.town, Counter(told.kind for told in lived.told)
    assert set(kinds) == set(NudgeKind)
    assert (len(town.people), len(town.reviews)) == (50, 200)
    assert {diary.zone for diary in town.people.values()} == set(ZONES)
    assert lived.house.restarts > 300
    assert lived.watch.owed > 5000
