"""Runs that agents send while they run, looked at for a full window: the drill of a wall that records what they see.

Which walls wait is asked of the database, and so are the runs: an end of the process between the arrival of a run and
its drill loses nothing.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.app import App
from bot.chat.capture import Keeper
from bot.chat.words import Words
from bot.cli.house import tools
from bot.domain.capturing import FullWindow, capture_id, full_window, is_proof, waits
from bot.domain.decision_points import candidates
from bot.domain.errors import OutsideError, PersonError
from bot.domain.heard import BOT, Attached, CaptureSeen, Heard
from bot.domain.review import Review
from bot.policy import load_policy
from bot.ports import Clock, ReceivedRun, Store
from bot.settings import Settings
from bot.traces.receiving.finding import MOST, traces_of

log = logging.getLogger(__name__)

EVERY_S = 30.0
SETTLED = timedelta(minutes=1)
"""A run is looked at once nothing more of it has come for so long: exporters send every few seconds."""

COMING = timedelta(days=1)
"""How far back is looked once all runs that are kept were looked at."""

READ = 3
"""Runs of an agent read in one look: a reply in a thread must not wait long for them."""

A_DAY_EARLIER = 1
"""Days by which a proof is renewed before anybody is reminded of it, wherever they are."""

STOP_S = 2.0
ALWAYS = (datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
"""Runs are found by their own times: an agent's clock that is ahead hides none."""

Judged = dict[tuple[str, datetime], FullWindow | None]
"""What was found in runs, by their ids and the moments at which the newest of them came."""


@dataclass(frozen=True)
class Found:
    """A run with a full window."""

    trace_id: str
    window: FullWindow


@dataclass
class Captures:
    """Looks for runs that prove a wall, and has them heard. `due_days`: so long before its proof ends a wall waits.

    What was read is remembered by this process alone: a run that was not full is not read again until more of it comes.
    """

    store: Store
    clock: Clock
    keeper: Keeper
    hear: Callable[[Heard], Awaitable[object]]
    due_days: int
    _judged: dict[str, Judged] = field(default_factory=dict)  # by agent
    _through: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Agents of which all runs that are kept were looked at, for these reviews: only what comes is new to them."""

    async def look(self) -> int:
        """Look once; how many drills were heard. OutsideError where the database is out of reach."""
        seen = await asyncio.to_thread(self._seen)
        for heard in seen:
            await self.hear(heard)
        return len(seen)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look again and again while the block runs; a look that runs at its end may finish, for 2 s at most."""
        ended = asyncio.Event()
        looking = asyncio.create_task(self._until(ended), name="captures")
        looking.add_done_callback(_stopped)
        try:
            yield
        finally:
            ended.set()
            _, late = await asyncio.wait([looking], timeout=STOP_S)
            for look in late:
                look.cancel()

    async def _until(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            with contextlib.suppress(OutsideError):  # the tick says so, and once is enough
                await self.look()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), EVERY_S)

    def _seen(self) -> list[CaptureSeen]:
        now = self.clock.now()
        until = now.date() + timedelta(days=self.due_days + A_DAY_EARLIER)
        waiting: dict[str, list[int]] = {}
        for number, agent in self.store.capturing(until):
            waiting.setdefault(agent, []).append(number)
        self._judged = {agent: self._judged.get(agent, {}) for agent in waiting}
        seen: list[CaptureSeen] = []
        for agent, numbers in waiting.items():
            since = now - COMING if self._through.get(agent) == tuple(numbers) else ALWAYS[0]
            runs = self.store.received.runs(since, ALWAYS[1], MOST, agent=agent)
            found, left = self._full(agent, runs, now)
            self._through[agent] = () if left else tuple(numbers)
            seen += (heard for number in numbers for heard in self._of_review(number, found, now))
        return seen

    def _full(self, agent: str, runs: Iterable[ReceivedRun], now: datetime) -> tuple[tuple[Found, ...], int]:
        """The runs with a full window of an agent, newest first, and how many were left unread.

        Of those not known yet the newest few are read.
        """
        known, judged, read, left = self._judged[agent], Judged(), 0, 0
        for run in sorted(runs, key=_newest, reverse=True):
            key = (run.trace_id, run.received_at)
            if key in known:
                judged[key] = known[key]
            elif read == READ or now - run.received_at < SETTLED:
                left += 1
            else:
                judged[key] = self._read(run, agent)
                read += 1
        self._judged[agent] = judged
        full = ((run, window) for (run, _), window in judged.items() if window is not None)
        return tuple(Found(run, window) for run, window in full), left

    def _read(self, run: ReceivedRun, agent: str) -> FullWindow | None:
        """A full window of a run; none in one that is too large or cannot be read."""
        try:
            content = self._content(run.trace_id)
            return full_window(candidates(self.keeper.read_trace(content, name=_file(run.trace_id))), agent)
        except PersonError as error:
            log.info("run %s shows no window: %s", run.trace_id, error.key)
            return None

    def _content(self, trace_id: str) -> bytes:
        return traces_of(self.store, trace_id, max_bytes=self.keeper.caps.trace_bytes)

    def _of_review(self, number: int, found: tuple[Found, ...], now: datetime) -> Iterator[CaptureSeen]:
        """A drill for each wall of a review that waits, by the newest run that proves it."""
        review = self._review(number) if found else None
        if review is None:
            return
        for wall in waits(review, now.date(), self.due_days + A_DAY_EARLIER):
            for run in found:
                arrived = min(spans.received_at for spans in self.store.received.of_run(run.trace_id))
                if is_proof(review, wall, run.window.agent, arrived):
                    kept = self._kept(number, run, now)
                    yield from () if kept is None else (_heard(kept, number, wall.id, run, arrived),)
                    break

    def _review(self, number: int) -> Review | None:
        with self.store.unit() as work:
            return work.review(number)

    def _kept(self, number: int, run: Found, now: datetime) -> Attached | None:
        """The run kept for good as evidence, like one that somebody brings in by its id; None where it is too large."""
        self.store.received.pin(run.trace_id, number)
        captured = max(spans.received_at for spans in self.store.received.of_run(run.trace_id))
        caught = self.keeper.content(self._content(run.trace_id), name=_file(run.trace_id), kind="trace")
        if caught.error is not None:
            return None
        said = {**caught.fields, "source": f"trace {run.trace_id}", "captured_at": captured}
        return Attached(id=f"run:{run.trace_id}", at=now, by=BOT, review=number, **said)


def captures_of(app: App, clock: Clock, words: Words, settings: Settings) -> Captures:
    """What looks for windows beside an app, as set."""
    reader, largest, clean, rules = tools(settings)
    policy = load_policy(settings.policy, settings.workspace_zone).at(clock.now())
    return Captures(
        store=app.store,
        clock=clock,
        keeper=Keeper(app.store, reader, largest, words, clean, rules),
        hear=app.inbox.hear,
        due_days=policy.drill_calendar_days,
    )


def _heard(kept: Attached, number: int, wall: str, run: Found, arrived: datetime) -> CaptureSeen:
    return CaptureSeen(
        id=capture_id(number, wall, run.trace_id),
        at=kept.at,
        by=BOT,
        review=number,
        wall=wall,
        agent=run.window.agent,
        arrived_at=arrived,
        run=kept,
    )


def _newest(run: ReceivedRun) -> tuple[datetime, str]:
    return (run.received_at, run.trace_id)


def _file(trace_id: str) -> str:
    return f"{trace_id}.pb"


def _stopped(looking: asyncio.Task[None]) -> None:
    """Looking that ends by itself is a fault of ours, and no window is a drill any more: never in silence."""
    if not looking.cancelled() and (fault := looking.exception()) is not None:
        log.critical("nobody looks for windows any more", exc_info=fault)
