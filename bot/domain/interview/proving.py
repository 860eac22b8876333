"""A wall's life after the interview: accepted, built, drilled, verified by somebody else, or declined by name."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import walls
from bot.domain.errors import PersonError
from bot.domain.heard import Changed, Repeated, Speaker
from bot.domain.interview.history import acted, with_status
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.interview.walling import known_wall
from bot.domain.review import Checks, Drill, Linked, Outcome, PersonKey, Review, Wall, with_wall
from bot.domain.says import Button, Place, Say, Step, Tell
from bot.domain.vocabulary import Status, WallStatus, YesNo


@dataclass(frozen=True)
class Record:
    """A drill as its form gives it."""

    environment: str
    incident_case: Outcome
    sibling_case: Outcome
    evidence: tuple[str, ...]
    run_at: datetime


def accepted(review: Review, wall_id: str, checks: Checks, due: date, who: Speaker, room: Room) -> Step:
    """Its owner takes a wall: a date, and the three checks only they can answer."""
    wall = known_wall(review, wall_id)
    old = wall.checks
    checks = replace(checks, outside_model=old.outside_model, independent=old.independent)
    wall = walls.accept(replace(wall, checks=checks, due=due), by=who.person, now=room.now)
    return _kept(review, wall, "wall_accepted", room, who)


def dated(review: Review, wall_id: str, due: date, reason: str, who: Speaker, room: Room) -> Step:
    """Another date; after two missed ones a reason is needed."""
    wall = walls.other_date(
        known_wall(review, wall_id), due=due, by=who.person, now=room.now, today=room.today, why=reason
    )
    return _kept(review, wall, "wall_dated", room, who)


def not_mine(review: Review, wall_id: str, who: Speaker, room: Room) -> Step:
    """The person asked does not own this wall: back to the review's owner."""
    wall = walls.not_mine(known_wall(review, wall_id), by=who.person, now=room.now)
    return _kept(review, wall, "wall_free", room, who)


def built(review: Review, wall_id: str, who: Speaker, room: Room) -> Step:
    """Made, not proved: the drill is next."""
    wall = walls.built(known_wall(review, wall_id), by=who.person, now=room.now)
    return _kept(review, wall, "wall_built", room, who)


def drilled(review: Review, wall_id: str, record: Record, who: Speaker, room: Room) -> Step:
    """A drill was run; somebody other than the owner and the runner verifies it."""
    known = {e.id for e in review.evidence}
    strange = [e for e in record.evidence if e not in known]
    if strange:
        raise PersonError("no_such_evidence", evidence=strange[0])
    wall = known_wall(review, wall_id)
    drill = Drill(
        id=len(wall.drills) + 1,
        environment=record.environment,
        run_at=record.run_at,
        run_by=who.person,
        incident_case=record.incident_case,
        sibling_case=record.sibling_case,
        evidence=record.evidence,
    )
    wall = walls.record_drill(wall, drill, by=who.person, now=room.now)
    return _kept(review, wall, "wall_drilled", room, who)


def verified(review: Review, wall_id: str, who: Speaker, room: Room) -> Step:
    """A second person looked at the drill: the wall stands, for 90 days."""
    wall = walls.verify_drill(known_wall(review, wall_id), by=who.person, now=room.now, today=room.today)
    return _kept(review, wall, "wall_standing", room, who)


def declined(review: Review, wall_id: str, why: str, who: Speaker, room: Room) -> Step:
    """Refused by name, with why."""
    wall = walls.decline(known_wall(review, wall_id), by=who.person, now=room.now, why=why)
    return _kept(review, wall, "wall_declined", room, who)


def dropped(review: Review, wall_id: str, why: str, who: Speaker, room: Room) -> Step:
    """It no longer makes sense, with why."""
    wall = walls.not_applicable(known_wall(review, wall_id), by=who.person, now=room.now, why=why)
    return _kept(review, wall, "wall_dropped", room, who)


def _kept(review: Review, wall: Wall, key: str, room: Room, who: Speaker) -> Step:
    """The review with the wall changed, and one line in the thread that names what *done* means next."""
    review = invited(with_wall(review, wall), who.person, room)
    review = acted(review, key, room, who.person, wall=wall.id)
    review = with_status(review)
    values = {
        "wall": wall.id,
        "text": wall.text,
        "by": name_of(review, who.person),
        "owner": name_of(review, wall.owner),
        "status": wall.status.value,
        "strength": walls.strength(wall).value,
        "due": wall.due.isoformat() if wall.due else "",
        "valid_until": _valid_until(wall),
        "closed": review.status is Status.CLOSED,
    }
    return Step(review).saying(Say(key, values, f"{key}:{wall.id}:{len(wall.changes)}", buttons=_next(wall)))


def _valid_until(wall: Wall) -> str:
    last = wall.drills[-1].valid_until if wall.drills else None
    return last.isoformat() if last else ""


def _next(wall: Wall) -> tuple[Button, ...]:
    """The buttons that bring a wall one step further."""
    match wall.status:
        case WallStatus.PROPOSED:
            return (Button("own_wall", wall.id, wall.id), Button("form:wall_owner", wall.id, wall.id))
        case WallStatus.ACCEPTED:
            return (Button("built", wall.id, wall.id), Button("form:date", wall.id, wall.id))
        case WallStatus.BUILT | WallStatus.EXPIRED | WallStatus.BREACHED:
            return (Button("form:drill", wall.id, wall.id),)
        case WallStatus.DRILLED:
            return (Button("verify", wall.id, wall.id),)
        case _:
            return ()


def seen(review: Review, number: int, same: YesNo, who: Speaker, room: Room) -> Step:
    """[Same class] or [Different]: only this answer links two reviews, and tells the older one."""
    earlier = next((e for e in room.earlier if e.number == number), None)
    if earlier is None:
        raise PersonError("no_such_review", number=number)
    link = Linked(number, same, who.person, room.now)
    kept = tuple(x for x in review.links if x.number != number)
    review = replace(review, links=(*kept, link))
    step = Step(review).saying(
        Say(
            "seen",
            {"number": str(number), "same": same.value, "walls": list(earlier.standing)},
            f"seen:{number}",
        )
    )
    return step.doing(Tell(number, earlier.standing)) if same is YesNo.YES else step


def repeated(review: Review, heard: Repeated, room: Room) -> Step:
    """The class came back: the walls that stood are breached, the review is open again, its owner is told."""
    for wall_id in heard.walls:
        wall = known_wall(review, wall_id)
        if wall.status is WallStatus.STANDING:
            review = with_wall(review, walls.breach(wall, now=room.now, why=f"AR-{heard.other}"))
    if review.status in {Status.FILED, Status.REVIEWED, Status.CLOSED}:
        review = replace(review, status=Status.OPEN)
    review = acted(review, "repeated", room, None, other=str(heard.other))
    values = {"other": f"AR-{heard.other}", "walls": list(heard.walls), "review": review.key}
    return Step(review).saying(
        Say("repeated", values, f"repeated:{heard.other}"),
        Say("repeated", values, f"repeated:{heard.other}:owner", Place.ALONE, review.owner),
    )


def changed(review: Review, heard: Changed, room: Room) -> Step:
    """The agent changed: standing walls must be drilled again, "same tomorrow?" is stale."""
    stale = tuple(w for w in review.walls if w.status is WallStatus.STANDING)
    for wall in stale:
        review = with_wall(review, walls.outdated(wall, what=heard.what, now=room.now))
    if review.same_tomorrow is not None:
        review = replace(review, same_tomorrow=replace(review.same_tomorrow, stale=True))
    review = with_status(acted(review, "agent_changed", room, heard.by.person, what=heard.what))
    if not stale and review.same_tomorrow is None:
        return Step(review)
    values = {"what": heard.what, "walls": [w.id for w in stale]}
    buttons = tuple(Button("form:drill", w.id, w.id) for w in stale)
    return Step(review).saying(Say("agent_changed", values, f"changed:{review.version}", buttons=buttons))


def owner_of(wall: Wall, review: Review) -> PersonKey:
    """Who answers for a wall: its owner, else the review's."""
    return wall.owner or review.owner
