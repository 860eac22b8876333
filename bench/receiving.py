"""Spans taken at `/v1/traces` as fast as agents send them, and a reply in a thread at the same time.

Bot, receiver and database are one process, as in `serve`; the agents are another one on the same machine. The same
replies are measured alone and while spans come, in turns.
"""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.exporters import EXPORTERS, KINDS
from bench.figures import Line, Sample, timed
from bench.seeding import PEOPLE, held
from bench.talking import answer
from bench.town import AT_ONCE_S, PACED_S, START, Town, town
from bot.traces.receiving.reader import Reader
from tests.adapters.receiving.sending import TOKEN, receiving

REVIEWS = 10
ROUNDS, REPLIES = 5, 80  # replies of a round, alone and then with spans
APART_S = 0.02  # between two replies
LARGEST = 25 * 1024 * 1024
PACES = {"kept": PACED_S, "worked off": AT_ONCE_S}
AT_MOST = 2.0  # times as long as alone

Told = Callable[[str], None]


@dataclass
class Sent:
    """Requests that were taken, and for how long they were sent."""

    requests: int = 0
    size: int = 0
    seconds: float = 0.0


@dataclass
class Seen:
    """Seconds of replies, and what was sent meanwhile."""

    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    sent: Sent = field(default_factory=Sent)


@asynccontextmanager
async def agents(url: str, kind: str, sent: Sent) -> AsyncIterator[None]:
    """Agents that send while the block runs, from their first answer on."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.exporters", url, TOKEN, kind), stdout=PIPE
    )
    lines = process.stdout
    assert lines is not None
    await lines.readline()
    began = time.perf_counter()

    async def count() -> None:
        async for line in lines:
            sent.requests += 1
            sent.size += int(line)

    counting = asyncio.create_task(count())
    try:
        yield
    finally:
        sent.seconds += time.perf_counter() - began
        counting.cancel()
        process.kill()
        await process.wait()


async def _replies(place: Town, seconds: list[float]) -> None:
    for run in range(REPLIES):
        number = run % REVIEWS + 1
        text = answer(place.review(number).asking, run)
        seconds.append(await place.replies(PEOPLE[run % len(PEOPLE)], number, text))
        await place.pauses()
        await asyncio.sleep(APART_S)


async def _measured(file: Path, kind: str, quiet_s: float) -> Seen:
    seen = Seen()
    async with (
        town(file, at=START, quiet_s=quiet_s) as place,
        receiving(place.store, Reader(), max_bytes=LARGEST) as sender,
    ):
        await _replies(place, [])
        for _ in range(ROUNDS):
            await _replies(place, seen.alone)
            async with agents(sender.url, kind, seen.sent):
                await _replies(place, seen.beside)
    return seen


async def received(folder: Path, told: Told) -> list[Line]:
    """Both kinds of spans beside both paces of replies."""
    lines = []
    for kind, (spans, characters) in KINDS.items():
        for pace, quiet_s in PACES.items():
            told(f"spans of {characters:,} characters beside replies {pace}")
            file = folder / f"received-{kind}-{quiet_s:g}.sqlite3"
            await held(file, REVIEWS)
            seen = await _measured(file, kind, quiet_s)
            file.unlink()
            alone, beside = Sample(seen.alone), Sample(seen.beside)
            times = beside.p99 / alone.p99
            rate = seen.sent.requests * spans / seen.sent.seconds
            megabytes = seen.sent.size / seen.sent.seconds / 1e6
            lines += [
                Line(
                    f"spans a second, {characters:,} characters each", f"{rate:,.0f}", runs=seen.sent.requests
                ),
                Line(f"  megabytes a second, {EXPORTERS} agents", f"{megabytes:.1f}"),
                timed(f"reply {pace}, alone", alone),
                timed(f"reply {pace}, while spans come", beside),
                Line(
                    "  ratio of the p99",
                    f"{times:.2f} x",
                    bound=f"<= {AT_MOST:g} x",
                    met=times <= AT_MOST,
                ),
            ]
    return lines
