"""Who may be asked as a cold reader; and where nobody may be, the owned unknown that says so."""

from bot.domain.interview import notes, wording
from bot.domain.interview.rights import viewers
from bot.domain.interview.room import Room, name_of
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import PersonKey, Review, Stage, Unknown, WhyUnknown
from bot.domain.vocabulary import Facet, Question

FEWEST = 2
"""Options without which nobody can be asked which of them they would expect."""


def may_be_asked(review: Review, person: PersonKey) -> bool:
    """Whether somebody was not there: did not open the review, has not written in it, and is not the agent."""
    known = review.participant(person)
    was_there = known is not None and (known.wrote or known.agent)
    return person != review.opener and not was_there


def is_offered(review: Review, decision: str, room: Room) -> bool:
    """Whether asking a reader about a decision makes sense: nobody was asked yet, and somebody could be."""
    return not _was_asked(review, decision) and not _hindrance(review, decision, room)


def options_of(review: Review, decision: str, room: Room) -> tuple[str, ...]:
    """The options as named, in alphabetical order: the agent's choice has no place of its own."""
    finding = review.finding(Facet.OPTIONS, decision)
    if finding is None or finding.not_applicable:
        return ()
    lexicon = room.lexicon(finding.text) or room.script.lexicons[0]
    return tuple(sorted(set(wording.split_options(finding.text, lexicon)), key=str.casefold))


def with_missing(review: Review, told: notes.Notes, room: Room) -> tuple[Review, notes.Notes]:
    """Each decision whose context is done and that nobody can be asked about: once, an owned unknown and its note."""
    for decision in review.decisions:
        letter = decision.letter
        if (hindrance := _hindrance(review, letter, room)) and _is_due(review, letter, hindrance):
            review, owed = without_reader(review, letter, room)
            told = told.adding(notes.no_reader(owed, name_of(review, owed.owner), hindrance))
    return review, told


def _is_due(review: Review, decision: str, hindrance: str) -> bool:
    """Whether it is time for a reader and none was asked; options may still come while their question is not done."""
    asked_first = (Question.DECISION,) if hindrance == notes.FEW_OPTIONS else ()
    stages = {review.step(question, decision).stage for question in (*asked_first, Question.CONTEXT)}
    return stages == {Stage.DONE} and not _was_asked(review, decision) and not has_unknown(review, decision)


def has_unknown(review: Review, decision: str) -> bool:
    """Whether the missing reader of a decision was ever an unknown; a reader who answered has settled it."""
    return any(u.why is WhyUnknown.NO_READER and u.decision == decision for u in review.unknowns)


def without_reader(review: Review, decision: str, room: Room) -> tuple[Review, Unknown]:
    """The review with the missing reader as an owned unknown; it is about no facet, and holds nothing back."""
    why = WhyUnknown.NO_READER
    review, _ = record_unknown(review, Question.DECISION, (), notes.NOTHING, room, decision=decision, why=why)
    return review, review.unknowns[-1]


def _was_asked(review: Review, decision: str) -> bool:
    return any(read.decision == decision for read in review.cold_reads)


def _hindrance(review: Review, decision: str, room: Room) -> str:
    """The kind of note that says why nobody can be asked, empty where somebody can."""
    if not _has_somebody(review):
        return notes.NOBODY_ELSE
    return notes.FEW_OPTIONS if len(options_of(review, decision, room)) < FEWEST else ""


def _has_somebody(review: Review) -> bool:
    """Whether one of those who may read it may be asked; those of a review open to all cannot be counted."""
    return not review.restricted or any(may_be_asked(review, person) for person in viewers(review))
