"""Walls: how strong one is, and the steps of its life; built is not standing.

Each step returns a new wall with its `WallChange` added. Steps of the calendar and of other reviews (`expire`,
`outdated`, `breach`) give the wall back as it was where they do not apply, so that hearing twice does no harm;
steps of people raise PersonError or NotAllowed. `today` is the date where the wall's owner is.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.review import Drill, PersonKey, Review, Wall, WallChange
from bot.domain.verdict import finished_status, walls_named
from bot.domain.vocabulary import Status, Strength, WallStatus, YesNo

VALID_FOR = timedelta(days=90)
"""How long a drill proves a wall, from the day it was run. Source: the review's rules for drills."""

MISSED_WITHOUT_REASON = 1
"""Dates that may be missed before a new one needs a reason."""

ENDED = frozenset({WallStatus.DECLINED, WallStatus.NOT_APPLICABLE, WallStatus.SUPERSEDED})
"""Nothing follows; the wall neither holds nor is waited for."""

BLOCKABLE = frozenset({WallStatus.ACCEPTED, WallStatus.BUILT, WallStatus.BREACHED})
"""What a wall is while something can be in the way of its next step."""

_OPEN = frozenset(WallStatus) - ENDED
DRILLABLE = frozenset({WallStatus.BUILT, WallStatus.DRILLED, WallStatus.STANDING, WallStatus.EXPIRED})
"""What a wall is that can be tried."""


def strength(wall: Wall) -> Strength:
    """The grade of a wall: weak unless enforced outside the model, strong where b, c and d hold as well.

    A person's approval is intermediate at most, unless rare, for acts that cannot be undone, by a second person who
    is shown the real effect.
    """
    checks = wall.checks
    if checks.outside_model is not YesNo.YES:
        return Strength.WEAK
    if {checks.before_effect, checks.independent, checks.stops_sibling} != {YesNo.YES}:
        return Strength.INTERMEDIATE
    if wall.human_approval and not wall.rare_second_person:
        return Strength.INTERMEDIATE
    return Strength.STRONG


def holds(wall: Wall) -> bool:
    """Whether the wall stands: proved by a drill that somebody else verified and that is still valid."""
    return wall.status is WallStatus.STANDING


def accept(wall: Wall, *, by: PersonKey, now: datetime, today: date) -> Wall:
    """Its owner takes the wall, with the date it has; one that is accepted, built or proved already stays so."""
    _only(wall, by)
    _from(wall, _OPEN)
    if wall.status is not WallStatus.PROPOSED:
        return wall
    if wall.due is None:
        raise PersonError("wall_needs_date", wall=wall.id)
    _not_past(wall, wall.due, today)
    return _moved(wall, WallStatus.ACCEPTED, by, now)


def hand_on(wall: Wall, *, owner: PersonKey, due: date, by: PersonKey, now: datetime) -> Wall:
    """Another owner: what was only promised is proposed to them, what is built stays built.

    Nobody vouches for a wall of their own: where the new owner verified the drill it stands on, somebody else must.
    """
    handed = replace(wall, owner=owner, due=due)
    if owner != wall.owner and wall.status is WallStatus.ACCEPTED:
        return _moved(handed, WallStatus.PROPOSED, by, now)
    proof = next((drill for drill in reversed(wall.drills) if drill.verifier is not None), None)
    if not holds(wall) or proof is None or proof.verifier != owner:
        return handed
    unproved = replace(proof, verifier=None, verified_at=None, valid_until=None)
    drills = tuple(unproved if drill is proof else drill for drill in wall.drills)
    return _moved(replace(handed, drills=drills), WallStatus.DRILLED, by, now)


def other_date(wall: Wall, *, due: date, by: PersonKey, now: datetime, today: date, why: str = "") -> Wall:
    """Its owner sets another date; on a proposal that accepts it. From the second missed date on, with a reason."""
    _only(wall, by)
    _from(wall, _OPEN - {WallStatus.STANDING})
    _not_past(wall, due, today)
    missed = wall.missed_dates + (wall.due is not None and wall.due < today)
    if missed > max(wall.missed_dates, MISSED_WITHOUT_REASON) and not why.strip():
        raise PersonError("wall_needs_reason", wall=wall.id, missed=missed)
    status = WallStatus.ACCEPTED if wall.status is WallStatus.PROPOSED else wall.status
    return _moved(replace(wall, due=due, missed_dates=missed), status, by, now, why)


def blocked(  # the date is the one thing that may be left out
    wall: Wall, *, by: PersonKey, now: datetime, today: date, why: str, due: date | None = None
) -> Wall:
    """Its owner says what is in the way; only a new date moves the one it has. Until it is built, `why` stays.

    One that its owner has not taken, that stands, or whose drill ran out, has nothing in the way.
    """
    _only(wall, by)
    _from(wall, BLOCKABLE)
    named = replace(wall, why=why)
    if due is None or due == wall.due:
        return _moved(named, wall.status, by, now, why)
    return other_date(named, due=due, by=by, now=now, today=today, why=why)


def not_mine(wall: Wall, *, by: PersonKey, now: datetime, why: str = "") -> Wall:
    """Its owner hands the wall back, and it is nobody's: what was promised is proposed again, what is built stays."""
    _only(wall, by)
    _from(wall, _OPEN)
    free = replace(wall, owner=None)
    if wall.status not in {WallStatus.PROPOSED, WallStatus.ACCEPTED}:
        return free
    return _moved(free, WallStatus.PROPOSED, by, now, why)


def built(wall: Wall, *, by: PersonKey, now: datetime) -> Wall:
    """Its owner says that it is made; what proves it is the drill."""
    _only(wall, by)
    _from(wall, frozenset({WallStatus.ACCEPTED, WallStatus.EXPIRED, WallStatus.BREACHED}))
    return _moved(replace(wall, why=""), WallStatus.BUILT, by, now)


def record_drill(wall: Wall, drill: Drill, *, by: PersonKey, now: datetime) -> Wall:
    """A drill was run; it counts once somebody else verifies it. One that did not pass puts the wall back to built.

    The drill gets its number here, and no verifier. A standing wall stands on its last verified drill meanwhile.
    """
    _from(wall, DRILLABLE)
    if drill.run_at > now:
        raise PersonError("drill_not_run_yet", wall=wall.id)
    if (since := _proof_lost(wall)) is not None and drill.run_at.date() < since:
        raise PersonError("drill_too_old", wall=wall.id, until=since.isoformat())
    fresh = replace(drill, id=len(wall.drills) + 1, verifier=None, verified_at=None, valid_until=None)
    drilled = replace(wall, drills=(*wall.drills, fresh), why="")
    if not passed(fresh):
        return _moved(drilled, WallStatus.BUILT, by, now)
    status = WallStatus.STANDING if holds(wall) else WallStatus.DRILLED
    return _moved(drilled, status, by, now)


def verify_drill(wall: Wall, *, by: PersonKey, now: datetime, today: date) -> Wall:
    """Somebody other than the owner and whoever ran it vouches for the last drill: from here the wall stands."""
    _from(wall, frozenset({WallStatus.DRILLED, WallStatus.STANDING}))
    last = wall.drills[-1] if wall.drills else None
    if last is None or last.verifier is not None or not passed(last):
        raise PersonError("wall_not_now", wall=wall.id, status=wall.status)
    if by in {wall.owner, last.run_by}:
        raise NotAllowed("verifier_is_owner", wall=wall.id)
    if not last.evidence:
        raise PersonError("drill_needs_evidence", wall=wall.id)
    until = valid_until(last)
    if until < today:
        raise PersonError("drill_run_out", wall=wall.id, until=until.isoformat())
    verified = replace(last, verifier=by, verified_at=now, valid_until=until)
    return _moved(replace(wall, drills=(*wall.drills[:-1], verified)), WallStatus.STANDING, by, now)


def fail(wall: Wall, *, by: PersonKey, now: datetime, why: str = "") -> Wall:
    """A drill did not hold up, or its verifier says so: the wall is built, and no more than that."""
    _from(wall, DRILLABLE)
    return _moved(wall, WallStatus.BUILT, by, now, why)


def expire(wall: Wall, *, now: datetime, today: date) -> Wall:
    """The wall as the calendar has it: expired once the drill it rests on is too old."""
    until = proved_until(wall)
    if wall.status not in {WallStatus.STANDING, WallStatus.DRILLED} or until is None or today <= until:
        return wall
    return _moved(wall, WallStatus.EXPIRED, None, now)


def outdated(wall: Wall, *, what: str, now: datetime) -> Wall:
    """The wall after model, prompt, tools or permissions changed; `what` says which, and older drills are void."""
    if wall.status not in {WallStatus.STANDING, WallStatus.DRILLED}:
        return wall
    return _moved(wall, WallStatus.EXPIRED, None, now, what)


def breach(wall: Wall, *, now: datetime, why: str, by: PersonKey | None = None) -> Wall:
    """The class came back past a wall that stood, its drill run out or not; `why` names where."""
    if wall.status not in {WallStatus.STANDING, WallStatus.EXPIRED}:
        return wall
    return _moved(wall, WallStatus.BREACHED, by, now, why)


def decline(wall: Wall, *, by: PersonKey, now: datetime, why: str) -> Wall:
    """Refused by name; the class stays open, and the review says who decided so."""
    ended = _ended(wall, WallStatus.DECLINED, by, now, why)
    return replace(ended, declined_by=by)


def not_applicable(wall: Wall, *, by: PersonKey, now: datetime, why: str) -> Wall:
    """What the wall was for is gone."""
    return _ended(wall, WallStatus.NOT_APPLICABLE, by, now, why)


def supersede(wall: Wall, *, other: Wall, by: PersonKey, now: datetime) -> Wall:
    """Another wall of the review does its work; that one must itself still be open or stand."""
    if other.id == wall.id or other.status in ENDED:
        raise PersonError("wall_not_now", wall=other.id, status=other.status)
    return _ended(wall, WallStatus.SUPERSEDED, by, now, other.id)


def counts(drill: Drill) -> bool:
    """Whether a drill proves its wall: verified by somebody, a renewal of one that was, or a window that arrived."""
    return drill.verifier is not None or drill.valid_until is not None


def passed(drill: Drill) -> bool:
    """Whether both cases were blocked and recorded, and someone was told; of what only records: both were recorded."""
    if drill.captured:
        return drill.incident_case.recorded is drill.sibling_case.recorded is YesNo.YES
    return drill.incident_case.passed and drill.sibling_case.passed


def valid_until(drill: Drill) -> date:
    """The last day on which a drill proves anything."""
    return drill.valid_until or drill.run_at.date() + VALID_FOR


def proved_until(wall: Wall) -> date | None:
    """The last day on which the wall is proved: by the drills that count, or by the last one where none does."""
    verified = tuple(valid_until(drill) for drill in wall.drills if counts(drill))
    if verified and wall.status is not WallStatus.DRILLED:
        return max(verified)
    return valid_until(wall.drills[-1]) if wall.drills else None


def _proof_lost(wall: Wall) -> date | None:
    """The day since which older drills prove nothing: the last breach, change of what runs, or drill that failed."""
    before = (None, *(change.status for change in wall.changes))
    lost = (
        change.at.date()
        for change, was in zip(wall.changes, before, strict=False)
        if change.status is not was  # another date of a wall that is down already is no second fall
        and (change.status is WallStatus.BREACHED or (change.status is WallStatus.EXPIRED and change.why))
    )
    failed = (drill.run_at.date() for drill in wall.drills if not passed(drill))
    return max((*lost, *failed), default=None)


def is_settled(wall: Wall) -> bool:
    """Whether a review need not wait for this wall: it stands, or was ended, a refusal by name."""
    if wall.status is WallStatus.DECLINED:
        return wall.declined_by is not None
    return holds(wall) or wall.status in ENDED


def status_after(review: Review) -> Status:
    """What a review is by now: a finished one closed once it waits for no wall, else filed or reviewed by its verdicts.

    A closed one that waits for a wall again is open; one that was never finished, or taken back, stays what it is.
    """
    named = walls_named(review)
    settled = all(is_settled(wall) for wall in named)
    if review.status is Status.CLOSED:
        return Status.CLOSED if settled else Status.OPEN
    if review.status not in {Status.FILED, Status.REVIEWED}:
        return review.status
    waits_for_none = settled if named else review.no_wall_yet is not None
    return Status.CLOSED if waits_for_none else finished_status(review)


def _only(wall: Wall, by: PersonKey) -> None:
    if by != wall.owner:
        raise NotAllowed("not_owner", wall=wall.id, owner=wall.owner)


def _not_past(wall: Wall, due: date, today: date) -> None:
    if due < today:
        raise PersonError("wall_date_past", wall=wall.id, due=due.isoformat())


def _from(wall: Wall, statuses: frozenset[WallStatus]) -> None:
    if wall.status not in statuses:
        raise PersonError("wall_not_now", wall=wall.id, status=wall.status)


def _ended(wall: Wall, status: WallStatus, by: PersonKey, now: datetime, why: str) -> Wall:
    _from(wall, _OPEN)
    if not why.strip():
        raise PersonError("wall_needs_reason", wall=wall.id)
    return replace(_moved(wall, status, by, now, why), why=why)


def _moved(wall: Wall, status: WallStatus, by: PersonKey | None, now: datetime, why: str = "") -> Wall:
    return replace(wall, status=status, changes=(*wall.changes, WallChange(now, by, status, why)))
