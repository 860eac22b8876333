"""Drills that a pipeline posts: they renew a proof that a person verified once, and take it away where they fail."""

from dataclasses import replace
from datetime import date, datetime

from bot.domain import walls
from bot.domain.errors import PersonError
from bot.domain.review import Drill, PersonKey, Wall, WallChange
from bot.domain.vocabulary import WallStatus

RENEWED = frozenset({WallStatus.STANDING, WallStatus.EXPIRED})
"""What a wall is while a drill that passes renews it: it stands, or only its proof ran out or went stale.

One that failed, was breached or was never verified is built at most: somebody looks at its next drill.
"""


def post(wall: Wall, drill: Drill, *, by: PersonKey, now: datetime, today: date) -> Wall:
    """A posted drill recorded: a pass renews for 90 days from its run, a failure puts the wall back to built.

    PersonError `drill_unverified` before a person has verified a drill of the wall, and those of `record_drill`.
    """
    if not any(earlier.verifier is not None for earlier in wall.drills):
        raise PersonError("drill_unverified", wall=wall.id)
    if walls.passed(drill) and (until := walls.valid_until(drill)) < today:
        raise PersonError("drill_run_out", wall=wall.id, until=until.isoformat())
    recorded = walls.record_drill(wall, drill, by=by, now=now)
    if not walls.passed(drill) or wall.status not in RENEWED:
        return recorded
    last = recorded.drills[-1]
    counted = replace(last, valid_until=walls.valid_until(last))
    standing = replace(recorded, drills=(*recorded.drills[:-1], counted), status=WallStatus.STANDING)
    if wall.status is WallStatus.STANDING:
        return replace(standing, changes=wall.changes)  # nothing about it changed
    return replace(standing, changes=(*standing.changes, WallChange(now, by, WallStatus.STANDING)))
