"""Whose review it is and who may read it; an opening taken back, or joined to another."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview.history import acted
from bot.domain.interview.rights import is_agent, may_read, only_owner
from bot.domain.interview.room import Room, bare_name, invited, name_of
from bot.domain.interview.steering import where
from bot.domain.review import PersonKey, Review
from bot.domain.says import Button, Place, Say, Step
from bot.domain.vocabulary import Facet, Status, WallStatus
from bot.domain.waiting import FINISHED
from bot.domain.walls import ENDED


def hand_over(review: Review, to: PersonKey, who: Speaker, room: Room) -> Step:
    """One tap: somebody else owns the review, with a brief of five lines."""
    only_owner(review, who)
    if to == review.owner:
        return Step(review)
    if is_agent(review, Speaker(to, bare_name(to))):
        raise PersonError("agent_may_not")
    review = _owned_by(invited(review, to, room), to)
    review = acted(review, "handed_over", room, who.person, to=to)
    choice = review.finding(Facet.CHOICE, "A")
    values = {
        "review": review.key,
        "title": review.title,
        "by": name_of(review, who.person),
        "choice": choice.text if choice else "",
        "walls": len(review.walls),
        "status": review.status.value,
        **where(review),
    }
    brief = Say("brief", values, f"brief:{to}", Place.ALONE, to)
    told = Say("handed_over", {"to": name_of(review, to)}, f"handed_over:{to}")
    return Step(review).saying(told, brief)


def _owned_by(review: Review, to: PersonKey) -> Review:
    """The new owner answers for what the old one would find out; the old one still reads what they owned."""
    moved = tuple(
        replace(u, owner=to) if u.owner == review.owner and u.settled_at is None else u
        for u in review.unknowns
    )
    readers = review.readers
    if review.restricted and review.owner not in {*readers, review.opener}:
        readers = (*readers, review.owner)
    return replace(review, owner=to, unknowns=moved, readers=readers)


def offer_to_own(review: Review, who: Speaker) -> Step:
    """[I'll own it]: the owner hands it over with one tap, and nobody else can."""
    if who.person == review.owner:
        return Step(review)
    values = {"by": name_of(review, who.person), "owner": name_of(review, review.owner)}
    button = Button("hand_over_to", who.person, name_of(review, who.person))
    offer = Say("offers_to_own", values, f"offers_to_own:{who.person}", to=review.owner, buttons=(button,))
    return Step(review).saying(offer)


def restrict(review: Review, readers: tuple[PersonKey, ...], who: Speaker, room: Room) -> Step:
    """From now on only these people, the owner and the opener read it."""
    only_owner(review, who)
    readers = tuple(dict.fromkeys(readers))
    if review.restricted and readers == review.readers:
        return Step(review)
    for reader in readers:
        review = invited(review, reader, room)
    review = replace(review, restricted=True, readers=readers)
    _only_with_those_it_needs(review)
    review = acted(review, "restricted", room, who.person)
    names = [name_of(review, r) for r in readers]
    return Step(review).saying(Say("restricted", {"readers": names}, "restricted"))


def _only_with_those_it_needs(review: Review) -> None:
    """PersonError where somebody who still owns something of the review would not be let in to it any more."""
    for person, what in owed(review):
        if not may_read(review, person):
            raise PersonError("reader_owns", name=name_of(review, person), what=what)


def owed(review: Review) -> tuple[tuple[PersonKey, str], ...]:
    """Who still owns a wall or an unknown of the review, and which."""
    live = ((wall.owner, wall.id) for wall in review.walls if wall.status not in ENDED)
    unknowns = ((unknown.owner, unknown.id) for unknown in review.unknowns if unknown.settled_at is None)
    return tuple((person, what) for person, what in (*live, *unknowns) if person is not None)


def withdraw(review: Review, reason: str, who: Speaker, room: Room) -> Step:
    """An opening taken back: number and reason stay, nothing asks any more."""
    only_an_opening(review, who)
    review = replace(review, status=Status.WITHDRAWN, reason=reason, asking=None)
    review = acted(review, "withdrawn", room, who.person)
    return Step(review).saying(Say("withdrawn", {"reason": reason}, "withdrawn"))


def only_an_opening(review: Review, who: Speaker) -> None:
    """Only the owner ends a review this way, and only one that was never finished and whose walls nobody took."""
    only_owner(review, who)
    finished = review.status is not Status.OPEN or any(act.kind == FINISHED for act in review.acts)
    if finished or any(wall.status not in {WallStatus.PROPOSED, *ENDED} for wall in review.walls):
        raise PersonError("ends_too_late")
