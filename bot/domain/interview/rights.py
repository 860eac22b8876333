"""Who may do what: anyone in the thread answers; the owner finishes, publishes, hands over and restricts."""

from dataclasses import replace

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Heard, Speaker
from bot.domain.interview.room import name_of
from bot.domain.review import PersonKey, Review, ThreadRef


def only_owner(review: Review, who: Speaker) -> None:
    """NotAllowed unless this is the review's owner."""
    if who.person != review.owner:
        raise NotAllowed("not_owner", owner=name_of(review, review.owner))


def may_read(review: Review, person: PersonKey) -> bool:
    """Whether somebody may see a review: anyone, or the named readers of a restricted one.

    In a private channel whoever has written in the thread reads it too.
    """
    if not review.restricted:
        return True
    wrote = {p.person for p in review.participants if p.wrote} if review.private_channel else set()
    return person in {review.owner, review.opener, *review.readers, *wrote}


def viewers(review: Review) -> tuple[PersonKey, ...]:
    """Everybody who may read a restricted review, empty for one that anybody may read: they cannot be counted."""
    if not review.restricted:
        return ()
    wrote = (p.person for p in review.participants if p.wrote and review.private_channel)
    return tuple(dict.fromkeys((review.owner, review.opener, *review.readers, *wrote)))


def is_in(review: Review, heard: Heard) -> bool:
    """Whether whoever sent this may take part: a reader, or somebody who stands in its private channel."""
    if may_read(review, heard.by.person):
        return True
    return review.private_channel and _in_its_channel(review, heard.thread)


def _in_its_channel(review: Review, thread: ThreadRef | None) -> bool:
    """Whether something was said in the review's channel: in its thread, or under a word about it beside the thread."""
    if thread is None or review.thread is None:
        return False
    return replace(thread, thread="") == replace(review.thread, thread="")


def is_agent(review: Review, who: Speaker) -> bool:
    """Whether this is the agent itself, marked by its platform or by a person."""
    known = review.participant(who.person)
    return who.agent or (known is not None and known.agent)


def only_people_in(review: Review, heard: Heard) -> None:
    """NotAllowed for the agent, which answers for nobody, and for those a restricted review is not open to."""
    if is_agent(review, heard.by):
        raise NotAllowed("agent_may_not")
    if not is_in(review, heard):
        raise NotAllowed("not_reader")


def only_readers(review: Review, *named: PersonKey) -> None:
    """PersonError where something of the review would go to somebody who may not read it, or to the agent."""
    for person in named:
        known = review.participant(person)
        if known is not None and known.agent:
            raise PersonError("agent_may_not")
        if not may_read(review, person):
            raise PersonError("reader_may_not_read")
