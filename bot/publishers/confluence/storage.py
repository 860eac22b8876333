"""A document in Confluence's storage format: strict XML, no entity beside the five of XML, nobody's text as markup.

The same document is always the same text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.report.parts import BottomLine, Facts, Fold, Ruled
from bot.domain.tree import (
    Block,
    CodeBlock,
    Document,
    Figure,
    Heading,
    Inline,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
    plain,
)
from bot.publishers.confluence import macros
from bot.publishers.confluence.inlines import inlines
from bot.publishers.confluence.markup import NOTHING, Markup, element, held, joined

PROPERTIES = "decision-review"
"""The id under which the header of every review is collected by an index page."""

PANELS: Mapping[str, str] = {"note": "info", "warning": "note", "important": "warning"}
OF_OURS = "info"
"""The panel of the bottom line and of verdicts."""


def storage(document: Document) -> str:
    """The body of a page. Its title is not part of it: Confluence keeps that apart."""
    return joined(*blocks(untitled(document).blocks))


def title_of(document: Document) -> str:
    """What the document calls itself, on one line; empty where it does not say."""
    first = next((b for b in document.blocks if isinstance(b, Heading) and b.level == 1), None)
    return " ".join(held(plain(first.parts)).split()) if first else ""


def untitled(document: Document) -> Document:
    """The document without the heading that is its title."""
    found = document.blocks
    at = next((at for at, block in enumerate(found) if isinstance(block, Heading) and block.level == 1), None)
    return document if at is None else replace(document, blocks=found[:at] + found[at + 1 :])


def blocks(found: Sequence[Block | Figure]) -> Iterator[Markup]:
    """Blocks in order; what stands below a heading that folds is folded."""
    at = 0
    while at < len(found):
        block = found[at]
        at += 1
        yield _block(block)
        if isinstance(block, Fold):
            end = section_end(found, at, block.level)
            inside = joined(*blocks(found[at:end]))
            yield macros.folded(plain(block.parts), inside) if inside else NOTHING
            at = end


def section_end(found: Sequence[Block | Figure], start: int, level: int) -> int:
    """Where the section of a heading ends whose blocks begin at `start`."""
    for at in range(start, len(found)):
        block = found[at]
        if isinstance(block, Rule) or (isinstance(block, Heading) and block.level <= level):
            return at
    return len(found)


def _block(block: Block | Figure) -> Markup:
    match block:
        case Facts() | Ruled() | BottomLine():
            return _set_apart(block)
        case Heading(level, parts):
            return _around(f"h{level}", inlines(parts))
        case Paragraph(parts):
            return _paragraph(parts)
        case Listing():
            return _list(block)
        case Quote(inner):
            return _around("blockquote", *blocks(inner))
        case Panel(kind, inner):
            return _boxed(PANELS.get(kind, PANELS["note"]), *blocks(inner))
        case CodeBlock(value, language):
            return macros.code(value, language)
        case Table(header, rows):
            return _table(header, rows)
        case Rule():
            return element("hr")
        case Figure(file, described):
            return _figure(file, described)


def _set_apart(block: Facts | Ruled | BottomLine) -> Markup:
    """What a page shows in another way than blocks of its kind."""
    match block:
        case Facts(_, rows, rest):
            drawn = ((_paragraph(label), _paragraph(value)) for label, value in rows)
            return joined(macros.properties(PROPERTIES, *drawn), _paragraph(rest))
        case Ruled(parts):
            return _boxed(OF_OURS, _paragraph(parts))
        case BottomLine():
            return _boxed(OF_OURS, _list(block))


def _around(name: str, *inside: Markup) -> Markup:
    """An element, or nothing around nothing."""
    body = joined(*inside)
    return element(name, body) if body else NOTHING


def _boxed(kind: str, *inside: Markup) -> Markup:
    body = joined(*inside)
    return macros.boxed(kind, body) if body else NOTHING


def _paragraph(parts: tuple[Inline, ...]) -> Markup:
    return _around("p", inlines(parts))


def _list(block: Listing) -> Markup:
    items = (element("li", *blocks(item)) for item in block.items)
    return _around("ol" if block.ordered else "ul", *items)


def _table(header: tuple[tuple[Inline, ...], ...], rows: Sequence[tuple[tuple[Inline, ...], ...]]) -> Markup:
    """A table; rows are cut or filled to the width of the header."""
    width = len(header)
    if not width:
        return NOTHING
    filled = [(*row, *((),) * width)[:width] for row in rows]
    drawn = [_row("th", header), *(_row("td", row) for row in filled)]
    return element("table", element("tbody", *drawn))


def _row(name: str, cells: Sequence[tuple[Inline, ...]]) -> Markup:
    return element("tr", *(element(name, _paragraph(parts)) for parts in cells))


def _figure(file: str, described: str) -> Markup:
    """The attached picture, and the same in words below it."""
    image = element("p", macros.attached_image(file, described))
    return joined(image, _paragraph((Text(described),)))
