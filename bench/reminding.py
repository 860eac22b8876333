"""What is due, found and claimed, with few and with many walls stored; and ten thousand people told at once.

They are told by a chat that takes all, and some of them as Slack takes it, on a clock that is moved by hand. What Slack
takes in a minute is its published tier of `conversations.open`, 50 calls; nobody waits for those hours.

Walls and debts are rows written straight; whoever is told, and what, is decided by the rules over reviews that were
held. "Claimed" is: in the inbox, committed, each once.
"""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import Line, Sample, ratio, timed
from bench.seeding import held, multiplied
from bench.town import START, WORKSPACE
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
PACED = 2_000  # of them through Slack: what is measured of each is the same
LATER = START + timedelta(days=2)
OPENED_A_MINUTE = 50
"""Conversations that Slack lets one app open in a workspace, by its published third tier."""

MIB = 2**20

Told = Callable[[str], None]

WALLS_SQL = """
    WITH RECURSIVE nr(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM nr WHERE n < :each)
    INSERT INTO wall (review, id, nr, text, spans, family, proposed_by, proposed_at, checks_outside_model,
        checks_before_effect, checks_independent, checks_stops_sibling, checks_auditable, rare_second_person,
        human_approval, graded, owner, due, status, missed_dates, declined_by, why)
    SELECT number, 'W' || (1000 + n), 1000 + n, 'a token that can read and not write', '[]', 'scope', owner, opened_at,
        'yes', 'yes', 'yes', 'unknown', 'unknown', 0, 0, 1,
        :workspace || ':p' || ((number * 7919 + n * 104729) % :owners), :due, 'accepted', 0, NULL, ''
    FROM review CROSS JOIN nr
"""
OWING_SQL = """
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
    lines += _delivery(folder, some)
    told(f"{PACED:,} people told at once, as Slack takes it")
    return [*lines, *_paced(folder, some)]


def _with_walls(file: Path, each: int) -> None:
    far = LATER + timedelta(days=30)
    with contextlib.closing(sqlite3.connect(file)) as rows, rows:
        seed = {"each": each, "workspace": WORKSPACE, "owners": OWNERS, "due": far.date().isoformat()}
        rows.execute(WALLS_SQL, seed)
        rows.execute(OWING_SQL, {"due_at": stored(far)})
        rows.execute("ANALYZE")


def stored(moment: datetime) -> str:
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
    """By a chat that takes all."""
    done = _alone(folder, some, "all")
    return [
        Line(
            f"{done['told']:,} people due at once, told by a chat that takes all", f"{done['seconds']:.1f} s"
        ),
        Line("  people a second", f"{done['told'] / done['seconds']:.0f}"),
        Line("  memory, from the first thousand to the last", _grown(done)),
    ]


def _paced(folder: Path, some: Path) -> list[Line]:
    """As Slack takes it; minutes are of the clock moved by hand, seconds of the machine."""
    done = _alone(folder, some, "slack")
    least, whole = done["told"] / OPENED_A_MINUTE, done["minutes"] * TOLD / done["told"]
    return [
        Line(f"{done['told']:,} people due at once, told through Slack", f"{done['minutes']:.0f} min"),
        Line(f"  at {OPENED_A_MINUTE} conversations opened a minute, at least", f"{least:.0f} min"),
        Line(f"  {TOLD:,} at that pace, by arithmetic", f"{whole:.0f} min"),
        Line("  calls Slack refused for coming too fast", f"{done['refused']:,}"),
        Line("  tries of the outbox a message", f"{done['tries'] / done['told']:.2f}"),
        Line("  memory, from the first thousand to the last", _grown(done)),
        Line("  the machine was busy with it for", f"{done['seconds']:.0f} s"),
    ]


def _alone(folder: Path, some: Path, how: str) -> dict[str, Any]:
    """In a process of its own, for its memory."""
    file = folder / f"told-{how}.sqlite3"
    shutil.copy(some, file)
    command = [sys.executable, "-m", "bench.telling", how, str(file)]
    done: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    file.unlink()
    return done


def _grown(done: Mapping[str, float]) -> str:
    return f"{(done['last'] - done['first']) / MIB:+.1f} MiB"
