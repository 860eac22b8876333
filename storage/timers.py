"""Rows of timers: one for each review and name."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from bot.ports import Timer
from storage.columns import Moment
from storage.tables import METADATA
from storage.upsert import or_replace

_TABLE = METADATA.tables["timer"]
_C = _TABLE.c
_SET = or_replace(_TABLE, "review", "name")
_ONE = (_C.review == bindparam("of_review"), _C.name == bindparam("called"))
_CANCEL = delete(_TABLE).where(*_ONE)
_TAKE = delete(_TABLE).where(*_ONE, _C.due_at == bindparam("at", type_=Moment))
_DUE = (
    select(_C.review, _C.name, _C.due_at)
    .where(_C.due_at <= bindparam("now", type_=Moment))
    .order_by(_C.due_at, _C.review, _C.name)
    .limit(bindparam("limit"))
)
_NEXT = select(func.min(_C.due_at, type_=Moment))


def put(connection: Connection, timer: Timer) -> None:
    """Set a timer, in the place of one of the same review and name."""
    connection.execute(_SET, {"review": timer.review, "name": timer.name, "due_at": timer.due_at})


def cancel(connection: Connection, review: int, name: str) -> None:
    """Remove a timer where there is one."""
    connection.execute(_CANCEL, {"of_review": review, "called": name})


def take(connection: Connection, timer: Timer) -> bool:
    """Remove a timer that is still set for this moment; False where it is not."""
    which = {"of_review": timer.review, "called": timer.name, "at": timer.due_at}
    return connection.execute(_TAKE, which).rowcount == 1


def due(connection: Connection, now: datetime, limit: int) -> tuple[Timer, ...]:
    """Timers due, oldest first."""
    return tuple(Timer(*row) for row in connection.execute(_DUE, {"now": now, "limit": limit}))


def next_due(connection: Connection) -> datetime | None:
    """When the next timer is due."""
    return connection.execute(_NEXT).scalar()
