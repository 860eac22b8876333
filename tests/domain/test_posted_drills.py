"""Drills that a pipeline posts: what renews, what falls back, what waits for a person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.errors import PersonError
from bot.domain.posted_drills import post
from bot.domain.review import Drill, Outcome, PersonKey, Wall
from bot.domain.vocabulary import WallStatus, YesNo
from bot.domain.walls import breach, built, expire, outdated, proved_until, verify_drill
from tests.domain.making import BUILDER, MONDAY, VERIFIER, standing_wall, wall

PIPELINE = PersonKey("hook:drill:nightly")
HELD = Outcome(YesNo.YES, YesNo.YES, YesNo.YES)
MISSED = replace(HELD, told=YesNo.NO)
LATER = MONDAY + timedelta(days=30)


def drill(case: Outcome = HELD, days: int = 30) -> Drill:
    """A drill of the pipeline, so many days after Monday."""
    return Drill(0, "staging", MONDAY + timedelta(days=days), PIPELINE, HELD, case, ("E1",))


def posted(before: Wall, made: Drill, days: int = 30) -> Wall:
    """The wall after a drill was posted, so many days after Monday."""
    now = MONDAY + timedelta(days=days)
    return post(before, made, by=PIPELINE, now=now, today=now.date())


def test_a_pass_renews_a_standing_wall_for_ninety_days_from_its_run() -> None:
    """Without a verifier, and nothing about the wall changed."""
    before = standing_wall()
    after = posted(before, drill())
    assert (after.status, after.changes) == (WallStatus.STANDING, before.changes)
    assert proved_until(after) == LATER.date() + timedelta(days=90)
    assert after.drills[-1].verifier is None


def test_an_older_drill_posted_late_shortens_nothing() -> None:
    """The longest proof counts."""
    after = posted(posted(standing_wall(), drill(days=30)), drill(days=20))
    assert proved_until(after) == LATER.date() + timedelta(days=90)


@pytest.mark.parametrize("why", ["too old", "the agent changed"])
def test_a_pass_brings_an_expired_wall_back(why: str) -> None:
    """What it rests on ran out, or a change made it stale: the same drill, run again, is enough."""
    stands, today = standing_wall(), date(2026, 12, 14)
    if why == "too old":
        before = expire(stands, now=MONDAY + timedelta(days=91), today=today)
    else:
        before = outdated(stands, what="model", now=LATER)
    assert before.status is WallStatus.EXPIRED
    after = posted(before, drill(days=91), days=91)
    assert after.status is WallStatus.STANDING
    assert after.changes[-1].status is WallStatus.STANDING
    assert expire(after, now=MONDAY, today=today) == after


def test_a_failure_puts_it_back_to_built() -> None:
    """And voids the drills before it: one run earlier and posted later proves nothing."""
    after = posted(standing_wall(), drill(MISSED))
    assert after.status is WallStatus.BUILT
    with pytest.raises(PersonError, match="drill_too_old"):
        posted(after, drill(days=29))


def test_after_a_failure_somebody_looks_again() -> None:
    """A pass waits to be verified then, and stands once it is."""
    fell = posted(standing_wall(), drill(MISSED))
    waits = posted(fell, drill(days=31), days=31)
    assert waits.status is WallStatus.DRILLED
    assert waits.drills[-1].valid_until is None
    now = MONDAY + timedelta(days=32)
    assert verify_drill(waits, by=VERIFIER, now=now, today=now.date()).status is WallStatus.STANDING


def test_after_a_breach_it_is_built_anew_and_somebody_looks() -> None:
    """What did not hold once is not taken on trust."""
    down = breach(standing_wall(), now=LATER, why="AR-9")
    with pytest.raises(PersonError, match="wall_not_now"):
        posted(down, drill())
    assert posted(built(down, by=BUILDER, now=LATER), drill()).status is WallStatus.DRILLED


@pytest.mark.parametrize("case", [HELD, MISSED])
def test_before_a_person_verified_one_nothing_is_taken(case: Outcome) -> None:
    """The first drill is a person's, seen by another."""
    with pytest.raises(PersonError, match="drill_unverified"):
        posted(wall(1, status=WallStatus.BUILT), drill(case))


@pytest.mark.parametrize(
    ("made", "days", "error"),
    [(drill(days=31), 30, "drill_not_run_yet"), (drill(days=30), 121, "drill_run_out")],
)
def test_a_drill_of_another_time_is_refused(made: Drill, days: int, error: str) -> None:
    """One not run yet, and one that proves nothing any more."""
    with pytest.raises(PersonError, match=error):
        posted(standing_wall(), made, days=days)
