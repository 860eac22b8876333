"""`make bench`: every figure with its baseline of the same run, its number of runs, and whether its bound is met."""

import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.figures import table
from bench.machine import machine
from bench.memory import memory
from bench.ranking import ranking
from bench.receiving import received
from bench.replies import long_reviews, open_reviews
from bench.slack import slack
from bench.starting import starting

PLACE = Path("var")  # databases are measured on the disk they usually lie on


def main() -> None:
    """Measure and print. A bound that is missed is said and changes no exit code: figures are for reading."""
    logging.basicConfig(level=logging.ERROR)
    PLACE.mkdir(exist_ok=True)
    print(machine(PLACE), flush=True)
    print("\n" + table("steps that people marked, found", ranking()), flush=True)
    told = _progress(time.monotonic())
    with tempfile.TemporaryDirectory(prefix="bench-", dir=PLACE) as name:
        folder = Path(name)
        told("starting")
        print("\n" + table("start", starting()), flush=True)
        told("idling")
        print("\n" + table("memory, resident", memory(folder)), flush=True)
        opened = asyncio.run(open_reviews(folder, told))
        print("\n" + table("one reply, heard to committed", opened), flush=True)
        lengths = asyncio.run(long_reviews(folder, told))
        print("\n" + table("one reply, heard to committed", lengths), flush=True)
        print("\n" + table("spans received", asyncio.run(received(folder, told))), flush=True)
        served = asyncio.run(slack(folder, told))
        print("\n" + table("Slack, served through a fake that answers in 80 ms", served), flush=True)
    told("done")


def _progress(began: float) -> Callable[[str], None]:
    """Says on standard error what is being measured, with the seconds since the beginning."""

    def told(what: str) -> None:
        print(f"[{time.monotonic() - began:5.0f} s] {what}", file=sys.stderr, flush=True)

    return told


if __name__ == "__main__":
    main()
