"""Inlines as runs of one style, and as elements of `rich_text`: what people wrote is data there and pings nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.slack import limits
from bot.chat.slack.mrkdwn import clean, is_sendable
from bot.domain.tree import Break, CodeSpan, Emphasis, Inline, Link, Strong, Text, is_safe_link, plain

Json = dict[str, Any]
Runs = tuple["Run", ...]


@dataclass(frozen=True)
class Run:
    """A stretch of text of one style, and where it leads."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str = ""

    @property
    def cost(self) -> int:
        """What it takes of a message's characters: its address counts, and one for being there."""
        return limits.size(self.text) + limits.size(self.url) + 1


def runs(parts: Iterable[Inline], style: Run = Run("")) -> Iterator[Run]:
    """Inlines in order, none of them empty."""
    for part in parts:
        match part:
            case Text(text):
                yield from _run(text, style)
            case CodeSpan(text):
                yield from _run(text, replace(style, code=True))
            case Strong(inner):
                yield from runs(inner, replace(style, bold=True))
            case Emphasis(inner):
                yield from runs(inner, replace(style, italic=True))
            case Link(href, inner):
                yield from _link(href, inner, style)
            case Break():
                yield from _run("\n", style)


def _run(text: str, style: Run) -> Iterator[Run]:
    if text:
        yield replace(style, text=clean(text))


def _link(href: str, inner: tuple[Inline, ...], style: Run) -> Iterator[Run]:
    """A link; one that is not safe, or longer than Slack takes, is its words and its address as text."""
    words = plain(inner)
    named = words if words.strip() else href
    fits = limits.size(href) + limits.size(clean(named)) <= limits.LINK
    if style.url or not (is_safe_link(href) and is_sendable(href) and fits and href == clean(href)):
        yield from _run(named if named == href or not href else f"{named} ({href})", style)
        return
    yield from _run(named, replace(style, url=href))


def is_blank(some: Iterable[Run]) -> bool:
    """Whether there is nothing to be seen."""
    return not any(run.text.strip() for run in some)


def element(run: Run) -> Json:
    """A run as Slack has it."""
    marks = {"bold": run.bold, "italic": run.italic, "code": run.code}
    style = {"style": {mark: True for mark, on in marks.items() if on}} if any(marks.values()) else {}
    if run.url:
        return {"type": "link", "url": run.url, "text": run.text, **style}
    return {"type": "text", "text": run.text, **style}


def parts(some: Iterable[Run], most: int) -> Iterator[Runs]:
    """The runs in portions of at most `most`, broken at a line or a word where there is one."""
    held: list[Run] = []
    room = most
    for run in some:
        for piece in _pieces(run, most):
            if piece.cost > room and held:
                yield tuple(held)
                held, room = [], most
            held.append(piece)
            room -= piece.cost
    if held:
        yield tuple(held)


def _pieces(run: Run, most: int) -> Iterator[Run]:
    """One run in pieces; a link is never broken."""
    text = run.text
    room = most - limits.size(run.url) - 1
    while limits.size(text) > room:
        at = len(_broken(limits.head(text, room)))
        yield replace(run, text=text[:at])
        text = text[at:]
    if text:
        yield replace(run, text=text)


def _broken(part: str) -> str:
    """A portion up to its last line break or space, unless that would waste half of it."""
    at = max(part.rfind("\n"), part.rfind(" ")) + 1
    return part[:at] if at > len(part) // 2 else part
