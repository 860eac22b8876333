"""Words that were given up are missed by somebody: the owner hears of it, else the thread, else the opener."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.errors import PlaceLost, Refused
from bot.domain.review import PersonKey
from bot.domain.says import Place, Say
from bot.ports import Outgoing
from storage.memory import MemoryStore
from tests.journeys.fakes import MIA, START, THREAD, Fault, Town, new_review

ANA = PersonKey("terminal:desk:ana")


def said_after(*rows: Outgoing, owner: PersonKey = MIA.person, faults: int = 1) -> list[tuple[str, str]]:
    """What is said, and where, when Mia opened a review that `owner` owns and the first tries are refused."""
    town = Town(MemoryStore())
    town.keep(replace(new_review(1, THREAD), owner=owner))
    town.put(*rows)
    town.chat.faults.extend(Fault(Refused("chat_refused")) for _ in range(faults))
    for _ in range(5):
        asyncio.run(town.outbox.drain())
        town.later(1.0)
    return [(text, town.chat.places[message]) for message, text in town.chat.shown.items()]


def row(key: str, say: Say) -> Outgoing:
    """A row that is due."""
    return Outgoing(key, 1, say, START, lane="alone" if say.place is Place.ALONE else "words")


def test_the_owner_hears_of_what_the_thread_could_not_be_told() -> None:
    """Alone."""
    assert said_after(row("k", Say("word"))) == [("not_said", MIA.person)]


def test_the_owner_hears_once_a_day_for_one_reason() -> None:
    """However many words it was."""
    assert said_after(row("k", Say("word")), row("l", Say("more")), faults=2) == [("not_said", MIA.person)]


def test_the_thread_hears_of_what_the_owner_could_not_be_told() -> None:
    """Somebody else can take the review over there."""
    found = said_after(row("k", Say("word", place=Place.ALONE, to=MIA.person)))
    assert [text for text, _ in found] == ["not_said"]
    assert found[0][1] != MIA.person


def test_the_opener_hears_where_owner_and_thread_are_out_of_reach() -> None:
    """The thread is lost, and that could not be brought to whoever owns the review."""
    lost = Say("place_lost", place=Place.ALONE, to=ANA)
    assert said_after(row("k", lost), owner=ANA) == [("not_said", MIA.person)]


@pytest.mark.parametrize("say", [Say("word", id="card"), Say("word", thread=THREAD), Say("not_said")])
def test_nobody_hears_of_what_nobody_misses(say: Say) -> None:
    """A card is drawn again, a place that was left has no readers, and words about words end there."""
    assert said_after(row("k", say)) == []


def test_a_lost_place_is_told_as_such_and_no_second_time() -> None:
    """It has a way on of its own."""
    town = Town(MemoryStore())
    town.keep(new_review(1, THREAD))
    town.put(row("k", Say("word")))
    town.chat.faults.append(Fault(PlaceLost("chat_archived")))
    asyncio.run(town.outbox.drain())
    assert "not_said" not in town.said()
