"""Whoever drains the outbox waits for what its own loop has claimed at that moment."""

import asyncio
import threading
from datetime import datetime

from bot.domain.says import Say
from bot.ports import Claim, OpenThread, Outgoing
from storage.memory import MemoryStore
from tests.journeys.fakes import START, Town, new_review

LATER_S = 0.2
"""Who does not wait is done long before: then nothing was said yet."""


class Slow(MemoryStore):
    """A store whose first claims are handed over only once it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.claimed, self.handed = threading.Event(), threading.Event()

    def claim(self, now: datetime, limit: int, lease_s: float) -> tuple[Claim, ...]:
        """The claims of the store."""
        found = super().claim(now, limit, lease_s)
        if not self.claimed.is_set():
            self.claimed.set()
            self.handed.wait()
        return found


def test_what_the_loop_has_claimed_is_sent_when_draining_ends() -> None:
    """A claim on its way from the database is no longer due, and not sent yet: it is waited for."""
    store = Slow()
    town = Town(store)
    town.keep(new_review(1))
    town.put(Outgoing("review:1:open", 1, OpenThread(Say("card")), START, lane="card"))

    async def play() -> tuple[int, list[str]]:
        loop = asyncio.create_task(town.outbox.run())
        await asyncio.to_thread(store.claimed.wait)
        asyncio.get_running_loop().call_later(LATER_S, store.handed.set)
        tried = await town.outbox.drain()
        said = town.said()
        town.outbox.stop()
        await loop
        return tried, said

    # It counts as tried: whoever settles everything looks once more for what came of it.
    assert asyncio.run(play()) == (1, ["card"])
