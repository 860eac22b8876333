"""Four lines at once: a valid, incomplete review that can be deepened later."""

from dataclasses import replace

from bot.domain.interview import notes, walling
from bot.domain.interview.gaps import letter_for
from bot.domain.interview.proceeding import order
from bot.domain.interview.room import Room
from bot.domain.interview.taking import Taken, add_span, class_of, source_of, take
from bot.domain.review import Review, Span, Statement
from bot.domain.says import Say, Step
from bot.domain.vocabulary import Facet, Question

FIRST_FACET = {
    Question.DECISION: Facet.CHOICE,
    Question.CONTEXT: Facet.DATA,
    Question.AUTHORITY: Facet.GRANT_SYSTEM,
    Question.WALL: Facet.CLASS_SENTENCE,
}
"""Where a line goes that names no facet of its question."""


def take_quick(review: Review, burst: tuple[Statement, ...], room: Room) -> Step:
    """Each line answers the question of its number; more lines belong to the last."""
    lines = [(s, line.strip()) for s in burst for line in s.text.splitlines() if line.strip()]
    asked = tuple(q for q, d in order(review) if d in {"", "A"})
    for place, (statement, line) in enumerate(lines):
        review = _take_line(review, statement, line, asked[min(place, 3)], room)
    values = notes.NOTHING.values(room)
    review = replace(review, asking=None)
    return Step(review).saying(Say("quick_kept", {**values, "lines": len(lines)}, "quick_kept"))


def _take_line(review: Review, statement: Statement, line: str, question: Question, room: Room) -> Review:
    """One line, by its cues, else under the question's first facet."""
    decision = letter_for(question, "A")
    as_one = replace(statement, text=line, question=question, decision=decision)
    taken: Taken = take(review, as_one, room)
    if taken.walls:
        return walling.with_named_walls(taken.review, taken.walls, statement.author, room)
    if taken.facets or taken.filed:
        return taken.review
    span = Span(source_of(statement), line)
    klass = class_of(as_one, room, guessed=False)
    return add_span(
        review, FIRST_FACET[question], decision, span=span, klass=klass, statement=as_one, room=room
    )
