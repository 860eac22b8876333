"""The picture of a run as lines of text: where there is no colour, no file to open and one width for every sign.

It follows the same layout as SVG and PNG: a row a mark, a column for each place from left to right, bars that reach
as far down as what they stand for lasted.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from bot.domain.run_marks import MarkKind
from bot.domain.run_picture import Captions, Picture, Placed, Sign
from bot.publishers.gfm_text import visible

WIDTH = 80
POINTER, TIME = 2, 9
"""Columns of the sign that points at the decision, and of a time."""

WIDE_LANES = 12
"""Up to so many lanes stand a space apart."""

BAR = "|"
SIGNS: Mapping[Sign, str] = {
    Sign.AGENT: "@",
    Sign.TURN: "o",
    Sign.TOOL: "#",
    Sign.FOLD: ":",
    Sign.FAILED: "x",
    Sign.CHOSEN: ">",
    Sign.IDLE: "~",
}


def text(drawn: Picture, said: Captions, width: int = WIDTH) -> str:
    """The whole picture, title and legend included; `said` has its labels cut to the `room` of this width."""
    rows = sorted([*_marks(drawn, said), *_pauses(drawn, said)])
    below = [*_legend(said, width), *(line for note in said.notes for line in textwrap.wrap(note, width))]
    parts = ([said.title], [row for _, row in rows], below)
    return "\n".join("".join(f"{_visible(line)}\n" for line in part) for part in parts if part)


def room(drawn: Picture, width: int = WIDTH) -> int:
    """How many narrow signs a label may have."""
    return max(width - POINTER - TIME - len(_lanes(drawn, {})) - 1, 1)


def _visible(line: str) -> str:
    """A line whose spaces stay, without anything a terminal would obey."""
    return " ".join(visible(part) for part in line.split(" ")).rstrip()


def _marks(drawn: Picture, said: Captions) -> Iterator[tuple[int, str]]:
    """A row for each mark, by its height."""
    for placed, label, time in zip(drawn.marks, said.labels, said.times, strict=True):
        lanes = _lanes(drawn, _bars(drawn, placed.y) | {placed.x: _sign(placed)})
        pointer = SIGNS[Sign.CHOSEN] if placed.mark.chosen else ""
        yield placed.y, f"{pointer:{POINTER}}{time[: TIME - 1]:{TIME}}{lanes} {label}"


def _pauses(drawn: Picture, said: Captions) -> Iterator[tuple[int, str]]:
    for idle, words in zip(drawn.idle, said.idle, strict=True):
        broken = dict.fromkeys(_columns(drawn), SIGNS[Sign.IDLE])
        yield idle.y, f"{'':{POINTER + TIME}}{_lanes(drawn, broken | _bars(drawn, idle.y))} {words}"


def _columns(drawn: Picture) -> list[int]:
    """The places from left to right at which marks stand."""
    return sorted({placed.x for placed in drawn.marks})


def _bars(drawn: Picture, y: int) -> dict[int, str]:
    """The places at which something that began higher up still runs at this height."""
    bars = (p for p in drawn.marks if p.y < y < p.bottom and p.mark.kind is not MarkKind.FOLD)
    return {placed.x: BAR for placed in bars}


def _lanes(drawn: Picture, shown: Mapping[int, str]) -> str:
    columns = _columns(drawn)
    between = " " if len(columns) <= WIDE_LANES else ""
    return between.join(shown.get(column, " ") for column in columns)


def _sign(placed: Placed) -> str:
    """What it was; a cross stands in place of that where it failed: its label says both."""
    return SIGNS[Sign.FAILED if placed.mark.failed else Sign(placed.mark.kind.value)]


def _legend(said: Captions, width: int) -> list[str]:
    """The signs that were used, as many on a line as fit."""
    lines: list[str] = []
    for piece in _explained(said):
        if lines and len(lines[-1]) + len(piece) + 3 <= width:
            lines[-1] += f"   {piece}"
        else:
            lines.append(piece)
    return lines


def _explained(said: Captions) -> Sequence[str]:
    return [f"{SIGNS[sign]} {words}" for sign, words in said.legend]
