"""Who builds a wall: somebody is named, hears what it is for and what proves it, and takes it or hands it back."""

from datetime import date

from bot.domain import walls
from bot.domain.capturing import captures
from bot.domain.due import first_due
from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import proving
from bot.domain.interview.rights import only_readers
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.interview.walling import known_wall
from bot.domain.review import PersonKey, Review, Wall, with_wall
from bot.domain.says import Place, Say, Step
from bot.domain.vocabulary import Facet, WallStatus


def give(review: Review, wall_id: str, owner: PersonKey, due: date | None, who: Speaker, room: Room) -> Step:
    """Name a wall's owner and date: they hear the class, the review, and the drill that proves it."""
    wall = known_wall(review, wall_id)
    only_readers(review, owner)
    if wall.status in walls.ENDED:
        raise PersonError("wall_not_now", wall=wall.id, status=wall.status)
    if wall.owner == owner and due in {None, wall.due}:
        return Step(review)
    if wall.owner == owner and due is not None and wall.status is not WallStatus.PROPOSED:
        return proving.dated(review, wall.id, due, "", who, room)
    if wall.owner is not None and who.person not in {wall.owner, review.owner}:
        raise NotAllowed("wall_taken", wall=wall.id, owner=name_of(review, wall.owner))
    return _given(invited(review, owner, room), wall, owner, due, who, room)


def _given(review: Review, wall: Wall, owner: PersonKey, due: date | None, who: Speaker, room: Room) -> Step:
    """The wall offered to its new owner; where that takes its proof away, the thread hears it as well."""
    due = due or _coming(wall, room) or _first_due(review, wall, room)
    given = walls.hand_on(wall, owner=owner, due=due, by=who.person, now=room.now)
    offer = _offer(review, given, who)
    if walls.holds(wall) and not walls.holds(given):
        return proving.unproved(review, given, who, room).saying(offer)
    return Step(with_wall(review, given)).saying(offer)


def _coming(wall: Wall, room: Room) -> date | None:
    """The date a wall has, unless it is past: nobody takes a wall that is late already."""
    return wall.due if wall.due is not None and wall.due >= room.today else None


def _first_due(review: Review, wall: Wall, room: Room) -> date:
    return first_due(wall, review.severity, room.policy, from_day=room.today, free=room.policy.free)


def _offer(review: Review, wall: Wall, who: Speaker) -> Say:
    """To a wall's owner alone: accept, another date, or not mine."""
    sentence = review.finding(Facet.CLASS_SENTENCE)
    sibling = review.finding(Facet.SIBLING)
    values = {
        "review": review.key,
        "title": review.title,
        "wall": wall.id,
        "text": wall.text,
        "class_sentence": sentence.text if sentence else "",
        "sibling": sibling.text if sibling else "",
        "by": name_of(review, who.person),
        "due": wall.due.isoformat() if wall.due else "",
        "status": wall.status.value,
        "captures": captures(wall),
    }
    return Say("wall_offer", values, f"offer:{wall.id}:{wall.owner}", Place.ALONE, wall.owner)
