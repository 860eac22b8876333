"""The register as a site: a first writing of 5,000 finished reviews, and a second one in which nothing changed."""

import contextlib
import io
import os
import time
from collections.abc import Callable
from pathlib import Path

from bench.figures import Line, Sample, timed
from bench.seeding import multiplied
from bot.cli import run

REVIEWS = 5_000
WITHIN_S = 60.0


def register(folder: Path, told: Callable[[str], None]) -> list[Line]:
    """Each review is a copy of the demo's: two decisions, each with its run as a picture."""
    folder = folder.resolve()
    told("the demo's review, copied")
    source, many = folder / "demo.sqlite3", folder / "many.sqlite3"
    _demo(folder, source)
    multiplied(source, many, REVIEWS)
    seconds = []
    for turn in ("first", "again"):
        told(f"{REVIEWS} reviews, {turn}")
        began = time.monotonic()
        with contextlib.redirect_stdout(io.StringIO()):
            assert run(["register", "--out", str(folder / "site")], {"DATABASE": str(many)}) == 0
        seconds.append(time.monotonic() - began)
    first, again = seconds
    return [
        timed(f"a site of {REVIEWS} reviews, written", Sample([first]), at_most_s=WITHIN_S),
        timed("the same, nothing changed", Sample([again])),
    ]


def _demo(folder: Path, source: Path) -> None:
    """The database that the demo leaves in the folder it is played in."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            assert run(["demo"], {}) == 0
    finally:
        os.chdir(here)
    (folder / "var" / "demo" / "agent-incident.sqlite3").rename(source)
