"""Thousands of people told at once, in a process of its own: by a chat that takes all, or as Slack takes it.

Through Slack everything is the product's own but Slack: its adapter, its pace, the doors, on a clock moved by hand.
"""

import asyncio
import contextlib
import json
import sqlite3
import sys
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bench.reminding import OPENED_A_MINUTE, OWING_SQL, OWNERS, PACED, TOLD, WALLS_SQL, stored
from bench.town import START, WORKSPACE, Town, town
from bot.chat.pace import Pace
from bot.chat.slack.post import SlackChat
from bot.clock import ManualClock
from bot.ports import Clock
from bot.voice import load_words

MONDAY = START + timedelta(days=7, hours=2)
MINUTE_S = 60.0
STEP = timedelta(seconds=15)
LONGEST = timedelta(hours=12)
"""Until when everybody must have been told."""

Figures = dict[str, float]


class PacedSlack(AsyncWebClient):
    """Slack's side: posts are taken; conversations are opened as fast as its tier says, and no faster."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("xoxb-of-a-bench")
        self._clock = clock
        self._opened: deque[float] = deque()
        self._messages = count(1)
        self.posted: set[str] = set()  # conversations with one person that hold a message
        self.refused = 0

    async def api_call(self, api_method: str, **sent: Any) -> AsyncSlackResponse:
        """Answer one call at the clock's time."""
        wanted = sent.get("json") or sent.get("params") or {}
        if api_method == "conversations.open":
            self._open()
            return self._answer({"ok": True, "channel": {"id": f"D{wanted['users']}"}})
        where, ts = wanted["channel"], f"{next(self._messages)}.0"
        if where.startswith("D"):
            self.posted.add(where)
        return self._answer({"ok": True, "channel": where, "ts": ts, "message": {"thread_ts": ts}})

    def _open(self) -> None:
        now = self._clock.now().timestamp()
        while self._opened and now - self._opened[0] >= MINUTE_S:
            self._opened.popleft()
        if len(self._opened) >= OPENED_A_MINUTE:
            self.refused += 1
            wait = str(int(MINUTE_S - (now - self._opened[0])) + 1)
            answer = self._answer({"ok": False, "error": "ratelimited"}, 429, wait)
            raise SlackApiError("ratelimited", answer)  # type: ignore[no-untyped-call] # the package has no types for it
        self._opened.append(now)

    def _answer(self, data: dict[str, Any], status: int = 200, wait: str = "") -> AsyncSlackResponse:
        headers = {"Retry-After": wait} if wait else {}
        return AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url="",
            req_args={},
            data=data,
            headers=headers,
            status_code=status,
        )


MOVED = (
    """UPDATE review SET workspace = 'slack:T1', thread_platform = 'slack', thread_workspace = 'T1',
        thread_channel = 'C' || number""",
    *(
        f"UPDATE {table} SET {column} = replace({column}, '{WORKSPACE}:', 'slack:T1:')"  # noqa: S608 - names of ours
        for table, column in (
            ("review", "owner"),
            ("review", "opener"),
            ("wall", "owner"),
            ("unknown", "owner"),
            ("progress", "asked_of"),
        )
    ),
)
"""Makes reviews of a terminal reviews of Slack, each in a channel of its own."""


def owed(file: Path, people: str, most: int) -> None:
    """Each of so many reviews has a wall that is due today, its owner a person of their own."""
    with contextlib.closing(sqlite3.connect(file)) as rows, rows:
        seed = {"each": 1, "workspace": WORKSPACE, "owners": OWNERS, "due": MONDAY.date().isoformat()}
        rows.execute(WALLS_SQL, seed)
        rows.execute("UPDATE wall SET owner = ? || review WHERE id LIKE 'W1%'", (people,))
        rows.execute("DELETE FROM owing")
        rows.execute(OWING_SQL, {"due_at": stored(START)})
        rows.execute("DELETE FROM owing WHERE review > ?", (most,))


async def by_all(file: Path) -> Figures:
    """As many ticks as it takes."""
    owed(file, f"{WORKSPACE}:o", TOLD)
    async with town(file, at=MONDAY) as place:
        began, sizes = time.perf_counter(), list[int]()
        while place.store.owed(place.now, 1):
            await place.works()
            sizes.append(resident())
        seconds = time.perf_counter() - began
    return {"told": told(file), "seconds": seconds, **memory(sizes)}


async def by_slack(file: Path) -> Figures:
    """The same, then the clock goes on until everybody has their message."""
    owed(file, "slack:T1:U", PACED)
    with contextlib.closing(sqlite3.connect(file)) as rows, rows:
        for each in MOVED:
            rows.execute(each)
    slack: list[PacedSlack] = []

    def chat(clock: ManualClock) -> SlackChat:
        slack.append(PacedSlack(clock))
        pace = Pace(monotonic=lambda: clock.now().timestamp())
        return SlackChat(slack[0], team="T1", words=load_words(), pace=pace)

    async with town(file, at=MONDAY, chat=chat) as place:
        began, sizes = time.perf_counter(), list[int]()
        while not await _done(place, len(slack[0].posted), file):
            sizes.append(resident())
        seconds, minutes = time.perf_counter() - began, (place.now - MONDAY) / timedelta(minutes=1)
    assert len(slack[0].posted) == told(file), (len(slack[0].posted), told(file))
    figures = {"seconds": seconds, "minutes": minutes, "refused": slack[0].refused, "tries": tries(file)}
    return {"told": told(file), **figures, **memory(sizes)}


async def _done(place: Town, posted: int, file: Path) -> bool:
    """One tick, all that may be sent, and the clock a step on; whether everybody has been told."""
    await place.works()
    if not place.store.owed(place.now, 1) and posted == told(file):
        return True
    if place.now - MONDAY > LONGEST:
        raise AssertionError(f"{posted} people were told in {LONGEST}")
    place.passes(STEP)
    return False


def told(file: Path) -> int:
    """People for whom it is remembered that they were told."""
    return _number(file, "SELECT count(DISTINCT \"to\") FROM told WHERE place = 'direct'")


def tries(file: Path) -> int:
    """How often the outbox took up their messages in all."""
    return _number(
        file, "SELECT sum(attempts) FROM outbox WHERE key LIKE '%:nudge:slack%' AND body LIKE '%alone%'"
    )


def _number(file: Path, question: str) -> int:
    with contextlib.closing(sqlite3.connect(file)) as rows:
        (found,) = rows.execute(question).fetchone()
    return int(found)


def memory(sizes: list[int]) -> Figures:
    """Resident bytes after the first tenth, and at the end."""
    return {"first": sizes[max(1, len(sizes) // 10)], "last": sizes[-1]}


def resident() -> int:
    """Bytes of this process in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


WAYS: dict[str, Callable[[Path], Any]] = {"all": by_all, "slack": by_slack}


def main() -> None:
    """Tell everybody of one file, one way."""
    how, file = sys.argv[1:]
    print(json.dumps(asyncio.run(WAYS[how](Path(file)))))


if __name__ == "__main__":
    main()
