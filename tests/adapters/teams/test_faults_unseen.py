"""What a lost answer means where nobody can look: the table of `bot.unseen`, row by row."""

import asyncio
from typing import get_args

import pytest

from bot.domain.errors import Unsure
from bot.domain.says import Draw, Fetch, Invite, Mark, Place, Publish, React, Say
from bot.ports import OpenThread, Outgoing, Sendable
from bot.unseen import COMES_AGAIN, is_said_again
from bot.voice.shipped import OURS
from storage.memory import MemoryStore
from tests.journeys.fakes import MIA, START, THREAD, FakeChat, Fault, Town, new_review

WHO = MIA.person
AGAIN: dict[str, Sendable] = {
    "a thread": OpenThread(Say("card")),
    "words in the thread": Say("ask_decision", id="ask"),
    "words in the channel": Say("moved", id="moved", place=Place.CHANNEL),
    "words to one person": Say("brief", id="brief", place=Place.ALONE, to=WHO),
    "words to one person in passing": Say("secret", id="secret", place=Place.WHISPER, to=WHO),
}
LEFT: dict[str, Sendable] = {
    "a reminder to one person": Say("nudge", id="nudge", place=Place.ALONE, to=WHO),
    "a reminder in the thread": Say("nudge_thread", id="nudge", to=WHO),
    "a reminder in the channel": Say("nudge_channel", id="nudge", place=Place.CHANNEL),
}
HARMLESS: dict[str, Sendable] = {
    "the card": Say("card", id="card"),
    "a reaction": React("1", Mark.TAKEN),
    "a publication": Publish(1, "pages"),
    "a run that is fetched": Fetch("E1", "https://traces.example/1"),
    "a picture": Draw("E1", "P1"),
    "an invitation": Invite("wall:W1", WHO),
}


def town_with(what: Sendable, *, done: bool) -> Town:
    """A review in its thread (none yet where one is to be begun), and a first try whose answer is lost."""
    town = Town(MemoryStore(), chat=FakeChat(looks=False))
    town.keep(new_review(1, None if isinstance(what, OpenThread) else THREAD))
    town.chat.faults.append(Fault(Unsure("teams_reply_lost"), after=done))
    town.put(Outgoing("review:1:v1:row", 1, what, START))
    for _ in range(4):
        asyncio.run(town.outbox.drain())
        town.later(60.0)
    return town


@pytest.mark.parametrize("kind", AGAIN)
def test_what_a_review_needs_arrives_perhaps_twice(kind: str) -> None:
    """Once where the try had not come through, twice where it had; never looked for, never given up."""
    assert len(town_with(AGAIN[kind], done=False).said()) == 1
    town = town_with(AGAIN[kind], done=True)
    assert len(town.said()) == 2
    assert "find" not in town.chat.calls
    assert town.store.dead() == ()


@pytest.mark.parametrize("kind", LEFT)
def test_a_reminder_is_left_and_never_doubled(kind: str) -> None:
    """Unsaid where the try had not come through, once where it had; and it waits for nothing any more."""
    assert town_with(LEFT[kind], done=False).said() == []
    town = town_with(LEFT[kind], done=True)
    assert len(town.said()) == 1
    assert town.store.next_due() is None


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_does_no_harm_twice_is_done_again(kind: str) -> None:
    """The same card in the same place, the same page, a second link to the same file."""
    assert is_said_again(HARMLESS[kind])


def test_the_table_has_a_row_for_everything_that_can_go_out() -> None:
    """A new kind of row is a decision to make."""
    judged = {type(what) for table in (AGAIN, LEFT, HARMLESS) for what in table.values()}
    assert judged == set(get_args(Sendable))


def test_every_reminder_is_known_as_one() -> None:
    """They are the templates named so: a new one would be doubled otherwise."""
    named = {path.name.partition(".")[0] for path in (OURS / "say").glob("nudge*")}
    assert named == COMES_AGAIN
