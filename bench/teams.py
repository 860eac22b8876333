"""Teams, served: thirty activities a second of every kind, through a fake that answers a call in 80 ms.

The bot runs in a process of its own; fake and people share ours, judge nothing, and sign every activity. A door that
checks tokens and does no more goes through the same beside it.
"""

import asyncio
import gc
import re
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.figures import Line, Sample, shown_s, timed
from bench.teams_town import (
    AGAIN,
    FETCHED,
    KINDS,
    OPENED,
    PRESSED,
    REPLIED,
    SENT,
    THREADS,
    Seen,
    Town,
    town,
)

RATE, SECONDS = 30, 20
SETTLE_S, QUIET_S = (
    120.0,
    6.0,
)  # what was said must have gone out by then; a thread takes a message in two seconds
ROUND = (
    *(OPENED, REPLIED, PRESSED, FETCHED, REPLIED, REPLIED, SENT, REPLIED),
    *(PRESSED, FETCHED, REPLIED, REPLIED, SENT, REPLIED, AGAIN),
)
"""What people do in half a second, and what Teams was not sure of and brings again."""

TITLE, NUMBER = re.compile(r"case (\d{5})"), re.compile(r"\((\d{5})\)\Z")
ROWS = {OPENED: "opened", REPLIED: "replied", PRESSED: "pressed", SENT: "form_sent"}
"""Kinds of inputs as they are kept, for each thing people do that is kept."""

Told = Callable[[str], None]


async def warmed(place: Town, *, ours: bool) -> Seen:
    """A thread in each channel: that of a review, or where nobody opens one, the line that asked for it."""
    seen = Seen()
    for number in range(THREADS):
        await place.does(OPENED, number, seen)
    for channel in place.channels:
        if ours:
            await place.stands(channel)
        place.holds(place.teams.posts(channel)[-1])
    if ours:
        await _quiet(place)
    return seen


async def flow(place: Town) -> Seen:
    """Thirty acts a second, each begun at its time whatever became of those before it."""
    seen, before, began = Seen(), place.cpu_s(), time.monotonic()
    acts = []
    for nr in range(RATE * SECONDS):
        await asyncio.sleep(max(0.0, began + nr / RATE - time.monotonic()))
        acts.append(asyncio.create_task(place.does(ROUND[nr % len(ROUND)], THREADS + nr, seen)))
    await asyncio.gather(*acts)
    seen.cpu_s = place.cpu_s() - before
    return seen


async def _quiet(place: Town) -> None:
    """Until nothing was said for longer than the pace holds anything back."""
    end, calls, since = time.monotonic() + SETTLE_S, -1, 0.0
    while time.monotonic() < end:
        if len(place.teams.calls) != calls:
            calls, since = len(place.teams.calls), time.monotonic()
        elif time.monotonic() - since > QUIET_S:
            return
        await asyncio.sleep(0.25)
    raise AssertionError("the bot does not come to rest")


def _acks(name: str, seen: Seen, *, bound: bool) -> list[Line]:
    sample = Sample(seen.all())
    if not bound:
        return [timed(f"{name}: acknowledged", sample)]
    whole = Line(
        f"{name}: acknowledged",
        shown_s(sample.median),
        shown_s(sample.p99),
        sample.runs,
        "p99 < 0.1 s",
        sample.p99 < 0.1,
    )
    return [whole, *(timed(f"  {KINDS[kind]}", Sample(acks)) for kind, acks in sorted(seen.acks.items()))]


def _counted(place: Town, database: Path, *seen: Seen) -> list[Line]:
    """What was lost or doubled in all: threads by their case, replies by number, inputs by row, posts by row."""
    written = {kind: [n for one in seen for n in one.written[kind]] for kind in KINDS}
    titles = (
        TITLE.search(m.words()) for c in place.channels for m in c.messages.values() if _is_ours(place, m)
    )
    opened = Counter(int(found[1]) for found in titles if found)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        texts = [text for (text,) in rows.execute("SELECT text FROM statement")]
        kept = dict(rows.execute("SELECT kind, count(*) FROM inbox WHERE state = 'handled' GROUP BY kind"))
        (said,) = rows.execute(
            "SELECT count(*) FROM outbox WHERE state = 'sent' AND kind IN ('say', 'open_thread') AND lane != 'card'"
        ).fetchone()
    replies = Counter(int(found[1]) for text in texts if (found := NUMBER.search(text)))
    lost = sum(opened[n] == 0 for n in written[OPENED]) + sum(replies[n] == 0 for n in written[REPLIED])
    lost += sum(max(0, len(written[kind]) - kept.get(row, 0)) for kind, row in ROWS.items())
    doubled = sum(n > 1 for n in (*opened.values(), *replies.values()))
    doubled += sum(max(0, kept.get(row, 0) - len(written[kind])) for kind, row in ROWS.items())
    posts = len(place.teams.calls_to("send")) + sum(
        bool(call.body.get("isGroup")) for call in place.teams.calls_to("create")
    )
    brought = sum(len(numbers) for numbers in written.values())
    return [
        Line("  activities lost", str(lost), runs=brought, bound="0", met=lost == 0),
        Line("  activities doubled", str(doubled), runs=brought, bound="0", met=doubled == 0),
        Line(
            "  posts beside what was to be said", str(posts - said), runs=posts, bound="0", met=posts == said
        ),
    ]


def _is_ours(place: Town, message: object) -> bool:
    """Whether the bot began a thread with it."""
    return getattr(message, "by", "") == place.teams.world.bot_id and not getattr(message, "root", "")


async def teams(folder: Path, told: Told) -> list[Line]:
    """The door alone, then the bot; no garbage is collected here meanwhile, which would be seen as waiting."""
    gc.disable()
    database, lines = folder / "teams.sqlite3", []
    ours = [sys.executable, "-m", "bot", "serve"]
    alone = [sys.executable, "-m", "bench.teams_alone"]
    for name, command in (("token checked, no more", alone), ("ours", ours)):
        is_ours = command is ours
        async with town(command, database) as place:
            told(f"{name}: a thread in each of {THREADS} channels")
            warm = await warmed(place, ours=is_ours)
            told(f"{name}: {RATE} activities a second for {SECONDS} s")
            seen = await flow(place)
            lines += _acks(f"{name}, {RATE}/s for {SECONDS} s", seen, bound=is_ours)
            if is_ours:
                before = place.cpu_s()
                await _quiet(place)
                seen.cpu_s += place.cpu_s() - before
                lines += _counted(place, database, warm, seen)
            lines.append(timed("  processor, an activity", Sample([seen.cpu_s / len(seen.all())])))
    return lines
