"""A document as HTML. Nobody's text is ever read as markup; the same document is always the same text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from bot.domain.report.parts import BottomLine, Facts, Fold, Ruled, State
from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Figure,
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
    is_safe_link,
    plain,
)
from bot.publishers.gfm_text import visible
from bot.publishers.site.markup import Child, Html, code, joined, lines, shown, tag
from bot.publishers.site.words import Words

Inlines = tuple[Inline, ...]
NOTHING = Html("")
OUTSIDE = "noopener noreferrer nofollow"
"""What a link out of the site tells the browser."""

LONG = 60
"""Signs of a value beyond which it takes a line of its own."""

PANELS = ("note", "warning", "important")


@dataclass(frozen=True)
class Drawn:
    """What the emitter is given besides the document: words of its own, and pictures by the name of their file."""

    words: Words
    pictures: Mapping[str, Html]


@dataclass(frozen=True)
class Section:
    """A heading of the second level, for a table of contents."""

    anchor: str
    title: str


def sections(found: Sequence[Block | Figure]) -> tuple[Section, ...]:
    """The headings of the second level, each with the anchor that `body` gives it."""
    headings = (block for block in found if isinstance(block, Heading))
    return tuple(
        Section(_anchor(at), plain(block.parts)) for at, block in enumerate(headings, 1) if block.level == 2
    )


def body(found: Sequence[Block | Figure], drawn: Drawn) -> Html:
    """The blocks in order; what stands below a heading that folds is folded."""
    numbers = count(1)
    out: list[Child] = []
    at = 0
    while at < len(found):
        block = found[at]
        at += 1
        if not isinstance(block, Heading):
            out.append(_block(block, drawn))
            continue
        heading = tag(f"h{block.level}", inlines(block.parts), id=_anchor(next(numbers)))
        if isinstance(block, Fold):
            end = _section_end(found, at, block.level)
            inside = lines(*(_block(inner, drawn) for inner in found[at:end]))
            out.append(tag("details", tag("summary", heading), inside, class_="fold"))
            at = end
        else:
            out.append(heading)
    return lines(*out)


def _anchor(number: int) -> str:
    return f"part-{number}"


def _section_end(found: Sequence[Block | Figure], start: int, level: int) -> int:
    """Where a section ends whose blocks begin at `start`: headings below it are in it, and have no anchor."""
    for at in range(start, len(found)):
        block = found[at]
        if isinstance(block, Rule) or (isinstance(block, Heading) and block.level <= level):
            return at
    return len(found)


def _block(block: Block | Figure, drawn: Drawn) -> Html:
    match block:
        case Facts() | Ruled() | BottomLine():
            return _set_apart(block, drawn)
        case Heading(_, parts):  # within somebody's words: it is none of the page's own
            return _around("p", _around("strong", inlines(parts)))
        case Paragraph(parts):
            return _around("p", inlines(parts))
        case Listing(items, ordered):
            return tag("ol" if ordered else "ul", *(_item(item, drawn) for item in items))
        case Quote(inner):
            return tag("blockquote", *(_block(one, drawn) for one in inner))
        case Panel(kind, inner):
            return _panel(kind, inner, drawn)
        case CodeBlock(text):
            return tag("pre", tag("code", code(text)), tabindex="0")
        case Table(header, rows):
            return table(header, [[inlines(cell) for cell in row] for row in rows])
        case Rule():
            return tag("hr")
        case Figure(file, described):
            return _figure(file, described, drawn)


def _set_apart(block: Facts | Ruled | BottomLine, drawn: Drawn) -> Html:
    match block:
        case Facts():
            return _facts(block)
        case Ruled(parts):
            return _around("p", inlines(parts), class_="ruled")
        case BottomLine(items):
            return tag("ul", *(_item(item, drawn) for item in items), class_="bottom-line")


def _around(name: str, inside: Html, **attributes: str | None) -> Html:
    """An element, or nothing around nothing."""
    return tag(name, inside, **attributes) if inside.text else NOTHING


def _item(item: Sequence[Block], drawn: Drawn) -> Html:
    return tag("li", *(_block(block, drawn) for block in item))


def _facts(facts: Facts) -> Html:
    """Labels and values, and the lines that say more than they do."""
    pairs = (_fact(label, value) for label, value in facts.rows if value)
    return lines(tag("dl", *pairs, class_="facts"), _around("p", inlines(facts.rest)))


def _fact(label: Inlines, value: Inlines) -> Html:
    is_long = len(plain(value)) > LONG
    return tag(
        "div", tag("dt", inlines(label)), tag("dd", inlines(value)), class_="long" if is_long else None
    )


def _panel(kind: str, inner: Sequence[Block], drawn: Drawn) -> Html:
    known = kind if kind in PANELS else PANELS[0]
    label = tag("p", drawn.words(f"panel.{known}"), class_="panel-label")
    return tag("div", label, *(_block(one, drawn) for one in inner), class_=f"panel {known}", role="note")


def _figure(file: str, described: str, drawn: Drawn) -> Html:
    """The picture in the page itself, and the same in words."""
    picture = drawn.pictures.get(file)
    if picture is None:
        return tag("p", described)
    frame = tag(
        "div", picture, class_="wide", role="group", tabindex="0", aria_label=drawn.words("run.label")
    )
    told = tag("details", tag("summary", drawn.words("run.in_words")), tag("p", described))
    return tag("figure", frame, tag("figcaption", told), class_="run")


def table(header: Sequence[Inlines], rows: Sequence[Sequence[Html]]) -> Html:
    """A table, its rows cut or filled to its width. Where there is little room each row stands as a card.

    The roles say what it is to a screen reader however it is laid out; a cell carries the label of its column.
    """
    labels = [plain(cell) for cell in header]
    named = (tag("th", inlines(cell), role="columnheader", scope="col") for cell in header)
    drawn = (tag("tr", *_cells(row, labels), role="row") for row in rows)
    head = tag("thead", tag("tr", *named, role="row"), role="rowgroup")
    return tag("table", head, tag("tbody", *drawn, role="rowgroup"), role="table")


def _cells(row: Sequence[Html], labels: Sequence[str]) -> Iterator[Html]:
    filled = [*row, *[NOTHING] * len(labels)]
    for cell, label in zip(filled, labels, strict=False):
        yield tag("td", cell, role="cell", data_label=label)


def inlines(parts: Inlines) -> Html:
    """What stands in a line; most of it is plain text."""
    return Html("".join([shown(p.text) if type(p) is Text else _inline(p).text for p in parts]))


def _inline(part: Inline) -> Html:
    match part:
        case State(text, tone):
            return tag("span", text, class_=f"state {tone}")
        case Text(text):
            return joined(text)
        case Strong(inner):
            return tag("strong", inlines(inner))
        case Emphasis(inner):
            return tag("em", inlines(inner))
        case CodeSpan(text):
            return tag("code", text)
        case Break():
            return tag("br")
        case Link(address, inner):
            return _link(address, inner)


def _link(address: str, inner: Inlines) -> Html:
    """A link, its words without links of their own; an address of another kind is text behind the words."""
    words = plain(inner)
    is_seen = visible(words).strip(" ")
    if not is_safe_link(address):
        return joined(inlines(inner), f" ({address})") if is_seen else joined(address)
    return tag("a", words if is_seen else address, href=address, rel=OUTSIDE)
