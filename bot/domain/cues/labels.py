"""Labelled lines: "Options: ...", "Goal given = ...", "State - ...": the label says which facet follows."""

import re
from collections.abc import Iterable

from bot.domain.cues.phrases import starting_at
from bot.domain.reading import Reading
from bot.domain.text import Sentence
from bot.domain.vocabulary import Facet

_AFTER = re.compile(r"[ \t]*\([^()\n]{0,40}\)|")
_MARK = re.compile(r"[*_\"')\]]*[ \t]*(?:[:=：]|[-–—](?=[ \t]))[*_]*")


def label_list(facet: Facet) -> str:
    """The name of the list that holds the labels of a facet."""
    return f"{facet}_label"


def labelled(reading: Reading, sentence: Sentence, facets: Iterable[Facet]) -> tuple[Facet, int] | None:
    """The facet whose label opens a sentence, and the offset after its mark; None where none does.

    The label that begins first wins, then the longest: "Goal in effect:" is not "Goal".
    """
    found = [
        (-hit.start, hit.end, facet, after)
        for word in reading.words_in(sentence)[:2]  # "my options:", "the goal:"
        for facet in facets
        for hit in starting_at(reading, label_list(facet), word.start)
        if (after := _mark_after(reading.masked, hit.end))
    ]
    if not found:
        return None
    _, _, facet, after = max(found, key=lambda item: item[:2])
    return facet, after


def _mark_after(masked: str, at: int) -> int:
    """The offset after the colon, equals sign or dash that makes a label, 0 where there is none."""
    aside = _AFTER.match(masked, at)
    mark = _MARK.match(masked, aside.end() if aside else at)
    return mark.end() if mark else 0
