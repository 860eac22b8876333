import asyncio
import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import apscheduler.executors.base
import apscheduler.schedulers.base
import pytest

from bot.clock import BATCH, ManualClock, SystemClock, Ticker
from bot.domain.errors import OutsideError
from bot.domain.heard import BOT, Heard, Ticked
from bot.ports import Timer
from storage.memory import MemoryStore
from tests.journeys.fakes import START, THREAD, Town, new_review

FAST_S = 0.01


def set_timers(town: Town, *timers: Timer) -> None:
    with town.store.unit() as work:
        for timer in timers:
            work.wait(timer)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def said_after(town: Town, seconds: float) -> int:
    """How many messages people have seen when so much time has passed and the ticker ticked."""
    town.later(seconds)
    asyncio.run(town.ticker.tick())
    asyncio.run(town.outbox.drain())
    return len(town.said())


def test_the_system_clock_is_aware_and_in_utc() -> None:
    """A time without a zone would be compared wrongly."""
    assert SystemClock().now().tzinfo is UTC


def test_a_manual_clock_moves_only_when_moved() -> None:
    """Forward and back, by what it is told."""
    clock = ManualClock(START)
    clock.advance(timedelta(hours=1))
    clock.advance(timedelta(minutes=-10))
    assert clock.now() == at(3000)


def test_a_timer_is_heard_once_and_when_it_is_due() -> None:
    """Not before, and never again."""
    town = Town(MemoryStore())
    town.keep(new_review(1, THREAD))
    set_timers(town, Timer(1, "speak", at(25)))

    assert [said_after(town, seconds) for seconds in (0, 24.9, 0.1, 1, 3600)] == [0, 0, 1, 1, 1]


def test_a_timer_set_again_for_the_same_moment_is_heard_again() -> None:
    """The clock was set back, or stands still: what it was set for a second time happens a second time."""
    town = Town(MemoryStore())
    town.keep(new_review(1, THREAD))
    for _ in range(2):
        set_timers(town, Timer(1, "nudge", START))
        asyncio.run(town.ticker.tick())
    asyncio.run(town.outbox.drain())
    assert town.said() == ["nudge", "nudge"]


def test_a_timer_moved_later_is_heard_later() -> None:
    """A message that comes in while the bot waits to speak moves the moment."""
    town = Town(MemoryStore())
    town.keep(new_review(1, THREAD))
    set_timers(town, Timer(1, "speak", at(25)))
    set_timers(town, Timer(1, "speak", at(40)))

    assert [said_after(town, seconds) for seconds in (30, 9.9, 0.1)] == [0, 0, 1]


def test_more_timers_than_one_batch_are_all_heard_oldest_first() -> None:
    """A morning with many walls due is worked off in one tick."""
    fired: list[Timer] = []

    class Listening(MemoryStore):
        def fire(self, timers: Iterable[tuple[Timer, Heard]]) -> int:
            batch = tuple(timers)
            fired.extend(timer for timer, _ in batch)
            return super().fire(batch)

    town = Town(Listening())
    count = 2 * BATCH + 50
    for number in range(1, count + 1):
        town.keep(new_review(number))
    set_timers(town, *(Timer(number, "wall:W1", at(-number)) for number in range(1, count + 1)))
    asyncio.run(town.ticker.tick())
    assert fired == [Timer(n, "wall:W1", at(-n)) for n in range(count, 0, -1)]
    assert town.store.unhandled(10) == ()


def test_a_tick_also_works_off_what_waits() -> None:
    """An input put in by another process is taken up."""
    town = Town(MemoryStore())
    town.keep(new_review(1, THREAD))
    town.store.receive(Ticked(id="t", at=START, by=BOT, review=1, timer="nudge"))
    asyncio.run(town.ticker.tick())
    asyncio.run(town.outbox.drain())
    assert town.said() == ["nudge"]


class Ticks:
    """Counts the ticks of a running ticker: what it does is call this."""

    def __init__(self) -> None:
        self.count = 0
        self.each = asyncio.Event()

    async def __call__(self) -> int:
        """One tick."""
        self.count += 1
        self.each.set()
        return 0

    async def more(self, count: int) -> None:
        """Returns after so many further ticks."""
        goal = self.count + count
        async with asyncio.timeout(10):
            while self.count < goal:
                self.each.clear()
                await self.each.wait()


class SteppingWall(datetime):
    """The wall clock as APScheduler reads it, off by what a test says."""

    step = timedelta(0)

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override] # a plain datetime is what APScheduler wants
        """The machine's time and the step."""
        return datetime.now(tz) + cls.step


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[SteppingWall]]:
    """The wall clock of APScheduler, to be stepped; the machine's own is left alone."""
    for module in (apscheduler.schedulers.base, apscheduler.executors.base):
        monkeypatch.setattr(module, "datetime", SteppingWall)
    SteppingWall.step = timedelta(0)
    yield SteppingWall
    SteppingWall.step = timedelta(0)


@pytest.mark.parametrize(
    "step",
    [timedelta(hours=-1), timedelta(seconds=-30), timedelta(hours=1), timedelta(days=20_000)],
    ids=["hour back", "half a minute back", "hour on", "from 1970"],
)
def test_ticks_go_on_when_the_wall_clock_is_moved(wall: type[SteppingWall], step: timedelta) -> None:
    """Back or forward, by as much as a clock that was never set: the next ticks come all the same."""

    async def play() -> None:
        ticks = Ticks()
        ticker = Ticker(store=MemoryStore(), clock=SystemClock(), recover=ticks, every_s=FAST_S)
        ticker.start()
        await ticks.more(3)
        wall.step = step
        await ticks.more(5)
        wall.step = timedelta(0)
        await ticks.more(5)
        await ticker.stop()

    asyncio.run(play())


def test_the_database_away_is_said_once_and_ticks_go_on(caplog: pytest.LogCaptureFixture) -> None:
    """Two lines in the log, however long it takes."""

    class Away(MemoryStore):
        away = 5

        def due(self, now: datetime, limit: int) -> tuple[Timer, ...]:
            if self.away:
                self.away -= 1
                raise OutsideError("storage_locked")
            return super().due(now, limit)

    async def play() -> None:
        ticks = Ticks()
        ticker = Ticker(store=Away(), clock=SystemClock(), recover=ticks, every_s=FAST_S)
        ticker.start()
        await ticks.more(3)
        await ticker.stop()

    with caplog.at_level(logging.INFO, "bot.clock"):
        asyncio.run(play())
    messages = [record.getMessage() for record in caplog.records if record.name == "bot.clock"]
    assert [message for message in messages if "database" in message] == [
        "the tick cannot reach the database: storage_locked",
        "the tick reaches the database again",
    ]


def test_stopping_waits_for_the_tick_that_runs_and_no_other_follows() -> None:
    """A tick in its middle is finished, not cut off."""

    async def play() -> tuple[bool, int]:
        begun, go_on = asyncio.Event(), asyncio.Event()
        finished: list[int] = []

        async def slow() -> int:
            begun.set()
            await go_on.wait()
            finished.append(1)
            return 0

        ticker = Ticker(store=MemoryStore(), clock=SystemClock(), recover=slow, every_s=FAST_S)
        ticker.start()
        await begun.wait()
        stopping = asyncio.create_task(ticker.stop())
        await asyncio.sleep(0)
        still_waiting = not stopping.done()
        go_on.set()
        await stopping
        return still_waiting, len(finished)

    assert asyncio.run(play()) == (True, 1)
