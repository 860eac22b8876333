"""What people may look up, on SQLite."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from bot.domain.mine import DRILL_DAYS, of_person, soonest
from bot.domain.register import ReviewLine, WallLine
from bot.domain.review import PersonKey, Review
from bot.domain.vocabulary import Question, Status, WallStatus, YesNo
from storage import mapping, mine
from storage.mapping.shape import read_list
from storage.rules import MAIN, by_due, known_class, may_open, may_read, only_for
from storage.tables import METADATA

_REVIEW = METADATA.tables["review"]
_PARTICIPANT = METADATA.tables["participant"]
_WALL = METADATA.tables["wall"]
_CHANGE = METADATA.tables["wall_change"]
_UNKNOWN = METADATA.tables["unknown"]
_VERDICT = METADATA.tables["verdict"]
_HERE = _REVIEW.c.workspace == bindparam("workspace")
_MAY_READ = tuple(_REVIEW.c[name] for name in ("restricted", "owner", "opener", "readers"))
_WROTE = (
    select(_PARTICIPANT.c.review)
    .join(_REVIEW, _REVIEW.c.number == _PARTICIPANT.c.review)
    .where(
        _HERE, _REVIEW.c.private_channel, _PARTICIPANT.c.wrote, _PARTICIPANT.c.person == bindparam("viewer")
    )
)
"""Reviews of private channels in whose thread somebody has written: they read them, restricted or not."""
_TOMORROW = ("same_tomorrow_answer", "same_tomorrow_at", "same_tomorrow_stale")
_SHOWN = ("number", "title", "status", "opened_at", "agent", "tool", *_TOMORROW)
_REVIEWS = (
    select(*(_REVIEW.c[name] for name in _SHOWN), *_MAY_READ).where(_HERE).order_by(_REVIEW.c.number.desc())
)


def _of_reviews(*columns: Any) -> Select[Any]:
    table = columns[0].table
    return select(*columns).join(_REVIEW, _REVIEW.c.number == table.c.review).where(_HERE)


_WALLS = _of_reviews(
    _WALL.c.review,
    _WALL.c.id,
    _WALL.c.text,
    _WALL.c.status,
    _WALL.c.owner.label("wall_owner"),
    _WALL.c.due,
    _WALL.c.proposed_at,
    _REVIEW.c.channel,
    _REVIEW.c.asked_in,
    *_MAY_READ,
).order_by(_WALL.c.review, _WALL.c.nr)
_FIRST = (
    _of_reviews(_CHANGE.c.review, _CHANGE.c.wall, _CHANGE.c.status, func.min(_CHANGE.c.at).label("first"))
    .where(_CHANGE.c.status.in_([WallStatus.STANDING.value, WallStatus.BREACHED.value]))
    .group_by(_CHANGE.c.review, _CHANGE.c.wall, _CHANGE.c.status)
)
"""When each wall stood first, and was breached first."""
_STATUSES = _of_reviews(_WALL.c.review, _WALL.c.status).order_by(_WALL.c.review, _WALL.c.nr)
_OPEN_UNKNOWNS = _of_reviews(_UNKNOWN.c.review, _UNKNOWN.c.decision, _UNKNOWN.c.facets).where(
    _UNKNOWN.c.settled_at.is_(None)
)
_CLASSES = (
    _of_reviews(_VERDICT.c.review, _VERDICT.c.primary_class)
    .where(
        _VERDICT.c.question == Question.DECISION.value,
        _VERDICT.c.decision == MAIN,
        _VERDICT.c.settled_by.is_not(None),
    )
    .order_by(_VERDICT.c.review, _VERDICT.c.nr)
)


class SqlLists:
    """A `Lists` on one reading connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reviews(self, viewer: PersonKey, workspace: str) -> tuple[ReviewLine, ...]:
        """Reviews of a workspace, newest first."""
        walls, unknowns = self._by_review(_STATUSES, workspace), self._unknown(workspace)
        classes = self._by_review(_CLASSES, workspace)
        wrote = self._wrote(viewer, workspace)
        return tuple(
            _line(row, walls[row.number], unknowns[row.number], classes[row.number])
            for row in self._connection.execute(_REVIEWS, {"workspace": workspace})
            if row.number in wrote or may_read(viewer, _only(row))
        )

    def walls(self, viewer: PersonKey, workspace: str) -> tuple[WallLine, ...]:
        """Walls of a workspace, by due date."""
        wrote = self._wrote(viewer, workspace)
        first = {
            (row.review, row.wall, WallStatus(row.status)): row.first
            for row in self._connection.execute(_FIRST, {"workspace": workspace})
        }
        lines = [
            _wall_line(row, first)
            for row in self._connection.execute(_WALLS, {"workspace": workspace})
            if row.review in wrote or may_read(viewer, _only(row))
        ]
        return tuple(sorted(lines, key=by_due))

    def review(self, viewer: PersonKey, number: int) -> Review | None:
        """One review with its whole log."""
        review = mapping.load_review(self._connection, number)
        if review is None or not may_open(viewer, review):
            return None
        return replace(review, statements=mapping.load_statements(self._connection, number))

    def mine(
        self, viewer: PersonKey, workspace: str, today: date, *, drill_days: int = DRILL_DAYS
    ) -> tuple[Review, ...]:
        """The newest reviews in which something waits for somebody."""
        found = mapping.load_reviews(
            self._connection, mine.numbers(self._connection, viewer, workspace, soonest(today, drill_days))
        )
        return tuple(
            r
            for r in found
            if may_read(viewer, only_for(r)) and of_person(r, viewer, today, drill_days=drill_days)
        )

    def _wrote(self, viewer: PersonKey, workspace: str) -> frozenset[int]:
        values = {"viewer": viewer, "workspace": workspace}
        return frozenset(self._connection.execute(_WROTE, values).scalars())

    def _unknown(self, workspace: str) -> dict[int, set[tuple[str, str]]]:
        """By review, the facets of a decision that an open unknown stands for."""
        found: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for review, decision, facets in self._connection.execute(_OPEN_UNKNOWNS, {"workspace": workspace}):
            found[review].update((decision, facet) for facet in read_list(facets))
        return found

    def _by_review(self, selection: Select[Any], workspace: str) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for review, value in self._connection.execute(selection, {"workspace": workspace}):
            found[review].append(value)
        return found


def _line(row: Row[Any], walls: list[str], unknowns: set[tuple[str, str]], classes: list[str]) -> ReviewLine:
    return ReviewLine(
        number=row.number,
        title=row.title,
        status=Status(row.status),
        owner=row.owner,
        opened_at=row.opened_at,
        unknowns=len(unknowns),
        walls=tuple(WallStatus(status) for status in walls),
        agent=row.agent,
        tool=row.tool,
        decision_class=known_class(classes[0]) if classes else "",
        same_tomorrow=None if row.same_tomorrow_answer is None else YesNo(row.same_tomorrow_answer),
        same_tomorrow_at=row.same_tomorrow_at,
        same_tomorrow_stale=bool(row.same_tomorrow_stale),
    )


def _wall_line(row: Row[Any], first: Mapping[tuple[int, str, WallStatus], datetime]) -> WallLine:
    return WallLine(
        review=row.review,
        wall=row.id,
        text=row.text,
        status=WallStatus(row.status),
        owner=row.wall_owner,
        due=row.due,
        proposed_at=row.proposed_at,
        channel=row.channel,
        asked_in=row.asked_in,
        stood_at=first.get((row.review, row.id, WallStatus.STANDING)),
        breached_at=first.get((row.review, row.id, WallStatus.BREACHED)),
    )


def _only(row: Row[Any]) -> tuple[PersonKey, ...] | None:
    if not row.restricted:
        return None
    return (row.owner, row.opener, *(PersonKey(reader) for reader in read_list(row.readers)))
