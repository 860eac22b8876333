"""A wall's life after the interview: accepted, built, drilled, verified by somebody else, or declined by name."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import walls
from bot.domain.errors import PersonError
from bot.domain.heard import Changed, Repeated, Speaker
from bot.domain.interview.history import acted, with_status
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.interview.walling import known_wall
from bot.domain.register import seen_before
from bot.domain.review import Checks, Drill, Linked, Outcome, Review, Wall, with_wall
from bot.domain.says import Button, Place, Say, Step, Tell
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
    due = given.due or wall.due or room.today
    if due < room.today:
        raise PersonError("wall_date_past", wall=wall.id, due=due)
    rare = given.rare_second_person is YesNo.YES
    taken = replace(wall, checks=checks, due=due, rare_second_person=rare)
    return _kept(review, walls.accept(taken, by=who.person, now=room.now), "wall_accepted", room, who)


def dated(review: Review, wall_id: str, due: date, reason: str, who: Speaker, room: Room) -> Step:
    """Another date; after two missed ones a reason is needed."""
    old = known_wall(review, wall_id)
    if old.due == due and old.status is not WallStatus.PROPOSED and old.owner == who.person:
        return Step(review)
    wall = walls.other_date(old, due=due, by=who.person, now=room.now, today=room.today, why=reason)
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
    """The buttons that bring a wall one step further, or end it."""
    steps: dict[WallStatus, tuple[str, ...]] = {
        WallStatus.PROPOSED: ("own_wall", "form:wall_owner"),
        WallStatus.ACCEPTED: ("built", "form:date"),
        WallStatus.BUILT: ("form:drill",),
        WallStatus.EXPIRED: ("form:drill",),
        WallStatus.BREACHED: ("built",),
        WallStatus.DRILLED: ("verify",),
    }
    if wall.status not in steps:
        return ()
    presses = (*steps[wall.status], "form:decline", "form:drop_wall")
    return tuple(Button(press, wall.id, wall.id) for press in presses)


def seen(review: Review, number: int, same: YesNo, who: Speaker, room: Room) -> Step:
    """[Same class] or [Different]: only this answer links two reviews, and tells the older one."""
    if any((link.number, link.same_class) == (number, same) for link in review.links):
        return Step(review)
    unlinked = replace(review, links=tuple(x for x in review.links if x.number != number))
    offered = seen_before(unlinked, room.earlier, who.person)
    earlier = next((e for e in offered if e.number == number), None)
    if earlier is None:
        raise PersonError("no_such_review", number=number)
    review = replace(unlinked, links=(*unlinked.links, Linked(number, same, who.person, room.now)))
    values = {"number": str(number), "same": same.value, "walls": list(earlier.standing)}
    step = Step(review).saying(Say("seen", values, f"seen:{number}"))
    return step.doing(Tell(number, earlier.standing)) if same is YesNo.YES else step


def repeated(review: Review, heard: Repeated, room: Room) -> Step:
    """The class came back: the walls that stood are breached, the review is open again, its owner is told."""
    if any(act.kind == "repeated" and ("other", str(heard.other)) in act.values for act in review.acts):
        return Step(review)
    for wall in review.walls:
        if wall.id in heard.walls and wall.status is WallStatus.STANDING:
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
    """The agent changed: proved walls must be drilled again, "same tomorrow?" is stale."""
    if review.agent and heard.agent != review.agent:
        return Step(review)
    stale = [(w, walls.outdated(w, what=heard.what, now=room.now)) for w in review.walls]
    void = [new for old, new in stale if new is not old]
    line = review.same_tomorrow
    if not void and (line is None or line.stale):
        return Step(review)
    review = replace(
        review,
        walls=tuple(new for _, new in stale),
        same_tomorrow=replace(line, stale=True) if line is not None else None,
    )
    review = with_status(acted(review, "agent_changed", room, heard.by.person, what=heard.what))
    values = {"what": heard.what, "walls": [w.id for w in void]}
    buttons = tuple(Button("form:drill", w.id, w.id) for w in void)
    return Step(review).saying(Say("agent_changed", values, "changed", buttons=buttons))
