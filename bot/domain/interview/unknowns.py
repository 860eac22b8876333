"""An unknown is a finding: what nobody could say, who will find out, and by when."""

from dataclasses import replace
from datetime import date

from bot.domain.interview import notes
from bot.domain.interview.fields import asked_at
from bot.domain.interview.gaps import gaps, letter_for
from bot.domain.interview.rights import only_readers
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.review import PersonKey, Review, Unknown, WhyUnknown, with_progress
from bot.domain.says import Say, Step
from bot.domain.vocabulary import FACETS, Facet, Question


def record_unknown(  # noqa: PLR0913 - the last four have the usual values
    review: Review,
    question: Question,
    facets: tuple[Facet, ...],
    told: notes.Notes,
    room: Room,
    *,
    decision: str | None = None,
    owner: PersonKey | None = None,
    due: date | None = None,
    why: WhyUnknown = WhyUnknown.OWNED,
) -> tuple[Review, notes.Notes]:
    """The review with these facets as one unknown, and the note that says so.

    The owner is the review's unless named; its date is the policy's unless given. Without facets it is about
    the cold reader, or about nothing.
    """
    if not facets and why is not WhyUnknown.NO_READER:
        return review, told
    unknown = Unknown(
        id=f"U{len(review.unknowns) + 1}",
        question=question,
        facets=facets,
        owner=owner or review.owner,
        due=due or room.in_working_days(room.policy.first_unknown_days),
        opened_at=room.now,
        why=why,
        decision=letter_for(question, review.current) if decision is None else decision,
    )
    review = invited(review, unknown.owner, room)
    review = replace(review, unknowns=(*review.unknowns, unknown))
    return review, told.adding(notes.unknown(unknown, name_of(review, unknown.owner), room))


def ask_owner(review: Review, question: Question, decision: str, room: Room) -> Step | None:
    """Who could find out what this question still misses? Else who finds it out already; None where nobody need."""
    facets = _meant(review, question, decision)
    if not facets:
        return _left(review, question, decision, room)
    value = f"{decision}:{question}:{','.join(facets)}"
    labels = [room.script.facet(f).label for f in facets]
    due = room.in_working_days(room.policy.first_unknown_days).isoformat()
    values = {"facets": labels, "due": due, "value": value}
    return Step(review).saying(Say("dont_know", values, f"dont_know:{value}"))


def _left(review: Review, question: Question, decision: str, room: Room) -> Step | None:
    """What is left unknown of a question already."""
    told = notes.NOTHING
    for unknown in review.unknowns:
        here = (unknown.question, unknown.decision) == (question, decision)
        if here and unknown.facets and unknown.settled_at is None:
            told = told.adding(notes.unknown(unknown, name_of(review, unknown.owner), room))
    return Step(review).saying(told.noted(room)) if told.anything else None


def _meant(review: Review, question: Question, decision: str) -> tuple[Facet, ...]:
    """What "don't know" is about: the facet last probed for, else all that is empty in the question."""
    facet = review.step(question, decision).facet
    empty = gaps(review, question, decision)
    return (facet,) if facet in empty and facet is not None else empty


def owned(
    review: Review, value: str, owner: PersonKey, due: date | None, why: WhyUnknown, room: Room
) -> tuple[Review, notes.Notes]:
    """The review with the unknown a button or form named, `A:decision:options,belief`; as it was where none is left."""
    question, decision = asked_at(review, value)
    only_readers(review, owner)
    still = gaps(review, question, decision)
    names = value.split(":")[2].split(",") if value.count(":") >= 2 else []
    facets = tuple(f for f in FACETS[question] if f.value in names and f in still)
    if not facets:
        return review, notes.NOTHING
    progress = review.step(question, decision)
    review = with_progress(review, replace(progress, facet=None, answered=True))
    return record_unknown(
        review,
        question,
        facets,
        notes.NOTHING,
        room,
        decision=decision,
        owner=owner,
        due=due,
        why=why,
    )
