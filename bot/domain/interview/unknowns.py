"""An unknown is a finding: what nobody could say, who will find out, and by when."""

from dataclasses import replace
from datetime import date

from bot.domain.errors import PersonError
from bot.domain.interview import notes
from bot.domain.interview.gaps import current_step, gaps, letter_for
from bot.domain.interview.room import FIRST_DUE_WORKING_DAYS, Room, invited, name_of
from bot.domain.review import PersonKey, Review, Unknown, WhyUnknown, with_progress
from bot.domain.says import Say, Step
from bot.domain.vocabulary import Facet, Question


def record_unknown(  # noqa: PLR0913 - the last three have the usual values
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

    The owner is the review's unless named; it is due in five working days unless dated.
    """
    if not facets:
        return review, told
    unknown = Unknown(
        id=f"U{len(review.unknowns) + 1}",
        question=question,
        facets=facets,
        owner=owner or review.owner,
        due=due or room.in_working_days(FIRST_DUE_WORKING_DAYS),
        opened_at=room.now,
        why=why,
        decision=letter_for(question, review.current) if decision is None else decision,
    )
    review = invited(review, unknown.owner, room)
    review = replace(review, unknowns=(*review.unknowns, unknown))
    return review, told.adding(notes.unknown(unknown, name_of(review, unknown.owner), room))


def ask_owner(review: Review, room: Room) -> Step:
    """[Don't know]: that is a finding; who could find out, and by when?"""
    progress = current_step(review)
    if progress is None:
        raise PersonError("nothing_asked")
    facets = _meant(review)
    value = f"{progress.decision}:{progress.question}:{','.join(facets)}"
    labels = [room.script.facet(f).label for f in facets]
    due = room.in_working_days(FIRST_DUE_WORKING_DAYS).isoformat()
    values = {"facets": labels, "due": due, "value": value}
    return Step(review).saying(Say("dont_know", values, f"dont_know:{value}"))


def _meant(review: Review) -> tuple[Facet, ...]:
    """What "don't know" is about: the facet last probed for, else all that is empty in the open question."""
    progress = current_step(review)
    if progress is None:
        return ()
    empty = gaps(review, progress.question, progress.decision)
    if progress.facet is not None and progress.facet in empty:
        return (progress.facet,)
    return empty


def owned(
    review: Review, value: str, owner: PersonKey, due: date | None, why: WhyUnknown, room: Room
) -> tuple[Review, notes.Notes]:
    """The review with the unknown a button or form named: `A:decision:options,belief`."""
    decision, question, names = value.split(":")
    still = gaps(review, Question(question), decision)
    facets = tuple(f for f in map(Facet, filter(None, names.split(","))) if f in still)
    progress = review.step(Question(question), decision)
    review = with_progress(review, replace(progress, facet=None, answered=True))
    return record_unknown(
        review,
        Question(question),
        facets,
        notes.NOTHING,
        room,
        decision=decision,
        owner=owner,
        due=due,
        why=why,
    )
