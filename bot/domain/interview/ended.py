"""A review that was withdrawn or joined to another: what is said is kept, and nothing follows from it."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import (
    Attached,
    Deleted,
    Edited,
    FormSent,
    Heard,
    PointChosen,
    Pressed,
    Published,
    Replied,
    ThreadOpened,
)
from bot.domain.interview import closing, evidence, hearing, revising
from bot.domain.interview.room import Room
from bot.domain.review import Review
from bot.domain.says import Place, Step
from bot.domain.vocabulary import Status

STATUSES = frozenset({Status.WITHDRAWN, Status.MERGED})


def after(review: Review, heard: Heard, room: Room) -> Step:
    """What is still kept; PersonError for a button or a form, save that a deleted text can be forgotten.

    Nothing is said in the thread any more. Who wrote a secret hears it alone, and who had a text forgotten that it is.
    """
    step = _kept(review, heard, room)
    return Step(step.review, tuple(say for say in step.says if say.place is Place.WHISPER))


def _kept(review: Review, heard: Heard, room: Room) -> Step:
    match heard:
        case Replied():
            return _not_pending(hearing.kept_only(review, heard, room))
        case Edited():
            return _not_pending(revising.edited(review, heard, room))
        case Attached():
            return evidence.attached(review, heard, room)
        case Deleted():
            return revising.deleted(review, heard, room)
        case Pressed(press="forget", value=number):
            return revising.forget(review, number, heard.by, room)
        case Published():
            return closing.published(review, heard, room)
        case ThreadOpened(thread=thread):
            return Step(replace(review, thread=thread))
        case Pressed() | FormSent() | PointChosen():
            raise PersonError("review_ended", review=review.key)
        case _:
            return Step(review)


def _not_pending(step: Step) -> Step:
    """Nothing waits for a word of the bot any more."""
    kept = tuple(replace(s, pending=False) for s in step.review.statements)
    return replace(step, review=replace(step.review, statements=kept))
