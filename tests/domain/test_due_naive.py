"""Due times against a second, naive implementation that looks at the clock each quarter of an hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.absence import ShownAway
from bot.domain.due import Diary
from bot.domain.nudges import NudgeKind, Told
from bot.domain.reminders import Policy, next_due, owed
from bot.domain.review import Act, PersonKey, Progress, Quiet, Review, Stage, WallChange
from bot.domain.vocabulary import Facet, Question, Status, WallStatus
from tests.domain import naive
from tests.domain.making import (
    ASKED,
    BUILDER,
    MONDAY,
    OPENER,
    OWNER,
    full_review,
    make_review,
    no_wall_yet,
    same_tomorrow,
    standing_wall,
    unknown,
    wall,
)
from tests.domain.naive_look import QUARTER, Item, Look
from tests.domain.playing import LAST_OWNER, Player, asked, days

START = MONDAY - timedelta(hours=10)
LONG = timedelta(days=24)
PEOPLE = (OWNER, ASKED, BUILDER, OPENER)
ZONES = ("Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "")
DAYS = st.dates(date(2026, 9, 10), date(2026, 10, 9))
QUARTERS = st.integers(0, 96 * 12).map(lambda n: MONDAY + n * QUARTER)
CAN_WAIT = frozenset(NudgeKind) - {NudgeKind.AWAY, NudgeKind.NEEDS_OWNER, NudgeKind.OWNER_GONE}


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    """A zone, days off, perhaps an absence, said or shown, and some hours of quiet; one in six is gone."""
    shown = st.builds(ShownAway, since=QUARTERS, until=st.none() | QUARTERS)
    return Diary(
        zone=draw(st.sampled_from(ZONES)),
        free=draw(st.frozensets(DAYS, max_size=3)),
        away_until=draw(st.none() | st.none() | DAYS),
        away_said_at=draw(st.none() | QUARTERS),
        shown_away=draw(st.none() | st.none() | shown),
        undisturbed_from=draw(st.none() | QUARTERS),
        undisturbed_until=draw(st.none() | QUARTERS),
        gone=draw(st.integers(0, 5)) == 0,
    )


@st.composite
def silent_reviews(draw: st.DrawFn) -> Review:
    """An open review: somebody was asked, or nobody is; perhaps a second question was handed on, or quiet asked for."""
    somebody = st.none() | st.sampled_from(PEOPLE)
    asking = draw(st.sampled_from([None, Question.DECISION, Question.CONTEXT]))
    first = Progress(
        Question.DECISION,
        "A",
        Stage.ASKED if asking is Question.DECISION or draw(st.booleans()) else Stage.DONE,
        asked_of=draw(somebody),
    )
    return make_review(
        opened_at=MONDAY - timedelta(days=draw(st.integers(0, 4))),
        asking=asking,
        quick=draw(st.booleans()),
        progress=(first, Progress(Question.CONTEXT, "A", Stage.ASKED, asked_of=draw(somebody))),
        acts=(Act(draw(QUARTERS) - timedelta(days=8), "asked"),),
        quiet=draw(st.sampled_from([None, None, None, Quiet(ASKED, MONDAY)])),
    )


@st.composite
def dated_reviews(draw: st.DrawFn) -> Review:
    """Walls in every status, an unknown, "no wall yet" and the last line, each with days around now."""
    walls = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        status = draw(st.sampled_from([s for s in WallStatus if s is not WallStatus.DRILLED]))
        proved = status in {WallStatus.STANDING, WallStatus.EXPIRED}
        changes = (WallChange(draw(QUARTERS), None, status),) if status is WallStatus.EXPIRED else ()
        owner = draw(st.none() | st.sampled_from(PEOPLE))
        made = standing_wall if proved else wall
        due = draw(st.none() | DAYS)
        walls.append(made(number, status=status, due=due, owner=owner, changes=changes, declined_by=OWNER))
    owner = draw(st.sampled_from(PEOPLE))
    return make_review(
        status=draw(st.sampled_from([Status.REVIEWED, Status.CLOSED, Status.OPEN])),
        acts=(Act(MONDAY, "finished", OWNER),),
        walls=tuple(walls),
        unknowns=(unknown(Question.DECISION, Facet.BELIEF, owner=owner, due=draw(DAYS)),),
        no_wall_yet=draw(st.none() | DAYS.map(lambda day: no_wall_yet(review_on=day))),
        same_tomorrow=draw(st.none() | st.booleans().map(lambda stale: same_tomorrow(stale=stale))),
    )


@dataclass(frozen=True)
class Case:
    """A review, its people, everybody's days off, and which first words of a kind are put off by how many days."""

    review: Review
    people: Mapping[PersonKey, Diary]
    free: frozenset[date]
    later: Mapping[NudgeKind, int]
    last_owner: PersonKey | None

    def kept(self, item: Item, now: datetime, sent: Sequence[Told]) -> Told:
        """Something as sent, for the day it was sent on where its reader is, put off where it is to be."""
        look = Look(self.review, self.people, ())
        day = look.shown(item.to or self.review.owner, now).date()
        first = all(before.kind is not item.kind for before in sent)
        later = day + timedelta(self.later[item.kind]) if first and item.kind in self.later else None
        return Told(item.review, item.kind, item.about, item.to, item.place, day, now, later)


@st.composite
def cases(draw: st.DrawFn, reviews: st.SearchStrategy[Review]) -> Case:
    """Only who answers for the review is away: a word about anybody else's absence would use up a day of theirs."""
    people = {person: draw(diaries()) for person in (*PEOPLE, LAST_OWNER)}
    present = {
        p: d if p == OWNER and not d.gone else replace(d, away_until=None, shown_away=None)
        for p, d in people.items()
    }
    return Case(
        draw(reviews),
        present,
        draw(st.frozensets(DAYS, max_size=2)),
        draw(st.dictionaries(st.sampled_from(sorted(CAN_WAIT)), st.integers(1, 6), max_size=3)),
        draw(st.sampled_from([None, LAST_OWNER])),
    )


def told_by_rules(case: Case) -> list[Told]:
    """All that the rules send within the time, jumping from one due moment to the next."""
    sent: list[Told] = []
    policy, now = Policy(free=case.free), START
    while True:
        outlook = (case.review, policy, case.people, tuple(sent))
        due = next_due(*outlook, now, last_owner=case.last_owner)
        if due is None or due >= START + LONG:
            return sent
        now = due
        nudges = owed(*outlook, now, last_owner=case.last_owner)
        items = (Item(n.review, n.kind, n.about, n.to, n.place) for n in nudges)
        sent += [
            replace(case.kept(item, now, sent), for_day=nudge.for_day)
            for item, nudge in zip(items, nudges, strict=True)
        ]


def told_by_looking(case: Case) -> list[Told]:
    """All that the second implementation sends, looking at the clock each quarter of an hour."""
    sent: list[Told] = []
    for now in (START + n * QUARTER for n in range(LONG // QUARTER)):
        look = Look(case.review, case.people, tuple(sent), case.free, case.last_owner)
        sent += [case.kept(item, now, sent) for item in naive.owed(look, now)]
    return sent


def in_order(sent: Sequence[Told]) -> list[str]:
    """What was sent, by time; for which day of its cadence is not looked at."""
    return sorted(f"{t.at:%m-%d %H:%M} {t.kind} {t.about} {t.to} {t.place} {t.later}" for t in sent)


@given(cases(silent_reviews()))
def test_silence_is_broken_when_a_second_implementation_would(case: Case) -> None:
    """The same words to the same people in the same quarter of an hour, for three weeks and more."""
    assert in_order(told_by_rules(case)) == in_order(told_by_looking(case))


@given(cases(dated_reviews()))
def test_dates_are_reminded_of_when_a_second_implementation_would(case: Case) -> None:
    """Walls, proofs, unknowns, "no wall yet" and the last line."""
    assert in_order(told_by_rules(case)) == in_order(told_by_looking(case))


def test_two_silent_questions_call_for_one_owner_once() -> None:
    """Both were put to the owner, both reach their end on the same day: one word in the channel."""
    waiting = tuple(
        Progress(q, "A", Stage.ASKED, asked_of=OWNER) for q in (Question.DECISION, Question.CONTEXT)
    )
    review = asked(asking=Question.CONTEXT, progress=waiting)
    sent = Player(review).play(until=days(60))
    assert [kind for _, kind, _ in sent].count(NudgeKind.NEEDS_OWNER) == 1


@pytest.mark.parametrize(
    "review",
    [full_review(), full_review(walls=(wall(due=None),), same_tomorrow=None)],
    ids=["the last line", "a wall without a date"],
)
def test_who_moves_east_hears_nothing_again(review: Review) -> None:
    """A cadence that is reckoned from a moment has its days where the workspace is, wherever its reader goes."""
    late = MONDAY + timedelta(hours=10)
    review = replace(review, walls=tuple(replace(w, proposed_at=late) for w in review.walls))
    if review.same_tomorrow is not None:
        review = replace(review, same_tomorrow=same_tomorrow(at=late))
    at_home = Player(review)
    moved = Player(review)
    moved.play(until=days(34))
    moved.diaries = dict.fromkeys((OWNER, BUILDER), Diary(zone="Australia/Lord_Howe"))
    at_home.play(until=days(60))
    moved.play(until=days(60))
    assert [t.for_day for t in moved.told] == [t.for_day for t in at_home.told]
