"""Who builds a wall: offered, taken by a date, given on, handed back; and what becomes of its proof meanwhile."""

from datetime import date, timedelta

import pytest

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Speaker
from bot.domain.review import Wall
from bot.domain.says import Place
from bot.domain.vocabulary import Question, Status, Strength, WallStatus
from bot.domain.walls import strength
from tests.domain.interview.answers import at, fill, finished
from tests.domain.interview.test_walls_in_thread import CHECKS, DONE, standing
from tests.domain.interview.thread import ANA, BEA, CEM, DEV, Thread, voice


def wall(thread: Thread) -> Wall:
    """The first wall of the review."""
    return thread.review.walls[0]


def refused(thread: Thread, by: Speaker, form: str, **fields: str) -> str:
    """What a person reads whose form about the first wall is refused."""
    with pytest.raises(PersonError) as error:
        thread.form(by, form, "W1", **fields)
    return voice().error(error.value.key, dict(error.value.values))


def built() -> Thread:
    """A wall that Bea took and built."""
    thread = finished()
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    thread.press(BEA, "built", "W1")
    return thread


@pytest.mark.parametrize("form", ["accept_wall", "date"])
def test_a_wall_is_not_promised_for_a_day_that_is_past(form: str) -> None:
    """The sentence names the day, and what would work."""
    thread = finished()
    thread.press(BEA, "own_wall", "W1")
    said = refused(thread, BEA, form, due="2026-09-01")
    assert said == "2026-09-01 is past. Please pick a day from today on for W1."
    assert wall(thread).status is WallStatus.PROPOSED


def test_a_wall_is_not_offered_for_a_day_that_is_past() -> None:
    """Whoever names its owner picks a day that can be met."""
    said = refused(finished(), ANA, "wall_owner", owner=BEA.person, due="2026-09-01")
    assert said == "2026-09-01 is past. Please pick a day from today on."


def test_the_first_date_of_a_wall_is_the_working_day_that_reminders_count_from() -> None:
    """Thirty days on where that is one, else the next."""
    thread = finished()
    thread.now += timedelta(days=3)  # Thursday: thirty days on is a Saturday
    thread.press(BEA, "own_wall", "W1")
    assert wall(thread).due == date(2026, 10, 19)


def test_whoever_takes_over_a_wall_that_is_late_is_not_late_already() -> None:
    """The old date is not theirs."""
    thread = finished()
    thread.form(ANA, "wall_owner", "W1", owner=BEA.person, due="2026-09-20")
    thread.now += timedelta(days=10)
    thread.form(ANA, "wall_owner", "W1", owner=CEM.person)
    thread.form(CEM, "accept_wall", "W1", **CHECKS)
    assert wall(thread).status is WallStatus.ACCEPTED
    due = wall(thread).due
    assert due is not None
    assert due > thread.now.date()


def test_naming_oneself_again_is_no_way_round_the_reason_for_a_second_missed_date() -> None:
    """A date that was promised is moved as any other."""
    thread = finished()
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", due="2026-09-20", **CHECKS)
    thread.now += timedelta(days=10)
    thread.form(BEA, "wall_owner", "W1", owner=BEA.person, due="2026-09-30")
    assert wall(thread).missed_dates == 1
    thread.now += timedelta(days=10)
    assert "Please add the reason" in refused(thread, BEA, "wall_owner", owner=BEA.person, due="2026-10-30")


def test_by_another_date_a_wall_is_taken_and_its_three_checks_can_still_be_answered() -> None:
    """They are its owner's alone; without them it could never be strong."""
    thread = at(Question.WALL)
    fill(thread)
    thread.press(ANA, "check", "W1:both")
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "date", "W1", due="2026-10-20")
    assert thread.button("form:accept_wall").value == "W1"
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    assert (wall(thread).status, wall(thread).due) == (WallStatus.ACCEPTED, date(2026, 10, 20))
    assert strength(wall(thread)) is Strength.STRONG
    again = thread.review
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    assert thread.review == again


def test_somebody_elses_wall_is_not_taken_and_its_owner_is_named() -> None:
    """They, or the review's owner, give it on."""
    thread = built()
    with pytest.raises(NotAllowed) as error:
        thread.press(CEM, "own_wall", "W1")
    assert "Bea" in voice().error(error.value.key, dict(error.value.values))


def test_the_reviews_owner_gives_on_a_standing_wall_whose_owner_is_gone() -> None:
    """It stands on; its new owner hears that it does, and takes it so."""
    thread = standing(finished())
    thread.form(ANA, "wall_owner", "W1", owner=DEV.person)
    (offer,) = thread.last
    assert (offer.place, offer.to) == (Place.ALONE, DEV.person)
    assert "standing" in thread.shown
    thread.form(DEV, "accept_wall", "W1", **CHECKS)
    assert (wall(thread).owner, wall(thread).status) == (DEV.person, WallStatus.STANDING)
    assert thread.status() is Status.CLOSED


def test_who_verified_a_wall_and_then_owns_it_has_proved_nothing() -> None:
    """The thread is asked for another verifier, and the review waits for the wall again."""
    thread = standing(finished())
    thread.form(ANA, "wall_owner", "W1", owner=CEM.person)
    assert [say.key for say in thread.last] == ["wall_unproved", "wall_offer"]
    assert (wall(thread).status, thread.status()) == (WallStatus.DRILLED, Status.OPEN)
    with pytest.raises(NotAllowed, match="verifier_is_owner"):
        thread.press(CEM, "verify", "W1")
    thread.tap(DEV, "verify")
    assert wall(thread).status is WallStatus.STANDING


def test_what_is_built_stays_built_in_other_hands_and_in_nobodys() -> None:
    """Neither accepting it nor handing it back undoes work."""
    thread = built()
    thread.form(BEA, "wall_owner", "W1", owner=CEM.person)
    thread.form(CEM, "accept_wall", "W1", **CHECKS)
    assert wall(thread).status is WallStatus.BUILT
    thread.press(CEM, "not_mine", "W1")
    assert (wall(thread).owner, wall(thread).status) == (None, WallStatus.BUILT)
    assert {"own_wall", "form:wall_owner"} <= {b.press for say in thread.last for b in say.buttons}
    thread.press(DEV, "own_wall", "W1")
    assert wall(thread).owner == DEV.person


def test_a_drill_that_did_not_hold_is_told_as_such() -> None:
    """Nobody is asked to verify it."""
    thread = built()
    thread.form(BEA, "drill", "W1", environment="a copy", **{**DONE, "sibling_blocked": "no"})
    assert wall(thread).status is WallStatus.BUILT
    assert "It did not hold both cases" in thread.shown
    assert "verifies it" not in thread.shown


def test_the_checks_of_a_wall_that_was_ended_are_not_answered_any_more() -> None:
    """The button is an old one."""
    thread = finished()
    thread.form(BEA, "decline", "W1", why="no budget this year")
    with pytest.raises(PersonError, match="wall_not_now"):
        thread.press(BEA, "check", "W1:neither")
