"""What a document means and what an XML parser reads in its storage format, in one normal form that can be compared.

A line of inlines is a tuple of signs, each with its marks and the link it stands in.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from lxml import etree

from bot.domain.report.parts import State
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
)
from tests.adapters.publishers.reading_back import LINKS, shown

Sign = tuple[str, frozenset[str], str]
NEW_LINE: Sign = ("\n", frozenset(), "")
AC, RI = "{urn:ac}", "{urn:ri}"
PANELS = {"note": "info", "warning": "note", "important": "warning"}
KNOWN = {"json": "js"}


def seen(text: str) -> str:
    """How a text is to come back: line ends and tabs as spaces, what XML cannot hold as U+FFFD."""
    return "".join(_seen(sign) for sign in text)


@cache
def _seen(sign: str) -> str:
    if sign in "\ufffe\uffff":
        return "\ufffd"
    return sign if unicodedata.category(sign) == "Zs" else shown(sign)


# -- what the document means


def meant(blocks: Iterable[Block | Figure]) -> tuple[object, ...]:
    """The blocks of a document in normal form; those without anything in them are not there."""
    return tuple(form for block in blocks for form in _meant(block))


def _meant(block: Block | Figure) -> Iterator[object]:
    match block:
        case Heading(level, parts):
            yield from _line(f"h{level}", parts)
        case Paragraph(parts):
            yield from _line("p", parts)
        case Listing(items, ordered):
            if items:
                yield ("ol" if ordered else "ul", tuple(meant(item) for item in items))
        case Quote(inner) | Panel(_, inner):
            if found := meant(inner):
                around = ("macro", PANELS[block.kind], ()) if isinstance(block, Panel) else ("blockquote",)
                yield (*around, found)
        case CodeBlock(text, language):
            known = (("language", KNOWN[language]),) if language in KNOWN else ()
            yield ("macro", "code", known, _code(text))
        case Table(header, rows):
            yield from [_table(header, rows)] if header else ()
        case Rule():
            yield ("hr",)
        case Figure(file, described):
            yield ("image", file, seen(described))
            yield from _line("p", (Text(described),))


def _line(kind: str, parts: tuple[Inline, ...]) -> Iterator[object]:
    if line := tuple(_signs(parts)):
        yield (kind, line)


def _table(
    header: tuple[tuple[Inline, ...], ...], rows: tuple[tuple[tuple[Inline, ...], ...], ...]
) -> tuple[object, ...]:
    width = len(header)
    cells = [(*row, *((),) * width)[:width] for row in (header, *rows)]
    return ("table", tuple(tuple(tuple(_line("p", parts)) for parts in row) for row in cells))


def _code(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign in "\t\n" else _seen_in_code(sign) for sign in text)


def _seen_in_code(sign: str) -> str:
    if sign in "\v\f":
        return chr(0x2400 + ord(sign))
    return "\ufffd" if sign in "\x85\u2028\u2029" else _seen(sign)


def _signs(parts: Iterable[Inline], marks: frozenset[str] = frozenset(), link: str = "") -> Iterator[Sign]:
    for part in parts:
        match part:
            case State(text):
                yield ("status:" + seen(text), marks, link)
            case Text(text):
                yield from ((sign, marks, link) for sign in seen(text))
            case CodeSpan(text):
                yield from ((sign, marks | {"code"}, link) for sign in seen(text))
            case Strong(inner):
                yield from _signs(inner, marks | {"strong"}, link)
            case Emphasis(inner):
                yield from _signs(inner, marks | {"em"}, link)
            case Break():
                yield NEW_LINE
            case Link(href, inner):
                yield from _link(href, inner, marks, link)


def _link(href: str, inner: tuple[Inline, ...], marks: frozenset[str], link: str) -> Iterator[Sign]:
    """One link: without words it shows its address, and one of another scheme is text."""
    safe = LINKS.fullmatch(href) is not None
    target = link or (seen(href) if safe else "")
    label = tuple(_signs(inner, marks, target))
    has_words = any(sign.strip() for sign, _, _ in _signs_as_typed(inner))
    if not has_words:
        yield from ((sign, marks, target) for sign in seen(href))
    elif link or safe:
        yield from label
    else:
        yield from label
        yield from ((sign, marks, "") for sign in seen(f" ({href})"))


def _signs_as_typed(parts: Iterable[Inline]) -> Iterator[Sign]:
    """Every sign of the words, before anything is replaced."""
    for part in parts:
        match part:
            case Text(text) | CodeSpan(text):
                yield from ((sign, frozenset(), "") for sign in text)
            case Strong(inner) | Emphasis(inner):
                yield from _signs_as_typed(inner)
            case Link(href, inner):
                label = tuple(_signs_as_typed(inner))
                yield from label or ((sign, frozenset(), "") for sign in href)
            case Break():
                pass


# -- what an XML parser reads


def parsed(body: str) -> etree._Element:
    """The page as a strict parser without any document type reads it; its error where it is not well-formed."""
    reader = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, huge_tree=True)
    return etree.fromstring(f'<page xmlns:ac="urn:ac" xmlns:ri="urn:ri">{body}</page>'.encode(), reader)


def read_back(body: str) -> tuple[object, ...]:
    """The blocks of a page, in the same form."""
    return _read_all(parsed(body))


def _read_all(parent: etree._Element) -> tuple[object, ...]:
    assert not (parent.text or "").strip(), "text outside any block"
    assert not any((child.tail or "").strip() for child in parent), "text between blocks"
    return tuple(_read(child) for child in parent)


def _read(node: etree._Element) -> object:
    match _name(node):
        case "p" if [_name(child) for child in node] == [f"{AC}image"]:
            return _read_image(node[0])
        case "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" as kind:
            return (kind, tuple(_read_signs(node)))
        case "ul" | "ol" as kind:
            return (kind, tuple(_read_all(item) for item in node))
        case "blockquote":
            return ("blockquote", _read_all(node))
        case "table":
            (body,) = node
            return ("table", tuple(tuple(_read_all(cell) for cell in row) for row in body))
        case "hr":
            return ("hr",)
        case name if name == f"{AC}structured-macro":
            return read_macro(node)
    return ("unknown", _name(node))


def read_macro(node: etree._Element) -> tuple[object, ...]:
    """A macro: its name, its parameters, and what is in it."""
    given: list[tuple[str | None, str]] = []
    body: object = None
    for child in node:
        if _name(child) == f"{AC}parameter":
            given.append((child.get(f"{AC}name"), child.text or ""))
        elif _name(child) == f"{AC}plain-text-body":
            assert len(child) == 0, "markup in code"
            body = child.text or ""
        else:
            assert _name(child) == f"{AC}rich-text-body"
            body = _read_all(child)
    return ("macro", node.get(f"{AC}name"), tuple(given), body)


def _read_image(node: etree._Element) -> object:
    (attachment,) = node
    assert _name(attachment) == f"{RI}attachment"
    return ("image", attachment.get(f"{RI}filename"), node.get(f"{AC}alt"))


def _read_signs(node: etree._Element, marks: frozenset[str] = frozenset(), link: str = "") -> Iterator[Sign]:
    yield from ((sign, marks, link) for sign in node.text or "")
    for child in node:
        match _name(child):
            case "strong" | "em" | "code" as mark:
                yield from _read_signs(child, marks | {mark}, link)
            case "a":
                assert not link, "a link in a link"
                yield from _read_signs(child, marks, str(child.get("href")))
            case "br":
                assert child.text is None
                yield NEW_LINE
            case name if name == f"{AC}structured-macro":
                _, macro, given, _ = read_macro(child)
                assert isinstance(given, tuple)
                yield from _read_mark(str(macro), dict(given), marks, link)
            case name:
                yield (f"<{name}>", marks, link)
        yield from ((sign, marks, link) for sign in child.tail or "")


def _read_mark(macro: str, given: dict[str, str], marks: frozenset[str], link: str) -> Iterator[Sign]:
    """A state; an anchor is not seen."""
    if macro != "anchor":
        yield (f"{macro}:{given['title']}", marks, link)


def _name(node: etree._Element) -> str:
    return str(node.tag)
