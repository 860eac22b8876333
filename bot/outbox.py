"""The door out: claims what is due, one try each, and writes down what became of it."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.delivery import Delivery
from bot.domain.errors import OutsideError
from bot.domain.heard import Heard
from bot.outcome import outcome
from bot.ports import Claim, Dead, Result, heard_of

log = logging.getLogger(__name__)

Follow = Callable[[Heard], Awaitable[None]]
"""Works off an input that is stored already; what fails in it waits for another try, and raises nothing."""

AT_ONCE = 20  # rows in flight
LEASE_S = 60.0  # longer than one try may take
LONGEST_REST_S = 5.0  # rows may also come from another process, which cannot wake this one
SHORTEST_REST_S = 0.5  # what is due may still wait for its review's row in flight
STOP_S = 7.0  # what is in flight may finish; the process ends within 10


class Outbox:
    """Sends what journeys left to be sent. It owns every retry; `delivery` knows the ways."""

    def __init__(self, delivery: Delivery, follow: Follow) -> None:
        self._delivery = delivery
        self._store = delivery.store
        self._clock = delivery.clock
        self._follow = follow
        self._bell = asyncio.Event()
        self._taking = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._down = ""

    def wake(self) -> None:
        """Something was put in: look now."""
        self._bell.set()

    def stop(self) -> None:
        """Take nothing new; `run` returns when what is in flight has finished, at the latest after 7 s."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        """Send until stopped."""
        while not self._stopping:
            self._bell.clear()
            rest = await self._round()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), rest)
        await self._finish()

    async def drain(self) -> int:
        """Send until nothing is due; returns how many rows were tried, by whomever they were claimed."""
        tried = 0
        while await self._take() or self._tasks:
            done, _ = await asyncio.wait(self._tasks)
            tried += len(done)
        return tried

    async def _round(self) -> float:
        """Start what is due; returns how many seconds to rest unless woken."""
        try:
            await self._take()
            if self._bell.is_set():  # what was put in meanwhile is not kept waiting for a look at the future
                return 0.0
            due = await asyncio.to_thread(self._store.next_due)
        except OutsideError as error:
            self._say_once(error.key)
            return LONGEST_REST_S
        self._say_once("")
        if due is None:
            return LONGEST_REST_S
        return min(max((due - self._clock.now()).total_seconds(), SHORTEST_REST_S), LONGEST_REST_S)

    async def _take(self) -> int:
        """Claim as many due rows as there is room for and start them.

        One at a time: who drains must see as a task what another has claimed.
        """
        async with self._taking:
            room = AT_ONCE - len(self._tasks)
            if room <= 0:
                return 0
            claims = await asyncio.to_thread(self._store.claim, self._clock.now(), room, LEASE_S)
            for claim in claims:
                task = asyncio.create_task(self._send(claim), name=claim.outgoing.key)
                self._tasks.add(task)
                task.add_done_callback(self._sent)
            return len(claims)

    async def _send(self, claim: Claim) -> None:
        """One row, one try, one result. A fault of ours in it stops no other row."""
        row = claim.outgoing
        result = await self._tried(claim)
        if isinstance(result, Dead):
            log.error("%s of review %s is given up: %s", row.key, row.review, result.why)
        if not await asyncio.to_thread(self._store.settle, claim, result):
            log.warning("%s took longer than its lease: its result is refused", row.key)
        elif (then := heard_of(result)) is not None:
            await self._follow(then)

    async def _tried(self, claim: Claim) -> Result:
        row = claim.outgoing
        (result,) = await asyncio.gather(self._delivery.deliver(claim), return_exceptions=True)
        if isinstance(result, BaseException):
            log.error("%s of review %s failed", row.key, row.review, exc_info=result)
            (result,) = await asyncio.gather(self._delivery.failed(claim, result), return_exceptions=True)
        if isinstance(
            result, BaseException
        ):  # nor could anybody be told that it is given up: so it is not, yet
            return outcome(replace(claim, ambiguous=False), result, self._clock.now())
        return result

    def _sent(self, task: asyncio.Task[None]) -> None:
        """The next row of its review may go. What could not be kept comes back when its lease is over."""
        self._tasks.discard(task)
        self._bell.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the result of %s could not be kept", task.get_name(), exc_info=error)

    async def _finish(self) -> None:
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=STOP_S)
        for task in late:
            task.cancel()
        if late:
            log.warning("%d rows were cut off; they are looked for before they are sent again", len(late))
            await asyncio.wait(late)

    def _say_once(self, trouble: str) -> None:
        """Log once when the database goes away and once when it is back."""
        if trouble != self._down:
            log.warning("the outbox and the database: %s", trouble or "back")
            self._down = trouble
