"""Who may do what: anyone in the thread answers; the owner finishes, publishes, hands over and restricts."""

from bot.domain.errors import NotAllowed
from bot.domain.heard import Speaker
from bot.domain.interview.room import name_of
from bot.domain.review import PersonKey, Review


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
