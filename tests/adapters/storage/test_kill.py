"""A process killed at any moment has lost nothing that it acknowledged, and done nothing twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.storage.files import sql, store

ROOT = Path(__file__).parents[3]
WORKER = """
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from storage.store import open_store
from tests.contract.reviews import plain
from tests.contract.rows import tick

store = open_store(Path(sys.argv[1]))
with store.unit() as work:
    if work.review(1) is None:
        work.keep(plain())

def count(work):
    review = work.review(1)
    work.keep(replace(review, version=review.version + 1))

def say(what, name):
    os.write(1, f"{what} {name}\\n".encode())  # whole lines, whoever else writes

def step(thread):
    for n in range(100_000):
        name = f"{sys.argv[2]}-{thread}-{n}"
        store.receive(tick(name, 1))
        say("received", name)
        store.handle(name, count)
        say("handled", name)

with ThreadPoolExecutor(4) as threads:
    list(threads.map(step, range(4)))
"""


def killed_after(path: Path, run: int, lines: int) -> list[list[str]]:
    """What a process said it had done, killed after so many lines."""
    command = [sys.executable, "-c", WORKER, str(path), str(run)]
    worker = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert worker.stdout is not None
    with worker.stdout as output:
        said = [output.readline().split() for _ in range(lines)]
        worker.send_signal(signal.SIGKILL)
        said += [line.split() for line in output if line.endswith("\n")]
    worker.wait()
    return said


def survives(path: Path, rounds: int) -> None:
    """Everything acknowledged is there, and the review was changed once for each input handled."""
    for run in range(rounds):
        said = killed_after(path, run, lines=40 + 13 * run)
        with store(path) as opened:
            waiting = {pending.heard.id for pending in opened.unhandled(10_000)}
            with opened.unit() as work:
                review = work.review(1)
        assert review is not None
        states = dict(sql(path, "SELECT id, state FROM inbox"))
        assert {name for what, name in said if what == "received"} <= states.keys()
        assert {states[name] for what, name in said if what == "handled"} == {"handled"}
        assert waiting <= {name for name, state in states.items() if state == "waiting"}
        assert review.version == list(states.values()).count("handled")
        assert sql(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_killed_process_has_lost_nothing(tmp_path: Path) -> None:
    """Three times, each at another moment."""
    survives(tmp_path / "r.sqlite3", 3)


@pytest.mark.long
def test_a_process_killed_again_and_again_has_lost_nothing(tmp_path: Path) -> None:
    """Forty times."""
    survives(tmp_path / "r.sqlite3", 40)
