"""How fast reminders go out: no faster than Slack opens conversations, each tried again in its own time."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pace import AT_ONCE, REMINDER_S, Pace
from bot.domain.errors import Later

TIER = 50
"""Conversations an app may open in a minute. Source: the third tier of Slack's rate limits."""


class Hand:
    """A clock moved by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


def waits(pace: Pace, key: str) -> float:
    """Seconds a reminder is told to wait; 0 for one that may go."""
    try:
        pace.reminder(key)
    except Later as later:
        return later.retry_after or 0.0
    return 0.0


def sent(keys: Sequence[str], pace: Pace, clock: Hand) -> dict[str, float]:
    """When each may go, tried again exactly when it was told to."""
    due = dict.fromkeys(keys, clock.now)
    gone: dict[str, float] = {}
    while due:
        key = min(due, key=lambda each: due[each])
        clock.now = max(clock.now, due[key])
        wait = waits(pace, key)
        if wait:
            due[key] = clock.now + wait
        else:
            gone[key] = clock.now
            del due[key]
    return gone


def test_a_few_reminders_go_at_once() -> None:
    """A workspace of usual size waits for nothing."""
    pace = Pace(monotonic=Hand())
    assert [waits(pace, f"review:1:nudge:{n}") for n in range(AT_ONCE)] == [0.0] * AT_ONCE


def test_no_minute_has_more_than_slack_opens() -> None:
    """Of hundreds at once, whichever minute is looked at; all are gone when their places are over."""
    clock = Hand()
    gone = sorted(sent([f"k{n}" for n in range(400)], Pace(monotonic=clock), clock).values())
    assert max(sum(start <= at < start + 60 for at in gone) for start in gone) <= TIER
    assert gone[-1] - gone[0] == pytest.approx((400 - AT_ONCE) * REMINDER_S)


@given(st.lists(st.floats(0, 30), min_size=1, max_size=120))
def test_one_that_waits_is_told_its_own_time_once(pauses: list[float]) -> None:
    """However they come: tried again then it may go, so that nobody is asked more than twice."""
    clock = Hand()
    pace = Pace(monotonic=clock)
    places = {}
    for n, pause in enumerate(pauses):
        clock.now += pause
        if wait := waits(pace, f"k{n}"):
            places[f"k{n}"] = clock.now + wait
    for key, place in sorted(places.items(), key=lambda item: item[1]):
        clock.now = max(clock.now, place)
        assert waits(pace, key) == 0.0


def test_one_that_comes_too_early_keeps_its_place() -> None:
    """It is told the rest of its time."""
    clock = Hand()
    pace = Pace(monotonic=clock)
    first, *_ = [wait for n in range(AT_ONCE + 1) if (wait := waits(pace, f"k{n}"))]
    late = f"k{AT_ONCE}"
    clock.now += first / 3
    assert waits(pace, late) == pytest.approx(first * 2 / 3)
