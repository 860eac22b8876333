"""The one document model: blocks and inlines. Cards and published reviews are emitted from it, never parsed back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True)
class Text:
    """Plain text, shown to the letter."""

    text: str


@dataclass(frozen=True)
class Strong:
    """Bold."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class Emphasis:
    """Italic."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class CodeSpan:
    """Fixed width, within a line."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link; other schemes than http, https and mailto are shown as text by emitters."""

    href: str
    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class Break:
    """A new line within a paragraph."""


Inline: TypeAlias = Text | Strong | Emphasis | CodeSpan | Link | Break


@dataclass(frozen=True)
class Heading:
    """A heading, level 1 to 6."""

    level: int
    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class Listing:
    """A list; each item holds blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Quote:
    """Somebody's words, set apart."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class CodeBlock:
    """Fixed width, to the letter."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Table:
    """A table: a header row and rows of the same width."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True)
class Panel:
    """A set-off box: `note`, `warning` or `important`."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Rule:
    """A horizontal line."""


Block: TypeAlias = Heading | Paragraph | Listing | Quote | CodeBlock | Table | Panel | Rule


@dataclass(frozen=True)
class Figure:
    """A picture in a file beside a document, and the same in words; no card and nobody's words hold one."""

    file: str
    described: str


class Tree:
    """What an author made of a text: its lists, code, links and bold; without blocks where only the text is known.

    A value, but no dataclass: JSON made from the types alone would not say what each block is (`tree_data` does).
    """

    __slots__ = ("blocks",)

    def __init__(self, *blocks: Block) -> None:
        self.blocks: Final = blocks

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tree) and self.blocks == other.blocks

    def __hash__(self) -> int:
        return hash(self.blocks)

    def __repr__(self) -> str:
        return f"Tree{self.blocks!r}"


@dataclass(frozen=True)
class CardButton:
    """A button as people see it."""

    press: str
    label: str
    value: str = ""
    review: int | None = None  # in a message about several; None: the one the message is of


@dataclass(frozen=True)
class Card:
    """One message of the bot: what it shows, and its buttons."""

    blocks: tuple[Block, ...]
    buttons: tuple[CardButton, ...] = ()
    calls: str = ""  # the key of the person it calls on, whom the platform lets know; empty for nobody


@dataclass(frozen=True)
class Document:
    """A finished document: front matter for machines (strings, numbers, lists and maps of both), then blocks."""

    front: tuple[tuple[str, object], ...]
    blocks: tuple[Block | Figure, ...]


_NEW_LINE = re.compile(r"\r\n|\r|\n")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f-\x9f]+", re.IGNORECASE)


def is_safe_link(href: str) -> bool:
    """Whether emitters may make a link of it: http, https or mailto, and no white space or control character."""
    return _LINK.fullmatch(href) is not None


def said(text: str) -> tuple[Inline, ...]:
    """Somebody's words as inlines: to the letter, each line break a `Break`."""
    lines = _NEW_LINE.split(text)
    first = (Text(lines[0]),) if lines[0] else ()
    return first + tuple(
        part for line in lines[1:] for part in ((Break(), Text(line)) if line else (Break(),))
    )


def plain(parts: tuple[Inline, ...]) -> str:
    """The text of inlines without any mark."""
    out: list[str] = []
    for part in parts:
        match part:
            case Text(text) | CodeSpan(text):
                out.append(text)
            case Strong(inner) | Emphasis(inner):
                out.append(plain(inner))
            case Link(href, inner):
                out.append(plain(inner) or href)
            case Break():
                out.append("\n")
    return "".join(out)
