"""A process that is told to end finishes what is in flight and lets go of the database, whatever else goes wrong."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

import bot.clock
import bot.inbox
import bot.outbox
from bot.app import App
from bot.domain.errors import OutsideError
from bot.domain.says import Say
from bot.ports import Outgoing, Work
from storage.memory import MemoryStore
from tests.journeys.fakes import MIA, START, THREAD, Town, new_review, replied

T = TypeVar("T")
LONGEST_S = 10.0
"""What whoever ends a process gives it before killing it."""


def app_of(town: Town) -> App:
    """The process of a town."""
    return App(town.inbox, town.outbox, town.ticker, town.voice, town.store)


def is_open(store: MemoryStore) -> bool:
    """Whether it still takes something."""
    try:
        store.keep_blob(b"")
    except OutsideError:
        return False
    return True


def test_the_times_to_stop_fit_into_what_a_process_is_given() -> None:
    """What comes in and the tick end side by side, what goes out after them."""
    assert max(bot.inbox.STOP_S, bot.clock.STOP_S) + bot.outbox.STOP_S < LONGEST_S


def test_an_accepted_input_is_worked_off_before_the_database_is_let_go_of() -> None:
    """The process is told to end in the middle of its journey."""

    class Gated(MemoryStore):
        go_on = threading.Event()

        def handle(self, heard_id: str, journey: Callable[[Work], T]) -> T | None:
            assert self.go_on.wait(LONGEST_S)
            return super().handle(heard_id, journey)

    store = Gated()
    town = Town(store)
    town.keep(new_review(1, THREAD))
    app = app_of(town)

    async def play() -> None:
        await app.start()
        await town.inbox.accept(replied("r1"))
        stopping = asyncio.create_task(app.stop())
        await asyncio.sleep(0)
        store.go_on.set()
        await stopping

    asyncio.run(play())
    with store.reading() as lists:
        review = lists.review(MIA.person, 1)
    assert review is not None
    assert (review.harm, store.unhandled(10), is_open(store)) == ("|words of r1", (), False)


def test_the_database_is_let_go_of_although_the_outbox_has_ended(caplog: pytest.LogCaptureFixture) -> None:
    """Its fault was said when it ended; stopping is no place to raise it again."""

    class Broken(MemoryStore):
        def next_due(self) -> None:
            raise ZeroDivisionError

    store = Broken()
    town = Town(store)
    app = app_of(town)

    async def play() -> None:
        await app.start()
        town.keep(new_review(1, THREAD))
        town.put(Outgoing("k", 1, Say("word"), START))
        while "the outbox ended" not in caplog.text:
            await asyncio.sleep(0)
        await app.stop()

    asyncio.run(play())
    assert not is_open(store)
