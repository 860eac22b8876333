"""A remedy offered before it was asked for: "we should add a limit", "Revoke the token"."""

from bot.domain.cues.phrases import starting_at
from bot.domain.reading import Reading
from bot.domain.text import Sentence

LISTS = ("fix_openers", "fix_verbs", "not_fix")

OPENING = 3
"""Words of a sentence among which a fix must begin: "so maybe we should ..."."""


def offers_fix(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence begins by proposing a change; hindsight ("we should have") proposes none."""
    if reading.text[sentence.end - 1] == "?" or reading.within("not_fix", sentence):
        return False
    words = reading.words_in(sentence)
    if words and starting_at(reading, "fix_verbs", words[0].start):
        return True
    return any(starting_at(reading, "fix_openers", word.start) for word in words[:OPENING])
