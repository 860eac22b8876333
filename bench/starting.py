"""How long a command takes to show its help, beside an interpreter that does nothing."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Line, Sample, timed

RUNS = 20
AT_MOST_S = 0.4


def starting() -> list[Line]:
    """`agent-incident --help`, and `python -c pass` in turns with it; one start of each before does not count."""
    help_text, nothing = [*_command(), "--help"], [sys.executable, "-c", "pass"]
    runs = [(_seconds(nothing), _seconds(help_text)) for _ in range(RUNS + 1)][1:]
    bare, ours = (Sample(seconds) for seconds in zip(*runs, strict=True))
    return [
        timed("bare: python -c pass", bare),
        timed("agent-incident --help", ours, at_most_s=AT_MOST_S),
    ]


def _command() -> list[str]:
    """The command as installed beside this interpreter, else its module."""
    installed = Path(sys.executable).with_name("agent-incident")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "bot"]


def _seconds(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began
