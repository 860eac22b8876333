"""Rows of what people were told. One whose kind or place this release does not know is left out."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey
from storage.columns import Moment
from storage.moments import all_utc
from storage.tables import METADATA

_TABLE = METADATA.tables["told"]
_C = _TABLE.c
_READABLE = (
    _C.kind.in_([kind.value for kind in NudgeKind]),
    _C.place.in_([place.value for place in Where]),
)
_TELL = insert(_TABLE)
_TOLD = select(_C.review, _C.kind, _C.about, _C.to, _C.place, _C.for_day, _C.at, _C.later).where(*_READABLE)
_OF_REVIEW = _TOLD.where(_C.review == bindparam("of_review")).order_by(_C.at, _C.seq)
_TO_PERSON = _TOLD.where(
    _C.to == bindparam("person"),
    _C.at >= bindparam("since", type_=Moment),
    _C.place == Where.DIRECT.value,
).order_by(_C.at, _C.seq)
_LAST = (
    select(_C.seq)
    .where(
        _C.review == bindparam("of_review"),
        _C.about == bindparam("something"),
        _C.to == bindparam("person"),
        *_READABLE,
    )
    .order_by(_C.at.desc(), _C.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_PUT_OFF = update(_TABLE).where(_C.seq == _LAST).values(later=bindparam("until"))


def put(connection: Connection, told: Told) -> None:
    """Add a nudge that was sent."""
    sent = all_utc(told)
    row = {name: getattr(sent, name) for name in ("review", "about", "to", "for_day", "at", "later")}
    connection.execute(_TELL, {**row, "kind": sent.kind.value, "place": sent.place.value})


def of_review(connection: Connection, number: int) -> tuple[Told, ...]:
    """What a review told anybody, oldest first."""
    return _read(connection.execute(_OF_REVIEW, {"of_review": number}))


def to_person(connection: Connection, person: PersonKey, since: datetime) -> tuple[Told, ...]:
    """What somebody was told outside threads from a moment on, oldest first."""
    return _read(connection.execute(_TO_PERSON, {"person": person, "since": since}))


def put_off(connection: Connection, number: int, about: str, person: PersonKey, later: date) -> bool:
    """Write the day into what somebody was told last about something; False where there is nothing."""
    which = {"of_review": number, "something": about, "person": person}
    return connection.execute(_PUT_OFF, {**which, "until": later}).rowcount == 1


def _read(rows: Iterable[Row[Any]]) -> tuple[Told, ...]:
    return tuple(
        Told(
            row.review,
            NudgeKind(row.kind),
            row.about,
            None if row.to is None else PersonKey(row.to),
            Where(row.place),
            row.for_day,
            row.at,
            row.later,
        )
        for row in rows
    )
