"""Whose something is that is waited for, by the name its reminders give it, and the form that hands it on."""

from bot.domain.interview.fields import asked_at
from bot.domain.review import PersonKey, Review
from bot.domain.says import Button
from bot.domain.vocabulary import Question


def is_question(about: str) -> bool:
    """Whether it is a question, `A:decision`, and no wall, unknown or the review itself."""
    return ":" in about


def whose(review: Review, about: str) -> PersonKey:
    """Who is waited for: whoever it was given to, else the review's owner.

    PersonError for a question the review does not have.
    """
    if is_question(about):
        given = review.step(*asked_at(review, about)).asked_of
    elif (wall := review.wall(about)) is not None:
        given = wall.owner
    elif about == "no_wall_yet" and review.no_wall_yet is not None:
        given = review.no_wall_yet.by
    else:
        given = next((unknown.owner for unknown in review.unknowns if unknown.id == about), None)
    return given or review.owner


def hands_on(review: Review, about: str) -> Button | None:
    """The button that gives it to somebody else; None for what is nobody else's to do."""
    if is_question(about):
        last_line = asked_at(review, about)[0] is Question.CLOSE
        return None if last_line else Button("form:hand", about)
    if review.wall(about) is not None:
        return Button("form:wall_owner", about)
    is_unknown = any(unknown.id == about for unknown in review.unknowns)
    return Button("form:unknown", about) if is_unknown else None
