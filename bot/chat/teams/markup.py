"""HTML of people's messages as the document tree; what is not known is read as the text in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from typing import TypeAlias

from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Text,
    is_safe_link,
    plain,
)

DEEPEST = 24
"""How many elements may stand in each other, so that no message makes a tree of any depth."""

VOID = frozenset({"br", "img", "emoji", "hr", "input", "wbr"})
UNSEEN = frozenset({"script", "style", "head", "title", "attachment"})
BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "li", "blockquote", "pre", "codeblock", "table", "tbody", "thead", "tr", "hr"}
    | {f"h{level}" for level in range(1, 7)}
)
MENTION = "http://schema.skype.com/Mention"
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")

IsUs = Callable[[str], bool]
"""Whether a mention of this name is of the bot itself: it is left out."""


@dataclass
class _Node:
    """An element: its attributes, and the elements and texts in it."""

    tag: str
    attrs: Mapping[str, str] = field(default_factory=dict)
    inside: "list[_Node | str]" = field(default_factory=list)


Inside: TypeAlias = "Sequence[_Node | str]"


def tree(html: str, is_us: IsUs = lambda _: False) -> tuple[Block, ...]:
    """The blocks of a message, whatever it holds; nothing is raised, and what is no HTML at all has none."""
    parser = _Parser()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:  # what Python's parser says to `<![` and its like
        return ()
    return tuple(_blocks(parser.root.inside, is_us))


class _Parser(HTMLParser):
    """Elements in each other, down to a depth; what ends without having begun is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in VOID and len(self._open) < DEEPEST:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element with nothing in it."""
        self._open[-1].inside.append(_Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and all that was left open in it."""
        if any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text."""
        self._open[-1].inside.append(data)


def _blocks(inside: Inside, is_us: IsUs) -> Iterator[Block]:
    """Blocks as they follow each other; text between them is a paragraph of its own."""
    for is_block, run in groupby(inside, key=lambda one: isinstance(one, _Node) and one.tag in BLOCKS):
        if is_block:
            for node in run:
                if isinstance(node, _Node):
                    yield from _block(node, is_us)
        elif parts := _trimmed(_inlines(list(run), is_us)):
            yield Paragraph(parts)


def _block(node: _Node, is_us: IsUs) -> Iterator[Block]:
    match node.tag:
        case "ul" | "ol":
            items = [one for one in node.inside if isinstance(one, _Node)]
            found = [tuple(_blocks(one.inside if one.tag == "li" else [one], is_us)) for one in items]
            if any(found):
                yield Listing(tuple(item for item in found if item), ordered=node.tag == "ol")
        case "blockquote":
            if inner := tuple(_blocks(node.inside, is_us)):
                yield Quote(inner)
        case "pre" | "codeblock":
            yield CodeBlock(_code(node.inside).strip("\n"))
        case "tr":
            cells = (_trimmed(_inlines(one.inside, is_us)) for one in node.inside if isinstance(one, _Node))
            if row := " | ".join(plain(cell) for cell in cells):
                yield Paragraph((Text(row),))
        case _:
            yield from _blocks(node.inside, is_us)


def _code(inside: Inside) -> str:
    """Text to the letter, each line break a new line."""
    found = []
    for one in inside:
        if isinstance(one, str):
            found.append(one.replace("\u00a0", " "))
        elif one.tag not in UNSEEN:
            found.append("\n" if one.tag == "br" else _code(one.inside))
    return "".join(found)


def _inlines(inside: Inside, is_us: IsUs) -> list[Inline]:
    found: list[Inline] = []
    for one in inside:
        if isinstance(one, str):
            found.append(Text(_SPACES.sub(" ", one)))
        elif one.tag not in UNSEEN:
            found += _inline(one, is_us)
    return found


def _inline(node: _Node, is_us: IsUs) -> Iterable[Inline]:
    if node.tag == "at" or node.attrs.get("itemtype") == MENTION:
        name = _SPACES.sub(" ", _code(node.inside)).strip()
        return () if is_us(name) or not name else (Text(f"@{name}"),)
    inner = tuple(_inlines(node.inside, is_us))
    match node.tag:
        case "br":
            return (Break(),)
        case "img" | "emoji":
            return (Text(node.attrs.get("alt", "")),)
        case "code":
            return (CodeSpan(_code(node.inside)),)
        case "strong" | "b" if inner:
            return (Strong(inner),)
        case "em" | "i" if inner:
            return (Emphasis(inner),)
        case "a" if is_safe_link(href := node.attrs.get("href", "")):
            return (Link(href, inner or (Text(href),)),)
        case _:
            return inner


def _trimmed(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """Inlines without white space at the ends of lines, and without empty lines at the ends of the paragraph."""
    joined: list[Inline] = []
    for part in parts:
        before = joined[-1] if joined else None
        if isinstance(part, Text) and isinstance(before, Text):
            joined[-1] = Text(_SPACES.sub(" ", before.text + part.text))
        elif not (isinstance(part, Text) and not part.text):
            joined.append(part)
    lines = [_line(list(run)) for is_break, run in groupby(joined, key=lambda p: isinstance(p, Break))]
    kept = [part for line in lines for part in line]
    while kept and isinstance(kept[0], Break):
        kept.pop(0)
    while kept and isinstance(kept[-1], Break):
        kept.pop()
    return tuple(kept)


def _line(parts: list[Inline]) -> list[Inline]:
    """One line, or the breaks between two, without white space at its ends."""
    if parts and isinstance(parts[0], Text):
        parts[0] = Text(parts[0].text.lstrip(" "))
    if parts and isinstance(parts[-1], Text):
        parts[-1] = Text(parts[-1].text.rstrip(" "))
    return [part for part in parts if part != Text("")]
