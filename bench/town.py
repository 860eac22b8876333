"""One process of the product over a file: the real doors, interview, words and rows; only the chat shows nothing."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.app import App, build
from bot.clock import ManualClock
from bot.domain.heard import Attached, Opened, PointChosen, Pressed, Replied, Speaker
from bot.domain.review import PersonKey, Review, ThreadRef, person_key
from bot.domain.tree import Card
from bot.ports import Chat, Paint, Store
from bot.settings import Settings

START = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
PLATFORM, DESK, LOBBY = "terminal", "desk", "lobby"
WORKSPACE = f"{PLATFORM}:{DESK}"
PACED_S = Settings().quiet_seconds
"""A reply is kept, and worked off when its author has been quiet for as many seconds."""
AT_ONCE_S = 0.0
"""A reply is worked off in the unit that keeps it, as in the terminal chat."""
PAUSE = timedelta(seconds=PACED_S + 5)


def speaker(name: str) -> Speaker:
    """Somebody of the workspace."""
    return Speaker(person_key(PLATFORM, DESK, name.casefold()), name)


def thread_of(number: int) -> ThreadRef:
    """Where a review is held."""
    return ThreadRef(PLATFORM, DESK, LOBBY, f"AR-{number}")


class SilentChat:
    """A platform that takes everything at once and shows it to nobody."""

    platform = PLATFORM
    shows = Paint.TEXT
    looks = True

    def __init__(self) -> None:
        self._messages = count(1)

    def _message(self) -> str:
        return f"b{next(self._messages)}"

    async def open_thread(self, channel: str, card: Card, key: str) -> ThreadRef:
        """A thread called as its review is."""
        del card
        return ThreadRef(PLATFORM, DESK, channel, f"AR-{key.split(':')[1]}")

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """Taken."""
        del thread, card, key
        return self._message()

    async def announce(self, channel: str, card: Card, key: str) -> str:
        """Taken."""
        del channel, card, key
        return self._message()

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """Taken."""

    async def whisper(self, thread: ThreadRef, person: PersonKey, card: Card, key: str) -> str:
        """Taken."""
        del thread, person, card, key
        return self._message()

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """Taken."""
        del person, card, key
        return self._message()

    async def react(self, thread: ThreadRef, message: str, mark: str) -> None:
        """Taken."""

    async def find(self, thread: ThreadRef, key: str) -> str | None:
        """Nothing is ever lost here, so nothing is looked for."""
        del thread, key
        return None

    async def upload(self, thread: ThreadRef, name: str, content: bytes, described: str = "") -> str:
        """Taken."""
        del thread, content, described
        return name


class Town:
    """People of one workspace at a running process; each input has an id of its own."""

    def __init__(self, app: App, clock: ManualClock) -> None:
        self._app = app
        self._clock = clock
        self._ids = count(1)

    @property
    def store(self) -> Store:
        """The database."""
        return self._app.store

    async def opens(self, who: Speaker, number: int, line: str) -> None:
        """The next review is opened and its thread made; `number` is the one it must get."""
        now = self._clock.now()
        await self._app.inbox.hear(
            Opened(id=f"open:{number}", at=now, by=who, line=line, workspace=WORKSPACE, channel=LOBBY)
        )
        await self._app.settle()
        assert self.review(number).thread == thread_of(number)

    async def chooses(self, who: Speaker, number: int, tool: str) -> None:
        """A trace is attached, and a moment of it chosen: the review knows its agent and tool from then on."""
        kept = self._app.store.keep_blob(f"a run of {tool}".encode())
        where = self._where(who, number)
        await self._app.inbox.hear(Attached(**where, what="run.json", kind="trace", sha256=kept, points=1))
        await self._app.inbox.hear(
            PointChosen(
                **self._where(who, number),
                evidence="E1",
                point="a1b2",
                action=f'{tool}({{"amount": 95}})',
                agent="refund-desk",
                tool=tool,
            )
        )
        await self._app.settle()

    async def replies(self, who: Speaker, number: int, text: str) -> float:
        """A message in a thread; returns the seconds from heard to committed."""
        where = self._where(who, number)
        heard = Replied(**where, message=f"AR-{number}#{where['id']}", text=text)
        began = time.perf_counter()
        await self._app.inbox.hear(heard)
        return time.perf_counter() - began

    async def presses(self, who: Speaker, number: int, press: str, value: str) -> None:
        """A button."""
        await self._app.inbox.hear(Pressed(**self._where(who, number), press=press, value=value))
        await self._app.settle()

    async def pauses(self) -> None:
        """People fall silent: what they wrote is worked off, and all that follows is sent."""
        self._clock.advance(PAUSE)
        await self._app.settle()

    @property
    def now(self) -> datetime:
        """What its clock shows."""
        return self._clock.now()

    async def works(self) -> None:
        """One tick, and all that it brings is sent."""
        await self._app.ticker.tick()
        await self._app.outbox.drain()

    def passes(self, time: timedelta) -> None:
        """Its clock goes on."""
        self._clock.advance(time)

    async def ticks(self) -> float:
        """The seconds of one tick."""
        began = time.perf_counter()
        await self._app.ticker.tick()
        return time.perf_counter() - began

    def review(self, number: int) -> Review:
        """A review as it stands."""
        with self._app.store.unit() as work:
            review = work.review(number)
        assert review is not None
        return review

    def _where(self, who: Speaker, number: int) -> dict[str, Any]:
        return {
            "id": f"{number}:{next(self._ids)}:{self._clock.now().isoformat()}",
            "at": self._clock.now(),
            "by": who,
            "thread": thread_of(number),
            "review": number,
        }


@asynccontextmanager
async def town(
    file: Path,
    *,
    at: datetime = START,
    quiet_s: float = PACED_S,
    chat: Callable[[ManualClock], Chat] | None = None,
) -> AsyncIterator[Town]:
    """A process over a database file, begun at a moment of its own clock and stopped at the end."""
    clock = ManualClock(at)
    settings = Settings(database=file, markdown_dir=file.parent, quiet_seconds=quiet_s)
    app = build(settings, chats=[chat(clock) if chat else SilentChat()], clock=clock)
    try:
        yield Town(app, clock)
    finally:
        await app.stop()
