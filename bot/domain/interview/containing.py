"""Containment: is the agent or its access stopped, and if not, who does it now. It may jump the queue."""

from dataclasses import replace

from bot.domain.heard import FormSent, Speaker
from bot.domain.interview.fields import Fields, person
from bot.domain.interview.history import acted
from bot.domain.interview.rights import only_readers
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.review import Containment, Review
from bot.domain.says import Say, Step
from bot.domain.vocabulary import YesNo


def question(review: Review, decision: str) -> Say:
    """Is the path still open? Asked at once where somebody passed a control."""
    return Say("contain", {"owner": name_of(review, review.owner)}, f"contain:{decision}")


def contained(review: Review, who: Speaker, room: Room) -> Step:
    """[Contained]: the time is noted once; the card says so, and nothing else is said."""
    if review.containment is not None and review.containment.contained is YesNo.YES:
        return Step(review)
    review = replace(review, containment=Containment(YesNo.YES, None, who.person, room.now))
    return Step(acted(review, "contained", room, who.person))


def not_yet(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """Not yet contained: somebody does it now."""
    owner = person(fields)
    only_readers(review, owner)
    old = review.containment
    if old is not None and (old.contained, old.owner) == (YesNo.NO, owner):
        return Step(review)
    review = invited(review, owner, room)
    now = Containment(YesNo.NO, owner, heard.by.person, room.now)
    review = acted(replace(review, containment=now), "not_contained", room, heard.by.person)
    return Step(review).saying(Say("contain_owner", {"owner": name_of(review, owner)}, f"contain:{owner}"))
