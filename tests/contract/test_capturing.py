"""Reviews in which a window of their agent may be a drill, as every store finds them."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.capturing import TAKEN, captured, drilled, waits
from bot.domain.review import Review, Span, Wall
from bot.domain.vocabulary import Family, Status, WallStatus
from bot.ports import Store
from storage import capturing
from tests.adapters.storage.test_plans import plan_of
from tests.contract.reviews import MOMENT, plain, wall

ENDS = MOMENT.date() + timedelta(days=90)
OWN = Span("bot", "Capture context at decision time")
QUOTED = Span("S1", 'it wrote "source":"bot" into the log')


def capture_wall(status: WallStatus = WallStatus.ACCEPTED, spans: tuple[Span, ...] = (OWN,)) -> Wall:
    """The bot's own wall."""
    return replace(wall("W1", status), spans=spans, family=Family.DETECT)


def proved() -> Wall:
    """One that a window proved."""
    before = capture_wall()
    return captured(
        before, drilled(before, agent="Refund-Desk", arrived_at=MOMENT, evidence="E1"), now=MOMENT
    )


def review(number: int, *walls: Wall, agent: str = "refund-desk") -> Review:
    """A review of the agent."""
    return replace(plain(number), agent=agent, walls=walls)


def keep(store: Store, *reviews: Review) -> None:
    """As a journey would."""
    with store.unit() as work:
        for each in reviews:
            work.keep(each)


@pytest.mark.parametrize("status", WallStatus)
def test_a_wall_that_is_taken_is_waited_for(store: Store, status: WallStatus) -> None:
    """As the domain says it, whatever the wall is."""
    kept = review(1, capture_wall(status))
    keep(store, kept)
    expected = ((1, "refund-desk"),) if status in TAKEN - {WallStatus.STANDING} else ()
    if status is not WallStatus.STANDING:  # one that stands without a drill is none of ours
        assert store.capturing(ENDS) == expected
        assert bool(waits(kept, ENDS, 0)) is bool(expected)


def test_a_proof_that_ends_soon_is_waited_for(store: Store) -> None:
    """From its last day on, and not before."""
    keep(store, review(1, proved()))
    assert store.capturing(ENDS - timedelta(days=1)) == ()
    assert store.capturing(ENDS) == ((1, "refund-desk"),)


def test_only_the_bots_own_wall_of_a_known_agent_counts(store: Store) -> None:
    """None in the words of people, whatever these quote; of no other kind; none where nobody knows the agent."""
    keep(
        store,
        review(1, capture_wall(spans=(QUOTED,))),
        review(2, replace(capture_wall(), family=Family.GATE)),
        review(3, capture_wall(), agent=""),
        replace(review(4, capture_wall()), status=Status.WITHDRAWN),
        review(5),
    )
    assert store.capturing(date.max) == ()


def test_reviews_come_once_each_in_order(store: Store) -> None:
    """Closed ones too: a wall outlives its review."""
    second = replace(capture_wall(), id="W2")
    keep(store, replace(review(9, capture_wall(), second), status=Status.CLOSED), review(2, capture_wall()))
    assert store.capturing(ENDS) == ((2, "refund-desk"), (9, "refund-desk"))


def test_a_drill_that_a_window_is_comes_back_as_it_was_kept(store: Store) -> None:
    """With what it claims and what it does not."""
    keep(store, review(1, proved()))
    with store.unit() as work:
        kept = work.review(1)
    assert kept is not None
    assert kept.walls == (proved(),)


def test_they_are_found_by_the_kind_and_status_of_walls(tmp_path: Path) -> None:
    """Walls of other kinds and reviews without any are not gone through."""
    plan = plan_of(tmp_path, lambda connection: capturing.reviews(connection, ENDS))
    assert any("ix_wall_family_status (family=? AND status=?)" in step for step in plan), plan
    assert not any(step.startswith("SCAN") for step in plan), plan
