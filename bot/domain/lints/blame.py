"""S2: a person or a team, and a word of fault. A person named as a plain fact of the timeline is none."""

from bot.domain.cues.phrases import is_name, starting_at
from bot.domain.lints.sign import Answer
from bot.domain.reading import Hit, Reading
from bot.domain.text import Sentence, Word

REACH = 7
"""Words that may stand between a person and the fault."""


def blames(answer: Answer) -> bool:
    """Whether the answer puts the fault on somebody."""
    if answer.has("blame"):
        return True
    return any(_has_culprit(answer, hit, of="anyone") for hit in answer.hits("fault_verbs")) or any(
        _has_culprit(answer, hit, of="others") for hit in answer.hits("others_fault_verbs")
    )


def _has_culprit(answer: Answer, fault: Hit, *, of: str) -> bool:
    """Whether a person stands near before the fault, or behind it after "by"."""
    reading = answer.reading
    sentence = answer.sentence_of(fault)
    before = reading.words_in(Sentence(sentence.start, fault.start))[-REACH:]
    for word in reversed(before):
        if starting_at(reading, "things", word.start):
            break
        if _is_person(reading, word) and (of == "anyone" or not _is_oneself(reading, word)):
            return True
    after = reading.words_in(Sentence(fault.end, sentence.end))[:4]
    return any(
        starting_at(reading, "by_words", first.start) and any(_is_person(reading, w) for w in after[i + 1 :])
        for i, first in enumerate(after)
    )


def _is_oneself(reading: Reading, word: Word) -> bool:
    return bool(starting_at(reading, "ourselves", word.start))


def _is_person(reading: Reading, word: Word) -> bool:
    """A pronoun or role of the list, a mention, or a name by its form."""
    if starting_at(reading, "people", word.start) or reading.text[word.start - 1 : word.start] == "@":
        return True
    return is_name(reading, word)
