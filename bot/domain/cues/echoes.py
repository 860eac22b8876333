"""Sentences that begin with the words they were asked in: "What it took to be true was ...", "It was meant so wide"."""

from collections.abc import Iterable

from bot.domain.cues.phrases import starting_at
from bot.domain.reading import Reading
from bot.domain.text import Sentence
from bot.domain.vocabulary import FACETS, Facet

OPENING = 2
"""Words among which the echo must begin: "And what let it ...", "Yes, it was meant ..."."""


def echo_list(facet: Facet) -> str:
    """The name of the list that holds how answers take up the probes of a facet."""
    return f"{facet}_echo"


LISTS = tuple(echo_list(facet) for facets in FACETS.values() for facet in facets)


def echoed(reading: Reading, sentence: Sentence, facets: Iterable[Facet]) -> Facet | None:
    """The facet whose probe the beginning of a sentence takes up; the longest echo wins, None without any."""
    words = reading.words_in(sentence)[:OPENING]
    found = [
        (hit.end - hit.start, facet)
        for facet in facets
        for word in words
        for hit in starting_at(reading, echo_list(facet), word.start)
    ]
    return max(found, key=lambda item: item[0])[1] if found else None
