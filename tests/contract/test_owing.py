"""What every store promises about who is owed a word outside threads."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.review import Participant, PersonKey, Progress, Stage
from bot.domain.vocabulary import Question, Status, WallStatus
from bot.ports import Store
from tests.contract.reviews import ADA, BO, CY, MOMENT
from tests.contract.rows import later
from tests.domain.making import MONDAY, make_review, no_wall_yet, unknown, wall

PEOPLE = (ADA, BO, CY)
MOST = 100
ABROAD = timezone(timedelta(hours=-7))


def owe(store: Store, number: int, due: dict[PersonKey, datetime]) -> None:
    """What a review owes from now on."""
    with store.unit() as work:
        work.owe(number, due)


def owing(store: Store, person: PersonKey, now: datetime = MOMENT) -> tuple[int, ...]:
    """The reviews that owe somebody a word by a moment."""
    with store.unit() as work:
        return work.owing(person, now)


def concerning(store: Store, person: PersonKey) -> tuple[int, ...]:
    """The reviews that owe somebody a word, ask them something or are theirs."""
    with store.unit() as work:
        return work.concerning(person)


def test_a_word_is_owed_from_its_moment_on(store: Store) -> None:
    """Not before; whatever zone the moment is told in."""
    owe(store, 7, {ADA: later(5).astimezone(ABROAD)})
    assert (owing(store, ADA, later(4)), store.owed(later(4), 10)) == ((), ())
    assert owing(store, ADA, later(5)) == (7,)
    assert store.owed(later(5), 10) == ((ADA, later(5)),)
    assert concerning(store, ADA) == (7,)
    assert (owing(store, BO, later(9)), concerning(store, BO)) == ((), ())


def test_what_a_review_owes_takes_the_place_of_what_it_owed(store: Store) -> None:
    """Who is not named any more is owed nothing by it; other reviews still owe what they did."""
    owe(store, 1, {ADA: later(1), BO: later(2)})
    owe(store, 2, {ADA: later(3)})
    owe(store, 1, {BO: later(4), CY: later(5)})
    assert store.owed(later(9), 10) == ((ADA, later(3)), (BO, later(4)), (CY, later(5)))
    assert concerning(store, ADA) == (2,)
    owe(store, 1, {})
    assert store.owed(later(9), 10) == ((ADA, later(3)),)


def test_a_person_is_owed_since_the_earliest_of_their_moments(store: Store) -> None:
    """Each person once, longest owed first, of one moment by key; at most as many as asked for."""
    owe(store, 1, {ADA: later(3), BO: later(2), CY: later(99)})
    owe(store, 2, {ADA: later(1), CY: later(2)})
    assert store.owed(later(9), 10) == ((ADA, later(1)), (BO, later(2)), (CY, later(2)))
    assert store.owed(later(9), 2) == ((ADA, later(1)), (BO, later(2)))
    assert store.owed(later(1), 10) == ((ADA, later(1)),)


def test_reviews_owe_a_person_in_the_order_of_their_moments(store: Store) -> None:
    """Of one moment by number; all that concern the person come by number."""
    for number, seconds in {1: 3, 2: 9, 3: 1, 4: 3}.items():
        owe(store, number, {ADA: later(seconds)})
    assert owing(store, ADA, later(5)) == (3, 1, 4)
    assert concerning(store, ADA) == (1, 2, 3, 4)


def test_of_many_debts_those_that_last_longest_come_first(store: Store) -> None:
    """One message names a hundred reviews at most; all of them concern the person."""
    with store.unit() as work:
        for number in range(MOST + 5):
            work.owe(number, {ADA: later(-number)})
    assert owing(store, ADA) == tuple(range(MOST + 4, 4, -1))
    assert concerning(store, ADA) == tuple(range(MOST + 5))


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({"owner": ADA}, True),
        ({"owner": ADA, "status": Status.CLOSED}, True),
        ({"owner": ADA, "status": Status.WITHDRAWN}, False),
        ({"owner": ADA, "status": Status.MERGED}, False),
        ({"owner": BO, "progress": (Progress(Question.DECISION, "A", Stage.ASKED, asked_of=ADA),)}, True),
        ({"owner": BO, "progress": (Progress(Question.DECISION, "A", Stage.DONE, asked_of=ADA),)}, False),
        ({"owner": BO, "progress": (Progress(Question.DECISION, "A", Stage.ASKED),)}, False),
        ({"owner": BO, "unknowns": (unknown(Question.CONTEXT, owner=ADA),)}, True),
        ({"owner": BO, "unknowns": (unknown(Question.CONTEXT, owner=ADA, settled_at=MONDAY),)}, False),
        ({"owner": BO, "walls": (wall(owner=ADA),)}, True),
        ({"owner": BO, "walls": (wall(owner=ADA, status=WallStatus.DECLINED),)}, False),
        (
            {"owner": BO, "no_wall_yet": no_wall_yet(by=ADA), "participants": (Participant(ADA, "Ada", 1),)},
            True,
        ),
    ],
)
def test_a_review_that_asks_somebody_or_holds_something_of_theirs_concerns_them(
    store: Store,
    changes: dict[str, Any],
    waits: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Though it owes them no word outside its thread: what is learned of them may change what is said there."""
    with store.unit() as work:
        work.keep(make_review(number=7, **changes))
        work.owe(8, {ADA: later(1)})
    assert concerning(store, ADA) == ((7, 8) if waits else (8,))


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    """What was owed is still owed."""
    owe(store, 1, {ADA: MOMENT})
    with pytest.raises(ValueError, match="without a time zone"):
        owe(store, 1, {BO: MOMENT.replace(tzinfo=None)})
    assert store.owed(MOMENT, 10) == ((ADA, MOMENT),)


def test_a_unit_that_fails_owes_nothing(store: Store) -> None:
    """And pays nothing."""
    owe(store, 1, {ADA: MOMENT})

    def failing() -> None:
        with store.unit() as work:
            work.owe(1, {BO: MOMENT})
            assert work.owing(BO, MOMENT) == (1,)
            raise LookupError("half-way")

    with pytest.raises(LookupError, match="half-way"):
        failing()
    assert store.owed(MOMENT, 10) == ((ADA, MOMENT),)


DEBTS = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 6), max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(1, 4), DEBTS), max_size=9), second=st.integers(-1, 7))
def test_after_any_changes_what_is_owed_is_what_each_review_said_last(
    store: Store, steps: list[tuple[int, dict[PersonKey, int]]], second: int
) -> None:
    """Looked up by review, by person and over all: against the last word of each review, gone through one by one."""
    for number in range(1, 5):
        owe(store, number, {})
    for number, seconds in steps:
        owe(store, number, {person: later(after) for person, after in seconds.items()})
    last = dict(steps)
    due = sorted(
        (after, number, person)
        for number, seconds in last.items()
        for person, after in seconds.items()
        if after <= second
    )
    for person in PEOPLE:
        assert owing(store, person, later(second)) == tuple(n for _, n, whom in due if whom == person)
        assert concerning(store, person) == tuple(n for n in sorted(last) if person in last[n])
    firsts = {person: after for after, _, person in reversed(due)}
    expected = sorted((later(after), person) for person, after in firsts.items())
    assert store.owed(later(second), 10) == tuple((person, since) for since, person in expected)
