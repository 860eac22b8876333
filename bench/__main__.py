"""`make bench`: every figure with its baseline of the same run, its number of runs, and whether its bound is met.

Each part runs in a process of its own, so that what one leaves in memory slows no other. One alone:
`python -m bench slack`.
"""

import asyncio
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.digest import digested
from bench.figures import table
from bench.machine import machine
from bench.memory import memory
from bench.ranking import ranking
from bench.receiving import received
from bench.register import register
from bench.reminding import reminders
from bench.replies import long_reviews, open_reviews
from bench.slack import slack
from bench.starting import starting
from bench.teams import teams

PLACE = Path("var")  # databases are measured on the disk they usually lie on

Told = Callable[[str], None]
Part = Callable[[Path, Told], str]

PARTS: dict[str, Part] = {
    "ranking": lambda _, __: table("steps that people marked, found", ranking()),
    "start": lambda _, __: table("start", starting()),
    "memory": lambda folder, _: table("memory, resident", memory(folder)),
    "open": lambda folder, told: table(
        "one reply, heard to committed", asyncio.run(open_reviews(folder, told))
    ),
    "long": lambda folder, told: table(
        "one reply, heard to committed", asyncio.run(long_reviews(folder, told))
    ),
    "digest": lambda folder, told: table("a trace, from its bytes to ranked points", digested(folder, told)),
    "received": lambda folder, told: table("spans received", asyncio.run(received(folder, told))),
    "reminders": lambda folder, told: table("what is due", asyncio.run(reminders(folder, told))),
    "register": lambda folder, told: table("the register as a site", register(folder, told)),
    "slack": lambda folder, told: table(
        "Slack, served through a fake that answers in 80 ms", asyncio.run(slack(folder, told))
    ),
    "teams": lambda folder, told: table(
        "Teams, served through a fake that answers in 80 ms", asyncio.run(teams(folder, told))
    ),
}
"""By name, in the order they run; each returns its table."""


def main() -> None:
    """Measure and print. A bound that is missed is said and changes no exit code: figures are for reading."""
    PLACE.mkdir(exist_ok=True)
    if wanted := sys.argv[1:]:
        for name in wanted:
            _measure(name)
        return
    print(machine(PLACE), flush=True)
    for name in PARTS:
        subprocess.run([sys.executable, "-m", "bench", name], check=True)


def _measure(name: str) -> None:
    logging.basicConfig(level=logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=PLACE) as folder:
        print("\n" + PARTS[name](Path(folder), _progress(name, time.monotonic())), flush=True)


def _progress(name: str, began: float) -> Told:
    """Says on standard error what is being measured, with the seconds since the part began."""

    def told(what: str) -> None:
        print(f"[{name} {time.monotonic() - began:4.0f} s] {what}", file=sys.stderr, flush=True)

    told("begins")
    return told


if __name__ == "__main__":
    main()
