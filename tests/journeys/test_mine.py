"""What waits for one person, looked up: three sections, newest reviews first, walls by their date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.due import Policy
from bot.domain.mine import Section
from bot.domain.review import PersonKey
from bot.domain.vocabulary import Question, WallStatus
from bot.journeys.looking import Asked, look, mine
from bot.ports import Lists
from bot.voice import load_voice
from storage.memory import MemoryStore
from tests.contract.reviews import BO, CY, MOMENT, WORKSPACE, plain, wall
from tests.domain.interview.thread import spoken
from tests.domain.making import drill

TODAY = MOMENT.date()
NOBODY = PersonKey("slack:T1:U-nobody")


@pytest.fixture
def lists() -> Iterator[Lists]:
    """Three reviews of Bo's, two with walls of Cy's."""
    store = MemoryStore()
    dated = replace(wall("W2", WallStatus.ACCEPTED, date(2027, 5, 2)), owner=CY)
    sooner = replace(wall("W1", WallStatus.BUILT, date(2027, 5, 1)), owner=CY)
    for review in (
        replace(plain(1), asking=Question.DECISION, walls=(wall("W1"), dated)),
        replace(plain(2), asking=Question.DECISION, walls=(sooner,)),
        replace(plain(3), restricted=True, walls=(wall("W1"),)),
    ):
        with store.unit() as work:
            work.keep(review)
    with store.reading() as found:
        yield found


def asked(viewer: PersonKey) -> Asked:
    """A question about what waits for somebody."""
    return Asked("mine", "", viewer, WORKSPACE)


def test_walls_come_by_date_and_reviews_newest_first(lists: Lists) -> None:
    """Those without a date last; a restricted review shows to its own alone."""
    walls = mine(lists, asked(CY), TODAY)
    assert [(line.row["review"], line.row["wall"]) for line in walls] == [
        ("AR-2", "W1"),
        ("AR-1", "W2"),
        ("AR-1", "W1"),
    ]
    theirs = mine(lists, asked(BO), TODAY)
    assert [(line.section, line.review) for line in theirs] == [
        (Section.QUESTIONS, 2),
        (Section.QUESTIONS, 1),
        (Section.REVIEWS, 3),
        (Section.REVIEWS, 2),
        (Section.REVIEWS, 1),
    ]


def test_the_answer_has_three_sections_and_says_where_one_is_empty(lists: Lists) -> None:
    """As any chat shows it."""
    shown = spoken(look(lists, asked(CY), TODAY)).splitlines()
    assert shown[:2] == ["Open questions", "Nothing waits for you."]
    assert shown[2:4] == ["Walls", "- AR-2 W1 W1 in words · built, due 2027-05-01"]
    assert shown[-2:] == ["Reviews", "You own no open review."]


def test_every_line_of_the_answer_is_a_line_by_itself(lists: Lists) -> None:
    """What a Home shows line by line is what the list says."""
    listed = spoken(look(lists, asked(BO), TODAY))
    for line in mine(lists, asked(BO), TODAY):
        card = load_voice(None).speak(line.say(BO))
        assert spoken(line.say(BO)) in listed
        assert [button.press for button in card.buttons] == [button.press for button in line.buttons]


def test_somebody_for_whom_nothing_waits_is_told_so(lists: Lists) -> None:
    """Three sentences."""
    assert mine(lists, asked(NOBODY), TODAY) == ()
    assert spoken(look(lists, asked(NOBODY), TODAY)).count("\n") == 5


@pytest.mark.parametrize(("days", "waits"), [(7, []), (21, ["W1"])])
def test_a_drill_waits_as_long_before_as_the_policy_says(days: int, waits: list[str]) -> None:
    """A proof that runs out in three weeks."""
    store = MemoryStore()
    run = drill(verifier=BO, verified_at=MOMENT, valid_until=TODAY + timedelta(21))
    standing = replace(wall("W1", WallStatus.STANDING), owner=CY, drills=(run,))
    with store.unit() as work:
        work.keep(replace(plain(1), walls=(standing,)))
    with store.reading() as lists:
        found = mine(lists, asked(CY), TODAY, Policy(drill_calendar_days=days))
    assert [line.row["wall"] for line in found] == waits
