"""Earlier reviews of the same tool and class of decision, and those that rely on an agent being as it was."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, or_, select

from bot.domain.register import Earlier
from bot.domain.review import PersonKey, Review
from bot.domain.vocabulary import Question, WallStatus
from storage.mapping.shape import read_list
from storage.rules import MAIN, MOST_ALIKE, NEVER_BEGUN, PROVED, decision_class
from storage.tables import METADATA

_REVIEW = METADATA.tables["review"]
_VERDICT = METADATA.tables["verdict"]
_WALL = METADATA.tables["wall"]
_ALIKE = (
    select(*(_REVIEW.c[name] for name in ("number", "title", "restricted", "owner", "opener", "readers")))
    .join(_VERDICT, _VERDICT.c.review == _REVIEW.c.number)
    .where(
        _REVIEW.c.workspace == bindparam("workspace"),
        _REVIEW.c.tool == bindparam("tool"),
        _REVIEW.c.number != bindparam("number"),
        _REVIEW.c.status.not_in([status.value for status in NEVER_BEGUN]),
        _VERDICT.c.question == Question.DECISION.value,
        _VERDICT.c.decision == MAIN,
        _VERDICT.c.primary_class == bindparam("primary"),
        _VERDICT.c.settled_by.is_not(None),
    )
    .order_by(_REVIEW.c.number.desc())
    .limit(MOST_ALIKE)
)
_STANDING = (
    select(_WALL.c.review, _WALL.c.id)
    .where(
        _WALL.c.status == WallStatus.STANDING.value,
        _WALL.c.review.in_(bindparam("reviews", expanding=True)),
    )
    .order_by(_WALL.c.review, _WALL.c.nr)
)

_RELYING = (
    select(_REVIEW.c.number)
    .where(
        _REVIEW.c.workspace == bindparam("workspace"),
        _REVIEW.c.agent == bindparam("agent"),
        _REVIEW.c.status.not_in([status.value for status in NEVER_BEGUN]),
        or_(
            _REVIEW.c.same_tomorrow_stale.is_(False),
            exists().where(
                _WALL.c.review == _REVIEW.c.number, _WALL.c.status.in_([status.value for status in PROVED])
            ),
        ),
    )
    .order_by(_REVIEW.c.number)
)


def relying(connection: Connection, workspace: str, agent: str) -> tuple[int, ...]:
    """The reviews of an agent with a proved wall, or an answer to "same tomorrow?" that is not stale."""
    if not agent:
        return ()
    return tuple(connection.execute(_RELYING, {"workspace": workspace, "agent": agent}).scalars())


def earlier(connection: Connection, review: Review) -> tuple[Earlier, ...]:
    """The newest other reviews of the workspace with the same tool and class; none where either is unknown."""
    primary = decision_class(review)
    if not primary or not review.tool:
        return ()
    alike = {
        "workspace": review.workspace,
        "tool": review.tool,
        "number": review.number,
        "primary": primary,
    }
    rows = connection.execute(_ALIKE, alike).all()
    standing: dict[int, list[str]] = defaultdict(list)
    if rows:
        for number, wall in connection.execute(_STANDING, {"reviews": [row.number for row in rows]}):
            standing[number].append(wall)
    return tuple(
        Earlier(row.number, row.title, tuple(standing[row.number]), row.restricted, _people(row))
        for row in rows
    )


def _people(row: Row[Any]) -> tuple[PersonKey, ...]:
    """Who may read it by name; none for one that anybody may read."""
    named = (row.owner, row.opener, *read_list(row.readers)) if row.restricted else ()
    return tuple(dict.fromkeys(map(PersonKey, named)))
