"""The looks back, at the end of a day and of a year: what is found forgotten, or remembered otherwise than shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.vocabulary import Status
from tests.journeys.reminded import ANA, asked_review
from tests.year.by_hand import HOUR, LATE_WALL, TUESDAY, found, said, watch_of
from tests.year.chat import Message
from tests.year.town import Town
from tests.year.watching import Watch


def of_a_day(*messages: Message, change: Callable[[Town], object] = lambda _: None) -> Watch:
    """Tuesday of Ana, who owes a late wall: looked at before ten and at five, with these messages between."""
    watch = watch_of(asked_review(asking=None, status=Status.FILED, progress=(), walls=(LATE_WALL,)))
    clock = watch.town.house.clock
    clock.advance(TUESDAY - timedelta(minutes=8) - clock.now())
    watch.open_day(ANA)
    found(watch, *messages)
    change(watch.town)
    clock.advance(7 * HOUR + timedelta(minutes=8))
    watch.close_day(ANA)
    return watch


ABOUT_WALL = said(TUESDAY, NudgeKind.WALL_LATE, about="W1")


def test_what_was_owed_at_ten_and_not_said_by_five_is_forgotten() -> None:
    """With the word said, nothing is."""
    assert (of_a_day(ABOUT_WALL).wrong, of_a_day(ABOUT_WALL).owed) == ([], 1)
    assert [wrong.partition(" on ")[0] for wrong in of_a_day().wrong] == ["forgotten"]


def test_nothing_is_forgotten_of_a_review_that_changed_meanwhile() -> None:
    """Whoever changed it set back what is owed."""
    later = of_a_day(change=lambda town: town.reviews.update({7: replace(town.reviews[7], version=9)}))
    assert later.wrong == []


TOLD = Told(7, NudgeKind.WALL_LATE, "W1", ANA, Where.DIRECT, TUESDAY.date(), TUESDAY)


def test_what_was_shown_and_what_is_remembered_are_held_against_each_other() -> None:
    """A word that nobody saw, one that nobody remembers, and two for the same day of a cadence."""
    assert told_wrong((TOLD,)) == []
    assert told_wrong(()) == ["told and shown differ"]
    assert told_wrong((TOLD, replace(TOLD, kind=NudgeKind.WALL_DUE))) == ["told and shown differ"]
    assert told_wrong((TOLD, TOLD)) == ["told and shown differ", "twice for one day of its cadence"]


def told_wrong(told: tuple[Told, ...]) -> list[str]:
    """What the whole year's look back finds where one word about the wall was shown."""
    watch = of_a_day(ABOUT_WALL)
    watch.against(told)
    return [wrong.partition(":")[0] for wrong in watch.wrong]
