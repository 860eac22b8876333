"""A burst of messages taken into the record, one after the other, and what is to be mentioned of it."""

from dataclasses import replace

from bot.domain import cues
from bot.domain.interview import disagreeing, notes, walling
from bot.domain.interview.room import Room
from bot.domain.interview.taking import CLEAR, Taken, answered, take, take_whole
from bot.domain.review import Review, Stage, Statement
from bot.domain.verdict import is_filled
from bot.domain.vocabulary import Facet, Question


def taken(review: Review, burst: tuple[Statement, ...], room: Room) -> tuple[Review, notes.Notes]:
    """A burst taken message by message; what the last probe asked for is asked of each of them."""
    told = notes.Notes(author=burst[-1].author if burst else None)
    asked = {(s.question, s.decision): review.step(s.question, s.decision).facet for s in burst}
    for statement in burst:
        facet = asked[statement.question, statement.decision]
        review, told = _take_one(review, statement, facet, told, room)
    return review, told


def says_dont_know(statement: Statement, room: Room) -> bool:
    """Whether a message says no more than that."""
    lexicon = room.lexicon(statement.text)
    return lexicon is not None and cues.dont_know(statement.text, lexicon)


def _take_one(
    review: Review, statement: Statement, asked: Facet | None, told: notes.Notes, room: Room
) -> tuple[Review, notes.Notes]:
    """One message of the burst, with the notes it gives rise to; "don't know" fills nothing."""
    if says_dont_know(statement, room):
        return review, told
    kept = disagreeing.in_words(review, statement, room)
    if kept is not None:
        return kept.review, told.adding(kept.note)
    taken = _with_asked(review, take(review, statement, asked, room), statement, asked, room)
    review = taken.review
    if statement.question is not Question.CLOSE:
        review = answered(review, statement.question, statement.decision)
    review = walling.with_more_of_probed(review, taken.about, room)
    review = walling.with_named_walls(review, taken.walls, statement.author, room)
    return review, _noted(told, taken, statement, room)


def _with_asked(before: Review, taken: Taken, statement: Statement, asked: Facet | None, room: Room) -> Taken:
    """The reply to a probe belongs to what it asked for, unless it speaks clearly of something else: a time, a wall.

    It belongs to that alone where it only repeats what is held already: "at 14:02 it refunded" is the moment.
    """
    beside = set(taken.facets) - {Facet.WALLS, Facet.POINT}
    if asked is None or asked in taken.facets or not beside or taken.strength >= CLEAR:
        return taken
    if is_filled(taken.review, asked, statement.decision):
        return taken
    if not taken.goes_elsewhere and all(is_filled(before, f, statement.decision) for f in taken.facets):
        return take_whole(before, statement, asked, room)
    whole = take_whole(taken.review, statement, asked, room)
    return replace(taken, review=whole.review, facets=(asked, *taken.facets))


def _noted(told: notes.Notes, taken: Taken, statement: Statement, room: Room) -> notes.Notes:
    """The notes, with what this message gave."""
    more = []
    if taken.parked:
        late = taken.review.step(Question.WALL).stage is Stage.DONE
        more.append(notes.parked(taken.parked, "parked_late" if late else "parked"))
    if taken.filed:
        more.append(notes.filed(taken.filed, room))
    facets = (*told.facets, *(f for f in taken.facets if f not in told.facets))
    return replace(told, facets=facets, statement=statement.id).adding(*more)
