"""Cards as lines of a terminal: an emitter of the document tree, at most 100 columns wide."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from bot.chat.terminal.cells import Line, Run, cells, cut, visible, wrapped
from bot.domain.tree import (
    Block,
    Break,
    Card,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    plain,
)

WIDTH = 100
HEAD, BODY, FOOT = "┌ ", "│ ", "└ "
"""Every line of the bot begins with one of these, and no line of a person does."""

_CODES = {"bold": "1", "dim": "2", "mark": "36", "code": "2", "link": "4"}


class Ink(StrEnum):
    """What the other end can show."""

    PLAIN = "plain"
    COLOUR = "colour"


def card_lines(card: Card, head: str, ink: Ink, width: int = WIDTH) -> list[str]:
    """A card between its marks, its buttons numbered from 1."""
    first, *rest = wrapped((Run(visible(head), "dim"),), width - len(HEAD))
    lines = [_printed(HEAD, first, ink), *(_printed(BODY, line, ink) for line in rest)]
    lines += [_printed(BODY, line, ink) for line in block_lines(card.blocks, width - len(BODY))]
    lines += [_printed(FOOT, line, ink) for line in _buttons(card, width - len(FOOT))]
    return lines


def said_lines(who: str, text: str, ink: Ink, width: int = WIDTH) -> list[str]:
    """What a person said: the name in front, further lines set in, so that none can look like the bot's."""
    first, *rest = text.splitlines() or [""]
    head = [Run(f"{visible(who)}: ", "bold"), Run(visible(first))]
    lines = [*wrapped(head, width - 4)]
    for line in rest:
        lines += wrapped((Run(visible(line)),), width - 4)
    return [_printed("" if i == 0 else "    ", line, ink) for i, line in enumerate(lines)]


def note_lines(text: str, ink: Ink, width: int = WIDTH) -> list[str]:
    """A word of the terminal itself, dim where it can be."""
    lines = [line for part in text.splitlines() for line in wrapped((Run(visible(part), "dim"),), width - 2)]
    return [_printed("  ", line, ink) for line in lines]


def plain_text(card: Card) -> str:
    """A card as one text, its buttons in brackets: what an expectation is looked for in."""
    lines = ["".join(run.text for run in line) for line in _logical(card.blocks)]
    return "\n".join((*lines, *(f"[{button.label}]" for button in card.buttons)))


def _printed(before: str, line: Line, ink: Ink) -> str:
    mark = _inked(Run(before, "mark" if before.strip() else ""), ink)
    inked = (
        _inked(Run("".join(run.text for run in runs), style), ink)
        for style, runs in itertools.groupby(line, lambda run: run.style)
    )
    return (mark + "".join(inked)).rstrip()


def _inked(run: Run, ink: Ink) -> str:
    if ink is Ink.PLAIN or run.style not in _CODES:
        return run.text
    return f"\x1b[{_CODES[run.style]}m{run.text}\x1b[0m"


def _buttons(card: Card, width: int) -> list[Line]:
    """The buttons, several on a line, none broken unless it is wider than a line."""
    lines: list[Line] = []
    room = 0
    for number, button in enumerate(card.buttons, 1):
        parts = (Run(f"[{number}]", "mark"), Run(f" {visible(button.label)}", "bold"))
        wide = sum(cells(run.text) for run in parts)
        if not lines or wide + 2 > room:
            lines += wrapped(parts, width)
            room = width - sum(cells(run.text) for run in lines[-1])
        else:
            lines[-1] = (*lines[-1], Run("  "), *parts)
            room -= wide + 2
    return lines


def block_lines(blocks: Sequence[Block], width: int) -> list[Line]:
    """Blocks as lines no wider than `width`, an empty line between two of them."""
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        lines += [()] * bool(number) + _block(block, width)
    return lines


def _logical(blocks: Sequence[Block]) -> list[Line]:
    """Blocks as lines as long as they are."""
    return block_lines(blocks, 10**9)


def _block(block: Block, width: int) -> list[Line]:
    match block:
        case Paragraph(parts):
            return _text(parts, "", width)
        case Heading(_, parts):
            return _text(parts, "bold", width)
        case Listing():
            return _listing(block, width)
        case Quote(blocks) | Panel(_, blocks):
            return _set_in("▏ ", "▏ ", block_lines(blocks, max(20, width - 2)))
        case CodeBlock(text):
            rows = [part for row in text.splitlines() for part in cut(visible(row), width - 4)]
            return _set_in("    ", "    ", [(Run(row, "code"),) for row in rows])
        case Table():
            return _table(block, width)
        case Rule():
            return [(Run("─" * min(width, 24), "dim"),)]


def _text(parts: Sequence[Inline], style: str, width: int) -> list[Line]:
    return [line for whole in _lines(parts, style) for line in wrapped(whole, width)]


def _lines(parts: Sequence[Inline], style: str) -> list[list[Run]]:
    """Inlines as lines, cut where somebody began a new one."""
    lines: list[list[Run]] = [[]]
    for text, look in _runs(parts, style):
        first, *rest = text.split("\n")
        lines[-1].append(Run(visible(first), look))
        lines += [[Run(visible(line), look)] for line in rest]
    return lines


def _runs(parts: Sequence[Inline], style: str) -> Iterator[Run]:
    for part in parts:
        match part:
            case Text(text):
                yield Run(text, style)
            case CodeSpan(text):
                yield Run(text, "code")
            case Strong(inner) | Emphasis(inner):
                yield from _runs(inner, "bold")
            case Link(href, inner):
                named = plain(inner)
                yield Run(named or href, "link")
                if named not in {"", href}:
                    yield Run(f" ({href})", style)
            case Break():
                yield Run("\n", style)


def _listing(listing: Listing, width: int) -> list[Line]:
    lines: list[Line] = []
    for number, item in enumerate(listing.items, 1):
        mark = f"{number}. " if listing.ordered else "- "
        lines += _set_in(mark, " " * len(mark), block_lines(item, max(20, width - len(mark))))
    return lines


def _set_in(first: str, other: str, lines: Sequence[Line]) -> list[Line]:
    return [(Run(first if i == 0 else other, "dim"), *line) for i, line in enumerate(lines)]


def _table(table: Table, width: int) -> list[Line]:
    """Columns side by side where they fit, else a block for each row."""
    rows = [[visible(plain(cell).replace("\n", " ")) for cell in row] for row in (table.header, *table.rows)]
    wide = [max(cells(row[i]) for row in rows) for i in range(len(table.header))]
    if sum(wide) + 2 * len(wide) > width:
        return _stacked(rows, width)
    pad: Callable[[str, int], str] = lambda text, to: text + " " * (to - cells(text))  # noqa: E731 - one use, next line
    lines = ["  ".join(pad(text, to) for text, to in zip(row, wide, strict=True)).rstrip() for row in rows]
    return [(Run(line, "bold" if i == 0 else ""),) for i, line in enumerate(lines)]


def _stacked(rows: list[list[str]], width: int) -> list[Line]:
    header, *body = rows
    lines: list[Line] = []
    for row in body:
        pairs = [
            wrapped((Run(f"{name}: ", "bold"), Run(text)), width - 2)
            for name, text in zip(header, row, strict=True)
        ]
        lines += _set_in("- ", "  ", [line for pair in pairs for line in pair])
    return lines
