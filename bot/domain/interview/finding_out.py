"""An unknown that is there already: handed to somebody else, or found to be out of anybody's reach."""

from dataclasses import replace
from datetime import date

from bot.domain.heard import Speaker
from bot.domain.interview import notes
from bot.domain.interview.rights import only_readers
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.review import PersonKey, Review, Unknown, WhyUnknown
from bot.domain.says import Step


def known(review: Review, value: str) -> Unknown | None:
    """The unknown that a button or form names by its id, `U1`, while nobody settled it; None for any other value."""
    return next((u for u in review.unknowns if u.id == value and u.settled_at is None), None)


def hand_on(review: Review, unknown: Unknown, owner: PersonKey, due: date | None, room: Room) -> Step:
    """Somebody else finds it out, by the day named, else by its own while that is to come, else within the usual."""
    only_readers(review, owner)
    by = due or (
        unknown.due if unknown.due >= room.today else room.in_working_days(room.policy.first_unknown_days)
    )
    return _told(review, unknown, replace(unknown, owner=owner, due=by, why=WhyUnknown.OWNED), room)


def never(review: Review, unknown: Unknown, who: Speaker, room: Room) -> Step:
    """It cannot be known: it stays an unknown, of whoever says so, and nobody is asked for it any more."""
    return _told(review, unknown, replace(unknown, owner=who.person, why=WhyUnknown.NOT_LOGGED), room)


def _told(review: Review, old: Unknown, new: Unknown, room: Room) -> Step:
    """The review with the unknown changed, and a line that says whose it is; nothing where nothing changed."""
    if new == old:
        return Step(review)
    review = invited(review, new.owner, room)
    review = replace(review, unknowns=tuple(new if u is old else u for u in review.unknowns))
    told = notes.NOTHING.adding(notes.unknown(new, name_of(review, new.owner), room))
    return Step(review).saying(told.noted(room))
