"""Memory of an idle process, beside one that imports the same packages and nothing of ours."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Line

RUNS = 3
MIB = 2**20
AT_MOST_MIB = 25
IMPORTS = """
import importlib, json, sys
for name in json.load(sys.stdin):
    try:
        importlib.import_module(name)
    except ImportError:
        pass  # a name a package gave to a part of itself: imported with it
with open("/proc/self/status", encoding="ascii") as status:
    print(next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:")))
"""


def memory(folder: Path) -> list[Line]:
    """An idle terminal chat over a new database, and its bare imports, in turns."""
    if not Path("/proc/self/status").exists():
        return [Line("memory of the idle process: not measured, this system has no /proc", "")]
    idle, bare, count = [], [], 0
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            told = json.loads(_output([sys.executable, "-m", "bench.idle", fresh]))
        idle.append(told["bytes"] / MIB)
        bare.append(int(_output([sys.executable, "-c", IMPORTS], json.dumps(told["modules"]))) / MIB)
        count = len(told["modules"])
    above = statistics.median(idle) - statistics.median(bare)
    return [
        Line(f"bare imports: the same {count} modules of others", _mib(statistics.median(bare)), runs=RUNS),
        Line("idle terminal chat over a new database", _mib(statistics.median(idle)), runs=RUNS),
        Line(
            "  above its bare imports", _mib(above), bound=f"<= {AT_MOST_MIB} MiB", met=above <= AT_MOST_MIB
        ),
    ]


def _output(command: list[str], given: str = "") -> str:
    done = subprocess.run(command, check=True, input=given, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _mib(amount: float) -> str:
    return f"{amount:.1f} MiB"
