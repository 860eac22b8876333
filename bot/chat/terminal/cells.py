"""Text on a terminal: what may pass to it, how many columns it takes, where its lines end."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

DELETE = 0x7F
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]|\U000e0001"
)
_WORD = re.compile(r"[^ ]+| +")
_PIECE = re.compile(r" +|[^ ]+ *")
"""Blanks at the beginning, then each word with the blanks behind it."""
TAB = "    "


class Run(NamedTuple):
    """A stretch of text in one style: empty, bold, dim, mark, code or link."""

    text: str
    style: str = ""


Line = tuple[Run, ...]


def visible(text: str) -> str:
    """One line of text without anything a terminal would obey: control characters become pictures.

    Marks that turn the direction of what follows become U+FFFD too; joiners of emoji and scripts stay.
    """
    return _UNSAFE.sub(_picture, text.replace("\t", TAB))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == DELETE else "\ufffd"


def cells(text: str) -> int:
    """Columns a text takes: wide East Asian signs and emoji two, marks that combine none."""
    return len(text) if text.isascii() else sum(_cell(sign) for sign in text)


def _cell(sign: str) -> int:
    if sign.isascii():
        return 1
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def wrapped(line: Iterable[Run], width: int) -> list[Line]:
    """A line cut between words, at most `width` columns each; a longer word is cut where it must be."""
    lines: list[list[Run]] = [[]]
    room = width
    for word in _words(line):
        blank = word[0].text.isspace()
        long = sum(cells(run.text) for run in word)
        if blank and (not lines[-1] or long >= room):
            room = 0 if lines[-1] else room  # nothing more goes on this line: the blank is its end
            continue
        if not blank and long > room and lines[-1]:
            _strip(lines[-1])
            lines.append([])
            room = width
        for run in _cut(word, width):
            taken = cells(run.text)
            if taken > room:
                lines.append([])
                room = width
            lines[-1].append(run)
            room -= taken
    _strip(lines[-1])
    return [tuple(found) for found in lines]


def cut(text: str, width: int) -> list[str]:
    """A text cut after blanks into parts of at most `width` columns, every sign of it kept; a longer word is cut."""
    parts, room = [""], width
    for piece in _PIECE.findall(text):
        for run in _cut([Run(piece)], width):
            taken = cells(run.text)
            if taken > room and parts[-1]:
                parts.append("")
                room = width
            parts[-1] += run.text
            room -= taken
    return parts


def _strip(line: list[Run]) -> None:
    while line and line[-1].text.isspace():
        line.pop()


def _words(line: Iterable[Run]) -> Iterator[list[Run]]:
    """Words and the blanks between them; a word may change its style in the middle."""
    word: list[Run] = []
    for run in line:
        for piece in _WORD.findall(run.text):
            blank = piece.startswith(" ")
            if word and (blank or word[-1].text.startswith(" ")):
                yield word
                word = []
            word.append(Run(piece, run.style))
    if word:
        yield word


def _cut(word: list[Run], width: int) -> Iterator[Run]:
    """The runs of a word, none wider than a line."""
    for run in word:
        if len(run.text) * 2 <= width or cells(run.text) <= width:
            yield run
            continue
        start, taken = 0, 0
        for place, sign in enumerate(run.text):
            wide = _cell(sign)
            if taken + wide > width:
                yield Run(run.text[start:place], run.style)
                start, taken = place, 0
            taken += wide
        yield Run(run.text[start:], run.style)
