"""A message read against the word lists of its language: which entries of which list stand where.

A lexicon is compiled once; a reading is one pass over the words, whatever the number of lists.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from bot.domain.quoting import BLANK, mask
from bot.domain.script import Lexicon
from bot.domain.text import Sentence, Word, sentences, words

GAP = frozenset(" \t-–/*_~'’")
"""What may stand between the words of a phrase."""


K = TypeVar("K")

ANY = "..."
"""In an entry: one to four words, whatever they are (`took ... for`)."""

FAR = 4


@dataclass(frozen=True)
class Hit:
    """An entry of a list found in the text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """One entry of one list as words; `*` stands for any ending or beginning of a word, `...` for a few words."""

    list: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Compiled:
    """All entries of a lexicon by their first two words, their first word, its stem, or its ending."""

    pairs: Mapping[tuple[str, str], tuple[Entry, ...]]
    exact: Mapping[str, tuple[Entry, ...]]
    stems: Mapping[str, tuple[Entry, ...]]
    endings: Mapping[str, tuple[Entry, ...]]
    longest: int  # letters of the longest stem or ending

    def starting(self, word: str, following: str) -> list[Entry]:
        """Entries that may begin with these two words."""
        found = [*self.pairs.get((word, following), ()), *self.exact.get(word, ())]
        for size in range(1, min(self.longest, len(word)) + 1):
            found += self.stems.get(word[:size], ())
            found += self.endings.get(word[-size:], ())
        return found


def entry_words(entry: str) -> tuple[str, ...]:
    """The words of an entry as they are looked for, `*` kept."""
    parts = entry.lower().replace("’", "'").replace("-", " ").replace("/", " ").split()
    return tuple(part for part in parts if part == ANY or part.strip("*"))


@lru_cache(maxsize=32)
def _compiled(lexicon: Lexicon) -> Compiled:
    pairs: dict[tuple[str, str], list[Entry]] = {}
    exact: dict[str, list[Entry]] = {}
    stems: dict[str, list[Entry]] = {}
    endings: dict[str, list[Entry]] = {}
    for name, entries in lexicon.lists.items():
        for parts in filter(None, map(entry_words, entries)):
            first, entry = parts[0], Entry(name, parts)
            if "*" in first:
                where = stems if first.endswith("*") else endings
                where.setdefault(first.strip("*"), []).append(entry)
            elif len(parts) > 1 and "*" not in parts[1] and parts[1] != ANY:
                pairs.setdefault((first, parts[1]), []).append(entry)
            else:
                exact.setdefault(first, []).append(entry)
    longest = max((len(word) for word in (*stems, *endings)), default=0)
    return Compiled(_frozen(pairs), _frozen(exact), _frozen(stems), _frozen(endings), longest)


def _frozen(lists: Mapping[K, list[Entry]]) -> dict[K, tuple[Entry, ...]]:
    return {key: tuple(entries) for key, entries in lists.items()}


@dataclass(frozen=True)
class Reading:
    """A text, its masked twin, its sentences and words, and the hits of every list, in order."""

    text: str
    masked: str
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...]  # outside quotations and code
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)

    def found(self, name: str) -> tuple[Hit, ...]:
        """Where entries of a list stand."""
        return self.hits.get(name, ())

    def has(self, *names: str) -> bool:
        """Whether any entry of these lists stands anywhere."""
        return any(self.hits.get(name) for name in names)

    def within(self, name: str, span: Sentence | Hit) -> tuple[Hit, ...]:
        """Where entries of a list begin within a span."""
        hits = self.hits.get(name, ())
        low = bisect_left(hits, span.start, key=lambda hit: hit.start)
        high = bisect_left(hits, span.end, key=lambda hit: hit.start)
        return hits[low:high]

    def words_in(self, span: Sentence | Hit) -> tuple[Word, ...]:
        """The words that begin within a span, outside quotations and code."""
        low = bisect_left(self.words, span.start, key=lambda word: word.start)
        high = bisect_left(self.words, span.end, key=lambda word: word.start)
        return self.words[low:high]

    def quotes(self, span: Sentence | Hit) -> bool:
        """Whether a quotation or code stands within a span."""
        return BLANK in self.masked[span.start : span.end]


def apart(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits in order, of those that overlap the first alone: "it assumed" and "assumed" are one."""
    out: list[Hit] = []
    for hit in hits:
        if not out or hit.start >= out[-1].end:
            out.append(hit)
    return tuple(out)


@lru_cache(maxsize=4)  # one message is asked many things in a row, and may be long
def read(text: str, lexicon: Lexicon) -> Reading:
    """A text read against every list of a lexicon; nothing is found in quotations and code."""
    masked = mask(text)
    tokens = words(masked)
    compiled = _compiled(lexicon)
    hits: dict[str, list[Hit]] = {}
    for i, token in enumerate(tokens):
        best: dict[str, int] = {}
        following = tokens[i + 1].word if i + 1 < len(tokens) else ""
        for entry in compiled.starting(token.word, following):
            end = _end(entry.words, tokens, i, masked)
            best[entry.list] = max(best.get(entry.list, -1), end)
        for name, end in best.items():
            if end >= 0:
                hits.setdefault(name, []).append(Hit(token.start, end))
    return Reading(
        text, masked, sentences(text), tokens, {name: tuple(found) for name, found in hits.items()}
    )


def _end(parts: tuple[str, ...], tokens: tuple[Word, ...], at: int, masked: str) -> int:
    """Where a phrase that begins at a word ends, -1 where the following words are others."""
    for n, part in enumerate(parts):
        if part == ANY:
            ends = (_end(parts[n + 1 :], tokens, at + skip, masked) for skip in range(1, FAR + 1))
            return next((end for end in ends if end >= 0), -1)
        if at >= len(tokens) or not _fits(part, tokens[at].word):
            return -1
        if n and not _near(masked, tokens[at - 1].end, tokens[at].start):
            return -1
        at += 1
    return tokens[at - 1].end


def _near(masked: str, start: int, end: int) -> bool:
    return end - start <= 8 and GAP.issuperset(masked[start:end])


def _fits(part: str, word: str) -> bool:
    if part.endswith("*"):
        return word.startswith(part[:-1])
    if part.startswith("*"):
        return word.endswith(part[1:])
    return word == part
