"""What would be sent about a review if nobody did anything."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from bot.domain.due import Diary, Policy
from bot.domain.foretold import Foretold, Outlook, concerned, foretold
from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey, Review
from bot.domain.vocabulary import Facet, Question, Status, WallStatus
from tests.domain.making import (
    ASKED,
    BUILDER,
    MONDAY,
    OPENER,
    OWNER,
    full_review,
    no_wall_yet,
    standing_wall,
    unknown,
    wall,
)
from tests.domain.playing import POLICY, Player, days, handed
from tests.domain.test_reminders import diaries_of_people, reviews_with_much_open

OUTLOOK = Outlook(POLICY, {})


def kinds(messages: tuple[Foretold, ...]) -> list[tuple[str, PersonKey | None, set[NudgeKind]]]:
    """Of each message the time in UTC, the person and what it holds."""
    return [(f"{m.at:%a %d %b %H:%M}", m.to, {n.kind for n in m.nudges}) for m in messages]


@given(reviews_with_much_open(), diaries_of_people())
def test_it_is_what_a_clock_would_send(review: Review, diaries: dict[PersonKey, Diary]) -> None:
    """Moment by moment the same as sending it: nothing more, nothing less, as long as no proof runs out."""
    player = Player(review, diaries, last_owner=OPENER)
    sent = player.play(until=days(60))
    messages = foretold(review, Outlook(POLICY, diaries, last_owner=OPENER), MONDAY, days(60))
    told = [(f"{m.at:%a %d %b %H:%M}", n.kind, n.to) for m in messages for n in m.nudges]
    assert sorted(told, key=str) == sorted(sent, key=str)


@given(reviews_with_much_open(), diaries_of_people())
def test_what_a_person_gets_at_one_moment_is_one_message(
    review: Review, diaries: dict[PersonKey, Diary]
) -> None:
    """In order of time, several items in one."""
    messages = foretold(review, Outlook(POLICY, diaries), MONDAY, days(60))
    assert [m.at for m in messages] == sorted(m.at for m in messages)
    direct = [(m.at, m.to) for m in messages if m.place is Where.DIRECT]
    assert len(direct) == len(set(direct))


def test_what_was_told_is_not_foretold_again() -> None:
    """A first word that went out on Monday: the second one comes next."""
    told = Told(7, NudgeKind.SILENT, "A:decision", ASKED, Where.THREAD, date(2026, 9, 14), days(0.2))
    messages = foretold(handed(), replace(OUTLOOK, told=(told,)), days(0.25), days(2))
    assert kinds(messages) == [("Tue 15 Sep 10:00", ASKED, {NudgeKind.STILL_SILENT})]


def test_a_message_about_another_review_takes_the_persons_day() -> None:
    """One a day, whatever it was about."""
    other = Told(8, NudgeKind.WALL_DUE, "W1", BUILDER, Where.DIRECT, date(2026, 10, 1), days(17))
    review = full_review(walls=(wall(due=date(2026, 10, 1)),), same_tomorrow=None)
    messages = foretold(review, replace(OUTLOOK, told=(other,)), days(17), days(18.5))
    assert kinds(messages) == [("Fri 02 Oct 10:00", BUILDER, {NudgeKind.WALL_DUE})]


def test_a_wall_whose_proof_runs_out_is_asked_about_again_and_again() -> None:
    """Seven days before, on the first working day without proof, and weekly: nobody ran a drill."""
    review = full_review(walls=(standing_wall(),), same_tomorrow=None)
    messages = foretold(
        review, OUTLOOK, datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    )
    assert kinds(messages) == [
        ("Mon 07 Dec 10:00", BUILDER, {NudgeKind.DRILL_DUE}),
        ("Mon 14 Dec 10:00", BUILDER, {NudgeKind.DRILL_DUE}),
        ("Mon 21 Dec 10:00", BUILDER, {NudgeKind.DRILL_DUE}),
        ("Mon 28 Dec 10:00", BUILDER, {NudgeKind.DRILL_DUE}),
    ]
    assert review.walls[0].status is WallStatus.STANDING


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.MERGED])
def test_of_a_review_that_ended_nothing_is_foretold(status: Status) -> None:
    """Whatever is open in it."""
    review = full_review(status=status, walls=(wall(),), unknowns=(unknown(Question.DECISION, Facet.BELIEF),))
    assert foretold(review, OUTLOOK, MONDAY, days(100)) == ()


def test_what_is_due_at_the_very_end_is_in_it_and_nothing_later() -> None:
    """The span holds both its ends."""
    review = full_review(walls=(wall(due=date(2026, 10, 1)),), same_tomorrow=None)
    at = datetime(2026, 9, 29, 10, tzinfo=UTC)
    assert [m.at for m in foretold(review, OUTLOOK, MONDAY, at)] == [at]
    assert foretold(review, OUTLOOK, MONDAY, at - timedelta(seconds=1)) == ()


def test_whose_time_must_be_known() -> None:
    """The owner, owners of walls and unknowns, who was asked, and who accepted that there is no wall."""
    review = handed(
        walls=(wall(), wall(2, owner=None)),
        unknowns=(unknown(Question.DECISION, Facet.BELIEF, owner=PersonKey("test:T1:finder")),),
        no_wall_yet=no_wall_yet(),
    )
    assert concerned(review) == {OWNER, BUILDER, ASKED, OPENER, PersonKey("test:T1:finder")}


@given(reviews_with_much_open(), diaries_of_people())
def test_nobody_is_told_whose_time_was_not_asked_for(review: Review, diaries: dict[PersonKey, Diary]) -> None:
    """Everybody who gets a message is among those concerned, or the agent's last owner."""
    last = PersonKey("test:T1:lastowner")
    for message in foretold(review, Outlook(Policy(), diaries, last_owner=last), MONDAY, days(60)):
        assert message.to is None or message.to in concerned(review) | {last}
