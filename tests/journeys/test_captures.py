"""A wall that records what an agent sees drills itself: runs arrive, one is full, and the wall stands."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.points import trace_of
from bot.domain.heard import CaptureSeen
from bot.domain.vocabulary import WallStatus
from bot.domain.walls import outdated, proved_until
from storage.memory import MemoryStore
from storage.store import open_store
from tests.databases import blank_at
from tests.domain.making import MONDAY, evidence
from tests.journeys.captures import RUN, Watched, review_of, run, sevens, with_losses, without_windows


def part() -> bytes:
    """Other spans of the run, which came before: its tools and what called it."""
    return run(change=without_windows).replace(b"00f1a0000000d1", b"00f1a0000000e1")


@pytest.fixture
def house() -> Watched:
    """A process over a store in memory, an hour after the wall was proposed."""
    return Watched(MemoryStore())


def test_a_full_window_is_the_drill_of_the_wall(house: Watched) -> None:
    """Nobody pressed anything: it stands for 90 days from the arrival, and the thread hears so once."""
    house.keep(review_of())
    house.arrives(run())
    arrived = house.clock.now()
    assert house.settles() == 1
    stands = house.wall()
    assert (stands.status, stands.drills[-1].run_at) == (WallStatus.STANDING, arrived)
    assert proved_until(stands) == arrived.date() + timedelta(days=90)
    assert house.said == ["wall_captured"]


def test_its_run_is_kept_for_good_as_evidence(house: Watched) -> None:
    """Pinned, with the bytes the drill rests on, and its decision points."""
    house.keep(review_of())
    house.arrives(run())
    house.settles()
    (kept,) = house.town.review(7).evidence
    assert (kept.source, kept.points) == (f"trace {RUN}", 3)
    assert house.store.blob(kept.kept_sha256)
    later = house.clock.now() + timedelta(days=365)
    assert house.store.received.drop(later, 1000) == 0


def test_what_the_review_is_about_stays_its_own_run(house: Watched) -> None:
    """The run of the incident is shown where nobody names one; the newer one, which is only proof, by its name."""
    house.keep(review_of(evidence=(evidence(1),)))
    house.arrives(run())
    house.settles()
    review = house.town.review(7)
    assert trace_of(review, "").id == "E1"
    assert trace_of(review, "E2").source == f"trace {RUN}"


def test_a_second_window_drills_it_no_second_time(house: Watched) -> None:
    """It stands, and is asked of again when its proof is about to end."""
    house.keep(review_of())
    house.arrives(run())
    house.settles()
    house.arrives(run(sevens(2)))
    assert house.settles() == 0
    assert len(house.wall().drills) == 1
    house.clock.advance(timedelta(days=83))
    house.arrives(run(sevens(3)))
    assert house.settles() == 1
    assert len(house.wall().drills) == 2
    assert house.settles() == 0


def test_the_proof_is_renewed_before_anybody_is_reminded_of_it(house: Watched) -> None:
    """The reminder comes seven days before it ends; wherever its owner is, a window came first."""
    house.keep(review_of())
    house.arrives(run())
    house.settles()
    until = proved_until(house.wall())
    assert until is not None
    house.clock.advance(timedelta(days=82) - timedelta(minutes=5))
    assert (until - house.clock.now().date()).days == 8
    house.arrives(run(sevens(2)))
    house.settles()
    assert len(house.wall().drills) == 2


@pytest.mark.parametrize("change", [without_windows, with_losses])
def test_a_window_with_a_gap_does_not_count(house: Watched, change: Callable[[dict[str, Any]], None]) -> None:
    """Not recorded at all, or in part; the next one that is full does."""
    house.keep(review_of())
    house.arrives(run(sevens(1), change=change))
    assert house.settles() == 0
    assert house.wall().status is WallStatus.ACCEPTED
    assert house.said == []
    house.arrives(run())
    assert house.settles() == 1


def test_a_run_of_another_agent_does_not_count(house: Watched) -> None:
    """However full; an agent nobody named has no runs at all."""
    house.keep(review_of(), review_of("", number=8))
    house.arrives(run(agent="triage"))
    house.arrives(run(sevens(2), agent=""))
    assert house.settles() == 0
    assert house.wall().status is WallStatus.ACCEPTED


def test_the_window_of_another_agent_in_the_same_run_does_not_count(house: Watched) -> None:
    """The agent's own spans are there, and its own windows are not."""
    house.keep(review_of())
    house.arrives(run(agent="triage"))
    house.arrives(run(change=without_windows))
    assert house.settles() == 0


def test_a_run_counts_from_the_proposal_on(house: Watched) -> None:
    """One that began to arrive before does not, though the rest of it came after."""
    early = Watched(house.store, MONDAY - timedelta(minutes=2))
    early.arrives(part())
    house.keep(review_of())
    house.arrives(run())
    assert house.settles() == 0
    house.arrives(run(sevens(2)))
    assert house.settles() == 1


def test_one_that_came_while_nobody_had_taken_the_wall_counts_once_somebody_has(house: Watched) -> None:
    """A proposed wall is not touched meanwhile."""
    house.keep(review_of(status=WallStatus.PROPOSED))
    house.arrives(run())
    assert house.settles() == 0
    house.keep(review_of())
    assert house.settles() == 1


@pytest.mark.parametrize("status", [WallStatus.BREACHED, WallStatus.DECLINED, WallStatus.SUPERSEDED])
def test_a_wall_that_nobody_waits_for_is_left_alone(house: Watched, status: WallStatus) -> None:
    """A breached one is built anew first; one that was ended is ended."""
    house.keep(review_of(status=status))
    house.arrives(run())
    assert house.settles() == 0
    assert house.wall().status is status


def test_after_a_change_of_the_agent_the_next_window_brings_it_back(house: Watched) -> None:
    """The one it stood on shows what the agent was."""
    house.keep(review_of())
    house.arrives(run())
    house.settles()
    review = house.town.review(7)
    void = outdated(house.wall(), what="model", now=house.clock.now())
    house.keep(review_of(walls=(void,), evidence=review.evidence))
    assert house.settles() == 0
    house.arrives(run(sevens(2)))
    assert house.settles() == 1
    assert house.wall().status is WallStatus.STANDING


def test_a_run_is_looked_at_once_nothing_more_of_it_comes(house: Watched) -> None:
    """While it arrives, its windows may be on their way."""
    house.keep(review_of())
    house.arrives(run())
    assert asyncio.run(house.captures.look()) == 0
    assert house.settles() == 1


def test_a_run_that_was_not_full_is_looked_at_again_when_more_of_it_came(house: Watched) -> None:
    """A part that was late is a part of it."""
    house.keep(review_of())
    house.arrives(part())
    assert house.settles() == 0
    house.arrives(run())
    assert house.settles() == 1


def test_one_run_drills_the_walls_of_every_review_of_its_agent(house: Watched) -> None:
    """Each hears it in its own thread."""
    house.keep(review_of(), review_of(number=8), review_of("triage", number=9))
    house.arrives(run())
    assert house.settles() == 2
    assert house.wall(8).status is WallStatus.STANDING
    assert house.wall(9).status is WallStatus.ACCEPTED


def test_many_runs_without_a_window_hide_no_full_one_for_long(house: Watched) -> None:
    """A few are read in each look, the newest first, and none of them twice."""
    house.keep(review_of())
    house.arrives(run())
    for number in range(1, 8):
        house.clock.advance(timedelta(seconds=1))
        house.arrives(run(sevens(number), change=without_windows))
    looks = 0
    while house.wall().status is not WallStatus.STANDING:
        house.settles()
        looks += 1
        assert looks <= 3


def test_an_end_between_arrival_and_drill_loses_nothing(tmp_path: Path) -> None:
    """The run is in the database, the wall is; the next process looks."""
    path = blank_at(tmp_path / "r.sqlite3")
    store = open_store(path)
    before = Watched(store)
    before.keep(review_of())
    before.arrives(run())
    store.close()
    store = open_store(path)
    after = Watched(store, before.clock.now() + timedelta(days=2))
    assert after.settles() == 1
    assert after.wall().status is WallStatus.STANDING
    assert after.said == ["wall_captured"]
    store.close()


def test_an_end_between_news_and_drill_says_it_once(house: Watched) -> None:
    """What was heard is stored; the next process works it off, and looking again adds nothing."""
    house.keep(review_of())
    house.arrives(run())

    async def only_stored(heard: Any) -> None:
        house.store.receive(heard)

    house.captures.hear = only_stored
    assert house.settles() == 1
    assert house.wall().status is WallStatus.ACCEPTED
    house.restart()
    assert house.settles() == 1  # heard again, under the same id
    asyncio.run(house.town.inbox.recover())
    assert house.settles() == 0
    assert len(house.wall().drills) == 1
    assert house.said == ["wall_captured"]
    assert len({heard.id for heard in house.heard if isinstance(heard, CaptureSeen)}) == 1


def test_two_processes_that_look_at_once_drill_it_once(house: Watched) -> None:
    """The same run is the same news, whoever saw it."""
    other = Watched(house.store)
    house.keep(review_of())
    house.arrives(run())
    other.clock.advance(timedelta(minutes=1))
    assert house.settles() == 1
    for heard in house.heard:
        asyncio.run(other.town.inbox.hear(heard))
    assert len(house.wall().drills) == 1
