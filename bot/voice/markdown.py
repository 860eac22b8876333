"""A template's Markdown, its values put aside, as the tree of blocks and inlines."""

from collections.abc import Iterable, Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.domain.tree import (
    Block,
    Break,
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
    is_safe_link,
    said,
)
from bot.voice.holding import Held

PANELS = {"[!NOTE]": "note", "[!WARNING]": "warning", "[!IMPORTANT]": "important"}
"""The first line of a quote that makes it a panel; only a template can write it, a value cannot."""


class _Reader(MarkdownIt):
    """CommonMark and tables; no HTML, pictures or indented code; addresses are left as they stand for us to check."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.enable("table").disable(["html_block", "html_inline", "image", "code"])

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - markdown-it's name and parameter
        return True


def blocks(text: str, held: Held) -> tuple[Block, ...]:
    """The tree of a rendered template."""
    return _Builder(held).blocks(SyntaxTreeNode(_reader().parse(text)).children)


@cache
def _reader() -> _Reader:
    return _Reader()


class _Builder:
    """Builds the tree and puts the values back."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                if parts := self._inlines(node):
                    yield Paragraph(parts)
            case "heading":
                yield Heading(int(node.tag[1]), self._inlines(node))
            case "bullet_list" | "ordered_list":
                items = tuple(self.blocks(item.children) for item in node.children)
                yield Listing(items, ordered=node.type == "ordered_list")
            case "blockquote":
                yield self._quote(node)
            case "fence":
                yield CodeBlock(
                    self._held.resolved(node.content.removesuffix("\n")), self._held.resolved(node.info)
                )
            case "table":
                yield self._table(node)
            case "hr":
                yield Rule()

    def _quote(self, node: SyntaxTreeNode) -> Block:
        first = node.children[0] if node.children else None
        line, _, rest = _source(first).partition("\n")
        if (kind := PANELS.get(line.strip())) is None:
            return Quote(self.blocks(node.children))
        inside = blocks(rest, self._held) if rest else ()
        return Panel(kind, (*inside, *self.blocks(node.children[1:])))

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [row for part in node.children for row in part.children]
        header, *body = (tuple(self._inlines(cell) for cell in row.children) for row in rows)
        return Table(header, tuple(body))

    def _inlines(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """What stands in a paragraph, heading or cell."""
        return self._row(node.children[0].children) if node.children else ()

    def _row(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Inline, ...]:
        return _joined(part for node in nodes for part in self._inline(node))

    def _inline(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        match node.type:
            case "text":
                for own, value in self._held.pieces(node.content):
                    yield Text(own)
                    yield from said(value)
            case "softbreak":
                yield Text(" ")
            case "hardbreak":
                yield Break()
            case "code_inline":
                yield CodeSpan(self._held.resolved(node.content))
            case "strong":
                yield Strong(self._row(node.children))
            case "em":
                yield Emphasis(self._row(node.children))
            case "link":
                yield from self._link(node)

    def _link(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        href = self._held.resolved(str(node.attrs.get("href", "")))
        parts = self._row(node.children)
        if is_safe_link(href):
            yield Link(href, parts)
            return
        yield from parts
        if href:
            yield from (Text(" ("), *said(href), Text(")"))


def _source(node: SyntaxTreeNode | None) -> str:
    """The raw text of a paragraph, "" for any other block."""
    return node.children[0].content if node is not None and node.type == "paragraph" else ""


def _joined(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts as one, empty parts left out."""
    out: list[Inline] = []
    for part in parts:
        match part, out[-1] if out else None:
            case Text(""), _:
                pass
            case ((Strong(parts=()) | Emphasis(parts=())), _):
                pass
            case Text(text), Text(before):
                out[-1] = Text(before + text)
            case _:
                out.append(part)
    return tuple(out)
