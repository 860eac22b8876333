"""The document tree as a flow of pieces: what Slack has a block or an element for, one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.chat.slack import limits
from bot.chat.slack.mrkdwn import clean
from bot.chat.slack.runs import Run, Runs, is_blank, runs
from bot.domain.tree import (
    Block,
    CodeBlock,
    Heading,
    Link,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain,
)

TABLE_WIDTH = 72
"""Columns of characters up to which a table is shown as one; a wider one becomes a list."""


class Kind(StrEnum):
    """What a piece becomes."""

    HEADER = "header"
    SECTION = "section"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"


@dataclass(frozen=True)
class Piece:
    """One of them; `number` counts the items of an ordered list from 1 and is 0 in any other."""

    kind: Kind
    runs: Runs = ()
    indent: int = 0
    number: int = 0


def pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    """Blocks in order; what shows nothing is left out."""
    return (piece for block in blocks for piece in _block(block, 0))


def text(flow: Iterable[Piece]) -> str:
    """Pieces as plain text, an item or a paragraph a line."""
    return "\n".join("".join(run.text for run in line) for line in _lines(flow))


def _block(block: Block, indent: int) -> Iterator[Piece]:
    match block:
        case Heading():
            yield from _heading(block)
        case Paragraph(parts):
            yield from _seen(Piece(Kind.SECTION, tuple(runs(parts))))
        case Listing():
            yield from _listing(block, indent)
        case Quote(blocks) | Panel(_, blocks):
            yield from _seen(Piece(Kind.QUOTE, _joined(blocks)))
        case CodeBlock(code):
            yield from _seen(Piece(Kind.CODE, (Run(clean(code).rstrip("\n")),)))
        case Table():
            yield from _table(block)
        case Rule():
            yield Piece(Kind.RULE)


def _seen(piece: Piece) -> Iterator[Piece]:
    if not is_blank(piece.runs):
        yield piece


def _heading(heading: Heading) -> Iterator[Piece]:
    """A short one of the first two levels is a header, which holds plain text alone; any other is a bold line."""
    words = " ".join(clean(plain(heading.parts)).split())
    links = any(isinstance(part, Link) for part in heading.parts)
    if heading.level <= 2 and not links and limits.size(words) <= limits.HEADER:
        yield from _seen(Piece(Kind.HEADER, (Run(words),)))
        return
    yield from _seen(Piece(Kind.SECTION, tuple(runs(heading.parts, Run("", bold=True)))))


def _listing(listing: Listing, indent: int) -> Iterator[Piece]:
    for number, item in enumerate(listing.items, 1):
        lead, rest = _lead(item)
        at = min(indent, limits.LIST_INDENT)
        yield from _seen(Piece(Kind.ITEM, lead, at, number if listing.ordered else 0))
        for block in rest:
            yield from _block(block, indent + 1)


def _lead(item: Sequence[Block]) -> tuple[Runs, Sequence[Block]]:
    """The paragraphs an item begins with as its own words, and the blocks that follow."""
    words: list[Run] = []
    for at, block in enumerate(item):
        if not isinstance(block, Paragraph | Heading):
            return tuple(words), item[at:]
        words += [Run("\n")] * bool(words)
        words += runs(block.parts)
    return tuple(words), ()


def _joined(blocks: Iterable[Block]) -> Runs:
    """Blocks within a quotation, which holds lines of text alone."""
    found: list[Run] = []
    for line in _lines(pieces(blocks)):
        found += [Run("\n")] * bool(found)
        found += line
    return tuple(found)


def _lines(flow: Iterable[Piece]) -> Iterator[Runs]:
    for piece in flow:
        match piece.kind:
            case Kind.ITEM:
                mark = f"{piece.number}." if piece.number else "•"
                yield (Run(f"{'   ' * piece.indent}{mark} "), *piece.runs)
            case Kind.RULE:
                yield (Run("—" * 3),)
            case _:
                yield piece.runs


def _table(table: Table) -> Iterator[Piece]:
    """Columns side by side where they fit, else an item for each row."""
    cells = [[" ".join(clean(plain(cell)).split()) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(len(row[i]) if i < len(row) else 0 for row in cells) for i in range(max(map(len, cells)))]
    if sum(widths) + 2 * len(widths) <= TABLE_WIDTH:
        shown = (
            "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=False)).rstrip()
            for row in cells
        )
        yield from _seen(Piece(Kind.CODE, (Run("\n".join(shown)),)))
        return
    header, *rows = cells
    for row in rows:
        yield from _seen(Piece(Kind.ITEM, tuple(_row(header, row))))


def _row(header: list[str], row: list[str]) -> Iterator[Run]:
    for at, cell in enumerate(row):
        name = header[at] if at < len(header) else ""
        if at:
            yield Run("\n")
        if name:
            yield Run(f"{name}: ", bold=True)
        if cell:
            yield Run(cell)
