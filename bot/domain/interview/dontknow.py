"""What "don't know" is about, whatever is being asked; it is a finding, and what follows says so."""

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import checking, closing, notes, proceeding, pushing, quick, unknowns, walling
from bot.domain.interview.gaps import is_open, letter_for
from bot.domain.interview.room import Room
from bot.domain.review import Review, Stage
from bot.domain.says import Step
from bot.domain.vocabulary import Question, YesNo


def about_what_is_asked(review: Review, who: Speaker, room: Room) -> Step:
    """A facet, the checks of a wall, an earlier choice, tomorrow, one of four lines; PersonError where nothing is."""
    if review.asking is None:
        return _between(review, room)
    if review.asking is Question.CLOSE:
        review = closing.with_tomorrow(review, YesNo.UNKNOWN, (), (), who, room)
        return proceeding.proceed(review, notes.NOTHING, room)
    wall = checking.ungraded(review)
    if wall is not None and is_checking_walls(review):
        return walling.check(review, f"{wall.id}:unknown", room)
    return about(review, review.asking, letter_for(review.asking, review.current), room)


def _between(review: Review, room: Room) -> Step:
    """No question is open: the choice before is waited for, or one of four lines, or nothing."""
    if proceeding.awaits_earlier(review):
        return proceeding.answer_earlier(review, YesNo.UNKNOWN, room)
    if review.quick and quick.left(review):
        return quick.dont_know(review, room)
    raise PersonError("nothing_asked")


def is_checking_walls(review: Review) -> bool:
    """Whether the walls named so far are being checked, one after the other."""
    return review.asking is Question.WALL and review.step(Question.WALL).stage is Stage.VERDICT


def about(review: Review, question: Question, decision: str, room: Room) -> Step:
    """One question: who could find out what is empty; where nothing is, the open one goes on. PersonError elsewhere."""
    found = unknowns.ask_owner(review, question, decision, room)
    if found is not None:
        return found
    if not is_open(review, question, decision):
        raise PersonError("nothing_empty")
    told = notes.NOTHING.adding(notes.simple("all_held"))
    return pushing.push(review, question, (), told, room)
