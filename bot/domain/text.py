"""A message as sentences with exact offsets and as words, and the language it is written in.

All of it is linear in the length of the text; what depends on a language comes in with a `Lexicon`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.quoting import BLANK, fences, line_end, mask, quoted_lines
from bot.domain.script import Lexicon

__all__ = ["Sentence", "Word", "lexicon_for", "mask", "sentences", "words"]

_BEFORE_A_STOP = """
approx art ca cf dept e.g eg excl ext fig i.e ie incl max min mr mrs ms dr nr p pp prof resp sec st tel ver vol vs
jan feb mar apr jun jul aug sep sept oct nov dec z.b d.h bzw ggf bspw u.a usw etc inc ltd a.m p.m
"""

ABBREVIATIONS = frozenset(_BEFORE_A_STOP.split())
"""What stands before a full stop that ends no sentence, in the languages people wrote in so far."""

CLOSING_ABBREVIATIONS = frozenset({"etc", "inc", "ltd", "a.m", "p.m", "usw"})
"""Abbreviations that may also be the last word of a sentence: a capital after them begins the next."""

COMMON_SHARE = 0.15
"""Share of common words from which a longer text is taken to be in a language. Measured on the corpus: English has
0.3 to 0.6, telegraphic notes 0.15 and up."""

SHORT = 12
"""Words up to which a text without any sign of another language is taken to be in the first one."""

LISTS = ("common", "foreign")

_BULLET = re.compile(r"[ \t]*(?:[-*•–·][ \t]+|\(?\d{1,2}[.)][ \t]+)?")
_STOP = re.compile(  # each run of stops is tried once, from its beginning: a message of stops alone takes no longer
    r"(?<![.!?…])([.!?…]++)[\"'”’»)\]*_]*+(?=\s)|" + BLANK + r"[)\]*_]*+(?=\s)"
)
_TAIL = re.compile(r"[\w.]{1,8}$")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True)
class Sentence:
    """One sentence, list item, line, code block or quoted block: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Word:
    """One word of a text, in lower case with straight apostrophes."""

    start: int
    end: int
    word: str


def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; letters, digits and `_` make a word, a hyphen parts two."""
    return tuple(Word(m.start(), m.end(), m.group().lower().replace("’", "'")) for m in _WORD.finditer(text))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, without surrounding white space and list marks; none is empty."""
    masked = mask(text)
    found: list[Sentence] = []
    for start, end, whole in _blocks(text):
        parts = ((start, end),) if whole else _in_line(text, masked, start, end)
        for a, b in parts:
            piece = text[a:b]
            left = a + len(piece) - len(piece.lstrip())
            right = a + len(piece.rstrip())
            if left < right:
                found.append(Sentence(left, right))
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """The lines of a text; a fenced block, and `>` lines that follow each other, come whole."""
    whole = _whole_blocks(text)
    at = 0
    for start, end in [*whole, (len(text), len(text))]:
        while at < start:
            stop = min(line_end(text, at), start)
            yield at, stop, False
            at = stop + 1
        if start < end:
            yield start, end, True
            at = max(at, end + 1)


def _whole_blocks(text: str) -> list[tuple[int, int]]:
    """Fenced blocks and runs of `>` lines, in order and apart."""
    out: list[tuple[int, int]] = []
    closed = frozenset(fences(text))
    for start, end in sorted([*closed, *quoted_lines(text)]):
        if out and start < out[-1][1]:
            continue
        run_on = out and start == out[-1][1] + 1 and (start, end) not in closed and out[-1] not in closed
        if run_on:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _in_line(text: str, masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one line, its list mark left out."""
    mark = _BULLET.match(text, start, end)
    at = mark.end() if mark else start
    for stop in _STOP.finditer(masked, at, end):
        if _ends(text, stop, at, end):
            yield at, stop.end()
            at = stop.end()
    yield at, end


def _ends(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether a stop ends its sentence: not after an abbreviation, not where an ellipsis goes on in lower case."""
    following = text[stop.end() : min(end, stop.end() + 12)].lstrip()[:1]
    begins = bool(following) and not following.islower()
    marks = stop.group(1)
    if not marks:  # a closed quotation ends a sentence where its own last sign does
        return text[stop.start() - 1] in ".!?…" and begins
    if marks.startswith("…") or (len(marks) > 1 and set(marks) == {"."}):
        return begins
    if marks != ".":
        return True
    before = _TAIL.search(text[max(start, stop.start() - 8) : stop.start()])
    tail = before.group().lower() if before else ""
    if tail == "no":
        return not following.isdigit()
    return tail not in ABBREVIATIONS or (tail in CLOSING_ABBREVIATIONS and begins)


@lru_cache(maxsize=4)  # one message is asked many things in a row, and may be long
def lexicon_for(text: str, lexicons: tuple[Lexicon, ...]) -> Lexicon | None:
    """The word lists of the language a text is written in, None where there are none for it.

    Ids, numbers, code and quotations do not count. A short text that speaks for no other language is taken to be
    in the first.
    """
    if not lexicons:
        return None
    plain = mask(text)
    found = [word for m in _WORD.finditer(plain) if _is_plain(word := m.group())]
    shares = [_count(found, lexicon, "common") for lexicon in lexicons]
    best = max(range(len(lexicons)), key=lambda i: (shares[i], -i))
    return lexicons[best] if _speaks(found, shares[best], lexicons[best]) else None


def _is_plain(word: str) -> bool:
    """Whether a word is written as one of a language is: no digit, no `_`, not an id in capitals or `camelCase`."""
    letters = word.replace("'", "").replace("’", "")
    return letters.isalpha() and (len(word) == 1 or word[1:].islower())


def _count(found: Sequence[str], lexicon: Lexicon, name: str) -> int:
    entries = _entries(lexicon.words(name))
    return sum(word.lower().replace("’", "'") in entries for word in found)


@lru_cache
def _entries(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(listed)


def _speaks(found: Sequence[str], common: int, lexicon: Lexicon) -> bool:
    """Whether the words speak for this language: enough common ones, and more of them than another's."""
    strange = sum(word.islower() and not word.isascii() for word in found)  # capitals may be names
    foreign = _count(found, lexicon, "foreign") + strange
    if foreign >= max(common, 1):
        return False
    return len(found) <= SHORT or common >= COMMON_SHARE * len(found)
