"""Where reviews are held: whose statement a message of a channel is; a channel with a new id keeps its reviews."""

from dataclasses import replace

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, update

from bot.domain.review import ThreadRef
from storage.tables import METADATA

_REVIEW = METADATA.tables["review"]
_STATEMENT = METADATA.tables["statement"]
_SAID_IN = (
    select(_REVIEW.c.number, _REVIEW.c.thread_thread, _STATEMENT.c.id)
    .join(_REVIEW, _REVIEW.c.number == _STATEMENT.c.review)
    .where(
        _STATEMENT.c.message == bindparam("message"),
        _REVIEW.c.thread_platform == bindparam("platform"),
        _REVIEW.c.thread_workspace == bindparam("workspace"),
        _REVIEW.c.thread_channel == bindparam("channel"),
    )
    .order_by(_REVIEW.c.number.desc(), _STATEMENT.c.id.desc())
    .limit(1)
)
_HELD_AT = (
    select(_REVIEW.c.number, _REVIEW.c.thread_thread)
    .where(
        _REVIEW.c.thread_channel == bindparam("channel"),
        _REVIEW.c.thread_workspace == bindparam("workspace"),
        _REVIEW.c.thread_platform == bindparam("platform"),
    )
    .order_by(_REVIEW.c.number)
)
_HELD = and_(
    _REVIEW.c.thread_channel == bindparam("old"),
    _REVIEW.c.thread_platform + ":" + _REVIEW.c.thread_workspace == bindparam("in_workspace"),
)
_HERE = _REVIEW.c.workspace == bindparam("in_workspace")
_NAMED = and_(_REVIEW.c.channel == bindparam("old"), _HERE)
_ASKED = and_(_REVIEW.c.asked_in == bindparam("old"), _HERE)
_RENAME = (
    update(_REVIEW)
    .where(or_(_HELD, _NAMED, _ASKED))
    .values(
        thread_channel=case((_HELD, bindparam("renamed")), else_=_REVIEW.c.thread_channel),
        channel=case((_NAMED, bindparam("renamed")), else_=_REVIEW.c.channel),
        asked_in=case((_ASKED, bindparam("renamed")), else_=_REVIEW.c.asked_in),
    )
)

_NEXT_WORKSPACE = select(func.min(_REVIEW.c.workspace)).where(_REVIEW.c.workspace > bindparam("after"))


def workspaces(connection: Connection) -> tuple[str, ...]:
    """The workspaces of reviews, by name: one step on the index each, however many reviews there are."""
    found = [""]
    while (after := connection.execute(_NEXT_WORKSPACE, {"after": found[-1]}).scalar()) is not None:
        found.append(after)
    return tuple(found[1:])


def renamed(connection: Connection, workspace: str, old: str, new: str) -> int:
    """Write the new id wherever the old one stands; returns how many reviews had it."""
    found = connection.execute(_RENAME, {"old": old, "in_workspace": workspace, "renamed": new})
    return found.rowcount


def held_at(connection: Connection, channel: ThreadRef) -> tuple[tuple[int, ThreadRef], ...]:
    """The reviews held in a channel, oldest first."""
    place = {name: getattr(channel, name) for name in ("platform", "workspace", "channel")}
    found = connection.execute(_HELD_AT, place)
    return tuple((row.number, replace(channel, thread=row.thread_thread)) for row in found)


def said_in(connection: Connection, channel: ThreadRef, message: str) -> tuple[int, ThreadRef, int] | None:
    """The newest statement that a message of a channel became."""
    place = {name: getattr(channel, name) for name in ("platform", "workspace", "channel")}
    row = connection.execute(_SAID_IN, {"message": message, **place}).first()
    return None if row is None else (row.number, replace(channel, thread=row.thread_thread), row.id)
