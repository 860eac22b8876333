"""S13: too short to hold anything, or a copy of a hint, an example, an earlier answer."""

import re
from functools import lru_cache

from bot.domain.cues.labels import labelled
from bot.domain.cues.options import options_in
from bot.domain.lints.sign import Answer, Turn
from bot.domain.reading import Hit, Reading
from bot.domain.text import Sentence, words
from bot.domain.vocabulary import Facet, Question

FEW = 12
"""Words from which an answer is not called thin. Source: the table of signs, S13."""

COPIED = 4
"""Words from which the same words in the same order are a copy and no coincidence."""

SLOTS = (Facet.STATE, Facet.USER, Facet.DATA, Facet.HISTORY)
"""One line each is fine for these."""

_ID = re.compile(
    r"\d|\w_\w|\S@\w+\.\w|[a-z]\.[a-z]{2}|\b[a-z]+[A-Z]\w|\b[A-Z]{2,}-[A-Z]"
)  # a number or time, snake_case, a mail address, a dotted or camelCase name, AGENT-NAME


def is_thin(answer: Answer) -> bool:
    """Whether the answer holds next to nothing; fields of forms and the slots of the window may be short."""
    if answer.turn is Turn.FORM:
        return False
    if _is_copy(answer):
        return True
    reading = answer.reading
    if len(words(reading.text)) >= FEW or reading.masked != reading.text:
        return False
    if answer.has("elsewhere"):
        return True
    if _is_slot(answer):
        return False
    whole = Sentence(0, len(reading.text))
    return not is_concrete(reading, whole) and not answer.has("concrete") and options_in(reading) < 2


def is_concrete(reading: Reading, span: Sentence | Hit) -> bool:
    """Whether a span holds a number, a time, an id or a quotation."""
    return reading.quotes(span) or _ID.search(reading.masked, span.start, span.end) is not None


def _is_copy(answer: Answer) -> bool:
    """Whether the whole answer stands in something known, word for word."""
    said = _plain(answer.reading.text)
    if said.count(" ") < COPIED:
        return False
    return any(said in _plain(text) for text in answer.known)


@lru_cache(maxsize=512)  # examples and earlier answers are compared with every answer
def _plain(text: str) -> str:
    """The words of a text and nothing else, parted and surrounded by single spaces."""
    return f" {' '.join(word.word for word in words(text))} "


def _is_slot(answer: Answer) -> bool:
    """Whether it is a line about the window: asked for as one, or labelled as one and filled."""
    if answer.question is not Question.CONTEXT:
        return False
    if answer.asked in SLOTS:
        return True
    marks = [(labelled(answer.reading, sentence, SLOTS), sentence) for sentence in answer.judged]
    return any(mark is not None and answer.reading.text[mark[1] : s.end].strip() for mark, s in marks)
