"""The time, and the tick: APScheduler wakes us, the database says what is due."""

import asyncio
import contextlib
import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.domain.errors import OutsideError
from bot.domain.heard import BOT, Due, Ticked
from bot.domain.review import PersonKey
from bot.ports import Clock, Store, Timer

log = logging.getLogger(__name__)

BATCH = 100  # timers fired in one hop to the database
DROPPED = 100  # rows of spans received that one tick drops at most
STOP_S = 2.0  # a tick may finish; the process ends within 10
MISSING_TICKS = 3  # so many without a sign of life, and the job is set anew


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is moved, for tests and for playing a dialogue."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment it was last moved to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move it, forward or back."""
        self._now += by


class EverySo(BaseTrigger):  # type: ignore[misc]  # APScheduler ships no type information
    """Fires so many seconds from now, again and again, whatever was missed.

    APScheduler's own interval counts up every firing between the last one and now: after a clock was set right by a
    year, or a machine woken after a weekend, nothing else would run for as long as that takes.
    """

    def __init__(self, every_s: float) -> None:
        self._every = timedelta(seconds=every_s)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """When next, as APScheduler asks for it."""
        return now + self._every


class Ticker:
    """Hears what is due, about once a second.

    APScheduler goes by the wall clock: set back an hour it would be silent for an hour. A watchdog on the
    monotonic clock sets the job anew when ticks are missing.
    """

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        recover: Callable[[], Awaitable[int]],
        every_s: float = 1.0,
        keep_spans: timedelta = timedelta(days=14),
    ) -> None:
        self._store = store
        self._clock = clock
        self._recover = recover
        self._every_s = every_s
        self._keep_spans = keep_spans
        self._scheduler: AsyncIOScheduler | None = None
        self._watch: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[object] | None = None
        self._last_beat = 0.0
        self._down = ""

    async def tick(self) -> int:
        """Put every timer due into the inbox and have the inbox worked off; returns how much there was to do.

        So are the first hundred people who are owed a word outside threads: the next follow at the next tick.
        Spans received whose days are over are dropped besides, a few at a time.
        """
        fired = 0
        while timers := await asyncio.to_thread(self._store.due, self._clock.now(), BATCH):
            won = await asyncio.to_thread(self._fire, timers)
            fired += won
            if not won or len(timers) < BATCH:
                break
        fired += await asyncio.to_thread(self._remind)
        done = fired + await self._recover()
        before = self._clock.now() - self._keep_spans
        await asyncio.to_thread(self._store.received.drop, before, DROPPED)
        return done

    def start(self) -> None:
        """Tick from now on, in the running event loop."""
        self._scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, timezone=UTC)
        self._scheduler.add_job(
            self._beat,
            EverySo(self._every_s),
            id="tick",
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._last_beat = time.monotonic()
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watchdog(self._scheduler), name="watchdog")

    async def stop(self) -> None:
        """No tick after this one; the one that runs may finish, for 2 s at most: what it leaves is due still."""
        if self._scheduler is None or self._watch is None:
            return
        self._watch.cancel()
        self._scheduler.pause()
        if self._beating is not None:
            _, late = await asyncio.wait([self._beating], timeout=STOP_S)
            for beat in late:
                beat.cancel()
        self._scheduler.shutdown()
        self._scheduler = None
        with contextlib.suppress(asyncio.CancelledError):
            await self._watch

    def _fire(self, timers: tuple[Timer, ...]) -> int:
        now = self._clock.now()
        return self._store.fire((timer, _ticked(timer, now)) for timer in timers)

    def _remind(self) -> int:
        """An input for each person owed a word: the same debt is one input a day, however often it is found.

        Those whose input was given up are passed over, so that they keep back nobody behind them.
        """
        now, limit = self._clock.now(), BATCH
        while True:
            people = self._store.owed(now, limit)
            stored = [self._store.receive_soon(_due(*owed, now)) for owed in people[-BATCH:]]
            fresh = sum(each.result() for each in stored)
            if fresh or len(people) < limit:
                return fresh
            limit += BATCH

    async def _beat(self) -> None:
        self._last_beat = time.monotonic()
        self._beating = asyncio.current_task()
        try:
            await self.tick()
        except OutsideError as error:
            self._say_once(error.key)
        else:
            self._say_once("")
        finally:
            self._beating = None
            self._last_beat = time.monotonic()

    def _say_once(self, trouble: str) -> None:
        """Log once when the database goes away and once when it is back, not at every tick."""
        if trouble == self._down:
            return
        self._down = trouble
        if trouble:
            log.warning("the tick cannot reach the database: %s", trouble)
        else:
            log.info("the tick reaches the database again")

    async def _watchdog(self, scheduler: AsyncIOScheduler) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            silent = time.monotonic() - self._last_beat
            if self._beating is None and silent > MISSING_TICKS * self._every_s:
                log.warning("no tick for %.1f s: the wall clock was moved; the tick is set anew", silent)
                self._last_beat = time.monotonic()
                scheduler.reschedule_job("tick", trigger=EverySo(self._every_s))


def _due(person: PersonKey, since: datetime, now: datetime) -> Due:
    """A debt as an input; what that left over, or failed at, is another the next day, and keeps nobody silent."""
    return Due(id=f"due:{person}:{since.isoformat()}:{now.date()}", at=now, by=BOT, person=person)


def _ticked(timer: Timer, now: datetime) -> Ticked:
    """A timer as an input. That each fires once is the store's doing; one set again for the same moment is another."""
    key = f"timer:{timer.review}:{timer.name}:{timer.due_at.isoformat()}:{uuid.uuid4().hex[:12]}"
    return Ticked(id=key, at=now, by=BOT, review=timer.review, timer=timer.name)
