"""Lines of text as TextBlocks: as many in one as it may hold, a long one in several."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.chat.teams import limits
from bot.chat.teams.marks import Line, markdown, short
from bot.chat.teams.texts import GAP, HARD

Json = dict[str, Any]

STEP = 4
"""Spaces an item of a list within a list is set in."""
BREAK = "\n\n"
"""A new line, to every client; one line break alone is none."""


@dataclass(frozen=True)
class Row:
    """A line, and what stands before it: `indent` and the sign of its item, or the room of one (None: no item)."""

    line: Line
    indent: int = 0
    sign: str | None = None


def text_blocks(rows: Iterable[Row], style: Json | None = None) -> Iterator[tuple[Json, str]]:
    """Rows as elements, each with its plain text; an empty line between others is kept."""
    held: list[tuple[str, str]] = []
    room = limits.TEXT
    for row in rows:
        for drawn, shown in _drawn(row):
            if held and len(shown) > room:
                yield text_block(held, style)
                held, room = [], limits.TEXT
            held.append((drawn, shown))
            room -= len(shown)
    if held:
        yield text_block(held, style)


def text_block(drawn: list[tuple[str, str]], style: Json | None = None) -> tuple[Json, str]:
    """Lines of Markdown as one element, and the same in plain text."""
    text = BREAK.join(line for line, _ in drawn)
    made = {"type": "TextBlock", "text": text, "wrap": True, **(style or {})}
    return made, "\n".join(shown for _, shown in drawn)


def _drawn(row: Row) -> Iterator[tuple[str, str]]:
    """A row in portions, as Markdown and as plain text."""
    sign = row.sign
    for line in short(row.line, limits.TEXT):
        text = "".join(run.text for run in line).strip()
        before = _before(row.indent, sign)
        yield f"{before}{markdown(line)}" or GAP, f"{before.lstrip(GAP)}{text}".replace(HARD, " ")
        sign = None if sign is None else ""


def _before(indent: int, sign: str | None) -> str:
    """The space and the sign before a line; a sign no reader of Markdown takes for that of a list."""
    if sign is None:
        return ""
    space = HARD * (STEP * indent + (0 if sign else 2))
    return f"{GAP if space else ''}{space}{sign}{HARD if sign else ''}"
