"""Who is owed a word: the cadence of nudges, in each person's own days and hours."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Hours
from bot.domain.due import first_due
from bot.domain.reminders import (
    Diary,
    Message,
    Nudge,
    NudgeKind,
    Told,
    Where,
    gather,
)
from bot.domain.review import (
    Act,
    PersonKey,
    Progress,
    Quiet,
    Review,
    Stage,
    WallChange,
    WhyUnknown,
)
from bot.domain.vocabulary import Facet, Question, Severity, Status, WallStatus
from tests.domain.making import (
    ASKED,
    BUILDER,
    MONDAY,
    OPENER,
    OWNER,
    YES_TO_ALL,
    full_review,
    no_wall_yet,
    same_tomorrow,
    standing_wall,
    unknown,
    wall,
)
from tests.domain.playing import LAST_OWNER, POLICY, Player, asked, days, handed


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.MERGED])
def test_an_opening_taken_back_owes_nothing(status: Status) -> None:
    """Neither walls nor unknowns nor the last line."""
    review = full_review(status=status, walls=(wall(),), unknowns=(unknown(Question.DECISION, Facet.BELIEF),))
    assert Player(review).play(until=days(200)) == []


def test_an_unknown_is_asked_after_on_its_date_and_twice_more() -> None:
    """Three nudges, and no more; it stays an unknown of its owner."""
    review = full_review(unknowns=(unknown(Question.DECISION, Facet.BELIEF),), same_tomorrow=None)
    assert Player(review).play(until=days(200)) == [
        ("Mon 21 Sep 10:00", NudgeKind.UNKNOWN_DUE, ASKED),
        ("Thu 24 Sep 10:00", NudgeKind.UNKNOWN_DUE, ASKED),
        ("Mon 28 Sep 10:00", NudgeKind.UNKNOWN_DUE, ASKED),
    ]


@pytest.mark.parametrize(
    "changes",
    [{"why": WhyUnknown.NOT_LOGGED}, {"why": WhyUnknown.NO_READER}, {"settled_at": MONDAY}],
)
def test_what_cannot_be_known_or_is_settled_is_not_asked_after(changes: dict[str, object]) -> None:
    """Nobody is asked for what was never recorded."""
    review = full_review(unknowns=(unknown(Question.DECISION, Facet.BELIEF, **changes),), same_tomorrow=None)
    assert Player(review).play(until=days(200)) == []


def test_a_wall_is_asked_after_around_its_date_then_every_week() -> None:
    """Two working days before, on the day, three after; a week past it is late, then weekly."""
    review = full_review(walls=(wall(due=date(2026, 9, 24)),), same_tomorrow=None)
    sent = Player(review).play(until=days(45))
    assert [(when, kind) for when, kind, _ in sent] == [
        ("Tue 22 Sep 10:00", NudgeKind.WALL_DUE),
        ("Thu 24 Sep 10:00", NudgeKind.WALL_DUE),
        ("Tue 29 Sep 10:00", NudgeKind.WALL_DUE),
        ("Mon 05 Oct 10:00", NudgeKind.WALL_LATE),
        ("Mon 12 Oct 10:00", NudgeKind.WALL_DUE),
        ("Mon 19 Oct 10:00", NudgeKind.WALL_DUE),
        ("Mon 26 Oct 10:00", NudgeKind.WALL_DUE),
    ]
    assert {to for _, _, to in sent} == {BUILDER}


@pytest.mark.parametrize(
    "status",
    [WallStatus.PROPOSED, WallStatus.ACCEPTED, WallStatus.BUILT, WallStatus.DRILLED, WallStatus.BREACHED],
)
def test_every_wall_that_does_not_stand_is_asked_after(status: WallStatus) -> None:
    """Built is not standing."""
    review = full_review(walls=(wall(status=status, due=date(2026, 9, 16)),), same_tomorrow=None)
    assert Player(review).play(until=days(0.5)) == [("Mon 14 Sep 10:00", NudgeKind.WALL_DUE, BUILDER)]


@pytest.mark.parametrize(
    "status", [WallStatus.DECLINED, WallStatus.NOT_APPLICABLE, WallStatus.SUPERSEDED, WallStatus.STANDING]
)
def test_a_wall_that_stands_or_was_ended_is_not_asked_after(status: WallStatus) -> None:
    """There is nothing to build."""
    review = full_review(walls=(wall(status=status, due=date(2026, 9, 16)),), same_tomorrow=None)
    assert Player(review).play(until=days(200)) == []


def test_a_wall_without_an_owner_is_the_reviews_owners() -> None:
    """Until somebody takes it."""
    review = full_review(walls=(wall(owner=None, due=date(2026, 9, 16)),), same_tomorrow=None)
    assert {to for _, _, to in Player(review).play(until=days(9))} == {OWNER}


def test_a_wall_without_a_date_has_the_first_date_it_would_be_offered() -> None:
    """30 days from Monday is a Wednesday; two working days before it is another Monday."""
    review = full_review(walls=(wall(due=None),), same_tomorrow=None)
    assert Player(review).play(until=days(29))[0][0] == "Mon 12 Oct 10:00"


def test_a_moved_date_moves_its_reminders() -> None:
    """Told before the old date, told again before the new one."""
    player = Player(full_review(walls=(wall(due=date(2026, 9, 17)),), same_tomorrow=None))
    assert [when for when, _, _ in player.play(until=days(2))] == ["Tue 15 Sep 10:00"]
    player.review = replace(player.review, walls=(wall(due=date(2026, 10, 15)),))
    assert [when for when, _, _ in player.play(until=days(31))] == ["Tue 13 Oct 10:00", "Thu 15 Oct 10:00"]


def test_who_accepted_that_no_wall_stands_hears_that_one_is_late() -> None:
    """The wall's owner and the named accepter, each once; and the accepter on the day they set."""
    review = full_review(
        status=Status.CLOSED,
        walls=(wall(due=date(2026, 9, 24)),),
        no_wall_yet=no_wall_yet(review_on=date(2026, 10, 14)),
        same_tomorrow=None,
    )
    sent = Player(review).play(until=days(32))
    late = [(when, to) for when, kind, to in sent if kind is NudgeKind.WALL_LATE]
    assert late == [("Mon 05 Oct 10:00", BUILDER), ("Mon 05 Oct 10:00", OPENER)]
    assert [when for when, kind, _ in sent if kind is NudgeKind.NO_WALL_YET] == ["Wed 14 Oct 10:00"]


def test_a_standing_wall_is_drilled_again_a_week_before_its_drill_runs_out() -> None:
    """13 December less seven days is a Sunday: on Monday."""
    review = full_review(status=Status.CLOSED, walls=(standing_wall(),), same_tomorrow=None)
    assert Player(review).play(until=days(200)) == [("Mon 07 Dec 10:00", NudgeKind.DRILL_DUE, BUILDER)]


def test_an_expired_wall_is_asked_after_from_that_day_on_every_week() -> None:
    """Drilled too long ago, or a version changed: does it still hold?"""
    expired = standing_wall(
        status=WallStatus.EXPIRED, changes=(WallChange(days(1), None, WallStatus.EXPIRED, "model"),)
    )
    review = full_review(
        status=Status.OPEN, acts=(Act(MONDAY, "finished", OWNER),), walls=(expired,), same_tomorrow=None
    )
    assert [(when, kind) for when, kind, _ in Player(review).play(until=days(16))] == [
        ("Tue 15 Sep 10:00", NudgeKind.DRILL_DUE),
        ("Tue 22 Sep 10:00", NudgeKind.DRILL_DUE),
        ("Tue 29 Sep 10:00", NudgeKind.DRILL_DUE),
    ]


@pytest.mark.parametrize("status", [Status.FILED, Status.REVIEWED, Status.CLOSED])
def test_the_last_line_goes_stale_after_30_days(status: Status) -> None:
    """The owner is asked three times, a week apart."""
    review = full_review(status=status)
    assert Player(review).play(until=days(200)) == [
        ("Wed 14 Oct 10:00", NudgeKind.SAME_TOMORROW, OWNER),
        ("Wed 21 Oct 10:00", NudgeKind.SAME_TOMORROW, OWNER),
        ("Wed 28 Oct 10:00", NudgeKind.SAME_TOMORROW, OWNER),
    ]


def test_the_last_line_is_stale_at_once_when_what_runs_has_changed() -> None:
    """A change of version does not wait for 30 days."""
    stale = full_review(status=Status.REVIEWED, same_tomorrow=same_tomorrow(stale=True))
    player = Player(stale, now=days(3))
    assert [n.kind for n in player.send()] == [NudgeKind.SAME_TOMORROW]


def test_the_owner_hears_of_an_absence_once_for_everything_that_waits() -> None:
    """Two walls and an unknown of one person who is away are one item."""
    review = full_review(
        walls=(wall(1, due=date(2026, 9, 16)), wall(2, due=date(2026, 9, 16))),
        unknowns=(unknown(Question.DECISION, Facet.BELIEF, owner=BUILDER, due=date(2026, 9, 14)),),
        same_tomorrow=None,
    )
    player = Player(review, {BUILDER: Diary(away_until=date(2026, 9, 28))})
    (away,) = player.send()
    assert (away.kind, away.to, set(away.items)) == (NudgeKind.AWAY, OWNER, {"W1", "W2", "U1"})
    later = player.play(until=days(14))
    assert {to for _, _, to in later} == {BUILDER}
    assert {when for when, _, _ in later} == {"Mon 28 Sep 10:00"}


def test_an_absence_that_delays_nothing_any_more_is_not_told() -> None:
    """It is ten for the owner when the last day away is over where the other one is: nothing is left to wait for."""
    review = full_review(walls=(wall(owner=ASKED, due=date(2026, 9, 16)),), same_tomorrow=None)
    diaries = {
        OWNER: Diary(zone="America/New_York"),
        ASKED: Diary(zone="Africa/Cairo", away_until=date(2026, 9, 17)),
    }
    player = Player(review, diaries, now=datetime(2026, 9, 16, 13, tzinfo=UTC))
    assert player.play(until=days(3)) == [("Thu 17 Sep 07:00", NudgeKind.WALL_DUE, ASKED)]


def test_what_somebody_gone_owned_is_back_with_the_owner_at_once() -> None:
    """Said once for each item; its reminders then go to the owner."""
    review = full_review(
        walls=(wall(due=date(2026, 9, 30)),),
        unknowns=(unknown(Question.DECISION, Facet.BELIEF),),
        same_tomorrow=None,
    )
    gone = {BUILDER: Diary(gone=True), ASKED: Diary(gone=True)}
    player = Player(review, gone)
    assert [(n.kind, n.about, n.to) for n in player.send()] == [
        (NudgeKind.OWNER_GONE, "U1", OWNER),
        (NudgeKind.OWNER_GONE, "W1", OWNER),
    ]
    assert player.play(until=days(16))[:2] == [
        ("Mon 21 Sep 10:00", NudgeKind.UNKNOWN_DUE, OWNER),
        ("Thu 24 Sep 10:00", NudgeKind.UNKNOWN_DUE, OWNER),
    ]


def test_a_review_whose_owner_is_gone_asks_the_last_owner_then_the_channel() -> None:
    """At once, and each once; walls go on being asked after."""
    review = full_review(status=Status.REVIEWED, walls=(wall(due=date(2026, 9, 24)),), same_tomorrow=None)
    sent = Player(review, {OWNER: Diary(gone=True)}, last_owner=LAST_OWNER).play(until=days(15))
    assert sent == [
        ("Mon 14 Sep 10:00", NudgeKind.NEEDS_OWNER, LAST_OWNER),
        ("Mon 21 Sep 10:00", NudgeKind.NEEDS_OWNER, None),
        ("Tue 22 Sep 10:00", NudgeKind.WALL_DUE, BUILDER),
        ("Thu 24 Sep 10:00", NudgeKind.WALL_DUE, BUILDER),
        ("Tue 29 Sep 10:00", NudgeKind.WALL_DUE, BUILDER),
    ]


def test_days_off_and_holidays_are_not_working_days() -> None:
    """A holiday on Tuesday moves the second word to Wednesday, and the third with it."""
    diaries = {ASKED: Diary(free=frozenset({date(2026, 9, 15)}))}
    sent = Player(handed(), diaries).play(until=days(4.5))
    assert [when for when, _, _ in sent] == ["Mon 14 Sep 14:00", "Wed 16 Sep 10:00", "Fri 18 Sep 10:00"]


def test_nudges_come_in_the_persons_own_zone() -> None:
    """Ten in the morning in Sydney is midnight in London."""
    review = full_review(walls=(wall(due=date(2026, 9, 18)),), same_tomorrow=None)
    player = Player(review, {BUILDER: Diary(zone="Australia/Sydney")})
    assert [when for when, _, _ in player.play(until=days(4))] == ["Wed 16 Sep 00:00", "Fri 18 Sep 00:00"]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (Hours(time(12), time(20)), "Wed 16 Sep 12:00"),
        (Hours(time(5), time(9)), "Wed 16 Sep 05:00"),
        (Hours(time(8), time(16)), "Wed 16 Sep 10:00"),
    ],
)
def test_a_direct_message_comes_at_ten_or_at_the_start_of_other_hours(hours: Hours, expected: str) -> None:
    """Late and early shifts get theirs when they begin."""
    review = full_review(walls=(wall(due=date(2026, 9, 18)),), same_tomorrow=None)
    sent = Player(review, {BUILDER: Diary(hours=hours)}).play(until=days(3))
    assert sent[0][0] == expected


def test_a_persons_items_of_a_day_are_one_message() -> None:
    """Several reviews and kinds; each person their own, longest owed first, thread and channel apart."""

    def nudge(review: int, to: PersonKey | None, hour: int, place: Where = Where.DIRECT) -> Nudge:
        due = MONDAY + timedelta(hours=hour)
        return Nudge(review, NudgeKind.WALL_DUE, f"W{hour}", to, place, due, due.date())

    late, early, other = nudge(1, ASKED, 3), nudge(2, ASKED, 1), nudge(1, OWNER, 2)
    thread, channel = nudge(1, ASKED, 4, Where.THREAD), nudge(1, None, 5, Where.CHANNEL)
    assert set(gather((late, thread, early, other, channel))) == {
        Message(ASKED, Where.DIRECT, (early, late)),
        Message(OWNER, Where.DIRECT, (other,)),
        Message(ASKED, Where.THREAD, (thread,)),
        Message(None, Where.CHANNEL, (channel,)),
    }


def test_who_had_a_message_today_about_another_review_gets_the_next_tomorrow() -> None:
    """One message a person a day outside the thread, over all reviews."""
    review = full_review(walls=(wall(due=date(2026, 9, 16)),), same_tomorrow=None)
    other = Told(99, NudgeKind.WALL_DUE, "W5", BUILDER, Where.DIRECT, MONDAY.date(), MONDAY)
    player = Player(review, now=MONDAY + timedelta(hours=1), told=(other,))
    assert player.owed() == ()
    assert player.next_due() == datetime(2026, 9, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("down", [timedelta(hours=1), timedelta(days=3), timedelta(weeks=5)])
def test_what_was_missed_while_down_is_one_nudge_a_wall_oldest_first(down: timedelta) -> None:
    """However long: each wall once, in hours, then its cadence goes on."""
    review = full_review(
        walls=(wall(1, due=date(2026, 9, 17)), wall(2, due=date(2026, 9, 16))), same_tomorrow=None
    )
    woken = datetime(2026, 9, 15, 10, tzinfo=UTC) + down
    player = Player(review, now=woken)
    due = player.next_due()
    assert due is not None
    player.now = due
    assert [n.about for n in player.send()] == ["W2", "W1"]
    assert player.owed() == ()
    following = player.next_due()
    assert following is not None
    assert following.date() > due.date()


def test_two_days_down_is_one_message_a_person_with_everything_missed() -> None:
    """Down from Tuesday evening to Thursday noon: three people, six items, three messages."""
    review = full_review(
        walls=(
            wall(1, due=date(2026, 9, 16)),
            wall(2, due=date(2026, 9, 17)),
            wall(3, owner=ASKED, due=date(2026, 9, 16)),
        ),
        unknowns=(
            unknown(Question.DECISION, Facet.BELIEF, owner=ASKED, due=date(2026, 9, 17)),
            unknown(Question.CONTEXT, Facet.DATA, id="U2", owner=OWNER, due=date(2026, 9, 16)),
        ),
        same_tomorrow=same_tomorrow(stale=True, at=days(2)),
    )
    player = Player(review, now=datetime(2026, 9, 17, 12, tzinfo=UTC))
    messages = {m.to: {n.about for n in m.nudges} for m in gather(player.send())}
    assert messages == {BUILDER: {"W1", "W2"}, ASKED: {"W3", "U1"}, OWNER: {"U2", "same_tomorrow"}}
    assert player.play(until=datetime(2026, 9, 18, 9, 59, tzinfo=UTC)) == []


def test_do_not_disturb_puts_off_what_is_owed_and_nobody_else_hears_of_it() -> None:
    """Hours, not an absence: the word in the thread and the message come when it is over, still in hours."""
    quiet = {ASKED: Diary(undisturbed_until=MONDAY + timedelta(hours=5, minutes=30))}
    assert Player(handed(), quiet).play(until=days(0.5)) == [("Mon 14 Sep 15:30", NudgeKind.SILENT, ASKED)]
    night = {BUILDER: Diary(undisturbed_until=MONDAY + timedelta(hours=9))}
    review = full_review(walls=(wall(due=date(2026, 9, 16)),), same_tomorrow=None)
    assert Player(review, night).play(until=days(1)) == [("Tue 15 Sep 10:00", NudgeKind.WALL_DUE, BUILDER)]


def test_a_channel_is_not_kept_waiting_by_anybodys_do_not_disturb() -> None:
    """It is read by whoever is there."""
    diaries = {OWNER: Diary(gone=True, undisturbed_until=days(5))}
    sent = Player(asked(), diaries).play(until=days(1))
    assert sent == [("Mon 14 Sep 10:00", NudgeKind.NEEDS_OWNER, None)]


def test_a_wall_that_became_late_while_down_is_late_in_its_one_nudge() -> None:
    """The strongest of what was missed is what is said."""
    review = full_review(walls=(wall(due=date(2026, 9, 16)),), same_tomorrow=None)
    player = Player(review, now=days(35))
    assert [n.kind for n in player.send()] == [NudgeKind.WALL_LATE]


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=-30)])
def test_a_step_of_the_clock_sends_nothing_twice(step: timedelta) -> None:
    """Set forward or back right after sending: the same nudge is not owed again."""
    player = Player(full_review(walls=(wall(due=date(2026, 9, 16)),), same_tomorrow=None))
    assert len(player.send()) == 1
    player.now += step
    assert player.owed() == ()


@pytest.mark.parametrize(
    ("before", "after"), [("Europe/Berlin", "America/New_York"), ("Pacific/Auckland", "America/New_York")]
)
def test_a_change_of_zone_sends_nothing_twice(before: str, after: str) -> None:
    """Told for Wednesday in one zone, Wednesday in the other is covered."""
    review = full_review(walls=(wall(due=date(2026, 9, 18)),), same_tomorrow=None)
    player = Player(review, {BUILDER: Diary(zone=before)})
    first = player.play(until=datetime(2026, 9, 16, 8, 30, tzinfo=UTC))
    assert len(first) == 1
    player.diaries = {BUILDER: Diary(zone=after)}
    assert player.play(until=datetime(2026, 9, 18, 13, 59, tzinfo=UTC)) == []
    assert len(player.play(until=datetime(2026, 9, 18, 14, tzinfo=UTC))) == 1


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "UTC", "Not/AZone"],
)
def test_a_wall_is_reminded_of_once_a_week_at_ten_local_all_year(zone: str) -> None:
    """Through every change of the clocks, one reminder a period at the local hour."""
    player = Player(
        full_review(walls=(wall(due=date(2026, 9, 16)),), same_tomorrow=None), {BUILDER: Diary(zone=zone)}
    )
    player.play(until=days(400))
    place = ZoneInfo(zone if "Not" not in zone else "UTC")
    local = [t.at.astimezone(place) for t in player.told]
    assert {moment.time() for moment in local[1:]} == {time(10)}
    weekly = local[4:]
    assert len(weekly) > 50
    assert {(b.date() - a.date()).days for a, b in pairwise(weekly)} == {7}


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"])
DATES = st.dates(date(2026, 9, 14), date(2026, 11, 20))
MOMENTS = st.integers(0, 60 * 24 * 30).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
PEOPLE = (OWNER, ASKED, BUILDER, OPENER)


@st.composite
def diaries_of_people(draw: st.DrawFn) -> dict[PersonKey, Diary]:
    """Zones, hours, days off and absences, some of them gone."""
    found = {}
    for person in PEOPLE:
        start = draw(st.integers(0, 14))
        found[person] = Diary(
            zone=draw(ZONES),
            hours=draw(st.sampled_from([None, Hours(time(start), time(start + 8))])),
            free=draw(st.frozensets(DATES, max_size=6)),
            away_until=draw(st.none() | DATES),
            undisturbed_until=draw(st.none() | MOMENTS),
            gone=draw(st.integers(0, 5)) == 0,
        )
    return found


@st.composite
def reviews_with_much_open(draw: st.DrawFn) -> Review:
    """Everything that reminders look at, in some state or other."""
    statuses = st.sampled_from([s for s in WallStatus if s is not WallStatus.DRILLED])
    walls = tuple(
        replace(
            draw(st.sampled_from([wall, standing_wall]))(n),
            status=draw(statuses),
            due=draw(st.none() | DATES),
            owner=draw(st.none() | st.sampled_from(PEOPLE)),
            declined_by=OWNER,
        )
        for n in range(1, draw(st.integers(0, 3)) + 1)
    )
    unknowns = (
        unknown(Question.DECISION, Facet.BELIEF, owner=draw(st.sampled_from(PEOPLE)), due=draw(DATES)),
    )
    progress = Progress(
        Question.DECISION, "A", Stage.ASKED, asked_of=draw(st.none() | st.sampled_from(PEOPLE))
    )
    return asked(
        status=draw(st.sampled_from([Status.OPEN, Status.OPEN, Status.REVIEWED, Status.CLOSED])),
        progress=(progress,),
        walls=walls,
        unknowns=unknowns[: draw(st.integers(0, 1))],
        no_wall_yet=draw(st.sampled_from([None, no_wall_yet()])),
        same_tomorrow=draw(st.sampled_from([None, same_tomorrow()])),
        quiet=draw(st.sampled_from([None, None, None, Quiet(ASKED, MONDAY)])),
    )


def local(diaries: Mapping[PersonKey, Diary], person: PersonKey, at: datetime) -> datetime:
    """What a person's clock shows."""
    return at.astimezone(ZoneInfo(diaries[person].zone))


@given(reviews_with_much_open(), diaries_of_people())
def test_nobody_is_disturbed_out_of_hours_or_twice_a_day(
    review: Review, diaries: dict[PersonKey, Diary]
) -> None:
    """Whoever they are: in their hours, on a working day, not away, not gone, one direct message a day at most."""
    player = Player(review, diaries)
    player.play(until=days(90))
    moments: dict[tuple[PersonKey, date], set[datetime]] = {}
    for each in player.told:
        if each.to is None:
            continue
        diary, at = diaries[each.to], local(diaries, each.to, each.at)
        hours = diary.hours or POLICY.hours
        assert at.weekday() < 5
        assert at.date() not in diary.free
        assert hours.start <= at.time() < hours.end
        assert diary.away_until is None or at.date() >= diary.away_until
        assert diary.undisturbed_until is None or each.at >= diary.undisturbed_until
        assert not diary.gone
        if each.place is Where.DIRECT:
            moments.setdefault((each.to, at.date()), set()).add(each.at)
    assert all(len(times) == 1 for times in moments.values())


@given(reviews_with_much_open(), diaries_of_people())
def test_what_was_told_is_never_owed_again(review: Review, diaries: dict[PersonKey, Diary]) -> None:
    """Right after sending nothing is owed; no nudge for the same day of its cadence is sent twice, ever."""
    player = Player(review, diaries, last_owner=LAST_OWNER)
    while (due := player.next_due()) is not None and due <= days(90):
        player.now = due
        player.send()
        assert player.owed() == ()
    sent = [(t.kind, t.about, t.to, t.for_day) for t in player.told]
    assert len(sent) == len(set(sent))


@given(reviews_with_much_open(), diaries_of_people(), st.integers(-60 * 24 * 30, 60 * 24 * 400))
def test_the_next_due_moment_is_never_past(
    review: Review, diaries: dict[PersonKey, Diary], minutes: int
) -> None:
    """Whenever it is asked, years late or before the review was opened."""
    player = Player(review, diaries, now=MONDAY + timedelta(minutes=minutes))
    due = player.next_due()
    assert due is None or due >= player.now


@given(reviews_with_much_open(), diaries_of_people(), MOMENTS)
def test_after_two_days_down_each_person_gets_one_message(
    review: Review, diaries: dict[PersonKey, Diary], stopped: datetime
) -> None:
    """All that was missed is in it: nothing more goes to them outside the thread on that day of theirs."""
    player = Player(review, diaries)
    player.play(until=stopped)
    player.now = stopped + timedelta(days=2)
    messages = [m for m in gather(player.send()) if m.place is Where.DIRECT]
    reached = [m.to for m in messages if m.to is not None]
    assert len(reached) == len(set(reached))
    woken = player.now
    player.play(until=woken + timedelta(days=1))
    for person in reached:
        today = local(diaries, person, woken).date()
        of_today = {
            t.at
            for t in player.told
            if t.to == person and t.place is Where.DIRECT and local(diaries, person, t.at).date() == today
        }
        assert of_today == {woken}


@given(reviews_with_much_open(), diaries_of_people())
def test_nobody_is_nudged_about_a_question_more_than_three_times(
    review: Review, diaries: dict[PersonKey, Diary]
) -> None:
    """Three nudges a question and person, three an unknown; an absence and a lost owner are told once."""
    player = Player(review, diaries, last_owner=OPENER)
    player.play(until=days(120))
    rows: dict[tuple[str, PersonKey | None], list[NudgeKind]] = {}
    for each in player.told:
        rows.setdefault((each.about, each.to), []).append(each.kind)
    asking = {NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST, NudgeKind.UNKNOWN_DUE}
    once = {NudgeKind.AWAY, NudgeKind.OWNER_GONE, NudgeKind.NEEDS_OWNER, NudgeKind.STALLED, NudgeKind.QUIET}
    for kinds in rows.values():
        assert sum(kind in asking for kind in kinds) <= 3
        assert all(kinds.count(kind) <= 1 for kind in once)


@given(reviews_with_much_open(), diaries_of_people())
def test_every_open_wall_is_reminded_of_and_none_that_stands(
    review: Review, diaries: dict[PersonKey, Diary]
) -> None:
    """Until November each open wall has been named to somebody at work; one that stands only for its drill."""
    player = Player(review, {p: replace(d, gone=False, away_until=None) for p, d in diaries.items()})
    player.play(until=days(110))
    ended = {WallStatus.DECLINED, WallStatus.NOT_APPLICABLE, WallStatus.SUPERSEDED}
    quiet = review.quiet is not None and review.status is Status.OPEN
    for each in review.walls:
        kinds = {t.kind for t in player.told if t.about == each.id}
        if each.status in ended or quiet:
            assert not kinds
        elif each.status is WallStatus.STANDING:
            assert kinds <= {NudgeKind.DRILL_DUE}
        else:
            assert kinds


@given(reviews_with_much_open(), diaries_of_people(), st.integers(0, 60 * 24 * 20))
def test_looking_every_few_minutes_finds_nothing_that_next_due_did_not_announce(
    review: Review, diaries: dict[PersonKey, Diary], minutes: int
) -> None:
    """From any moment on: nothing is owed before `next_due`, something is at it, and asking twice is the same."""
    player = Player(review, diaries, now=MONDAY + timedelta(minutes=minutes))
    due = player.next_due()
    looks = [player.now + timedelta(minutes=37 * n) for n in range(24 * 60 // 37 * 4)]
    for moment in looks:
        if due is not None and moment >= due:
            break
        player.now = moment
        assert player.owed() == ()
        assert player.next_due() == due
    if due is not None:
        player.now = due
        assert player.owed()


@pytest.mark.parametrize(
    ("severity", "checks", "expected"),
    [
        (Severity.SERIOUS_INCIDENT, YES_TO_ALL, date(2026, 9, 29)),
        (Severity.DISASTER, YES_TO_ALL, date(2026, 9, 29)),
        (Severity.INCIDENT, YES_TO_ALL, date(2026, 10, 14)),
        (Severity.SERIOUS_INCIDENT, None, date(2026, 10, 14)),
    ],
)
def test_a_strong_wall_of_a_serious_incident_is_due_sooner(
    severity: Severity, checks: object, expected: date
) -> None:
    """15 days for it, 30 otherwise."""
    graded = wall() if checks else wall(checks=replace(YES_TO_ALL, outside_model=YES_TO_ALL.outside_model.NO))
    assert first_due(graded, severity, POLICY, from_day=MONDAY.date(), free=frozenset()) == expected


def test_a_first_date_is_a_working_day() -> None:
    """30 days from a Thursday end on a Saturday."""
    thursday = date(2026, 9, 17)
    due = first_due(wall(), Severity.UNKNOWN, POLICY, from_day=thursday, free=frozenset())
    assert due == date(2026, 10, 19)


def test_dates_at_the_edge_of_the_calendar_break_nothing() -> None:
    """A slip of the keyboard in a date is no reason to fall silent about the rest."""
    review = full_review(
        walls=(wall(1, due=date.max), wall(2, due=date.min), wall(3, due=date(2026, 9, 16))),
        unknowns=(unknown(Question.DECISION, Facet.BELIEF, due=date.max),),
        no_wall_yet=no_wall_yet(review_on=date.max),
        same_tomorrow=None,
    )
    player = Player(review, {BUILDER: Diary(zone="Pacific/Kiritimati"), OPENER: Diary(away_until=date.max)})
    player.now = datetime(2026, 9, 14, 20, tzinfo=UTC)
    assert {n.about for n in player.send()} >= {"W2", "W3"}
    player.told = tuple(replace(t, later=date.max) for t in player.told)
    assert player.next_due() is not None
