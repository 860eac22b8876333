"""Four lines at once: a valid, incomplete review that can be deepened later."""

from dataclasses import replace

from bot.domain.interview import filing, notes, walling
from bot.domain.interview.gaps import letter_for
from bot.domain.interview.proceeding import order
from bot.domain.interview.room import Room
from bot.domain.interview.taking import FIRST_FACET, answered, take
from bot.domain.review import Review, Span, Statement, with_statement
from bot.domain.says import Say, Step
from bot.domain.vocabulary import Question


def take_quick(review: Review, burst: tuple[Statement, ...], room: Room) -> Step:
    """Each line answers the next of the four, in one message or in several; more lines belong to the last."""
    count = 0
    for statement in burst:
        lines = [line.strip() for line in statement.text.splitlines() if line.strip()]
        first = _next(review)
        filed = replace(statement, question=first, decision=letter_for(first, "A"))
        review = with_statement(review, filed)
        for line in lines:
            review = _take_line(review, statement, line, _next(review), room)
        count += len(lines)
    values = {**notes.NOTHING.values(room), "lines": count, "left": _left(review)}
    return Step(replace(review, asking=None)).saying(Say("quick_kept", values, "quick_kept"))


def _open(review: Review) -> tuple[Question, ...]:
    asked = (q for q, d in order(review) if d in {"", "A"})
    return tuple(q for q in asked if not review.step(q, letter_for(q, "A")).answered)


def _next(review: Review) -> Question:
    """The question the next line answers."""
    return next(iter(_open(review)), Question.WALL)


def _left(review: Review) -> int:
    """How many of the four have no line yet."""
    return len(_open(review))


def _take_line(review: Review, statement: Statement, line: str, question: Question, room: Room) -> Review:
    """One line, by its cues, else under the question's first facet."""
    decision = letter_for(question, "A")
    as_one = replace(statement, text=line, question=question, decision=decision)
    review = answered(review, question, decision)
    taken = take(review, as_one, None, room)
    if taken.walls:
        return walling.with_named_walls(taken.review, taken.walls, statement.author, room)
    if taken.anything:
        return taken.review
    span = Span(filing.source_of(statement), line)
    return filing.file(review, FIRST_FACET[question], decision, span, as_one, room)
