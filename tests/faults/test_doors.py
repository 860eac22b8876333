"""Nothing is lost and nothing doubled, whatever a vendor answers and wherever the process dies."""

import asyncio
import contextlib
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import Later, OutsideError, PersonError, Refused, Unsure
from bot.domain.heard import Heard, Replied
from bot.domain.review import PersonKey
from bot.domain.says import Mark, Place, Publish, React, Reply, Say
from bot.journeys.desk import Desk
from bot.outcome import LONGEST_WAIT_S
from bot.ports import OpenThread, Outgoing, Sendable, Store, Work
from storage.memory import MemoryStore
from storage.store import open_store
from tests.databases import blank_at
from tests.journeys.fakes import (
    MIA,
    SMALL,
    START,
    THREAD,
    Fault,
    Town,
    answering,
    new_review,
    opened,
    replied,
)

KIM = PersonKey("terminal:desk:kim")
LEASE_S = 60.0

FINDABLE: dict[str, Sendable] = {
    "post": Say("word"),
    "direct": Say("word", place=Place.ALONE, to=KIM),
    "open": OpenThread(Say("word")),
}
"""What makes something new that can be looked for."""

REPEATABLE: dict[str, Sendable] = {
    "card": Say("word", id="card"),
    "react": React("m1", Mark.TAKEN),
    "publish": Publish(1, "pages"),
}
"""What may be done twice without harm."""

NOT_DONE: dict[str, Callable[[], BaseException]] = {
    "busy": lambda: Later("chat_busy", retry_after=30),
    "busy for no time": lambda: Later("chat_busy", retry_after=0),
    "down": lambda: Later("chat_down"),
}
PERHAPS_DONE: dict[str, Callable[[], BaseException]] = {
    "reply lost": lambda: Unsure("chat_lost"),
    "time limit": TimeoutError,
    "unsorted": lambda: OutsideError("chat_odd"),
    "fault of ours": lambda: ZeroDivisionError("ours"),
}


def town_with(what: Sendable) -> Town:
    """A town where one thing waits to go out, and one more of the same review behind it."""
    town = Town(MemoryStore())
    opening = isinstance(what, OpenThread)
    town.keep(new_review(1, None if opening else THREAD))
    if not opening:
        town.chat.shown["1"], town.chat.places["1"] = "card", THREAD.channel
        town.chat.keys.append(("review:1:open", "1"))
        town.put(Outgoing("review:1:open", 1, OpenThread(Say("card")), START))
        asyncio.run(town.outbox.drain())
    town.put(Outgoing("review:1:open" if opening else "k", 1, what, START))
    town.chat.calls.clear()
    return town


def let_time_pass(town: Town) -> None:
    """Long enough for every pause and lease, in steps in which everything due is sent."""
    for _ in range(12):
        asyncio.run(town.outbox.drain())
        town.later(LONGEST_WAIT_S)


def seen(town: Town) -> list[str]:
    """What people see of the one thing: its text once per time it is there."""
    return [
        text for text in (*town.said(), *(mark for _, mark in set(town.chat.reactions))) if text != "card"
    ]


@pytest.mark.parametrize("name", FINDABLE)
@pytest.mark.parametrize("error", [*NOT_DONE, *PERHAPS_DONE])
def test_what_was_not_done_is_done_once(name: str, error: str) -> None:
    """An error before the deed: the people see it once, however the vendor worded it."""
    town = town_with(FINDABLE[name])
    town.chat.faults.append(Fault({**NOT_DONE, **PERHAPS_DONE}[error]()))
    let_time_pass(town)
    assert seen(town) == ["word"]
    assert town.store.dead() == ()


@pytest.mark.parametrize("name", FINDABLE)
@pytest.mark.parametrize("error", PERHAPS_DONE)
def test_what_was_done_although_the_reply_was_lost_is_not_done_again(name: str, error: str) -> None:
    """The deed is found under its key and adopted: no second message, and its id is known."""
    town = town_with(FINDABLE[name])
    town.chat.faults.append(Fault(PERHAPS_DONE[error](), after=True))
    let_time_pass(town)
    assert seen(town) == ["word"]
    ((key, message),) = [entry for entry in town.chat.keys if town.chat.shown[entry[1]] == "word"]
    assert town.store.message(key) == message


@pytest.mark.parametrize("name", FINDABLE)
@pytest.mark.parametrize("trouble", [*NOT_DONE, *PERHAPS_DONE])
def test_a_look_up_that_fails_is_looked_up_again_before_anything_is_sent(name: str, trouble: str) -> None:
    """Reply lost, and then the look-up fails too: wait, then look; never send blindly."""
    town = town_with(FINDABLE[name])
    town.chat.faults.append(Fault(Unsure("chat_lost"), after=True))
    town.chat.find_faults.append(Fault({**NOT_DONE, **PERHAPS_DONE}[trouble]()))
    let_time_pass(town)
    assert seen(town) == ["word"]
    assert town.chat.calls[1:] == ["find", "find"]


@pytest.mark.parametrize("name", REPEATABLE)
@pytest.mark.parametrize("error", [*NOT_DONE, *PERHAPS_DONE])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_what_may_be_repeated_is_done_until_it_is_known_to_be_done(
    name: str, error: str, *, after: bool
) -> None:
    """A card, a reaction or a publication has the same effect twice: it is simply done again."""
    fault = {**NOT_DONE, **PERHAPS_DONE}[error]()
    town = town_with(REPEATABLE[name])
    if name == "publish":
        town.pages.faults.append(fault)
    else:
        town.chat.faults.append(Fault(fault, after=after))
    asyncio.run(town.outbox.drain())
    town.later(30)
    asyncio.run(town.outbox.drain())
    assert town.store.dead() == ()
    effect = {
        "card": town.chat.shown["1"] == "word",
        "react": set(town.chat.reactions) == {("m1", "taken")},
        "publish": [made.link for made in town.review().publications] == ["https://pages.example/AR-1"],
    }
    assert effect[name]


def test_a_whisper_whose_reply_was_lost_comes_perhaps_twice_but_never_not_at_all() -> None:
    """No platform lets a whisper be looked for; it is shown to one person, who may see it again."""
    town = town_with(Say("word", place=Place.WHISPER, to=MIA.person))
    town.chat.faults.append(Fault(Unsure("chat_lost"), after=True))
    let_time_pass(town)
    assert seen(town) == ["word", "word"]


@pytest.mark.parametrize("error", [Refused("chat_archived"), PersonError("chat_archived")])
def test_what_is_refused_is_visible_and_the_next_word_goes_out(error: Refused | PersonError) -> None:
    """A dead row with its reason, a thread that goes on, and one person who is told."""
    town = town_with(Say("never"))
    town.put(Outgoing("next", 1, Say("word"), START))
    town.chat.faults.append(Fault(error))
    let_time_pass(town)
    assert sorted(seen(town)) == ["not_said", "word"]
    assert town.store.dead() == (("k", "chat_archived"),)


@pytest.mark.parametrize("name", FINDABLE)
def test_a_process_that_dies_after_its_claim_leaves_the_row_to_the_next(name: str) -> None:
    """Nothing was sent: when the lease is over it is looked for, not found, and sent once."""
    town = town_with(FINDABLE[name])
    assert len(town.store.claim(town.clock.now(), 10, LEASE_S)) == 1
    asyncio.run(town.new_outbox(town.clock).drain())
    assert seen(town) == []
    town.later(LEASE_S)
    asyncio.run(town.new_outbox(town.clock).drain())
    assert seen(town) == ["word"]
    assert town.chat.calls[0] == "find"


@pytest.mark.parametrize("name", FINDABLE)
def test_a_process_that_dies_after_its_call_leaves_the_deed_to_be_found(name: str) -> None:
    """It was sent, nobody wrote it down: when the lease is over it is found and adopted."""
    town = town_with(FINDABLE[name])
    life = Life(dies_at=None)
    town.store, kept = Mortal(town.store, life), town.store
    dying = town.new_outbox(town.clock)
    life.forbidden = "settle"
    asyncio.run(dying.drain())
    town.store = kept
    assert seen(town) == ["word"]
    town.later(LEASE_S)
    asyncio.run(town.new_outbox(town.clock).drain())
    assert seen(town) == ["word"]
    assert town.store.next_due() is None


@dataclass
class Life:
    """The life of one process: it ends at a numbered point, and nothing it does after that has an effect."""

    dies_at: int | None
    points: int = 0
    forbidden: str = ""

    def point(self, name: str) -> None:
        """One point at which the process may die."""
        self.points += 1
        over = self.dies_at is not None and self.points >= self.dies_at
        if over or name == self.forbidden:
            raise OutsideError("killed")


class Mortal:
    """Something outside a process, as that process reaches it: a point before and one after each call."""

    def __init__(self, target: Any, life: Life) -> None:
        self.target = target
        self.life = life

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.target, name)
        if inspect.iscoroutinefunction(value):
            return self._awaited(name, value)
        return self._called(name, value) if callable(value) else value

    def _called(self, name: str, call: Any) -> Any:
        def mortal(*args: Any) -> Any:
            self.life.point(name)
            result = call(*args)
            self.life.point(f"after {name}")
            return result

        return mortal

    def _awaited(self, name: str, call: Any) -> Any:
        async def mortal(*args: Any) -> Any:
            self.life.point(name)
            result = await call(*args)
            self.life.point(f"after {name}")
            return result

        return mortal


def finishing(work: Work, heard: Replied, desk: Desk) -> Reply | None:
    """The second answer ends the review: it is published, and its owner told."""
    answering(work, heard, desk)
    if heard.id == "r2":
        work.say(Outgoing("review:1:publish", 1, Publish(1, "pages"), desk.now, lane="publish:pages"))
        work.say(Outgoing("review:1:brief", 1, Say("brief", place=Place.ALONE, to=KIM), desk.now))
    return None


def events(town: Town) -> tuple[Heard, ...]:
    """What the platform sends: an opening, then two answers in the thread that came of it."""
    thread = next((message for key, message in town.chat.keys if key == "review:1:open"), "")
    where = replace(THREAD, thread=thread)
    return (opened(), replied("r1", where), replied("r2", where)) if thread else (opened(),)


async def live(town: Town) -> None:
    """One life of the process: it recovers, is sent everything not acknowledged yet, and sends what is due."""
    acknowledged: set[str] = set()
    try:
        await town.ticker.tick()
        await town.outbox.drain()
        while fresh := [heard for heard in events(town) if heard.id not in acknowledged]:
            await town.inbox.hear(fresh[0])
            acknowledged.add(fresh[0].id)
            await town.outbox.drain()
    except OutsideError as error:
        if error.key != "killed":
            raise


def play(store: Store, dies_at: int | None) -> tuple[Town, Life]:
    """A whole review; the first process dies at a point, the next one finishes when the lease is over."""
    life = Life(dies_at)
    first = Town(Mortal(store, life), journeys={**SMALL, Replied: finishing})
    chat, pages = first.chat, first.pages
    first.chat, first.pages = Mortal(chat, life), Mortal(pages, life)  # type: ignore[assignment] # as the process reaches them
    first.outbox = first.new_outbox(first.clock)
    first.chat, first.pages = chat, pages
    asyncio.run(live(first))
    first.later(LEASE_S)
    second = Town(store, clock=first.clock, journeys={**SMALL, Replied: finishing})
    second.chat, second.pages = chat, pages
    second.outbox = second.new_outbox(second.clock)
    for _ in range(3):
        asyncio.run(live(second))
        second.later(LONGEST_WAIT_S)
    return second, life


def check(town: Town) -> None:
    """Every answer kept once and in order, every word shown once, one thread, one publication, nothing left."""
    assert town.review().harm == "|words of r1|words of r2"
    assert Counter(town.said()) == Counter({"card": 1, "ask": 1, "took": 2, "brief": 1})
    assert max(Counter(key for key, _ in town.chat.keys).values()) == 1
    assert [made.link for made in town.review().publications] == ["https://pages.example/AR-1"]
    assert town.store.unhandled(10) == ()
    assert town.store.dead() == ()
    assert town.store.next_due() is None


@pytest.fixture(params=["memory", pytest.param("sqlite", marks=pytest.mark.long)])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes empty databases, in memory or in files."""
    with contextlib.ExitStack() as stack:

        def make() -> Store:
            if request.param == "memory":
                return MemoryStore()
            store = open_store(blank_at(tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite3"))
            stack.callback(store.close)
            return store

        yield make


def test_a_review_survives_a_death_at_every_point(new_store: Callable[[], Store]) -> None:
    """Whichever call to the outside is the last one, before or after its effect, the review comes out alike."""
    whole, life = play(new_store(), dies_at=None)
    check(whole)
    assert life.points > 50  # else this test tries less than it says
    for point in range(1, life.points + 1):
        town, _ = play(new_store(), dies_at=point)
        check(town)


def test_two_replicas_share_the_work_and_double_nothing(new_store: Callable[[], Store]) -> None:
    """Two processes over one database, sent the same events at the same time, do everything once."""
    store = new_store()
    one = Town(store, journeys={**SMALL, Replied: finishing})
    two = Town(store, clock=one.clock, journeys={**SMALL, Replied: finishing})
    two.chat, two.pages = one.chat, one.pages
    two.outbox = two.new_outbox(one.clock)

    async def both() -> None:
        await asyncio.gather(live(one), live(two))
        for town in (one, two):
            await live(town)

    asyncio.run(both())
    one.later(LONGEST_WAIT_S)
    asyncio.run(live(two))
    check(one)
