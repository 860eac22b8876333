"""Four lines at once: a valid, incomplete review that can be deepened later."""

from dataclasses import replace

from bot.domain.interview import filing, notes, walling
from bot.domain.interview.bursts import says_dont_know
from bot.domain.interview.gaps import gaps, letter_for
from bot.domain.interview.proceeding import order
from bot.domain.interview.room import Room
from bot.domain.interview.taking import FIRST_FACET, answered, take
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import Review, Span, Statement, with_statement
from bot.domain.says import Say, Step
from bot.domain.vocabulary import Question


def ask_four(review: Review, room: Room) -> Step:
    """The four questions, a line each."""
    questions = [q.text for q in room.script.questions[:4]]
    return Step(review).saying(Say("quick", {"questions": questions}, id="quick"))


def take_quick(review: Review, burst: tuple[Statement, ...], room: Room) -> Step:
    """Each line answers the next of the four, in one message or in several; more lines belong to the last."""
    count, told = 0, notes.NOTHING
    for statement in burst:
        lines = [line.strip() for line in statement.text.splitlines() if line.strip()]
        first = _next(review)
        filed = replace(statement, question=first, decision=letter_for(first, "A"))
        review = with_statement(review, filed)
        for line in lines:
            review, told = _take_line(review, replace(statement, text=line), told, room)
        count += len(lines)
    return _kept(review, count, told, room)


def dont_know(review: Review, room: Room) -> Step:
    """Nobody knows the line that is next: what its question asks has an owner, and the next line answers the next."""
    review, told = _unknown(review, _next(review), notes.NOTHING, room)
    return _kept(review, 0, told, room)


def skip(review: Review, room: Room) -> Step:
    """The line that is next is left out; its question is asked when somebody goes deeper."""
    question = _next(review)
    return _kept(answered(review, question, letter_for(question, "A")), 0, notes.NOTHING, room)


def _kept(review: Review, count: int, told: notes.Notes, room: Room) -> Step:
    review = replace(review, asking=None)
    if review.quiet is not None:
        return Step(review)
    values = {**told.values(room), "lines": count, "left": left(review)}
    return Step(review).saying(Say("quick_kept", values, "quick_kept"))


def _open(review: Review) -> tuple[Question, ...]:
    asked = (q for q, d in order(review) if d in {"", "A"})
    return tuple(q for q in asked if not review.step(q, letter_for(q, "A")).answered)


def _next(review: Review) -> Question:
    """The question the next line answers."""
    return next(iter(_open(review)), Question.WALL)


def left(review: Review) -> int:
    """How many of the four have no line yet."""
    return len(_open(review))


def _take_line(
    review: Review, statement: Statement, told: notes.Notes, room: Room
) -> tuple[Review, notes.Notes]:
    """One line, by its cues, else under the first facet of the question that is next; "don't know" is an answer too."""
    question = _next(review)
    decision = letter_for(question, "A")
    if says_dont_know(statement, room):
        return _unknown(review, question, told, room)
    as_one = replace(statement, question=question, decision=decision)
    taken = take(answered(review, question, decision), as_one, None, room)
    if taken.walls:
        return walling.with_named_walls(taken.review, taken.walls, statement.author, room), told
    if taken.anything:
        return taken.review, told
    span = Span(filing.source_of(statement), statement.text)
    return filing.file(taken.review, FIRST_FACET[question], decision, span, as_one, room), told


def _unknown(review: Review, question: Question, told: notes.Notes, room: Room) -> tuple[Review, notes.Notes]:
    decision = letter_for(question, "A")
    review = answered(review, question, decision)
    return record_unknown(review, question, gaps(review, question, decision), told, room, decision=decision)
