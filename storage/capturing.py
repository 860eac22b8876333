"""Reviews with a wall that records what their agent sees, and that nothing proves for long."""

from datetime import date

from sqlalchemy import Connection, bindparam, exists, or_, select

from bot.domain.capturing import TAKEN
from bot.domain.heard import BOT
from bot.domain.vocabulary import Family, WallStatus
from storage.rules import NEVER_BEGUN
from storage.tables import METADATA

_REVIEW = METADATA.tables["review"]
_WALL = METADATA.tables["wall"]
_DRILL = METADATA.tables["drill"]

_BY_THE_BOT = f'%"source":"{BOT.person}"%'
"""A span in the bot's own words, as lists of spans are written; in somebody's words these marks are escaped."""

_PROVED_FOR_LONG = exists().where(
    _DRILL.c.review == _WALL.c.review,
    _DRILL.c.wall == _WALL.c.id,
    _DRILL.c.valid_until > bindparam("until"),
)
_CAPTURING = (
    select(_REVIEW.c.number, _REVIEW.c.agent)
    .distinct()
    .join(_WALL, _WALL.c.review == _REVIEW.c.number)
    .where(
        _WALL.c.family == Family.DETECT.value,
        _WALL.c.status.in_(sorted(status.value for status in TAKEN)),
        _WALL.c.spans.like(_BY_THE_BOT),
        or_(_WALL.c.status != WallStatus.STANDING.value, ~_PROVED_FOR_LONG),
        _REVIEW.c.agent != "",
        _REVIEW.c.status.not_in([status.value for status in NEVER_BEGUN]),
    )
    .order_by(_REVIEW.c.number)
)


def reviews(connection: Connection, until: date) -> tuple[tuple[int, str], ...]:
    """The reviews in which a window may be a drill by now, each with its agent's key."""
    return tuple((row.number, row.agent) for row in connection.execute(_CAPTURING, {"until": until}))
