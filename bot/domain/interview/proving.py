"""A wall's life after the interview: accepted, built, drilled, verified by somebody else, or declined by name."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import walls
from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview.history import acted, with_status
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.interview.walling import known_wall
from bot.domain.review import Checks, Drill, Outcome, Review, Wall, with_wall
from bot.domain.says import Button, Say, Step
from bot.domain.vocabulary import Status, WallStatus, YesNo


@dataclass(frozen=True)
class Accepted:
    """What a wall's owner says on taking it: checks b, d and e, a date, and what kind of approval it is, if one."""

    checks: Checks
    due: date | None
    rare_second_person: YesNo


@dataclass(frozen=True)
class Record:
    """A drill as its form gives it."""

    environment: str
    incident_case: Outcome
    sibling_case: Outcome
    evidence: tuple[str, ...]
    run_at: datetime


def accepted(review: Review, wall_id: str, given: Accepted, who: Speaker, room: Room) -> Step:
    """Its owner takes a wall: a date, and the checks only they can answer."""
    wall = known_wall(review, wall_id)
    old = wall.checks
    checks = replace(given.checks, outside_model=old.outside_model, independent=old.independent)
    rare = given.rare_second_person is YesNo.YES
    taken = replace(wall, checks=checks, rare_second_person=rare)
    if wall.status is WallStatus.PROPOSED:
        taken = replace(taken, due=given.due or wall.due)
    elif given.due not in {None, wall.due}:
        taken = walls.other_date(taken, due=given.due, by=who.person, now=room.now, today=room.today)
    taken = walls.accept(taken, by=who.person, now=room.now, today=room.today)
    return Step(review) if taken == wall else _kept(review, taken, "wall_accepted", room, who)


def dated(review: Review, wall_id: str, due: date, reason: str, who: Speaker, room: Room) -> Step:
    """Another date; after two missed ones a reason is needed."""
    old = known_wall(review, wall_id)
    if old.due == due and old.status is not WallStatus.PROPOSED and old.owner == who.person:
        return Step(review)
    wall = walls.other_date(old, due=due, by=who.person, now=room.now, today=room.today, why=reason)
    return _kept(review, wall, "wall_dated", room, who)


def blocked(  # what was typed, as it was typed
    review: Review, wall_id: str, why: str, due: date | None, who: Speaker, room: Room
) -> Step:
    """Something is in the way of its owner; said twice in the same words, it is once."""
    old = known_wall(review, wall_id)
    if old.owner == who.person and old.why == why and due in {None, old.due}:
        return Step(review)
    wall = walls.blocked(old, by=who.person, now=room.now, today=room.today, why=why, due=due)
    return _kept(review, wall, "wall_blocked", room, who)


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
    wall = known_wall(review, wall_id)
    _only_captured(review, wall, record.evidence)
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


def _only_captured(review: Review, wall: Wall, named: tuple[str, ...]) -> None:
    """PersonError unless each evidence named is there; a link of which nothing was captured shows no drill."""
    captured = {e.id: e.captured for e in review.evidence}
    for evidence in named:
        if evidence not in captured:
            raise PersonError("no_such_evidence", evidence=evidence)
    if named and not any(captured[evidence] for evidence in named):
        raise PersonError("drill_needs_evidence", wall=wall.id)


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


def superseded(review: Review, wall_id: str, other_id: str, who: Speaker, room: Room) -> Step:
    """Another wall of the review does its work."""
    other = known_wall(review, other_id)
    wall = walls.supersede(known_wall(review, wall_id), other=other, by=who.person, now=room.now)
    return _kept(review, wall, "wall_dropped", room, who)


def unproved(review: Review, wall: Wall, who: Speaker, room: Room) -> Step:
    """The wall went to whoever had verified it: somebody else must, and the thread hears it."""
    return _kept(review, wall, "wall_unproved", room, who)


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
        "why": wall.why,
    }
    return Step(review).saying(Say(key, values, f"{key}:{wall.id}:{len(wall.changes)}", buttons=_next(wall)))


def _valid_until(wall: Wall) -> str:
    last = wall.drills[-1].valid_until if wall.drills else None
    return last.isoformat() if last else ""


def _next(wall: Wall) -> tuple[Button, ...]:
    """The buttons that bring a wall one step further, or end it; first of all it needs somebody who owns it."""
    if wall.status in walls.ENDED:
        return ()
    steps: dict[WallStatus, tuple[str, ...]] = {
        WallStatus.ACCEPTED: ("built", "form:date", *_unanswered(wall)),
        WallStatus.BUILT: ("form:drill",),
        WallStatus.EXPIRED: ("form:drill",),
        WallStatus.BREACHED: ("built",),
        WallStatus.DRILLED: ("verify",),
        WallStatus.STANDING: ("verify",) if _is_unverified(wall) else (),  # tried again while it stands
    }
    presses = ("own_wall", "form:wall_owner") if wall.owner is None else steps.get(wall.status, ())
    ends = ("form:decline", "form:drop_wall") if presses else ()
    return tuple(Button(press, wall.id, wall.id) for press in (*presses, *ends))


def _is_unverified(wall: Wall) -> bool:
    """Whether nobody has vouched for its last drill yet, and somebody could."""
    last = wall.drills[-1] if wall.drills else None
    return last is not None and walls.passed(last) and not walls.counts(last)


def _unanswered(wall: Wall) -> tuple[str, ...]:
    """The form of the checks that its owner alone answers, where they took the wall without: by another date."""
    own = {wall.checks.before_effect, wall.checks.stops_sibling, wall.checks.auditable}
    return ("form:accept_wall",) if own == {YesNo.UNKNOWN} else ()
