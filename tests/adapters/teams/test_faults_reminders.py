"""Reminders, their call met by a fault: left where nobody knows whether they arrived, said once where that is known."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.teams.fake.trouble import Troubles
from tests.adapters.teams.fake.values import Message
from tests.adapters.teams.fault_uses import alone, in_thread
from tests.adapters.teams.faults import ANSWER, CALL, LINE
from tests.adapters.teams.hall import Hall, play

TO_THE_THREAD, TO_THE_PERSON = timedelta(hours=4), timedelta(hours=20)
"""When the first reminder is due, and how long after it the second."""

UNSURE: dict[str, tuple[Callable[[Troubles], None], int]] = {
    "dropped": (lambda troubles: troubles.drop("send"), 0),
    "dropped after the deed": (lambda troubles: troubles.drop("send", done=True), 1),
    "502 in HTML": (lambda troubles: troubles.break_down("send"), 0),
    "412 after the deed": (lambda troubles: troubles.refuse("send", 412, "PreconditionFailed", done=True), 1),
}
"""What leaves open whether it arrived, and how often it did."""


def reminders(place: Hall, root: Message) -> tuple[int, int]:
    """How many stand in the thread, and in Mia's chat."""
    in_the_thread = [m for m in place.teams.thread(root) if "still with you" in m.words().casefold()]
    in_the_chat = [m for m in place.teams.chat("Mia") if "still with you" in m.words().casefold()]
    return len(in_the_thread), len(in_the_chat)


async def opened(place: Hall) -> Message:
    """A review nobody answers."""
    return await place.open(place.teams.world.add_channel("incidents", "ops"), LINE)


async def passes(place: Hall, time: timedelta) -> None:
    """Time, and what is due by then."""
    place.time.advance(time)
    await place.settle()


@pytest.mark.parametrize("fault", UNSURE)
def test_a_reminder_in_the_thread_is_left_and_the_next_comes(fault: str, tmp_path: Path) -> None:
    """It is not said again; on the next day the person is reminded alone, as if nothing had been."""
    put, arrived = UNSURE[fault]

    async def story(place: Hall) -> None:
        root = await opened(place)
        place.teams.troubles.aim("send", in_thread)
        put(place.teams.troubles)
        await passes(place, TO_THE_THREAD)
        assert place.teams.troubles.left == 0
        assert reminders(place, root) == (arrived, 0)
        await passes(place, TO_THE_PERSON)
        assert reminders(place, root) == (arrived, 1)

    play(tmp_path, story)


@pytest.mark.parametrize("fault", UNSURE)
def test_a_reminder_to_one_person_is_left(fault: str, tmp_path: Path) -> None:
    """Neither said again nor called out in the thread."""
    put, arrived = UNSURE[fault]

    async def story(place: Hall) -> None:
        root = await opened(place)
        await passes(place, TO_THE_THREAD)
        place.teams.troubles.aim("send", alone)
        put(place.teams.troubles)
        await passes(place, TO_THE_PERSON)
        assert place.teams.troubles.left == 0
        assert reminders(place, root) == (1, arrived)

    play(tmp_path, story)


def test_a_reminder_that_is_told_to_wait_comes_once(tmp_path: Path) -> None:
    """A 429 is an answer: it was not taken."""

    async def story(place: Hall) -> None:
        root = await opened(place)
        place.teams.troubles.limit("send", retry_after_s=30)
        await passes(place, TO_THE_THREAD)
        assert reminders(place, root) == (1, 0)

    play(tmp_path, story)


def test_whoever_blocked_the_bot_is_called_on_in_the_thread(tmp_path: Path) -> None:
    """The mention says that something waits, and nothing of what."""

    async def story(place: Hall) -> None:
        root = await opened(place)
        await place.reply(root, ANSWER)
        await passes(place, TO_THE_THREAD)
        said = len(place.teams.thread(root))
        place.teams.world.person("Mia").blocks_bot = True
        await passes(place, TO_THE_PERSON)
        (call,) = place.teams.thread(root)[said:]
        assert CALL in call.words()
        assert "question 1" not in call.words()
        assert reminders(place, root) == (1, 0)

    play(tmp_path, story)
