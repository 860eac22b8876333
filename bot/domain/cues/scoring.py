"""How loudly a sentence speaks for each facet: phrases of its lists, and the form of the sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.cues.acts import tells_an_act
from bot.domain.cues.clock import clock_times
from bot.domain.cues.fixes import offers_fix
from bot.domain.cues.labels import label_list
from bot.domain.cues.options import enumerates
from bot.domain.cues.phrases import starting_at
from bot.domain.reading import Reading, apart
from bot.domain.text import Sentence
from bot.domain.vocabulary import FACETS, Facet, Question

STRONG = 3
LOUD = 4
WEAK = 1

MOST = 2
"""Phrases of a list that count in one sentence."""

OPENS = 2
"""Added where a strong phrase opens the sentence: how it begins tells most of what it is about."""

OPENING = 4
"""Words that count as the opening."""

TOLD_OFTEN = frozenset(
    {
        Facet.CHOICE,
        Facet.OBJECTIVE_GIVEN,
        Facet.STATE,
        Facet.DATA,
        Facet.GRANT_SYSTEM,
        Facet.WALLS,
    }
)
"""Facets whose phrases stand in many sentences that are about another: one phrase of the other outweighs them."""

LISTS = (
    "askers",
    "said",
    *(
        name
        for facets in FACETS.values()
        for facet in facets
        for name in (label_list(facet), f"{facet}_strong", f"{facet}_weak")
    ),
)

_VERSION = re.compile(r"\bv?\d+\.\d+(?:\.\d+)?\b|\b[0-9a-f]{7,40}\b")


@dataclass(frozen=True)
class Points:
    """How loudly a sentence speaks for one facet."""

    total: int
    strong: int  # strong phrases, two at most
    first: int  # offset of the first phrase


def scores(reading: Reading, sentence: Sentence, question: Question) -> dict[Facet, Points]:
    """Points of each facet of a question by its phrases; those without any are left out."""
    opening = _opening(reading, sentence)
    found = {facet: _points(reading, sentence, facet, opening) for facet in FACETS[question]}
    return {facet: points for facet, points in found.items() if points.total}


def with_form(
    found: Mapping[Facet, Points], reading: Reading, sentence: Sentence, question: Question
) -> dict[Facet, Points]:
    """The points with what the form of the sentence adds."""
    out = dict(found)
    for facet, more in _form(reading, sentence, question).items():
        if more:
            old = out.get(facet, Points(0, 0, sentence.end))
            out[facet] = Points(old.total + more, old.strong, old.first)
    return out


def loudest(found: Mapping[Facet, Points]) -> Facet:
    """The facet with most points; of equals, the one named first in the sentence, then the first in order."""
    return max(found, key=lambda facet: (found[facet].total, -found[facet].first))


def _opening(reading: Reading, sentence: Sentence) -> int:
    """The offset up to which a phrase opens the sentence."""
    words = reading.words_in(sentence)[:OPENING]
    return words[-1].start if words else sentence.start


def _points(reading: Reading, sentence: Sentence, facet: Facet, opening: int) -> Points:
    strong = apart(reading.within(f"{facet}_strong", sentence))[:MOST]
    weak = apart(reading.within(f"{facet}_weak", sentence))[:MOST]
    total = (STRONG if facet in TOLD_OFTEN else LOUD) * len(strong) + WEAK * len(weak)
    if strong and strong[0].start <= opening and facet not in TOLD_OFTEN:
        total += OPENS
    return Points(total, len(strong), min((h.start for h in (*strong, *weak)), default=sentence.end))


def _form(reading: Reading, sentence: Sentence, question: Question) -> dict[Facet, int]:
    """Points a sentence earns by its form."""
    match question:
        case Question.DECISION:
            return _decision_form(reading, sentence)
        case Question.CONTEXT:
            return {Facet.USER: 2 * WEAK if _somebody_said(reading, sentence) else 0}
        case Question.AUTHORITY:
            return {Facet.TARGET: 2 * WEAK if tells_an_act(reading, sentence) else 0}
        case Question.WALL:
            return {Facet.WALLS: STRONG if offers_fix(reading, sentence) else 0}
        case _:
            return {}


def _decision_form(reading: Reading, sentence: Sentence) -> dict[Facet, int]:
    text = reading.masked[sentence.start : sentence.end]
    return {
        Facet.POINT: WEAK if clock_times(text) else 0,
        Facet.OPTIONS: STRONG if enumerates(reading, sentence) else 0,
        Facet.CHOICE: 2 * WEAK if tells_an_act(reading, sentence) else 0,
        Facet.OBJECTIVE_GIVEN: WEAK if reading.quotes(sentence) else 0,
        Facet.VERSIONS: WEAK if _VERSION.search(text) else 0,
    }


def _somebody_said(reading: Reading, sentence: Sentence) -> bool:
    """Whether a person speaks: one who asks, then a verb of saying within three words."""
    words = reading.words_in(sentence)
    return any(
        starting_at(reading, "askers", word.start)
        and any(starting_at(reading, "said", w.start) for w in words[i + 1 : i + 4])
        for i, word in enumerate(words)
    )
