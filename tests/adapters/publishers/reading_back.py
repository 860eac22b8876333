"""What a document means and what markdown-it reads in its Markdown, in one normal form that can be compared.

A line of inlines is a tuple of signs, each with its marks and the link it stands in; white space carries no marks.
"""

import re
import unicodedata
import urllib.parse
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

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

Sign = tuple[str, frozenset[str], str]
NEW_LINE: Sign = ("\n", frozenset(), "")
SPACE: Sign = (" ", frozenset(), "")
LINKS = re.compile(r"(?i)(https?://|mailto:)[^\s\x00-\x1f\x7f-\x9f]+")


def shown(text: str) -> str:
    """How a text is to be seen: controls as pictures, what turns or hides text as U+FFFD, white space as spaces."""
    out = ""
    for sign in text:
        if sign in "\t\n\v\f\r\x85\u2028\u2029" or unicodedata.category(sign) == "Zs":
            out += " "
        elif ord(sign) < 0x20:
            out += chr(0x2400 + ord(sign))
        elif sign == "\x7f":
            out += "␡"
        elif (
            unicodedata.category(sign) in {"Cc", "Cs"}
            or sign in "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        ):
            out += "\ufffd"
        else:
            out += sign
    return out


def tidy(signs: Iterable[Sign]) -> tuple[Sign, ...]:
    """Spaces collapsed, none at either end of a line, no empty line at either end."""
    out: list[Sign] = []
    for sign in signs:
        bare = SPACE if sign[0] == " " else sign
        if bare is SPACE and (not out or out[-1] in (SPACE, NEW_LINE)):
            continue
        if bare == NEW_LINE and out and out[-1] is SPACE:
            out.pop()
        out.append(bare)
    while out and out[-1] in (SPACE, NEW_LINE):
        out.pop()
    while out and out[0] in (SPACE, NEW_LINE):
        out.pop(0)
    return tuple(out)


def flat(signs: Iterable[Sign]) -> tuple[Sign, ...]:
    """The same on one line."""
    return tidy(SPACE if sign == NEW_LINE else sign for sign in signs)


# -- what the document means


def meant(blocks: Iterable[Block | Figure]) -> tuple[object, ...]:
    """The blocks of a document in normal form; those without any text are not there."""
    return tuple(form for block in blocks if (form := _meant(block)) is not None)


def _meant(block: Block | Figure) -> object:
    match block:
        case Heading(level, parts):
            line = flat(_signs(parts))
            return ("heading", level, line) if line else None
        case Paragraph(parts):
            line = tidy(_signs(parts))
            return ("paragraph", line) if line else None
        case Listing(items, ordered):
            return ("list", ordered, tuple(meant(item) for item in items)) if items else None
        case Quote(inner):
            return ("quote", found) if (found := meant(inner)) else None
        case Panel(kind, inner):
            return ("panel", kind, meant(inner))
        case CodeBlock(text, language):
            return ("code", language if re.fullmatch(r"[A-Za-z0-9_+.-]*", language) else "", _code(text))
        case Table(header, rows):
            width = len(header)
            cells = [(*row, *((),) * width)[:width] for row in (header, *rows)]
            return (
                ("table", tuple(tuple(tidy(_signs(cell, cell=True)) for cell in row) for row in cells))
                if width
                else None
            )
        case Rule():
            return ("rule",)
        case Figure(file, described):
            return ("figure", file, flat(_signs((Text(described),))))


def _code(text: str) -> tuple[str, ...]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(sign if sign == "\t" else _seen_in_code(sign) for sign in line) for line in lines)
    return tuple(kept) if text else ()


def _seen_in_code(sign: str) -> str:
    if unicodedata.category(sign) == "Zs":
        return sign
    return (
        "\ufffd" if sign in "\x85\u2028\u2029" else chr(0x2400 + ord(sign)) if sign in "\v\f" else shown(sign)
    )


def _signs(
    parts: Iterable[Inline], marks: frozenset[str] = frozenset(), link: str = "", *, cell: bool = False
) -> Iterator[Sign]:
    for part in parts:
        match part:
            case Text(text):
                yield from ((sign, marks, link) for sign in shown(text))
            case CodeSpan(text):
                own = marks if (cell and "|" in text) or (link and "]" in text) else marks | {"code"}
                yield from ((sign, own, link) for sign in shown(text))
            case Strong(inner):
                yield from _signs(inner, marks | {"strong"}, link, cell=cell)
            case Emphasis(inner):
                yield from _signs(inner, marks | {"em"}, link, cell=cell)
            case Break():
                yield NEW_LINE
            case Link(href, inner):
                yield from _link(href, inner, marks, link, cell=cell)


def _link(
    href: str, inner: tuple[Inline, ...], marks: frozenset[str], link: str, *, cell: bool
) -> Iterator[Sign]:
    """One link, on one line; without words it shows its address, and one of another scheme is text."""
    target = link or (
        urllib.parse.unquote(href.encode(errors="replace").decode(), errors="replace")
        if LINKS.fullmatch(href)
        else ""
    )
    label = list(_signs(inner, marks, target, cell=cell))
    if link or tidy(label):
        yield from (SPACE if sign == NEW_LINE and target else sign for sign in label)
    if not link and not target:
        yield from ((sign, marks, "") for sign in shown(f" ({href})" if flat(label) else href))
    elif not link and not flat(label):
        yield from ((sign, marks, target) for sign in shown(href))


# -- what markdown-it reads


def read_back(markdown: str) -> tuple[object, ...]:
    """The blocks markdown-it finds, in the same form. HTML is on, so that a tag that got through would show."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]  # compare addresses as written
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - nor any hidden
    return tuple(_read(node) for node in SyntaxTreeNode(reader.parse(markdown)).children)


def _read(node: SyntaxTreeNode) -> object:
    match node.type:
        case "heading":
            return ("heading", int(node.tag[1]), tidy(_read_signs(_inline(node))))
        case "paragraph" if [child.type for child in _inline(node)] == ["image"]:
            (image,) = _inline(node)
            alternative = tidy(_read_signs(image.children))
            return ("figure", urllib.parse.unquote(str(image.attrs["src"])), alternative)
        case "paragraph":
            return ("paragraph", tidy(_read_signs(_inline(node))))
        case "bullet_list" | "ordered_list":
            items = tuple(tuple(_read(child) for child in item.children) for item in node.children)
            return ("list", node.type == "ordered_list", items)
        case "blockquote":
            found = tuple(_read(child) for child in node.children)
            return _read_quote(found) if _has_alert(node) else ("quote", found)
        case "fence":
            content = node.content.removesuffix("\n")
            return ("code", node.info, tuple(content.split("\n")) if node.content else ())
        case "table":
            rows = (row for part in node.children for row in part.children)
            return (
                "table",
                tuple(tuple(tidy(_read_signs(_inline(cell))) for cell in row.children) for row in rows),
            )
        case "hr":
            return ("rule",)
    return (node.type, node.content)


def _has_alert(quote: SyntaxTreeNode) -> bool:
    """Whether the first line holds an alert as it stands in the file: an escaped one is text."""
    first = quote.children[0] if quote.children else None
    if first is None or first.type != "paragraph":
        return False
    return first.children[0].content.startswith("[!")


def _read_quote(found: tuple[object, ...]) -> object:
    """A quote, or the panel that GitHub makes of one whose first line is an alert."""
    match found:
        case (("paragraph", signs), *rest) if isinstance(signs, tuple):
            text = "".join(sign[0] for sign in signs)
            for kind in ("note", "warning", "important"):
                first = f"[!{kind.upper()}]"
                if text == first:
                    return ("panel", kind, tuple(rest))
                if text.startswith(first + "\r"):
                    return ("panel", kind, (("paragraph", signs[len(first) + 1 :]), *rest))
    return ("quote", found)


def _inline(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return node.children[0].children if node.children else []


def _read_signs(
    nodes: Iterable[SyntaxTreeNode], marks: frozenset[str] = frozenset(), link: str = ""
) -> Iterator[Sign]:
    for node in nodes:
        match node.type:
            case "text":
                yield from ((sign, marks, link) for sign in node.content)
            case "code_inline":
                yield from ((sign, marks | {"code"}, link) for sign in node.content)
            case "strong" | "em":
                yield from _read_signs(node.children, marks | {node.type}, link)
            case "link":
                target = urllib.parse.unquote(str(node.attrs["href"]), errors="replace")
                yield from _read_signs(node.children, marks, target)
            case "hardbreak":
                yield NEW_LINE
            case "softbreak":
                yield ("\r", marks, link)  # the emitter writes one after an alert, and nowhere else
            case "html_inline" if node.content == "<br>":
                yield NEW_LINE
            case other:
                yield (f"<{other}>{node.content}", marks, link)
