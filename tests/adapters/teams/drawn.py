"""Reads cards as a client of Teams does: bold, italic and links of their Markdown, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.chat.teams.texts import GAP
from tests.adapters.teams.fake.elements import elements_of

Json = dict[str, Any]


@dataclass(frozen=True)
class Sign:
    """One sign as it is seen."""

    sign: str
    bold: bool = False
    italic: bool = False
    href: str = ""


NEW_LINE = Sign("\n")


def read(markdown: str) -> list[Sign]:
    """Every sign of a text, what has no width left out. AssertionError for any other mark than the three."""
    found: list[Sign] = []
    for block in SyntaxTreeNode(_reader().parse(markdown)).children:
        assert block.type == "paragraph", f"{block.type} in {markdown!r}"
        found += [NEW_LINE] * bool(found)
        found += _inline(block, Sign(""))
    return [sign for sign in found if sign.sign != GAP]


def _inline(node: SyntaxTreeNode, style: Sign) -> Iterator[Sign]:
    match node.type:
        case "paragraph" | "inline":
            pass
        case "strong":
            style = replace(style, bold=True)
        case "em":
            style = replace(style, italic=True)
        case "link":
            style = replace(style, href=str(node.attrs["href"]))
        case kind:
            assert kind == "text", f"{kind} is nothing that every client draws"
            yield from (replace(style, sign=sign) for sign in node.content)
    for child in node.children:
        yield from _inline(child, style)


def text(markdown: str) -> str:
    """A text as it is read, without what is only looks."""
    return "".join(sign.sign for sign in read(markdown)).replace("\u00a0", " ")


def texts(made: Json) -> list[str]:
    """The texts of a card in reading order, as they are read; a fact as `title: value`, a mention by its name."""
    called = made.get("msteams", {}).get("entities", [])
    names = {entity["text"]: entity["mentioned"]["name"] for entity in called}
    found: list[str] = []
    for element in elements_of(made):
        if element["type"] == "TextBlock":
            found.append(names.get(element["text"]) or text(element["text"]))
        facts = element.get("facts", [])
        found += [f"{text(fact['title'])}: {text(fact['value'])}" for fact in facts]
    return found


def shown(made: Json) -> list[str]:
    """The same line by line, as it stands on the screen."""
    return [line for text in texts(made) for line in text.split("\n")]


class _Reader(MarkdownIt):
    """Whatever some client may read, switched on: what is not meant must not be read by any."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": True})
        self.enable(["table", "strikethrough"])

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - markdown-it's name and parameter
        return True


@cache
def _reader() -> _Reader:
    return _Reader()
