"""Rows of the inbox."""

import json

from sqlalchemy import Connection, and_, bindparam, exists, select, update

from bot.domain.heard import Heard
from bot.domain.review import ThreadRef
from bot.ports import Pending
from storage import wire
from storage.rules import MAX_TRIES
from storage.tables import METADATA
from storage.upsert import new_only

_TABLE = METADATA.tables["inbox"]
_REVIEW = METADATA.tables["review"]
_C = _TABLE.c
_AHEAD = _TABLE.alias("ahead")

_PUT = new_only(_TABLE)
_HELD_IN = (
    select(_REVIEW.c.number)
    .where(
        _REVIEW.c.thread_channel == bindparam("channel"),
        _REVIEW.c.thread_thread == bindparam("thread"),
        _REVIEW.c.thread_workspace == bindparam("workspace"),
        _REVIEW.c.thread_platform == bindparam("platform"),
    )
    .order_by(_REVIEW.c.number.desc())
    .limit(1)
)
_STATE = select(_C.state).where(_C.id == bindparam("id"))
_TRIES = select(_C.attempts).where(_C.id == bindparam("id"), _C.state == "waiting")
_SETTLE = (
    update(_TABLE)
    .where(_C.id == bindparam("pk_id"), _C.state == "waiting")
    .values(state=bindparam("to"), attempts=_C.attempts + bindparam("tries"), why=bindparam("reason"))
)
_HANDLED = (
    update(_TABLE)
    .where(_C.id == bindparam("pk_id"), _C.state == "waiting")
    .values(state="handled", attempts=_C.attempts + 1, why="", body="")
)
_JOIN = update(_TABLE).where(_C.line == bindparam("old"), _C.state == "waiting").values(line=bindparam("new"))
_FIRST = (
    select(_C.id, _C.kind, _C.body, _C.attempts)
    .where(
        _C.state == "waiting",
        ~exists().where(and_(_AHEAD.c.line == _C.line, _AHEAD.c.state == "waiting", _AHEAD.c.seq < _C.seq)),
    )
    .order_by(_C.seq)
    .limit(bindparam("limit"))
)


def put(connection: Connection, heard: Heard) -> bool:
    """Add an input, as `wire.sound_heard` returns it; False where its id is known."""
    row = {
        "id": heard.id,
        "kind": wire.kind_of(heard),
        "body": wire.encode(heard),
        "at": heard.at,
        "line": _line(connection, heard),
        "state": "waiting",
        "attempts": 0,
        "why": "",
    }
    return connection.execute(_PUT, row).rowcount == 1


def waits(connection: Connection, heard_id: str) -> bool:
    """Whether an input is neither handled nor given up."""
    return connection.execute(_STATE, {"id": heard_id}).scalar() == "waiting"


def handled(connection: Connection, heard_id: str) -> None:
    """An input is done with; its id stays, its words do not: a text forgotten in the record is kept nowhere else."""
    connection.execute(_HANDLED, {"pk_id": heard_id})


def failed(connection: Connection, heard_id: str, why: str) -> None:
    """Count a failed try; the last one makes it a dead letter. Nothing happens to one that does not wait."""
    tries = connection.execute(_TRIES, {"id": heard_id}).scalar()
    if tries is not None:
        to = "dead" if tries + 1 >= MAX_TRIES else "waiting"
        connection.execute(_SETTLE, {"pk_id": heard_id, "to": to, "tries": 1, "reason": why})


def give_up(connection: Connection, unreadable: dict[str, str]) -> None:
    """Make dead letters of inputs, by id, with the reason why each cannot be read."""
    rows = [{"pk_id": key, "to": "dead", "tries": 0, "reason": why} for key, why in unreadable.items()]
    connection.execute(_SETTLE, rows)


def first_of_each_line(connection: Connection, limit: int) -> tuple[tuple[Pending, ...], dict[str, str]]:
    """The oldest waiting input of each review; and by id those that cannot be read, each with the reason."""
    read, unreadable = [], {}
    for row in connection.execute(_FIRST, {"limit": limit}):
        try:
            read.append(Pending(wire.read_heard(row.kind, row.body), row.attempts + 1))
        except wire.Unreadable as error:
            unreadable[row.id] = str(error)
    return tuple(read), unreadable


def held_in(connection: Connection, thread: ThreadRef) -> int | None:
    """The number of the newest review held in a thread."""
    place = {name: getattr(thread, name) for name in ("platform", "workspace", "channel", "thread")}
    return connection.execute(_HELD_IN, place).scalar()


def join_lines(connection: Connection, thread: ThreadRef, number: int) -> None:
    """What waits for a thread stands in the line of its review from now on."""
    connection.execute(_JOIN, {"old": _thread_line(thread), "new": _review_line(number)})


def _line(connection: Connection, heard: Heard) -> str | None:
    number = heard.review
    if number is None and heard.thread is not None:
        number = held_in(connection, heard.thread)
        if number is None:
            return _thread_line(heard.thread)
    return None if number is None else _review_line(number)


def _review_line(number: int) -> str:
    return f"review:{number}"


def _thread_line(thread: ThreadRef) -> str:
    return json.dumps([thread.platform, thread.workspace, thread.channel, thread.thread])
