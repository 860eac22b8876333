"""The tick forgets spans whose days are over, a few at a time."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.app import build
from bot.chat.terminal.post import TerminalChat
from bot.cli.house import screen
from bot.clock import DROPPED, ManualClock, Ticker
from bot.settings import Settings
from bot.traces.receiving.digesting import Asked, digest
from bot.voice import load_voice
from storage.memory import MemoryStore
from tests.adapters.receiving.sending import NOW, request, span
from tests.databases import blank_at

DAY = timedelta(days=1)
ALWAYS = (NOW - 900 * DAY, NOW + 900 * DAY)


def batches(count: int) -> Asked:
    """A request of so many runs, received `NOW`."""
    spans = [span(run=f"{nr:032x}") for nr in range(1, count + 1)]
    return Asked(request(*spans), is_json=False, at=NOW, max_bytes=10**7)


async def nothing_else() -> int:
    """An inbox with nothing in it."""
    return 0


def test_spans_are_dropped_when_their_days_are_over(tmp_path: Path) -> None:
    """As many as the setting says, to the second; what a review cites stays."""
    voice = load_voice(None)
    settings = Settings(database=blank_at(tmp_path / "r.sqlite3"), traces_keep_days=3)
    clock = ManualClock(NOW + 3 * DAY)

    async def run() -> list[int]:
        chat = TerminalChat(screen(voice.words, lambda _: None, echo=False))
        app = build(settings, chats=[chat], clock=clock, voice=voice)
        received = app.store.received
        received.keep_soon(digest(batches(2)).batches).result()
        received.pin(f"{1:032x}", 7)
        left = []
        for _ in range(2):
            await app.settle()
            left.append(len(received.runs(*ALWAYS, 9)))
            clock.advance(timedelta(seconds=1))
        await app.stop()
        return left

    assert asyncio.run(run()) == [2, 1]


def test_a_tick_drops_no_more_than_its_share() -> None:
    """Answers wait for no long sweep; the next tick goes on."""
    store = MemoryStore()
    store.received.keep_soon(digest(batches(DROPPED + 1)).batches).result()
    ticker = Ticker(store=store, clock=ManualClock(NOW + 15 * DAY), recover=nothing_else)

    async def run() -> list[int]:
        left = []
        for _ in range(2):
            assert await ticker.tick() == 0
            left.append(len(store.received.runs(*ALWAYS, 9)))
        return left

    assert asyncio.run(run()) == [1, 0]
