"""Figures as they are printed: what was measured, of how many runs, and whether it keeps to its bound."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("figure", "median", "p99", "runs", "bound", "")
WIDTHS = (58, 10, 10, 5, 10, 0)


@dataclass(frozen=True)
class Sample:
    """Durations in seconds, one a run."""

    seconds: Sequence[float]

    @property
    def runs(self) -> int:
        """How many there are."""
        return len(self.seconds)

    @property
    def median(self) -> float:
        """The middle one, in seconds."""
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The one that 99 of 100 do not exceed, in seconds; of few runs the longest."""
        return sorted(self.seconds)[-max(1, len(self.seconds) // 100)]


@dataclass(frozen=True)
class Line:
    """One row of the table. Without a bound it is there to compare with."""

    figure: str
    median: str
    p99: str = ""
    runs: int | None = None
    bound: str = ""
    met: bool | None = None


def timed(figure: str, sample: Sample, *, at_most_s: float | None = None) -> Line:
    """A duration, perhaps with the longest its median may be."""
    line = Line(figure, shown_s(sample.median), shown_s(sample.p99), sample.runs)
    if at_most_s is None:
        return line
    return Line(
        line.figure, line.median, line.p99, line.runs, f"< {at_most_s:g} s", sample.median < at_most_s
    )


def ratio(figure: str, many: Sample, few: Sample, *, at_most: float) -> Line:
    """How many times longer the median of `many` is than that of `few`, measured in turns."""
    times = many.median / few.median
    return Line(figure, f"{times:.2f} x", bound=f"<= {at_most:g} x", met=times <= at_most)


def shown_s(seconds: float) -> str:
    """A duration for people."""
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def table(title: str, lines: Sequence[Line]) -> str:
    """The rows under their title, in columns."""
    rows = [(title, *HEAD[1:]), *(_cells(line) for line in lines)]
    return "\n".join(_row(cells) for cells in rows)


def _cells(line: Line) -> tuple[str, ...]:
    verdict = {True: "met", False: "NOT met", None: ""}[line.met]
    runs = "" if line.runs is None else str(line.runs)
    return (line.figure, line.median, line.p99, runs, line.bound, verdict)


def _row(cells: tuple[str, ...]) -> str:
    first, *rest = (
        cell.ljust(width) if nr == 0 else cell.rjust(width)
        for nr, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    )
    return "  ".join((first, *rest)).rstrip()
