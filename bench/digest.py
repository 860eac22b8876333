"""From the bytes of a trace to its ranked decision points, beside `json.loads` of the same run in JSON, in turns.

Run as a process of its own with the name of a file, it prints how much memory that took at most, as JSON.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import generations
from bench.cases import file_of
from bench.figures import Line, Sample, ratio, timed
from bot.chat.capture import redacted
from bot.domain.decision_points import candidates
from bot.domain.trace import DecisionPoint
from bot.traces.backends.keeping import without_secrets
from bot.traces.reading import read
from bot.traces.receiving import from_json

MEGABYTE = 10**6
LARGEST = 2**30  # above the settings' caps, which are lower than the larger file
ROUNDS = {10: 7, 100: 3}
"""Megabytes of JSON -> how often it is measured."""

SHAPES = {"short": (6, 20), "long": (10, 40)}
"""Conversations, by how many answers they have."""

GENERATIONS = {"OpenInference": generations.openinference, "GenAI 1.28 in log events": generations.events}
"""Older and other ways of writing the same runs."""

AT_MOST_JSON, AT_MOST_PROTOBUF = 2, 3  # times as long as `json.loads` of the JSON form
AT_MOST_MEMORY = 4  # times the file

Told = Callable[[str], None]


@dataclass(frozen=True)
class Forms:
    """One run as a file in each form."""

    json: bytes
    protobuf: bytes


def digest(content: bytes) -> tuple[DecisionPoint, ...]:
    """What is done with a trace that was kept, whenever its decision points are asked for."""
    return candidates(read(content, max_bytes=LARGEST))


def digested(folder: Path, told: Told) -> list[Line]:
    """Both sizes and both forms, for short and for long conversations."""
    lines = []
    for shape, answers in SHAPES.items():
        for megabytes, rounds in ROUNDS.items():
            told(f"digest of {megabytes} MB, {shape} conversations")
            written = file_of(megabytes * MEGABYTE, answers)
            forms = Forms(written, from_json.message(written)[0].SerializeToString())
            named = f"{megabytes} MB, conversations of {answers[0]} to {answers[1]} answers"
            lines += _times(named, forms, rounds)
            lines += _memory(folder, {"JSON": forms.json, "protobuf": forms.protobuf})
            if megabytes == min(ROUNDS):
                lines += _redaction(forms)
    return lines + _other_generations(folder, told)


def _other_generations(folder: Path, told: Told) -> list[Line]:
    """The smaller size, long conversations, in JSON alone: the same bounds."""
    megabytes, rounds = min(ROUNDS.items())
    lines = []
    for name, written in GENERATIONS.items():
        told(f"digest of {megabytes} MB, {name}")
        content = written(megabytes * MEGABYTE, SHAPES["long"])
        works = (partial(json.loads, content), partial(digest, content))
        taken = [[_seconds(work) for work in works] for _ in range(rounds)]
        loads, digests = (Sample(seconds) for seconds in zip(*taken, strict=True))
        lines += [
            timed(f"json.loads of {len(content) / MEGABYTE:.1f} MB, {name}", loads),
            timed("  digest of JSON", digests),
            ratio("    beside json.loads", digests, loads, at_most=AT_MOST_JSON),
            *_memory(folder, {"JSON": content}),
        ]
    return lines


def _times(named: str, forms: Forms, rounds: int) -> list[Line]:
    works = (partial(json.loads, forms.json), partial(digest, forms.json), partial(digest, forms.protobuf))
    taken = [[_seconds(work) for work in works] for _ in range(rounds)]
    loads, from_text, from_protobuf = (Sample(seconds) for seconds in zip(*taken, strict=True))
    return [
        timed(f"json.loads of {named}", loads),
        timed("  digest of JSON", from_text),
        ratio("    beside json.loads", from_text, loads, at_most=AT_MOST_JSON),
        timed("  digest of protobuf", from_protobuf),
        ratio("    beside json.loads", from_protobuf, loads, at_most=AT_MOST_PROTOBUF),
    ]


def _redaction(forms: Forms) -> list[Line]:
    """What comes before a digest, once, when a trace is kept."""
    in_text = [_seconds(partial(redacted, forms.json)) for _ in range(3)]
    cleans = partial(without_secrets, forms.protobuf, max_bytes=LARGEST)
    in_protobuf = [_seconds(cleans) for _ in range(3)]
    return [
        timed("  redaction of JSON, when it is kept", Sample(in_text)),
        timed("  redaction of protobuf, when it is kept", Sample(in_protobuf)),
    ]


def _memory(folder: Path, contents: Mapping[str, bytes]) -> list[Line]:
    if not Path("/proc/self/status").exists():
        return [Line("  memory of a digest: not measured, this system has no /proc", "")]
    lines = []
    for name, content in contents.items():
        file = folder / f"digest.{name}"
        file.write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-m", "bench.digest", str(file)], check=True, stdout=subprocess.PIPE
        )
        file.unlink()
        times = json.loads(done.stdout)["bytes"] / len(content)
        lines.append(
            Line(
                f"  peak memory of {name}, above the imports, times the file",
                f"{times:.2f} x",
                runs=1,
                bound=f"<= {AT_MOST_MEMORY} x",
                met=times <= AT_MOST_MEMORY,
            )
        )
    return lines


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _status_bytes(name: str) -> int:
    """A line of this process's own status; the highest it ever held in RAM is its own, and no parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(name))


def main() -> None:
    """Digest one file, the points being held to the end."""
    before = _status_bytes("VmRSS:")
    points = digest(Path(sys.argv[1]).read_bytes())
    assert points
    print(json.dumps({"bytes": _status_bytes("VmHWM:") - before}))


if __name__ == "__main__":
    main()
