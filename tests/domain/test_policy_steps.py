"""What a policy changes: zone, hours and days off of people, who is told at which step, and first dates."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Hours
from bot.domain.due import Diaries, Diary, Policy, Who, first_due, first_wall_days
from bot.domain.foretold import Foretold, Outlook, foretold
from bot.domain.heard import Speaker
from bot.domain.interview.giving import give
from bot.domain.interview.notes import NOTHING
from bot.domain.interview.room import Room
from bot.domain.interview.unknowns import record_unknown
from bot.domain.nudges import NudgeKind, Where
from bot.domain.review import PersonKey, Review
from bot.domain.vocabulary import Facet, Question, Severity, Strength
from bot.voice import load_voice
from tests.domain.making import (
    ASKED,
    BUILDER,
    MONDAY,
    OPENER,
    OWNER,
    full_review,
    make_review,
    no_wall_yet,
    standing_wall,
    unknown,
    wall,
)
from tests.domain.playing import LAST_OWNER, days, handed

CHRISTMAS = date(2026, 12, 25)


def played(
    review: Review, policy: Policy, weeks: int = 10, last_owner: PersonKey | None = None
) -> tuple[Foretold, ...]:
    """All that is sent from Monday on, by nobody's diary."""
    return foretold(
        review, Outlook(policy, {}, last_owner=last_owner), MONDAY, MONDAY + timedelta(weeks=weeks)
    )


def told_to(messages: tuple[Foretold, ...], kind: NudgeKind) -> list[PersonKey | None]:
    """Who is told something of a kind, in order."""
    return [message.to for message in messages for nudge in message.nudges if nudge.kind is kind]


def test_a_zone_that_nobody_told_is_the_policys() -> None:
    """Of somebody without a diary, and of one that holds no zone; a zone of their own stays."""
    diaries = Diaries(
        Policy(zone="Europe/Berlin"), {ASKED: Diary(gone=True), BUILDER: Diary(zone="Asia/Tokyo")}
    )
    assert [diaries.of(p).zone for p in (OWNER, ASKED, BUILDER)] == [
        "Europe/Berlin",
        "Europe/Berlin",
        "Asia/Tokyo",
    ]
    assert diaries.is_gone(ASKED)


def test_days_off_are_the_policys_and_ones_own() -> None:
    """A day that is free for everybody, and one that is free for somebody."""
    own = date(2026, 12, 28)
    diaries = Diaries(Policy(free=frozenset({CHRISTMAS})), {ASKED: Diary(zone="UTC", free=frozenset({own}))})
    assert diaries.working(ASKED).free == {CHRISTMAS, own}
    assert diaries.working(OWNER).free == {CHRISTMAS}


def test_a_message_due_on_a_holiday_comes_on_the_next_working_day() -> None:
    """25 December 2026 is a Friday."""
    review = full_review(walls=(wall(due=CHRISTMAS),), same_tomorrow=None)
    day = foretold(
        review, Outlook(Policy(free=frozenset({CHRISTMAS}), wall_days=(0,)), {}), MONDAY, days(110)
    )
    assert [message.at for message in day][:1] == [datetime(2026, 12, 28, 10, tzinfo=UTC)]


@pytest.mark.parametrize(("first", "place"), [(Who.THREAD, Where.THREAD), (Who.ASKED, Where.DIRECT)])
def test_the_first_word_goes_where_the_policy_says(first: Who, place: Where) -> None:
    """In the thread, or by direct message; to who was asked either way, and the second word follows."""
    messages = played(handed(), Policy(first_word=first))
    words = [m for m in messages if {n.kind for n in m.nudges} & {NudgeKind.SILENT, NudgeKind.STILL_SILENT}]
    assert [(m.to, m.place) for m in words] == [(ASKED, place), (ASKED, Where.DIRECT)]


@pytest.mark.parametrize(
    ("owners", "asked"),
    [((Who.LAST_OWNER, Who.CHANNEL), [LAST_OWNER, None]), ((Who.CHANNEL,), [None])],
)
def test_who_is_asked_to_own_a_silent_review(owners: tuple[Who, ...], asked: list[PersonKey | None]) -> None:
    """The agent's last owner and then the channel, or the channel at once."""
    messages = played(handed(), Policy(next_owners=owners), last_owner=LAST_OWNER)
    assert told_to(messages, NudgeKind.NEEDS_OWNER) == asked


@pytest.mark.parametrize(
    ("too", "expected"),
    [
        ((), {BUILDER}),
        ((Who.ACCEPTER,), {BUILDER, OPENER}),
        ((Who.REVIEW_OWNER,), {BUILDER, OWNER}),
        ((Who.ACCEPTER, Who.REVIEW_OWNER), {BUILDER, OPENER, OWNER}),
    ],
)
def test_who_hears_that_a_wall_is_late(too: tuple[Who, ...], expected: set[PersonKey]) -> None:
    """Its owner always; who accepted that there is none, and the review's owner, as the policy says."""
    review = full_review(walls=(wall(),), no_wall_yet=no_wall_yet(), same_tomorrow=None)
    late = told_to(played(review, Policy(late_too=too)), NudgeKind.WALL_LATE)
    assert set(late) == expected
    assert len(late) == len(expected)


def test_the_reviews_owner_hears_once_of_a_late_wall_that_is_their_own() -> None:
    """As its owner, not once more as the review's."""
    review = full_review(walls=(wall(owner=OWNER),), same_tomorrow=None)
    messages = played(review, Policy(late_too=(Who.REVIEW_OWNER,)))
    assert told_to(messages, NudgeKind.WALL_LATE) == [OWNER]


def test_nobody_hears_that_a_wall_that_stands_is_late() -> None:
    """Whoever the policy would have told."""
    review = full_review(walls=(standing_wall(),), no_wall_yet=no_wall_yet(), same_tomorrow=None)
    messages = played(review, Policy(late_too=(Who.ACCEPTER, Who.REVIEW_OWNER)))
    assert told_to(messages, NudgeKind.WALL_LATE) == []


@given(st.sampled_from(Severity), st.sampled_from(Strength), st.integers(1, 365))
def test_a_first_date_is_the_one_of_its_severity_and_grade(
    severity: Severity, grade: Strength, wanted: int
) -> None:
    """A cell of the table moves dates of that cell alone."""
    policy = Policy(first_wall_calendar_days={**first_wall_days(), (severity, grade): wanted})
    day = date(2026, 9, 14)
    for other in Severity:
        due = first_due(wall(), other, policy, from_day=day, free=frozenset())
        cell = (
            wanted
            if (other, Strength.STRONG) == (severity, grade)
            else first_wall_days()[other, Strength.STRONG]
        )
        assert timedelta(0) <= due - (day + timedelta(cell)) <= timedelta(2)


def test_dates_that_the_interview_proposes_are_the_policys() -> None:
    """An unknown's in working days, a wall's by the table; neither on a day off."""
    first = {**first_wall_days(), (Severity.UNKNOWN, Strength.STRONG): 7}
    off = frozenset({date(2026, 9, 16), date(2026, 9, 21)})
    policy = Policy(free=off, first_unknown_days=2, first_wall_calendar_days=first)
    room = Room(load_voice(None).script, MONDAY, policy=policy)
    found, _ = record_unknown(make_review(), Question.DECISION, (Facet.BELIEF,), NOTHING, room)
    assert found.unknowns[0].due == date(2026, 9, 17)
    proposed = make_review(walls=(wall(owner=None, due=None),))
    given_to = give(proposed, "W1", BUILDER, None, Speaker(OWNER, "Olaf"), room)
    assert given_to.review.walls[0].due == date(2026, 9, 22)


SOME = st.lists(st.integers(-10, 30), min_size=1, max_size=4, unique=True).map(lambda d: tuple(sorted(d)))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy that a file can give."""
    first, second, third = sorted(draw(st.lists(st.integers(1, 20), min_size=3, max_size=3, unique=True)))
    start = draw(st.integers(0, 12))
    wall_days = draw(SOME)
    return Policy(
        zone=draw(st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe"])),
        hours=Hours(time(start), time(start + draw(st.integers(2, 11)))),
        direct_at=time(start + 1),
        free=draw(st.frozensets(st.dates(date(2026, 9, 14), date(2026, 12, 31)), max_size=8)),
        first_word=draw(st.sampled_from([Who.THREAD, Who.ASKED])),
        silent_hours=draw(st.integers(1, 80)),
        still_silent_days=first,
        last_days=second,
        stalled_days=third,
        most=draw(st.integers(1, 3)),
        owner_silent_days=draw(st.integers(1, 20)),
        next_owners=draw(st.sampled_from([(Who.LAST_OWNER, Who.CHANNEL), (Who.CHANNEL,)])),
        unknown_days=draw(SOME),
        wall_days=wall_days,
        late_days=wall_days[-1] + draw(st.integers(1, 20)),
        late_too=draw(st.sampled_from([(), (Who.ACCEPTER,), (Who.ACCEPTER, Who.REVIEW_OWNER)])),
        repeat_calendar_days=draw(st.integers(1, 40)),
        drill_calendar_days=draw(st.integers(0, 89)),
    )


@given(policies())
def test_whatever_the_policy_says_its_hours_hold_and_nobody_is_flooded(policy: Policy) -> None:
    """Inside its hours and on its working days, one message a day outside the thread, `most` words a question."""
    review = handed(
        walls=(wall(), standing_wall(2), wall(3, due=None, owner=OWNER)),
        unknowns=(unknown(Question.DECISION, Facet.BELIEF),),
        no_wall_yet=no_wall_yet(),
    )
    messages = played(review, policy, 16, LAST_OWNER)
    zone = ZoneInfo(policy.zone)
    seen: set[tuple[PersonKey | None, date]] = set()
    for message in messages:
        local = message.at.astimezone(zone)
        direct = message.place is Where.DIRECT
        assert (policy.direct_at if direct else policy.hours.start) <= local.time() < policy.hours.end
        assert local.weekday() < 5
        assert local.date() not in policy.free
        assert not direct or (message.to, local.date()) not in seen
        seen |= {(message.to, local.date())} if direct else set()
    words = {NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST}
    assert sum(n.kind in words for m in messages for n in m.nudges) == policy.most
    assert told_to(messages, NudgeKind.STALLED) == [OWNER]
    assert told_to(messages, NudgeKind.WALL_LATE)[:1]
