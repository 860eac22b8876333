"""A year of reminders in a town of fifty people: every message held against invariants, every day looked back on."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

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


class ForgetfulStore(MemoryStore):
    """In memory, without the inputs and messages done with long ago: each unit of work copies all there is."""

    def forget(self, before: datetime) -> None:
        """Let go of what was done with before a moment; what people were told stays."""
        with self._changing() as rows:
            for key in [
                k for k, kept in rows.inbox.items() if kept.state == "handled" and kept.heard.at < before
            ]:
                del rows.inbox[key]
            for key in [k for k, e in rows.outbox.items() if e.state == "sent" and e.row.due_at < before]:
                del rows.outbox[key]


def in_memory(stretch: Stretch) -> Lived:
    """Lived over a store in memory: what a restart finds is what was committed."""
    store = ForgetfulStore()
    return asyncio.run(Life(stretch, lambda: store, store.forget).live())


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


def test_five_weeks_hold_what_a_year_must() -> None:
    """In its person's hours, one a day, in order, none twice, none forgotten."""
    assert in_memory(TENTH).watch.wrong == []


def test_the_same_seed_gives_the_same_days_and_another_gives_others() -> None:
    """Every message, its moment and all it held."""
    first, again, other = (in_memory(replace(DAYS, seed=seed)).watch for seed in (2, 2, 3))
    assert first.wrong == other.wrong == []
    assert first.digest() == again.digest() != other.digest()


@pytest.mark.long
@pytest.mark.parametrize("live", [in_memory, in_a_file], ids=["memory", "sqlite"])
def test_a_year_holds(live: Callable[..., Lived], tmp_path: Path) -> None:
    """Every kind of word was said, hundreds of processes died, people checked every day; and nothing is wrong."""
    lived = live(YEAR) if live is in_memory else live(YEAR, tmp_path / "year.sqlite3")
    assert lived.watch.wrong == []
    town, kinds = lived.watch.town, Counter(told.kind for told in lived.told)
    assert set(kinds) == set(NudgeKind)
    assert (len(town.people), len(town.reviews)) == (50, 200)
    assert {diary.zone for diary in town.people.values()} == set(ZONES)
    assert lived.house.restarts > 300
    assert lived.watch.owed > 5000
