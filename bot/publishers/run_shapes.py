"""The picture of a run as plain shapes, for whoever paints them: SVG and PNG show the same.

A colour never stands alone: each kind has its own shape, and every failure and the decision are also said in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.run_marks import MarkKind
from bot.domain.run_picture import MARGIN, ROW, SLOT, TOP, Captions, Picture, Placed, Sign

RADIUS = 6
LEGEND_ROW = 24


class Tone(StrEnum):
    """What a colour is for; each painter has its own colours."""

    PAPER = "paper"
    INK = "ink"
    QUIET = "quiet"
    BAND = "band"
    AGENT = "agent"
    TURN = "turn"
    TOOL = "tool"
    FAILED = "failed"
    CHOSEN = "chosen"
    GLOW = "glow"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled, or as an outline of this width."""

    left: int
    top: int
    width: int
    height: int
    tone: Tone
    outline: int = 0


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle."""

    x: int
    y: int
    radius: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a width."""

    x: int
    y: int
    to_x: int
    to_y: int
    tone: Tone
    width: int


@dataclass(frozen=True, slots=True)
class Wedge:
    """A filled triangle that points to the right."""

    left: int
    y: int
    size: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class Letters:
    """One line of text, its middle at this height."""

    left: int
    y: int
    text: str
    tone: Tone
    size: int = 14
    bold: bool = False


Shape: TypeAlias = Box | Disc | Line | Wedge | Letters
TONES = {
    MarkKind.AGENT: Tone.AGENT,
    MarkKind.TURN: Tone.TURN,
    MarkKind.TOOL: Tone.TOOL,
    MarkKind.FOLD: Tone.QUIET,
}
SIGNS = {
    Sign.AGENT: MarkKind.AGENT,
    Sign.TURN: MarkKind.TURN,
    Sign.TOOL: MarkKind.TOOL,
    Sign.FOLD: MarkKind.FOLD,
}


def holdable(text: str) -> str:
    """A text to the letter; a sign that XML 1.0 cannot hold, or gives back changed, becomes U+FFFD."""
    return "".join(sign if _holds(ord(sign)) else "\ufffd" for sign in text)


def _holds(code: int) -> bool:
    return code in {0x9, 0xA} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def height(drawn: Picture, said: Captions) -> int:
    """How high the picture is, legend and notes included."""
    rows = (len(said.legend) + 1) // 2 + len(said.notes)
    return drawn.bottom + MARGIN + LEGEND_ROW * rows + MARGIN


def shapes(drawn: Picture, said: Captions) -> Iterator[Shape]:
    """Every shape, the ones behind first."""
    yield Box(0, 0, drawn.width, height(drawn, said), Tone.PAPER)
    yield Letters(MARGIN, 28, said.title, Tone.INK, 16, bold=True)
    for band in drawn.bands:
        yield Box(band.left, TOP - 8, band.right - band.left, drawn.bottom - TOP + 8, Tone.BAND)
    for idle, words in zip(drawn.idle, said.idle, strict=True):
        yield from _pause(idle.y, drawn, words)
    for placed in drawn.marks:
        yield from _behind(placed, drawn)
    for placed, label, time in zip(drawn.marks, said.labels, said.times, strict=True):
        yield from _row(placed, drawn, label, time)
    yield from _legend(drawn, said)


def _pause(y: int, drawn: Picture, words: str) -> Iterator[Shape]:
    """Two short strokes across the lanes, as on an axis that is broken there."""
    left = drawn.bands[0].left
    for top in (y - 3, y + 3):
        yield Line(left, top + 2, drawn.words_left - MARGIN, top - 2, Tone.QUIET, 1)
    yield Letters(drawn.words_left, y, words, Tone.QUIET, 12)


def _behind(placed: Placed, drawn: Picture) -> Iterator[Shape]:
    """The frame of the decision, the bar of a mark, and a thin line from its sign to its words."""
    mark = placed.mark
    if mark.chosen:
        left, width = MARGIN // 2, drawn.width - MARGIN
        yield Box(left, placed.y - ROW // 2 + 1, width, ROW - 2, Tone.GLOW)
        yield Box(left, placed.y - ROW // 2 + 1, width, ROW - 2, Tone.CHOSEN, outline=2)
    yield Line(placed.x, placed.y, drawn.words_left - 4, placed.y, Tone.QUIET, 1)
    if placed.bottom > placed.y and mark.kind is not MarkKind.FOLD:
        yield Line(placed.x, placed.y, placed.x, placed.bottom, TONES[mark.kind], 4)


def _row(placed: Placed, drawn: Picture, label: str, time: str) -> Iterator[Shape]:
    mark = placed.mark
    if mark.chosen:
        yield Wedge(MARGIN // 2 + 4, placed.y, 8, Tone.CHOSEN)
    yield Letters(MARGIN + 8, placed.y, time, Tone.INK if mark.chosen else Tone.QUIET, 13)
    yield from _sign(mark.kind, placed.x, placed.y)
    if mark.failed:
        yield from _cross(placed.x, placed.y)
    tone = Tone.FAILED if mark.failed else Tone.INK
    yield Letters(drawn.words_left, placed.y, label, tone, bold=mark.chosen)


def _sign(kind: MarkKind, x: int, y: int) -> Iterator[Shape]:
    """A frame for an agent, a disc for a turn, a square for a tool, three dots for what is folded."""
    match kind:
        case MarkKind.AGENT:
            yield Box(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS, Tone.PAPER)
            yield Box(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS, Tone.AGENT, outline=2)
        case MarkKind.TURN:
            yield Disc(x, y, RADIUS, Tone.TURN)
        case MarkKind.TOOL:
            yield Box(x - RADIUS + 1, y - RADIUS + 1, 2 * RADIUS - 2, 2 * RADIUS - 2, Tone.TOOL)
        case MarkKind.FOLD:
            for down in (-6, 0, 6):
                yield Disc(x, y + down, 2, Tone.QUIET)


def _cross(x: int, y: int) -> Iterator[Shape]:
    """Over the sign, with a rim, so that it is seen on any colour."""
    for tone, width in ((Tone.PAPER, 5), (Tone.FAILED, 3)):
        yield Line(x - 7, y - 7, x + 7, y + 7, tone, width)
        yield Line(x - 7, y + 7, x + 7, y - 7, tone, width)


def _legend(drawn: Picture, said: Captions) -> Iterator[Shape]:
    """The signs that were used, two in a row, and the notes below them."""
    y = drawn.bottom + MARGIN
    yield Line(MARGIN, y - MARGIN // 2, drawn.width - MARGIN, y - MARGIN // 2, Tone.QUIET, 1)
    for place, (sign, words) in enumerate(said.legend):
        left = MARGIN + (place % 2) * (drawn.width // 2 - MARGIN)
        middle = y + LEGEND_ROW * (place // 2) + LEGEND_ROW // 2
        yield from _explained(sign, left + SLOT // 2, middle)
        yield Letters(left + SLOT + 6, middle, words, Tone.INK, 13)
    y += LEGEND_ROW * ((len(said.legend) + 1) // 2)
    for place, note in enumerate(said.notes):
        yield Letters(MARGIN, y + LEGEND_ROW * place + LEGEND_ROW // 2, note, Tone.INK, 13)


def _explained(sign: Sign, x: int, y: int) -> Iterator[Shape]:
    match sign:
        case Sign.FAILED:
            yield from _cross(x, y)
        case Sign.CHOSEN:
            yield Box(x - 8, y - 8, 18, 16, Tone.GLOW)
            yield Box(x - 8, y - 8, 18, 16, Tone.CHOSEN, outline=2)
            yield Wedge(x - 3, y, 8, Tone.CHOSEN)
        case Sign.IDLE:
            for top in (y - 3, y + 3):
                yield Line(x - 8, top + 2, x + 8, top - 2, Tone.QUIET, 1)
        case _:
            yield from _sign(SIGNS[sign], x, y)
