"""Small things read from people's words: the kind of a wall, yes or no, options told apart."""

import re

from bot.domain import cues
from bot.domain.reading import read
from bot.domain.script import Lexicon
from bot.domain.vocabulary import Family, YesNo

LISTS = (
    *(f"family_{family}" for family in Family),
    "by_person",
    "says_yes",
    "says_no",
    "says_unknown",
    "earlier_yes",
    "earlier_no",
    "options_lead",
)
"""Lists of `prompts/words.yml` that this module reads."""

_PARTS = re.compile(r"\n+|[;•·]|,?\s+\bor\b\s+|,\s+|\s\|\s")
_MARK = re.compile(r"^\s*(?:[-*•]|\(?\w[.)])\s+")
_WORD = re.compile(r"\w+")
OPENING = 2
"""Words within which a text says yes or no: "Well, no." What comes later speaks of the case: "it had no data"."""
SHORTEST = 3
"""Fewest characters of an option: what is shorter is a leftover of a list."""


def family(text: str, lexicon: Lexicon) -> Family | None:
    """The kind of change a text speaks of most, None where no word says."""
    reading = read(text, lexicon)
    counts = {kind: len(reading.found(f"family_{kind}")) for kind in Family}
    best = max(Family, key=lambda kind: counts[kind])
    return best if counts[best] else None


def by_person(text: str, lexicon: Lexicon) -> bool:
    """Whether the check a text describes is a person's."""
    return read(text, lexicon).has("by_person")


def yes_no(text: str, lexicon: Lexicon) -> YesNo | None:
    """What a text answers to "would the same thing happen?": by the first of its words that says."""
    reading = read(text, lexicon)
    named = {YesNo.YES: "says_yes", YesNo.NO: "says_no", YesNo.UNKNOWN: "says_unknown"}
    first = {answer: hits[0].start for answer, name in named.items() if (hits := reading.found(name))}
    return min(first, key=lambda answer: first[answer]) if first else None


def earlier(text: str, lexicon: Lexicon) -> YesNo | None:
    """What a text answers to "did an earlier choice set this up?": by the words it opens with, or its last."""
    if cues.dont_know(text, lexicon):
        return YesNo.UNKNOWN
    reading = read(text, lexicon)
    edges = {word.start for word in (*reading.words[:OPENING], *reading.words[-1:])}
    for answer, name in ((YesNo.YES, "earlier_yes"), (YesNo.NO, "earlier_no")):
        if any(hit.start in edges for hit in reading.found(name)):
            return answer
    return None


def split_options(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The options a text names, each in its own words, without the words that lead up to them."""
    reading = read(text, lexicon)
    lead = max((hit.end for hit in reading.found("options_lead")), default=0)
    parts = (_MARK.sub("", part).strip(" .:\n") for part in _PARTS.split(text[lead:]))
    return tuple(dict.fromkeys(part for part in parts if len(part) >= SHORTEST))


def nearest(text: str, options: tuple[str, ...]) -> str:
    """The option that shares most of its words with a text; empty where none shares any."""
    words = set(_WORD.findall(text.casefold()))

    def shared(option: str) -> float:
        own = set(_WORD.findall(option.casefold()))
        return len({w for w in own if any(_alike(w, other) for other in words)}) / max(1, len(own))

    best = max(options, key=shared, default="")
    return best if best and shared(best) > 0 else ""


def _alike(one: str, other: str) -> bool:
    """Whether two words have one stem: the same first five letters, or the same word."""
    return one == other or (min(len(one), len(other)) >= 5 and one[:5] == other[:5])
