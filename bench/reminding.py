"""What is due, found and claimed, with few and with many walls stored; and ten thousand people told at once.

Walls and debts are rows written straight; whoever is told, and what, is decided by the rules over reviews that were
held. "Claimed" is: in the inbox, committed, each once.
"""

import asyncio
import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bench.figures import Line, Sample, ratio, timed
from bench.seeding import held, multiplied
from bench.town import START, WORKSPACE, town
from bot.domain.heard import BOT, Due, Ticked
from bot.domain.review import PersonKey
from bot.ports import Store, Timer
from storage.store import open_store

REVIEWS = 10_000
WALLS = {"10,000": 1, "1,000,000": 100}
"""Walls in all, and how many each review has."""

OWNERS = 20_000
DUE = 100
RUNS = 30
TOLD = 10_000  # people at once
LATER = START + timedelta(days=2)
MIB = 2**20

Told = Callable[[str], None]

_WALLS = """
    WITH RECURSIVE nr(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM nr WHERE n < :each)
    INSERT INTO wall (review, id, nr, text, spans, family, proposed_by, proposed_at, checks_outside_model,
        checks_before_effect, checks_independent, checks_stops_sibling, checks_auditable, rare_second_person,
        human_approval, graded, owner, due, status, missed_dates, declined_by, why)
    SELECT number, 'W' || (1000 + n), 1000 + n, 'a token that can read and not write', '[]', 'scope', owner, opened_at,
        'yes', 'yes', 'yes', 'unknown', 'unknown', 0, 0, 1,
        :workspace || ':p' || ((number * 7919 + n * 104729) % :owners), :due, 'accepted', 0, NULL, ''
    FROM review CROSS JOIN nr
"""
_OWING = """
    INSERT INTO owing (review, person, due_at)
    SELECT DISTINCT review, owner, :due_at FROM wall WHERE owner IS NOT NULL AND id LIKE 'W1%'
"""


async def reminders(folder: Path, told: Told) -> list[Line]:
    """Finding and claiming beside each other, then the delivery."""
    few, some = folder / "held.sqlite3", folder / "reviews.sqlite3"
    await held(few, 10)
    multiplied(few, some, REVIEWS)
    samples = {}
    for named, each in WALLS.items():
        told(f"{named} walls in {REVIEWS:,} open reviews")
        file = folder / f"walls-{each}.sqlite3"
        shutil.copy(some, file)
        _with_walls(file, each)
        samples[named] = _claims(file)
        file.unlink()
    lines = []
    for what in ("people who are owed a word", "timers"):
        small, large = (samples[named][what] for named in WALLS)
        lines += [
            timed(f"{DUE} {what}, due, found and claimed: {next(iter(WALLS))} walls", small),
            timed(f"  {list(WALLS)[1]} walls", large, at_most_s=0.05),
            ratio("  ratio", large, small, at_most=1.5),
        ]
    told(f"{TOLD:,} people told at once")
    return [*lines, *_delivery(folder, some)]


def _with_walls(file: Path, each: int) -> None:
    far = LATER + timedelta(days=30)
    with contextlib.closing(sqlite3.connect(file)) as rows, rows:
        seed = {"each": each, "workspace": WORKSPACE, "owners": OWNERS, "due": far.date().isoformat()}
        rows.execute(_WALLS, seed)
        rows.execute(_OWING, {"due_at": _stored(far)})
        rows.execute("ANALYZE")


def _stored(moment: datetime) -> str:
    """As SQLite keeps a moment of ours."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def _claims(file: Path) -> dict[str, Sample]:
    """A hundred of each made due, found and claimed, again and again."""
    store = open_store(file)
    taken: dict[str, list[float]] = {"people who are owed a word": [], "timers": []}
    try:
        for run in range(RUNS):
            now = LATER + timedelta(minutes=run)
            _make_due(store, now)
            began = time.perf_counter()
            people = store.owed(now, DUE)
            stored = [store.receive_soon(_due(person, since, now)) for person, since in people]
            fresh = sum(each.result() for each in stored)
            taken["people who are owed a word"].append(time.perf_counter() - began)
            assert fresh == DUE, fresh
            began = time.perf_counter()
            timers = store.due(now, DUE)
            fired = store.fire((timer, _ticked(timer, now)) for timer in timers)
            taken["timers"].append(time.perf_counter() - began)
            assert fired == DUE, fired
            with store.unit() as work:
                for number in range(1, DUE + 1):
                    work.owe(number, {})
    finally:
        store.close()
    return {what: Sample(seconds) for what, seconds in taken.items()}


def _make_due(store: Store, now: datetime) -> None:
    with store.unit() as work:
        for number in range(1, DUE + 1):
            work.owe(number, {PersonKey(f"{WORKSPACE}:due{number}"): now})
            work.wait(Timer(number, "nudge", now))


def _due(person: PersonKey, since: datetime, now: datetime) -> Due:
    return Due(id=f"due:{person}:{since.isoformat()}", at=now, by=BOT, person=person)


def _ticked(timer: Timer, now: datetime) -> Ticked:
    return Ticked(
        id=f"{timer.review}:{now.isoformat()}", at=now, by=BOT, review=timer.review, timer=timer.name
    )


def _delivery(folder: Path, some: Path) -> list[Line]:
    """In a process of its own, for its memory."""
    file = folder / "told.sqlite3"
    shutil.copy(some, file)
    command = [sys.executable, "-m", "bench.reminding", str(file)]
    done = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    file.unlink()
    grown = (done["last"] - done["first"]) / MIB
    return [
        Line(
            f"{done['told']:,} people due at once, told by a chat that takes all", f"{done['seconds']:.1f} s"
        ),
        Line("  people a second", f"{done['told'] / done['seconds']:.0f}"),
        Line("  memory, from the first thousand to the last", f"{grown:+.1f} MiB"),
    ]


async def _tell_all(file: Path) -> dict[str, float]:
    """Each review has a wall that is due today, its owner a person of their own: as many ticks as it takes."""
    monday = START + timedelta(days=7, hours=2)
    with contextlib.closing(sqlite3.connect(file)) as rows, rows:
        seed = {"each": 1, "workspace": WORKSPACE, "owners": OWNERS, "due": monday.date().isoformat()}
        rows.execute(_WALLS, seed)
        rows.execute("UPDATE wall SET owner = ? || ':o' || review WHERE id LIKE 'W1%'", (WORKSPACE,))
        rows.execute("DELETE FROM owing")
        rows.execute(_OWING, {"due_at": _stored(START)})
    async with town(file, at=monday) as place:
        began, sizes = time.perf_counter(), []
        while sum(1 for _ in place.store.owed(place.now, 1)):
            await place.works()
            sizes.append(_resident())
        seconds = time.perf_counter() - began
    with contextlib.closing(sqlite3.connect(file)) as rows:
        (told,) = rows.execute("SELECT count(DISTINCT \"to\") FROM told WHERE place = 'direct'").fetchone()
    tenth = max(1, len(sizes) // 10)
    return {"told": told, "seconds": seconds, "first": sizes[tenth], "last": sizes[-1]}


def _resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


def main() -> None:
    """Tell everybody of one file."""
    print(json.dumps(asyncio.run(_tell_all(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()
