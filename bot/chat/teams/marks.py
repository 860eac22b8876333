"""Inlines as lines of Markdown: bold, italic and links, which is all that every client of Teams draws."""

import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from bot.chat.teams import limits
from bot.chat.teams.texts import GAP, at_start, clean, escaped, in_link, is_sendable, kept
from bot.domain.tree import Break, CodeSpan, Emphasis, Inline, Link, Strong, Text, is_safe_link, plain

Line = tuple["Run", ...]

_ENTITY = re.compile(r"(&#?\w{1,32});")


@dataclass(frozen=True)
class Run:
    """A stretch of clean text of one style, and where it leads; there is no line break in it."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""

    @property
    def sign(self) -> str:
        """What stands before and after it."""
        return "*" * (2 * self.bold + self.italic)

    @property
    def size(self) -> int:
        """Its characters, those of its address among them."""
        return len(self.text) + len(self.url)


def lines(parts: Iterable[Inline]) -> list[Line]:
    """Inlines as lines, without empty ones at either end."""
    rows: list[list[Run]] = [[]]
    for run in _runs(parts, Run("")):
        first, *rest = run.text.split("\n")
        rows[-1].append(replace(run, text=first))
        rows += [[replace(run, text=one)] for one in rest]
    found = [tuple(run for run in row if run.text) for row in rows]
    while found and is_blank(found[0]):
        found.pop(0)
    while found and is_blank(found[-1]):
        found.pop()
    return found


def is_blank(line: Line) -> bool:
    """Whether there is nothing to be seen."""
    return not any(run.text.strip() for run in line)


def _runs(parts: Iterable[Inline], style: Run) -> Iterator[Run]:
    for part in parts:
        match part:
            case Text(text):
                yield replace(style, text=clean(text))
            case CodeSpan(text):  # there is no fixed width within a line: it is set apart in bold
                code = "\n".join(kept(line) for line in clean(text).split("\n"))
                yield replace(style, text=code, bold=True)
            case Strong(inner):
                yield from _runs(inner, replace(style, bold=True))
            case Emphasis(inner):
                yield from _runs(inner, replace(style, italic=True))
            case Link(href, inner):
                yield _link(href, inner, style)
            case Break():
                yield replace(style, text="\n")


def _link(href: str, inner: tuple[Inline, ...], style: Run) -> Run:
    """A link; one that is not safe, or too long, is its words and its address as text."""
    words, address = clean(plain(inner)), clean(href)
    named = words if words.strip() else address
    fits = len(address) + len(named) <= limits.LINK
    if style.url or not (is_safe_link(href) and is_sendable(href) and fits and href == address):
        return replace(style, text=named if named == address or not address else f"{named} ({address})")
    return replace(style, text=" ".join(named.split()), url=href)


def short(line: Line, most: int) -> Iterator[Line]:
    """A line in portions of at most `most` characters, broken at a space where there is one; a link never is."""
    held: list[Run] = []
    room = most
    for run in line:
        for piece in _pieces(run, most):
            if piece.size > room and held:
                yield tuple(held)
                held, room = [], most
            held.append(piece)
            room -= piece.size
    yield tuple(held)


def _pieces(run: Run, most: int) -> Iterator[Run]:
    text = run.text
    while len(text) > most and not run.url:
        space = text.rfind(" ", most // 2, most) + 1
        yield replace(run, text=text[: space or most])
        text = text[space or most :]
    yield replace(run, text=text)


def markdown(line: Line) -> str:
    """A line as Markdown, to stand alone in its paragraph; empty where it shows nothing."""
    groups = [
        (style, "".join(run.text for run in same))
        for style, same in groupby(line, key=lambda run: replace(run, text=""))
    ]
    out = ""
    for at, (style, text) in enumerate(groups):
        core = text.strip()
        start = len(text) - len(text.lstrip())
        end = text[start + len(core) :]
        following = groups[at + 1 : at + 2]
        beyond = end or "".join(GAP if style.sign else other for style, other in following)
        out += text[:start]
        out += _marked(core, style, out[-1:], beyond[:1]) if core else ""
        out += end
    return at_start(out.strip(" "))


def _marked(core: str, style: Run, before: str, after: str) -> str:
    """Text between its marks, which stand beside the signs given; marks that meet, or a picture, are not meant."""
    drawn = f"[{in_link(core)}]({_address(style.url)})" if style.url else escaped(core)
    if not style.sign:
        return GAP + drawn if style.url and before == "!" else drawn
    apart = GAP if before == "*" else ""
    opening = GAP if _parts(drawn[0], apart or before) else ""
    closing = GAP if _parts(drawn[-1], after) else ""
    return f"{apart}{style.sign}{opening}{drawn}{closing}{style.sign}"


def _parts(inner: str, outer: str) -> bool:
    """Whether a mark between these two signs would not be read as one: punctuation within, a letter outside."""
    is_letter = outer.strip() and not (outer.isascii() and not outer.isalnum())
    return bool(is_letter) and not inner.isalnum()


def _address(href: str) -> str:
    """An address in which nothing ends the link early."""
    return _ENTITY.sub(r"\1%3B", urllib.parse.quote(href, safe="!#$%'+,/:;=?@&[]", errors="replace"))
