"""Which reviews something in waits for one person, by indexes over people: it costs what is theirs, not what exists."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, Select, bindparam, exists, literal_column, select, union

from bot.domain.mine import OWNED
from bot.domain.review import PersonKey, Stage
from bot.domain.vocabulary import WallStatus
from bot.domain.walls import ENDED
from storage.rules import MOST_MINE, NEVER_BEGUN
from storage.tables import METADATA

_REVIEW = METADATA.tables["review"]
_PROGRESS = METADATA.tables["progress"]
_UNKNOWN = METADATA.tables["unknown"]
_READ = METADATA.tables["cold_read"]
_WALL = METADATA.tables["wall"]
_DRILL = METADATA.tables["drill"]
_PARTICIPANT = METADATA.tables["participant"]
_ACT = METADATA.tables["act"]
_APPROVED = _ACT.alias("approved")
_PERSON: BindParameter[str] = bindparam("person")

_WAITS = [status.value for status in WallStatus if status not in {*ENDED, WallStatus.STANDING}]
_STILL_PROVED = exists().where(
    _DRILL.c.review == _WALL.c.review,
    _DRILL.c.wall == _WALL.c.id,
    _DRILL.c.valid_until > bindparam("soon"),
)
_OWNS = select(_REVIEW.c.number.label("number")).where(
    _REVIEW.c.owner == _PERSON, _REVIEW.c.status.in_([status.value for status in OWNED])
)
_ASKED = select(_PROGRESS.c.review).where(
    _PROGRESS.c.asked_of == _PERSON, _PROGRESS.c.stage.not_in([Stage.DONE.value, Stage.SKIPPED.value])
)
_FINDS_OUT = select(_UNKNOWN.c.review).where(_UNKNOWN.c.owner == _PERSON, _UNKNOWN.c.settled_at.is_(None))
_READS = select(_READ.c.review).where(_READ.c.reader == _PERSON, _READ.c.answered_at.is_(None))
_BUILDS = select(_WALL.c.review).where(_WALL.c.owner == _PERSON, _WALL.c.status.in_(_WAITS))
_DRILLS = select(_WALL.c.review).where(
    _WALL.c.owner == _PERSON, _WALL.c.status == WallStatus.STANDING.value, ~_STILL_PROVED
)
_APPROVES = (
    select(_ACT.c.review)
    .join(_PARTICIPANT, _PARTICIPANT.c.review == _ACT.c.review)
    .where(
        _PARTICIPANT.c.person == _PERSON,
        _ACT.c.kind == literal_column("'sent_for_review'"),  # to the letter, as its index has it
        _ACT.c.details.like(bindparam("named")),
        ~exists().where(
            _APPROVED.c.review == _ACT.c.review,
            _APPROVED.c.nr > _ACT.c.nr,
            _APPROVED.c.kind == "approved",
            _APPROVED.c.by == _PERSON,
        ),
    )
)


def _newest() -> Select[Any]:
    """The newest of all of these that are of a workspace and were not taken back."""
    mine = union(_OWNS, _ASKED, _FINDS_OUT, _READS, _BUILDS, _DRILLS, _APPROVES).subquery("mine")
    return (
        select(mine.c.number)
        .join(_REVIEW, _REVIEW.c.number == mine.c.number)
        .where(
            _REVIEW.c.workspace.concat("")
            == bindparam("workspace"),  # hides the index that begins with all of it
            _REVIEW.c.status.not_in([status.value for status in NEVER_BEGUN]),
        )
        .order_by(mine.c.number.desc())
        .limit(MOST_MINE)
    )


NEWEST = _newest()


def numbers(connection: Connection, person: PersonKey, workspace: str, soon: date) -> list[int]:
    """Reviews in which something may wait for a person, at most a hundred, newest first.

    `soon`: a standing wall that is proved no longer than until then waits for a drill.
    """
    named = msgspec.json.encode(person).decode()
    values = {"person": person, "workspace": workspace, "soon": soon, "named": f"%{named}%"}
    return list(connection.execute(NEWEST, values).scalars())
