"""The document tree as a flow of leaves: the elements of a card, one after the other, each short enough to cut between.

Lists, code and quotations are drawn with signs and containers of our own: no client of Teams has to read them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from bot.chat.teams import facts, limits
from bot.chat.teams.marks import Line, Run, lines
from bot.chat.teams.rows import Row, text_blocks
from bot.chat.teams.texts import clean, kept
from bot.domain.tree import (
    Block,
    CodeBlock,
    Heading,
    Inline,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
)

Json = dict[str, Any]

SIZES = {1: "Large", 2: "Medium"}
QUOTED = "emphasis"
PANELS = {"note": "accent", "warning": "warning", "important": "attention"}


@dataclass(frozen=True)
class Box:
    """A container; the number tells it from the next one of its style."""

    style: str
    number: int


@dataclass(frozen=True)
class Leaf:
    """An element, what it says in plain text, and the containers it stands in, the outermost first."""

    made: Json
    shown: str
    boxes: tuple[Box, ...] = ()
    ruled: int | None = None  # a line stands above it, or above its container of this depth


def leaves(blocks: Iterable[Block]) -> Iterator[Leaf]:
    """Blocks in order; what shows nothing is left out."""
    return _Flow().blocks(blocks, ())


class _Flow:
    """One walk through a tree."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def blocks(self, blocks: Iterable[Block], boxes: tuple[Box, ...]) -> Iterator[Leaf]:
        """Blocks side by side; a rule between them is a line above what follows it."""
        ruled = False
        for block in blocks:
            if isinstance(block, Rule):
                ruled = True
                continue
            for leaf in self._block(block, boxes):
                yield replace(leaf, ruled=len(boxes)) if ruled else leaf
                ruled = False

    def _block(self, block: Block, boxes: tuple[Box, ...]) -> Iterator[Leaf]:
        match block:
            case Heading(level, parts):
                yield from _leaves(text_blocks(_rows(parts), _heading(level)), boxes)
            case Paragraph(parts):
                yield from _leaves(text_blocks(_rows(parts)), boxes)
            case Listing():
                yield from self._listing(block, boxes)
            case Quote(inner):
                yield from self.blocks(inner, self._boxed(boxes, QUOTED))
            case Panel(kind, inner):
                yield from self.blocks(inner, self._boxed(boxes, PANELS.get(kind, QUOTED)))
            case CodeBlock(text):
                yield from _leaves(_code(text), self._boxed(boxes, QUOTED))
            case Table():
                yield from _leaves(facts.table(block), boxes)

    def _boxed(self, boxes: tuple[Box, ...], style: str) -> tuple[Box, ...]:
        return (*boxes, Box(style, next(self._numbers))) if len(boxes) < limits.BOXES else boxes

    def _listing(self, listing: Listing, boxes: tuple[Box, ...]) -> Iterator[Leaf]:
        """Items in as few elements as they fit in; a block within an item stands between them."""
        held: list[Row] = []
        for found in _items(listing, 0):
            if isinstance(found, Row):
                held.append(found)
                continue
            yield from _leaves(text_blocks(held), boxes)
            yield from self._block(found, boxes)
            held = []
        yield from _leaves(text_blocks(held), boxes)


def _leaves(made: Iterable[tuple[Json, str]], boxes: tuple[Box, ...]) -> Iterator[Leaf]:
    return (Leaf(element, shown, boxes) for element, shown in made)


def _rows(parts: tuple[Inline, ...]) -> list[Row]:
    return [Row(line) for line in lines(parts)]


def _heading(level: int) -> Json:
    size = {"size": SIZES[level]} if level in SIZES else {}
    return {"weight": "Bolder", **size, "style": "heading"}


def _code(text: str) -> Iterator[tuple[Json, str]]:
    """Lines to the letter, in a width of their own."""
    found = clean(text).strip("\n")
    rows: list[Line] = [(Run(kept(line)),) for line in found.split("\n")] if found.strip() else []
    return text_blocks([Row(line) for line in rows], {"fontType": "Monospace"})


def _items(listing: Listing, indent: int) -> Iterator[Row | Block]:
    """The lines of a list and of those within it, and the blocks that are none."""
    for number, item in enumerate(listing.items, 1):
        sign = f"{number}." if listing.ordered else "•"
        for block in item:
            if isinstance(block, Listing):
                yield from _items(block, indent + 1)
            elif isinstance(block, Paragraph | Heading):
                rows = lines(block.parts)
                yield from _item(rows, indent, sign)
                sign = "" if rows else sign
            else:
                yield block


def _item(rows: Sequence[Line], indent: int, sign: str) -> Iterator[Row]:
    """The lines of one item: its sign stands before the first, the others below its words."""
    at = min(indent, limits.INDENT)
    for line in rows:
        yield Row(line, at, sign)
        sign = ""
