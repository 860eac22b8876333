"""Words of threads: kept, dropped, or held back while the bot may not know its own thread yet."""

import asyncio
from datetime import datetime
from typing import cast

import pytest

from bot.chat.served import House
from bot.chat.teams import said as module
from bot.chat.teams.meanings import Activity, Place
from bot.chat.teams.people import People
from bot.chat.teams.said import SaidWords
from bot.chat.teams.tidings import Tidings
from bot.domain.heard import Heard, Replied
from bot.domain.review import ThreadRef
from tests.adapters.teams.given import NOW, ROOT, activity, called, said


class Stage:
    """A house whose store knows the thread after `unknown` looks, while something is being opened for `opening`."""

    def __init__(self, *, unknown: int, opening: int) -> None:
        self.unknown, self.opening = unknown, opening
        self.heard: list[Heard] = []
        self.met: list[Activity] = []
        self.plain: list[Place] = []

    # -- the house
    @property
    def store(self) -> "Stage":
        """Its store."""
        return self

    @property
    def clock(self) -> "Stage":
        """Its clock."""
        return self

    def now(self) -> datetime:
        """Seven minutes after the thread began."""
        return NOW.replace(hour=11, minute=7)

    async def accept(self, heard: Heard) -> None:
        """Take an input."""
        self.heard.append(heard)

    def held_in(self, thread: ThreadRef) -> int | None:
        """The review of the thread, once it is known."""
        del thread
        self.unknown -= 1
        return None if self.unknown >= 0 else 1

    def is_opening(self) -> bool:
        """Whether something is being opened."""
        self.opening -= 1
        return self.opening >= 0

    # -- people and tidings
    async def people_heard(self, found: Activity) -> None:
        """Somebody is learned of."""
        self.met.append(found)

    async def hears(self, place: Place) -> None:
        """A plain reply was heard."""
        self.plain.append(place)


def taken(stage: Stage, found: Activity) -> bool:
    """Whether words are settled."""

    class Learned:
        heard = staticmethod(stage.people_heard)

    words = SaidWords(
        house=cast("House", stage), people=cast("People", Learned), tidings=cast("Tidings", stage)
    )
    return asyncio.run(words.take(said(dict(found)), found))


def test_words_of_a_review_are_kept() -> None:
    """And whoever said them is learned of; a plain one tells that plain ones are heard."""
    stage = Stage(unknown=0, opening=0)
    assert taken(stage, activity(text="hello"))
    assert [heard.text for heard in stage.heard if isinstance(heard, Replied)] == ["hello"]
    assert (len(stage.met), len(stage.plain)) == (1, 1)
    stage = Stage(unknown=0, opening=0)
    assert taken(stage, called("answer hello"))
    assert (len(stage.met), stage.plain) == (1, [])


def test_words_of_no_review_are_dropped() -> None:
    """Nobody is learned of."""
    stage = Stage(unknown=9, opening=0)
    assert taken(stage, activity(text="hello"))
    assert (stage.heard, stage.met, stage.plain) == ([], [], [])


def test_words_of_a_thread_the_bot_does_not_know_yet_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then they are kept like any others: they are acknowledged once they are stored, and not before."""
    monkeypatch.setattr(module, "LOOK_S", 0.0)
    stage = Stage(unknown=3, opening=99)
    assert taken(stage, activity(text="hello"))
    assert len(stage.heard) == 1


def test_words_wait_no_longer_than_something_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread turned out to be somebody else's."""
    monkeypatch.setattr(module, "LOOK_S", 0.0)
    stage = Stage(unknown=99, opening=3)
    assert taken(stage, activity(text="hello"))
    assert (stage.heard, stage.met) == ([], [])


def test_words_that_waited_too_long_should_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Teams gives a message about 15 s."""
    monkeypatch.setattr(module, "LOOK_S", 0.0)
    monkeypatch.setattr(module, "NOT_YET_S", -1.0)
    stage = Stage(unknown=99, opening=99)
    assert not taken(stage, activity(text="hello"))
    assert stage.heard == []


@pytest.mark.parametrize("root", ["1798540000000", "1798999999999", "abc", "9" * 40, "٣"])
def test_words_of_an_older_thread_wait_for_nothing(root: str) -> None:
    """It cannot be one that is being opened; nor can one that tells no moment, or one far ahead."""
    stage = Stage(unknown=99, opening=99)
    found = activity(text="hello")
    place = str(found["conversation"]["id"]).replace(ROOT, root)
    found["conversation"] = found["conversation"] | {"id": place}
    assert taken(stage, found)
    assert stage.opening == 99


def test_an_empty_message_is_no_statement() -> None:
    """A deleted one is heard all the same."""
    stage = Stage(unknown=0, opening=0)
    assert taken(stage, activity("messageDelete"))
    assert (len(stage.heard), stage.plain) == (1, [])
