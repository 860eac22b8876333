"""Moving a review to another place: opened in the wrong one, or its thread is gone. What was said goes with it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker, ThreadLost, ThreadOpened
from bot.domain.interview import notes
from bot.domain.interview.history import acted
from bot.domain.interview.proceeding import proceed
from bot.domain.interview.quick import ask_four
from bot.domain.interview.rights import only_owner, viewers
from bot.domain.interview.room import Room
from bot.domain.interview.steering import where
from bot.domain.review import Review, ThreadRef
from bot.domain.says import Move, Place, Say, Step
from bot.domain.vocabulary import Status, YesNo

SECOND_TAP = timedelta(minutes=2)


def move(review: Review, channel: str, private: YesNo, who: Speaker, room: Room) -> Step:
    """[Wrong place]: a new thread is made there. Until it stands, the review stays where it is."""
    only_owner(review, who)
    to = channel.strip()
    if not to:
        raise PersonError("field_needed", field="to")
    if _was_asked(review, to, room):
        return Step(review)
    review = acted(review, "moved", room, who.person, what=to)
    return Step(review).doing(Move(to, private is YesNo.YES))


def _was_asked(review: Review, channel: str, room: Room) -> bool:
    """Whether this was asked for just now: a second tap makes no second thread. Later it may be tried once more."""
    asked = (act for act in review.acts if act.kind == "moved" and dict(act.values)["what"] == channel)
    return any(room.now - act.at < SECOND_TAP for act in asked)


def arrived(review: Review, heard: ThreadOpened, room: Room) -> Step:
    """The thread stands: the first of the review, or the one it moved to, where the open question is put again."""
    old = review.thread
    review = replace(review, thread=heard.thread)
    if heard.thread is None or old == heard.thread:
        return Step(review)
    review = _placed(review, heard.thread, heard.private)
    if old is None:
        return Step(review)
    left = Step(review).saying(*_left(review, old))
    if review.quick and review.asking is None and review.status is Status.OPEN:
        return left.then(lambda r: ask_four(r, room))
    told = notes.NOTHING.adding(notes.simple("return", **where(review)))
    return left.then(lambda r: proceed(r, told, room))


def _placed(review: Review, thread: ThreadRef, private: bool | None) -> Review:  # noqa: FBT001 - the event's own word
    """The review in its new channel. In a private one it is restricted; who could read it still can."""
    if private is None:
        return review
    readers = viewers(review) if review.restricted else review.readers
    return replace(
        review,
        channel=thread.channel,
        private_channel=private,
        restricted=review.restricted or private,
        readers=readers,
    )


def _left(review: Review, old: ThreadRef) -> tuple[Say, Say]:
    """What the old thread is told, its first post included: nothing of the review stays readable on it."""
    values = {"review": review.key}
    return (
        Say("moved", values, "card", thread=old),
        Say("moved", values, f"moved:{review.version}", thread=old),
    )


def lost(review: Review, heard: ThreadLost, room: Room) -> Step:
    """Nothing can be said there any more: the owner hears it alone, with a way on. A closed review needs none."""
    del room
    if heard.thread != review.thread or review.status is Status.CLOSED:
        return Step(review)
    values = {"review": review.key, "title": review.title, "trouble": heard.why}
    return Step(review).saying(Say("place_lost", values, "place_lost", Place.ALONE, review.owner))
