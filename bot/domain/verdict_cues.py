"""Which verdict the words of a question speak for; a first offer that a person settles with one tap.

`ignored` is never offered: it needs proof that the item was in the window, and a person chooses it.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from bot.domain.reading import apart, read
from bot.domain.script import Lexicon
from bot.domain.vocabulary import AuthorityClass, ContextClass, DecisionClass, Facet, Question

CLASSES: Mapping[Question, type[StrEnum]] = {
    Question.DECISION: DecisionClass,
    Question.CONTEXT: ContextClass,
    Question.AUTHORITY: AuthorityClass,
}

NEVER_OFFERED = (ContextClass.IGNORED,)

UNKNOWN = "unknown"

MOST = 2
"""Verdicts offered at most, where they are equally likely."""

PLAIN_SPOKEN = {
    Facet.MISSING: ContextClass.MISSING,
    Facet.EXCESS: ContextClass.OVEREXPOSED,
}
"""A facet that is filled speaks for this verdict by itself."""


def verdict_list(question: Question, code: str) -> str:
    """The name of the list whose words speak for a verdict."""
    return f"verdict_{question}_{code}"


def offered(question: Question) -> tuple[str, ...]:
    """The verdicts of a question that words can speak for; none for the questions without a class."""
    codes = CLASSES.get(question, ())
    return tuple(code.value for code in codes if code.value != UNKNOWN and code not in NEVER_OFFERED)


LISTS = tuple(verdict_list(question, code) for question in CLASSES for code in offered(question))


def propose_verdict(
    question: Question, texts: Mapping[Facet, tuple[str, ...]], lexicon: Lexicon | None
) -> tuple[str, ...]:
    """The verdicts most spoken for, best first, by the spans held for the facets of a question.

    `("unknown",)` where nothing speaks, or the language has no word lists. Texts of facets settled as "n/a, because"
    are left out by the caller.
    """
    if lexicon is None:
        return (UNKNOWN,)
    points = dict.fromkeys(offered(question), 0)
    for facet, spans in texts.items():
        if facet in PLAIN_SPOKEN and PLAIN_SPOKEN[facet].value in points and any(map(str.strip, spans)):
            points[PLAIN_SPOKEN[facet].value] += 1
        for span in spans:
            spoken = _spoken_for(span, lexicon)
            for code in points:
                points[code] += spoken.get(verdict_list(question, code), 0)
    most = max(points.values(), default=0)
    if most == 0:
        return (UNKNOWN,)
    return tuple(code for code, count in points.items() if count == most)[:MOST]


@lru_cache(
    maxsize=4096
)  # a long review proposes its verdict again after each burst, from the same spans and one more
def _spoken_for(span: str, lexicon: Lexicon) -> Mapping[str, int]:
    """How often each list of a verdict is met in a span."""
    hits = read(span, lexicon).hits
    return {name: len(apart(hits[name])) for name in LISTS if name in hits}
