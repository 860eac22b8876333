"""Rows of who is owed a word outside threads: one for each review and person."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, select

from bot.domain.review import PersonKey
from bot.domain.walls import ENDED
from storage.columns import Moment
from storage.moments import utc
from storage.rules import MOST_OWING, NEVER_BEGUN, SETTLED_STAGES
from storage.tables import METADATA
from storage.upsert import or_replace

_TABLE = METADATA.tables["owing"]
_REVIEW, _PROGRESS = METADATA.tables["review"], METADATA.tables["progress"]
_UNKNOWN, _WALL, _PARTICIPANT = (METADATA.tables[name] for name in ("unknown", "wall", "participant"))
_C = _TABLE.c
_OF_REVIEW = select(_C.person, _C.due_at).where(_C.review == bindparam("of_review"))
_SET = or_replace(_TABLE, "review", "person")
_PAID = delete(_TABLE).where(_C.review == bindparam("of_review"), _C.person == bindparam("whom"))
_BY_NOW = _C.due_at <= bindparam("now", type_=Moment)
_TO_PERSON = _C.person == bindparam("whom")
_DUE = select(_C.review).where(_TO_PERSON, _BY_NOW).order_by(_C.due_at, _C.review).limit(bindparam("limit"))
_ASKED = select(_PROGRESS.c.review).where(
    _PROGRESS.c.asked_of == bindparam("whom"), _PROGRESS.c.stage.not_in(SETTLED_STAGES)
)
_OWNED = select(_REVIEW.c.number).where(
    _REVIEW.c.owner == bindparam("whom"), _REVIEW.c.status.not_in([status.value for status in NEVER_BEGUN])
)
_FINDS_OUT = select(_UNKNOWN.c.review).where(
    _UNKNOWN.c.owner == bindparam("whom"), _UNKNOWN.c.settled_at.is_(None)
)
_BUILDS = select(_WALL.c.review).where(
    _WALL.c.owner == bindparam("whom"), _WALL.c.status.not_in([status.value for status in ENDED])
)
_ACCEPTED = (
    select(_PARTICIPANT.c.review)
    .join(_REVIEW, _REVIEW.c.number == _PARTICIPANT.c.review)
    .where(_PARTICIPANT.c.person == bindparam("whom"), _REVIEW.c.no_wall_yet_by == bindparam("whom"))
)
_CONCERNING = (
    select(_C.review)
    .where(_TO_PERSON)
    .union(_ASKED, _OWNED, _FINDS_OUT, _BUILDS, _ACCEPTED)
    .order_by(_C.review)
)
"""A word in a thread is no debt of a row here, nor is what somebody gone owns, and yet both wait for the person."""
_SOONER = _TABLE.alias("sooner")
_OWED = (
    select(_C.person, _C.due_at)
    .where(_BY_NOW, ~exists().where(_SOONER.c.person == _C.person, _SOONER.c.due_at < _C.due_at))
    .distinct()
    .order_by(_C.due_at, _C.person)
    .limit(bindparam("limit"))
)
"""In the order of the index: of thousands due, those beyond the limit are not looked at."""


def put(connection: Connection, number: int, due: Mapping[PersonKey, datetime]) -> None:
    """Make these the rows of a review; those that are so already are not written."""
    before = dict(map(tuple, connection.execute(_OF_REVIEW, {"of_review": number})))
    paid = [{"of_review": number, "whom": person} for person in before if person not in due]
    changed = [
        {"review": number, "person": person, "due_at": due_at}
        for person, due_at in ((person, utc(moment)) for person, moment in due.items())
        if before.get(person) != due_at
    ]
    if paid:
        connection.execute(_PAID, paid)
    if changed:
        connection.execute(_SET, changed)


def to_person(connection: Connection, person: PersonKey, now: datetime) -> tuple[int, ...]:
    """The reviews that owe somebody a word by now, longest owed first."""
    rows = connection.execute(_DUE, {"whom": person, "now": now, "limit": MOST_OWING})
    return tuple(rows.scalars())


def concerning(connection: Connection, person: PersonKey) -> tuple[int, ...]:
    """The reviews that owe somebody a word at any time, ask them something or are theirs, by number."""
    return tuple(connection.execute(_CONCERNING, {"whom": person}).scalars())


def owed(connection: Connection, now: datetime, limit: int) -> tuple[tuple[PersonKey, datetime], ...]:
    """Who is owed a word by now, longest owed first."""
    rows = connection.execute(_OWED, {"now": now, "limit": limit})
    return tuple((PersonKey(person), since) for person, since in rows)
