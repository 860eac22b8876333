"""The picture of a run before it is drawn: time runs down, a row a mark, lanes from left to right.

Each agent has two lanes, its turns and its tools; those of an agent below it stand further right. All lengths are in
pixels of the drawing at its own size.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.domain.run_marks import Mark, MarkKind, clean, folded, marks
from bot.domain.trace import DecisionPoint, Trace

WIDTH = 520
ROW = 28
TOP = 64
LANES = 84
"""Where the lanes begin: to their left stand the times."""
SLOT = 18
MOST_SLOTS = 3
"""Things that run at once in one lane, side by side; further ones share the last place."""
MARGIN = 14
LEAST_ROOM = 250
"""For the words beside a mark."""
IDLE = 22
"""What a stretch in which nothing ran takes, however long it was."""
IDLE_SHARE, IDLE_SECONDS = 0.05, 1.0
"""Such a stretch is marked from this share of the run, and from so many seconds."""
SHORTEST = 9


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark and where it stands: the middle of its sign, and how far down its bar reaches."""

    mark: Mark
    x: int
    y: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Idle:
    """A stretch in which nothing ran, in seconds, drawn at one height."""

    y: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Band:
    """The lanes of the agents of one depth."""

    depth: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn. `turns`, `tools` and `failures` are of the whole run, folded or not.

    `seconds` is how long the run took, None where times are missing; `timed` tells whether rows stand by time.
    """

    marks: tuple[Placed, ...]
    idle: tuple[Idle, ...]
    bands: tuple[Band, ...]
    words_left: int
    width: int
    bottom: int
    timed: bool
    turns: int
    tools: int
    failures: int
    seconds: float | None

    @property
    def chosen(self) -> Placed | None:
        """The decision that is marked."""
        return next((placed for placed in self.marks if placed.mark.chosen), None)


def picture(
    trace: Trace,
    chosen_key: str = "",
    *,
    points: Sequence[DecisionPoint] | None = None,
    rules: Rules = SECRETS,
) -> Picture:
    """The run with one decision point marked. PersonError `no_such_point` where it has no point of that key.

    `points` are its decision points; finding them takes longer than the picture, so whoever has them hands them in.
    `rules` say what is taken out of its words.
    """
    found = marks(trace, chosen_key, points)
    shown = [clean(mark, rules) for mark in folded(found)]
    timed = bool(found) and not any(span.start is None for span in trace.spans) and bool(trace.spans)
    rows, idle = _rows(shown, timed=timed)
    bottoms = _bottoms(shown, rows, timed=timed)
    columns, bands, right = _columns(shown, rows, bottoms)
    placed = map(Placed, shown, columns, rows, bottoms)
    words_left = right + MARGIN
    return Picture(
        marks=tuple(placed),
        idle=idle,
        bands=bands,
        words_left=words_left,
        width=max(WIDTH, words_left + LEAST_ROOM),
        bottom=max([TOP, *bottoms, *rows]) + ROW // 2,
        timed=timed,
        turns=sum(mark.kind is MarkKind.TURN for mark in found),
        tools=sum(mark.kind is MarkKind.TOOL for mark in found),
        failures=sum(mark.failed for mark in found),
        seconds=_lasted(found) if timed else None,
    )


def _lasted(some: Iterable[Mark]) -> float | None:
    """From the first start to the last end."""
    some = list(some)
    starts = [mark.start for mark in some if mark.start]
    ends = [mark.end or mark.start for mark in some if mark.end or mark.start]
    last = max((end for end in ends if end), default=None)
    return max((last - min(starts)).total_seconds(), 0.0) if starts and last else None


def _rows(shown: Sequence[Mark], *, timed: bool) -> tuple[list[int], tuple[Idle, ...]]:
    """The height of each mark, and the stretches between them in which nothing ran, all of one length."""
    least = max(IDLE_SECONDS, IDLE_SHARE * (_lasted(shown) or 0.0))
    rows: list[int] = []
    idle: list[Idle] = []
    y = TOP + ROW // 2
    busy: datetime | None = None
    for mark in shown:
        if timed and mark.start and busy and (quiet := (mark.start - busy).total_seconds()) >= least:
            idle.append(Idle(y - ROW // 2 + IDLE // 2, quiet))
            y += IDLE
        rows.append(y)
        y += ROW
        ended = mark.start if mark.kind is MarkKind.AGENT else mark.end or mark.start
        busy = max((time for time in (busy, ended) if time), default=None)
    return rows, tuple(idle)


def _bottoms(shown: Sequence[Mark], rows: Sequence[int], *, timed: bool) -> list[int]:
    """Where each bar ends: by its end in time between the marks around it, its own height where it has none."""
    anchors = [(mark.start, y) for mark, y in zip(shown, rows, strict=True) if mark.start]
    if not timed or not anchors:
        return list(rows)
    starts = [start for start, _ in anchors]
    ends = [mark.end if mark.start and mark.end and mark.end > mark.start else None for mark in shown]
    return [
        max(y + SHORTEST, _height(end, starts, anchors)) if end else y
        for end, y in zip(ends, rows, strict=True)
    ]


def _height(end: datetime, starts: Sequence[datetime], anchors: Sequence[tuple[datetime, int]]) -> int:
    place = bisect_right(starts, end)
    if place == len(anchors):
        return anchors[-1][1] + (SHORTEST if end > starts[-1] else 0)
    if place == 0:
        return anchors[0][1]
    (before, low), (after, high) = anchors[place - 1], anchors[place]
    return low + int((high - low) * ((end - before) / (after - before)))


def _columns(
    shown: Sequence[Mark], rows: Sequence[int], bottoms: Sequence[int]
) -> tuple[list[int], tuple[Band, ...], int]:
    """Where each mark stands from left to right, the bands of the depths, and the right end of all lanes."""
    slots = _slots(shown, rows, bottoms)
    columns = [0] * len(shown)
    bands: list[Band] = []
    left = LANES
    for depth in sorted({mark.depth for mark in shown}):
        right = left
        for of_tools in (False, True):
            lane = [n for n, mark in enumerate(shown) if _lane(mark) == (depth, of_tools)]
            for n in lane:
                columns[n] = right + SLOT // 2 + SLOT * slots[n]
            right += SLOT * (max((slots[n] for n in lane), default=-1) + 1)
        bands.append(Band(depth, left, right))
        left = right + SLOT // 3
    return columns, tuple(bands), max([LANES, *(band.right for band in bands)])


def _lane(mark: Mark) -> tuple[int, bool]:
    return mark.depth, mark.kind is MarkKind.TOOL


def _slots(shown: Sequence[Mark], rows: Sequence[int], bottoms: Sequence[int]) -> list[int]:
    """The first place in its lane at which nothing else runs; the last one where all are taken."""
    free: dict[tuple[int, bool], list[int]] = {}
    slots = []
    for mark, y, bottom in zip(shown, rows, bottoms, strict=True):
        taken = free.setdefault(_lane(mark), [])
        slot = next((n for n, until in enumerate(taken) if until <= y), len(taken))
        slot = min(slot, MOST_SLOTS - 1)
        taken[slot:] = [max(bottom, *taken[slot : slot + 1], 0), *taken[slot + 1 :]]
        slots.append(slot)
    return slots


class Sign(StrEnum):
    """What the picture shows by a sign, which its legend explains."""

    AGENT = "agent"
    TURN = "turn"
    TOOL = "tool"
    FOLD = "fold"
    FAILED = "failed"
    CHOSEN = "chosen"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Captions:
    """The words of a picture: a label and a time for each mark, one for each idle stretch, signs, notes.

    `alternative` is one paragraph for whoever does not see the picture.
    """

    title: str
    alternative: str
    labels: tuple[str, ...]
    times: tuple[str, ...]
    idle: tuple[str, ...]
    legend: tuple[tuple[Sign, str], ...]
    notes: tuple[str, ...]


def signs(drawn: Picture) -> tuple[Sign, ...]:
    """The signs that a picture uses."""
    kinds = {placed.mark.kind.value for placed in drawn.marks}
    used = {
        Sign.FAILED: any(placed.mark.failed or placed.mark.failures for placed in drawn.marks),
        Sign.CHOSEN: drawn.chosen is not None,
        Sign.IDLE: bool(drawn.idle),
    }
    return tuple(sign for sign in Sign if used.get(sign, sign.value in kinds))
