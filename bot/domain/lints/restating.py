"""S1: what it did, told again, in place of what it chose from or what it saw."""

from bot.domain.cues.acts import agent_acts, tells_an_act
from bot.domain.cues.options import options_in
from bot.domain.cues.proposing import propose_in
from bot.domain.lints.sign import Answer, Turn
from bot.domain.vocabulary import Facet, Question

PART_OF_THE_ACT = frozenset({Facet.CHOICE, Facet.POINT})
"""Facets that an act told in the past may rightly fill."""


def restates(answer: Answer) -> bool:
    """Whether an act in the past is told in place of the choice, or of the window."""
    if answer.question is Question.CONTEXT:
        return all(agent_acts(answer.reading, sentence) for sentence in answer.judged) and not _covers_more(
            answer
        )
    if answer.question is not Question.DECISION or answer.asked in PART_OF_THE_ACT:
        return False
    if not any(tells_an_act(answer.reading, sentence) for sentence in answer.judged):
        return False
    return options_in(answer.reading) < 2 and not _covers_more(answer)


def _covers_more(answer: Answer) -> bool:
    """Whether the answer holds more than the act; in a first answer a goal alone is no more."""
    covered = {p.facet for p in propose_in(answer.reading, answer.question) if p.facet is not None}
    if answer.question is Question.DECISION and answer.turn is Turn.FIRST:
        return bool(covered & {Facet.OPTIONS, Facet.REASON, Facet.BELIEF})
    return bool(covered - PART_OF_THE_ACT)
