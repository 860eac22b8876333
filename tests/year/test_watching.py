"""The watch itself: messages made by hand, of which it must find what is wrong, and nothing in those that are right."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeAlias

import pytest

from bot.domain.absence import ShownAway
from bot.domain.due import Diary
from bot.domain.nudges import NudgeKind
from bot.domain.review import Progress, Quiet, Stage
from bot.domain.vocabulary import Question, Status
from tests.domain.making import MONDAY, standing_wall, unknown
from tests.journeys.reminded import ANA, BEN, asked_review
from tests.year.by_hand import (
    ABOUT,
    DAY,
    HOLIDAY,
    HOUR,
    LATE_WALL,
    TUESDAY,
    aloud,
    found,
    in_channel,
    said,
    watch_of,
)
from tests.year.chat import Message
from tests.year.watching import MOST_ITEMS

FIRST = aloud(MONDAY + 4 * HOUR)
SECOND = said(TUESDAY, NudgeKind.STILL_SILENT)
THIRD = said(MONDAY + 4 * DAY, NudgeKind.LAST)  # the fourth day is a holiday
STALL = said(MONDAY + 8 * DAY, NudgeKind.STALLED)
OF_BEN = Progress(Question.DECISION, "A", Stage.ASKED, asked_of=BEN)

UNKNOWN = unknown(Question.CONTEXT, owner=ANA, due=MONDAY.date())
EARLY_WALL = replace(LATE_WALL, due=MONDAY.date() + 30 * DAY)


def test_a_question_asked_three_times_and_then_stalled_is_as_it_should_be() -> None:
    """Ben hears in the thread, outside it, a last time; then Ana whose review it is, and then the channel."""
    to_ben = [replace(m, to=BEN, place="7" if m is FIRST else BEN) for m in (FIRST, SECOND, THIRD)]
    stalled, in_the_end = replace(STALL, at=MONDAY + 8 * DAY), in_channel(MONDAY + 15 * DAY)
    assert found(watch_of(asked_review(progress=(OF_BEN,))), *to_ben, stalled, in_the_end) == []


Case: TypeAlias = tuple[str, tuple[Message, ...]]

WRONG: dict[str, Case] = {
    "a minute before ten": ("out of hours", (FIRST, replace(SECOND, at=TUESDAY - timedelta(minutes=1)))),
    "at five": ("out of hours", (FIRST, replace(SECOND, at=TUESDAY + 7 * HOUR))),
    "in the thread before nine": ("out of hours", (aloud(TUESDAY - 2 * HOUR),)),
    "on a Saturday": ("out of hours", (FIRST, replace(SECOND, at=MONDAY + 5 * DAY))),
    "on a holiday": ("out of hours", (FIRST, replace(SECOND, at=MONDAY + 3 * DAY))),
    "twice a day": ("a second message that day", (FIRST, SECOND, replace(THIRD, at=TUESDAY + HOUR))),
    "one thing twice in a message": (
        "an item twice",
        (FIRST, said(TUESDAY, NudgeKind.STILL_SILENT, NudgeKind.STILL_SILENT)),
    ),
    "the same step again": ("the same step again", (FIRST, SECOND, replace(SECOND, at=MONDAY + 2 * DAY))),
    "a fourth time": ("the same step again", (FIRST, SECOND, THIRD, replace(THIRD, at=MONDAY + 8 * DAY))),
    "the last word before the second": ("out of order", (FIRST, THIRD)),
    "stalled before the last word": ("stalled before the last word", (FIRST, SECOND, STALL)),
    "the channel twice": (
        "said once, said again",
        (in_channel(MONDAY + 7 * DAY), in_channel(MONDAY + 8 * DAY)),
    ),
    "the second word in the thread": ("not for thread", (FIRST, aloud(TUESDAY, NudgeKind.STILL_SILENT))),
    "the first word outside it": ("not for direct", (replace(SECOND, items=FIRST.items),)),
    "lateness in the thread": (
        "lateness for everybody to read",
        (replace(FIRST, words="Still with you, three days late."),),
    ),
    "everybody called": ("calls everybody", (replace(FIRST, words="@here: still with you."),)),
    "somebody else called": ("calls somebody else", (replace(FIRST, calls=BEN),)),
    "shown to somebody else": ("in the wrong place", (FIRST, replace(SECOND, place=BEN))),
    "shown in another thread": ("in the wrong place", (replace(FIRST, place="8"),)),
    "counted instead of shown": (
        "counted what there was room for",
        (FIRST, replace(SECOND, rest=MOST_ITEMS)),
    ),
}


@pytest.mark.parametrize(("why", "messages"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_words_about_a_question_is_found(why: str, messages: tuple[Message, ...]) -> None:
    """Each differs from what is right in one thing."""
    assert why in found(watch_of(asked_review()), *messages)


AWAY: dict[str, tuple[str, Diary]] = {
    "gone": ("to somebody gone", Diary("UTC", gone=True)),
    "out of the channel": ("to somebody gone", Diary("UTC", left_channels=frozenset({"lobby"}))),
    "away by their word": ("to somebody away", Diary("UTC", away_until=date(2026, 9, 16))),
    "away as the chat shows": ("to somebody away", Diary("UTC", shown_away=ShownAway(MONDAY))),
    "away for some hours more": (
        "not to be disturbed",
        Diary("UTC", shown_away=ShownAway(MONDAY, TUESDAY + HOUR)),
    ),
    "resting": ("not to be disturbed", Diary("UTC", undisturbed_until=TUESDAY + HOUR)),
    "resting as foretold": (
        "not to be disturbed",
        Diary("UTC", undisturbed_from=TUESDAY - HOUR, undisturbed_until=TUESDAY + HOUR),
    ),
    "in another zone": ("out of hours", Diary("Asia/Tokyo")),
}


@pytest.mark.parametrize(("why", "diary"), AWAY.values(), ids=AWAY.keys())
def test_words_to_somebody_who_is_not_there_are_found(why: str, diary: Diary) -> None:
    """Nine to five of their own day, unless they are away, resting or gone."""
    assert why in found(watch_of(asked_review(), ana=diary), SECOND)


def test_words_just_before_a_rest_that_was_foretold_are_right() -> None:
    """It begins later that day."""
    diary = Diary("UTC", undisturbed_from=TUESDAY + HOUR, undisturbed_until=TUESDAY + 3 * HOUR)
    assert found(watch_of(asked_review(), ana=diary), FIRST, SECOND) == []


IDLE: dict[str, tuple[str, dict[str, Any], NudgeKind, str]] = {
    "taken back": (
        "of a review that was taken back",
        {"status": Status.WITHDRAWN},
        NudgeKind.STILL_SILENT,
        ABOUT,
    ),
    "quiet": ("not owed", {"quiet": Quiet(ANA, MONDAY)}, NudgeKind.STILL_SILENT, ABOUT),
    "no date yet": ("not owed", {"unknowns": (replace(UNKNOWN, due=HOLIDAY),)}, NudgeKind.UNKNOWN_DUE, "U1"),
    "answered": (
        "about a question that nobody waits for",
        {"asking": Question.CONTEXT},
        NudgeKind.STILL_SILENT,
        ABOUT,
    ),
    "settled": (
        "about something settled",
        {"unknowns": (replace(UNKNOWN, settled_at=MONDAY),)},
        NudgeKind.UNKNOWN_DUE,
        "U1",
    ),
    "standing": (
        "about a wall that stands or was ended",
        {"walls": (standing_wall(owner=ANA),)},
        NudgeKind.WALL_DUE,
        "W1",
    ),
    "too early": (
        "too early for the date of its wall",
        {"walls": (EARLY_WALL,)},
        NudgeKind.WALL_DUE,
        "W1",
    ),
}


@pytest.mark.parametrize(("why", "changes", "kind", "about"), IDLE.values(), ids=IDLE.keys())
def test_words_about_what_nobody_waits_for_are_found(
    why: str, changes: dict[str, Any], kind: NudgeKind, about: str
) -> None:
    """Answered, ended, settled, standing, or of a day that has not come."""
    assert why in found(watch_of(asked_review(**changes)), said(TUESDAY, kind, about=about))


def test_a_fourth_word_about_an_unknown_is_found_unless_one_was_put_off() -> None:
    """Three of them are the policy's; one that its reader put off comes again."""
    days = [MONDAY, MONDAY + 4 * DAY, MONDAY + 8 * DAY, MONDAY + 9 * DAY]
    words = [said(at, NudgeKind.UNKNOWN_DUE, about="U1") for at in days]
    watch = watch_of(asked_review(unknowns=(UNKNOWN,)))
    assert found(watch, *words[:3]) == []
    told = watch.town.told[7]
    *others, last = told
    watch.town.told[7] = [*others, replace(last, later=days[3].date())]
    assert found(watch, words[3]) == []
    watch.town.told[7] = told
    assert found(watch, replace(words[3], at=days[3] + DAY)) == ["a fourth word about an unknown", "not owed"]
