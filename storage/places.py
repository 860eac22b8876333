"""Where reviews are held: a channel that a platform gives another id keeps its reviews."""

from sqlalchemy import Connection, and_, bindparam, case, or_, update

from storage.tables import METADATA

_REVIEW = METADATA.tables["review"]
_HELD = and_(
    _REVIEW.c.thread_channel == bindparam("old"),
    _REVIEW.c.thread_platform + ":" + _REVIEW.c.thread_workspace == bindparam("in_workspace"),
)
_ASKED = and_(_REVIEW.c.channel == bindparam("old"), _REVIEW.c.workspace == bindparam("in_workspace"))
_RENAME = (
    update(_REVIEW)
    .where(or_(_HELD, _ASKED))
    .values(
        thread_channel=case((_HELD, bindparam("renamed")), else_=_REVIEW.c.thread_channel),
        channel=case((_ASKED, bindparam("renamed")), else_=_REVIEW.c.channel),
    )
)


def renamed(connection: Connection, workspace: str, old: str, new: str) -> int:
    """Write the new id wherever the old one stands; returns how many reviews had it."""
    found = connection.execute(_RENAME, {"old": old, "in_workspace": workspace, "renamed": new})
    return found.rowcount
