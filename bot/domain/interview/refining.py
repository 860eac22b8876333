"""What is held and still not enough: one option alone, a gap without its flip, a class sentence that names the case."""

from dataclasses import dataclass

from bot.domain import cues
from bot.domain.interview import wording
from bot.domain.interview.filing import names_case
from bot.domain.interview.room import Room
from bot.domain.review import Finding, Review
from bot.domain.vocabulary import Facet, Question

FEW_OPTIONS = Facet.OPTIONS.value  # asked for once, whatever asked
FLIP = "flip"
NAMES_CASE = "names_case"


@dataclass(frozen=True)
class Refinement:
    """One more question about a facet that is filled; `key` counts it among the probes."""

    key: str
    facet: Facet
    text: str


def refinement(review: Review, question: Question, decision: str, room: Room) -> Refinement | None:
    """The one this question calls for; None where what is held is enough, or its language has no word lists."""
    match question:
        case Question.DECISION if has_one_option(review, decision, room):
            return Refinement(FEW_OPTIONS, Facet.OPTIONS, room.script.facet(Facet.OPTIONS).probes[-1])
        case Question.CONTEXT if _lacks_flip(review.finding(Facet.MISSING, decision), room):
            return Refinement(FLIP, Facet.MISSING, room.script.facet(Facet.MISSING).probes[-1])
        case Question.WALL if _names_case(review.finding(Facet.CLASS_SENTENCE)):
            text = room.script.facet(Facet.CLASS_SENTENCE).probes[-1]
            return Refinement(NAMES_CASE, Facet.CLASS_SENTENCE, text)
        case _:
            return None


def has_one_option(review: Review, decision: str, room: Room) -> bool:
    """Whether fewer than two ways out are named, the one it took included."""
    options = review.finding(Facet.OPTIONS, decision)
    if options is None or options.not_applicable or review.finding(Facet.CHOICE, decision) is not None:
        return False
    lexicon = room.lexicon(options.text)
    if lexicon is None:
        return False
    named = cues.options_named(options.text, lexicon)
    return max(named, len(wording.split_options(options.text, lexicon))) < 2


def _lacks_flip(missing: Finding | None, room: Room) -> bool:
    """Whether something was missing and nobody said if it would have changed the choice."""
    if missing is None or missing.not_applicable:
        return False
    lexicon = room.lexicon(missing.text)
    return lexicon is not None and not cues.flip_answered(missing.text, lexicon)


def _names_case(sentence: Finding | None) -> bool:
    return sentence is not None and not sentence.not_applicable and names_case(sentence.text)
