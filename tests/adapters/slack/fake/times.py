"""Time for the fake Slack: one that stands still until a test moves it, and the wall's."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

START = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


class Time(Protocol):
    """What the fake knows of time: the moment, and waiting for a later one."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Come back when so much of this time has passed."""


class FakeTime:
    """Stands still until it is moved; also serves as the bot's clock, so that both see the same moment."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._waiting: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """The moment it was last moved to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move it on; whoever waited for a moment that has come goes on with the next turn of the loop."""
        self._now += by
        for due, waiter in self._waiting:
            if due <= self._now and not waiter.done():
                waiter.set_result(None)
        self._waiting = [(due, waiter) for due, waiter in self._waiting if not waiter.done()]

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was moved past `seconds` from now."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((self._now + timedelta(seconds=seconds), waiter))
        await waiter

    @property
    def sleepers(self) -> int:
        """How many wait for a later moment: a test looks here before it moves the clock."""
        return sum(not waiter.done() for _, waiter in self._waiting)


class WallTime:
    """The machine's clock, for a bot in a process of its own and for measuring."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.fromtimestamp(time.time(), UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)
