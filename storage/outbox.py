"""Rows of the outbox: put in by journeys, claimed for one try each, settled by what came of it."""

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from bot.domain.review import ThreadRef
from bot.ports import Claim, Dead, OpenThread, Outgoing, Result, RetryAt, Sent, Unclear
from storage import wire
from storage.rules import needs_thread
from storage.tables import METADATA
from storage.turns import FIRST_DUE, NEXT_TURN
from storage.upsert import count, new_only

_TABLE = METADATA.tables["outbox"]
_C = _TABLE.c
_PUT = new_only(_TABLE)
_REPLACED = (
    _C.review == bindparam("of_review"),
    _C.lane == bindparam("of_lane"),
    _C.next_at.is_not(None),
    _C.state == "pending",
    _C.newest_only,
    _C.key != bindparam("newer"),
)
_HELD_UNTIL = select(func.max(_C.next_at)).where(*_REPLACED, _C.attempts > 0)
_REPLACE = delete(_TABLE).where(*_REPLACED)
_HOLD = update(_TABLE).where(_C.key == bindparam("newer")).values(next_at=bindparam("until"))
_TAKE = (
    update(_TABLE)
    .where(_C.key == bindparam("taken"))
    .values(
        state="sending",
        token=bindparam("new_token"),
        attempts=_C.attempts + 1,
        ambiguous=bindparam("unsure"),
        next_at=bindparam("until"),
    )
)
_GIVE_UP = (
    update(_TABLE)
    .where(_C.key == bindparam("lost"))
    .values(state="dead", next_at=None, why=bindparam("reason"))
)
_OPENING = select(_C.seq).where(_C.next_at.is_not(None), _C.first == 0).limit(1)
_UNSAY = (
    update(_TABLE)
    .where(
        _C.review == bindparam("of_review"),
        _C.next_at.is_(None),
        func.instr(_C.body, bindparam("part")) > 0,
    )
    .values(body="")
)
_MESSAGE = select(_C.message).where(_C.key == bindparam("key"), _C.state == "sent")


def put(connection: Connection, row: Outgoing) -> None:
    """Add a row; nothing happens where its key is known. A newest-only one takes the place of its predecessor."""
    values = {
        "key": row.key,
        "review": row.review,
        "lane": row.lane,
        "kind": wire.kind_of(row.what),
        "body": wire.encode(row.what),
        "newest_only": row.newest_only,
        "first": 0 if isinstance(row.what, OpenThread) else 1,
        "needs_thread": needs_thread(row.what),
        "due_at": row.due_at,
        "next_at": row.due_at,
        "state": "pending",
        "attempts": 0,
        "token": 0,
        "ambiguous": False,
        "message": "",
        "why": "",
    }
    if connection.execute(_PUT, values).rowcount == 1 and row.newest_only:
        _replace(connection, row)


def unsay(connection: Connection, number: int, texts: tuple[str, ...]) -> None:
    """Empty the bodies of rows that are done with and hold one of these texts, as it stands in JSON."""
    for text in texts:
        connection.execute(_UNSAY, {"of_review": number, "part": wire.encode(text)[1:-1]})


def _replace(connection: Connection, row: Outgoing) -> None:
    """Forget pending predecessors. Was one told to wait, the newcomer waits as long: the platform asked for it."""
    which = {"of_review": row.review, "of_lane": row.lane, "newer": row.key}
    until = connection.execute(_HELD_UNTIL, which).scalar()
    connection.execute(_REPLACE, which)
    if until is not None and until > row.due_at:
        connection.execute(_HOLD, {"newer": row.key, "until": until})


def claim(connection: Connection, now: datetime, limit: int, lease_s: float) -> tuple[Claim, ...]:
    """Lease the first due row of each review and lane; what cannot be read is given up on the way."""
    rows = connection.execute(FIRST_DUE, {"now": now, "limit": limit}).all()
    if not rows:
        return ()
    token = count(connection, "token", by=len(rows)) - len(rows)
    until = now + timedelta(seconds=lease_s)
    claims, lost = [], []
    for row in rows:
        token += 1
        try:
            claims.append(_claim(row, token, until))
        except wire.Unreadable as error:
            lost.append({"lost": row.key, "reason": str(error)})
    if lost:
        connection.execute(_GIVE_UP, lost)
    _take(connection, claims)
    return tuple(claims)


def _take(connection: Connection, claims: Sequence[Claim]) -> None:
    rows = [
        {"taken": c.outgoing.key, "new_token": c.token, "unsure": c.ambiguous, "until": c.leased_until}
        for c in claims
    ]
    if rows:
        connection.execute(_TAKE, rows)


def _claim(row: Row[Any], token: int, until: datetime) -> Claim:
    what = wire.read_sendable(row.kind, row.body)
    place = (row.thread_platform, row.thread_workspace, row.thread_channel, row.thread_thread)
    return Claim(
        outgoing=Outgoing(row.key, row.review, what, row.due_at, row.lane, row.newest_only),
        token=token,
        attempt=row.attempts + 1,
        ambiguous=row.ambiguous or row.state == "sending",  # its lease is over: nobody knows how far it came
        leased_until=until,
        thread=None if row.thread_platform is None else ThreadRef(*place),
        channel=row.channel or "",
        workspace=row.workspace or "",
    )


def settle(connection: Connection, claim: Claim, result: Result) -> bool:
    """Write what came of a try; False where the token is no longer the row's."""
    ours = (_C.key == claim.outgoing.key, _C.token == claim.token, _C.state == "sending")
    return connection.execute(update(_TABLE).where(*ours).values(**_became(result))).rowcount == 1


def _became(result: Result) -> dict[str, Any]:
    match result:
        case Sent(message=message):
            return {"state": "sent", "next_at": None, "message": message, "why": ""}
        case RetryAt(at=at, why=why):
            return {"state": "pending", "next_at": at, "why": why}
        case Unclear(at, why):
            return {"state": "pending", "next_at": at, "why": why, "ambiguous": True}
        case Dead(why=why):
            return {"state": "dead", "next_at": None, "why": why}


def end_leases(connection: Connection) -> None:
    """Rows that were being sent may be claimed again at once: whoever had them is gone."""
    connection.execute(update(_TABLE).where(_C.state == "sending").values(next_at=_C.due_at))


def message(connection: Connection, key: str) -> str | None:
    """The platform's id of what a key became; None where it was not sent, or made no message."""
    return connection.execute(_MESSAGE, {"key": key}).scalar() or None


def sent(connection: Connection, review: int | None, limit: int) -> tuple[tuple[Outgoing, str], ...]:
    """The newest rows sent, oldest first, with the ids of their messages."""
    of_review = () if review is None else (_C.review == review,)
    newest = select(*_C).where(_C.state == "sent", *of_review).order_by(_C.seq.desc()).limit(limit)
    found = []
    for row in reversed(connection.execute(newest).all()):
        with contextlib.suppress(wire.Unreadable):
            what = wire.read_sendable(row.kind, row.body)
            outgoing = Outgoing(row.key, row.review, what, row.due_at, row.lane, row.newest_only)
            found.append((outgoing, row.message))
    return tuple(found)


def is_opening(connection: Connection) -> bool:
    """Whether a row that opens a thread is not done with."""
    return connection.execute(_OPENING).first() is not None


def next_turn(connection: Connection) -> datetime | None:
    """When a row may be claimed next."""
    return connection.execute(NEXT_TURN).scalar()
