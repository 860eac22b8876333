"""How soon the step that people marked as root cause is offered, in failed runs recorded beside the project.

The runs are not part of the project; without them there is nothing to measure, and that is said.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bench.figures import Line
from bot.domain.decision_points import candidates
from bot.domain.ranking import WEIGHTS, Weights, ranked
from bot.domain.reasons import acts
from bot.domain.trace import DecisionPoint
from bot.traces.reading import read

RUNS = Path(__file__).parents[2] / "shared" / "traces" / "agentrx_tau"
FIRST = (3, 5)
MORE = 3  # so many runs more than the better baseline
CHOICES = tuple(Weights(heavy, again) for heavy, again in product(range(1, 7), range(3)))

Order = Callable[[Sequence[DecisionPoint]], Sequence[DecisionPoint]]


@dataclass(frozen=True)
class Marked:
    """A failed run: its moments in the order of time, as they are offered, and the message that people marked."""

    task: int
    moments: tuple[DecisionPoint, ...]
    offered: tuple[DecisionPoint, ...]
    step: int


def ranking() -> list[Line]:
    """Recall of the marked step, beside baselines of the same runs; one line in words where the runs are absent."""
    if not RUNS.is_dir():
        return [Line("not measured: ../shared/traces/agentrx_tau is absent", "")]
    runs = marked(RUNS)
    return [*_recall(runs), *_halves(runs)]


def marked(folder: Path) -> list[Marked]:
    """The runs whose mark lies on a message of the agent; marks count messages from 1, moments from 0."""
    truth = {
        record["trajectory_id"]: record
        for record in json.loads((folder / "tau_ground_truth.json").read_bytes())
    }
    found = []
    for run in json.loads((folder / "tau_dataset_failed.json").read_bytes()):
        record = truth[run["task_id"]]
        cause = record["root_cause"]["failure_id"]
        step = next(one["step_number"] for one in record["failures"] if one["failure_id"] == cause) - 1
        if run["traj"][step]["role"] == "assistant":
            offered = candidates(read(json.dumps(run).encode()))
            moments = tuple(sorted(offered, key=lambda point: point.message or 0))
            found.append(Marked(run["task_id"], moments, offered, step))
    return found


def _recall(runs: Sequence[Marked]) -> list[Line]:
    lines = []
    for first in FIRST:
        chance = sum(min(1, first / len(run.moments)) for run in runs)
        writes = found(runs, first, last_writes)
        bound = max(chance, writes) + MORE
        ours = sum(_stands(run.offered[:first], run.step) for run in runs)
        lines += [
            Line(
                f"marked step among the first {first}",
                str(ours),
                runs=len(runs),
                bound=f">= {bound:g}",
                met=ours >= bound,
            ),
            Line(f"  first {first}: at random, expected", f"{chance:.1f}", runs=len(runs)),
            Line(f"  first {first}: last write calls, latest first", str(writes), runs=len(runs)),
            Line(
                f"  first {first}: the same, then all else, latest first",
                _count(runs, first, last_writes_and_all),
                runs=len(runs),
            ),
        ]
    return lines


def _halves(runs: Sequence[Marked]) -> list[Line]:
    """The two numbers of the order chosen on the tasks of one parity, counted on those of the other."""
    lines = []
    for name, parity in (("odd", 1), ("even", 0)):
        held = [run for run in runs if run.task % 2 == parity]
        given = [run for run in runs if run.task % 2 != parity]
        best = chosen(given)
        for first in FIRST:
            ours = found(held, first, _by(WEIGHTS))
            other = found(held, first, _by(best))
            lines.append(Line(f"  first {first}, {name} tasks", str(ours), runs=len(held)))
            lines.append(
                Line("    last write calls, latest first", _count(held, first, last_writes), runs=len(held))
            )
            lines.append(
                Line(
                    f"    with {best.heavy} and {best.again}, chosen on the others",
                    str(other),
                    runs=len(held),
                )
            )
    return lines


def chosen(runs: Sequence[Marked]) -> Weights:
    """The weights that find most of the runs, among the first 3 and 5 together; of equal ones the smallest."""

    def worth(weights: Weights) -> int:
        return sum(found(runs, first, _by(weights)) for first in FIRST)

    return max(CHOICES, key=worth)  # the first of equals, and the smallest stand first


def found(runs: Sequence[Marked], first: int, order: Order) -> int:
    """In how many runs the marked step stands among the first so many of an order."""
    return sum(_stands(order(run.moments)[:first], run.step) for run in runs)


def last_writes(moments: Sequence[DecisionPoint]) -> list[DecisionPoint]:
    """The moments that called a tool which changes something, latest first, and no others."""
    return [point for point in reversed(moments) if any(acts(call.name) for call in point.calls)]


def last_writes_and_all(moments: Sequence[DecisionPoint]) -> list[DecisionPoint]:
    """The same, and after them all other moments, latest first."""
    writes = last_writes(moments)
    keys = {point.key for point in writes}
    return writes + [point for point in reversed(moments) if point.key not in keys]


def _count(runs: Sequence[Marked], first: int, order: Order) -> str:
    return str(found(runs, first, order))


def _by(weights: Weights) -> Order:
    return lambda moments: ranked(moments, weights)


def _stands(points: Sequence[DecisionPoint], step: int) -> bool:
    return any(point.message == step for point in points)
