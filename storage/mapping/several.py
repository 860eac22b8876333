"""Many reviews at once: one query for each of their parts, however many reviews there are."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from bot.domain.review import Review
from storage.mapping.parts import PARTS, REVIEW, REVIEW_TABLE, Part

_REVIEWS = (
    select(*(REVIEW_TABLE.c[name] for name in REVIEW.columns))
    .where(REVIEW_TABLE.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(REVIEW_TABLE.c.number.desc())
)
_BY_FIELD = {part.field: part for outer in PARTS for part in (outer, *outer.parts)}


def load_reviews(connection: Connection, numbers: Sequence[int]) -> tuple[Review, ...]:
    """The reviews of these numbers, newest first, without their statement logs."""
    if not numbers:
        return ()
    held = {part.field: _by_review(connection, part, numbers) for part in PARTS}
    rows = connection.execute(_REVIEWS, {"numbers": numbers})
    return tuple(
        REVIEW.load(row, 0, {field: tuple(found[row.number]) for field, found in held.items()})
        for row in rows
    )


def _by_review(connection: Connection, part: Part, numbers: Sequence[int]) -> dict[int, list[Any]]:
    """The values of a part by the review they are of, in their order."""
    inner = {each.field: _by_owner(connection, each, numbers) for each in part.parts}
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(_selection(part.field), {"numbers": numbers}):
        parts = {field: tuple(values[row[0], row[1]]) for field, values in inner.items()}
        found[row[0]].append(part.shape.load(row, 2, parts))
    return found


def _by_owner(
    connection: Connection, part: Part, numbers: Sequence[int]
) -> dict[tuple[int, object], list[Any]]:
    """The values of an inner part by review and by the key of what they belong to."""
    found: dict[tuple[int, object], list[Any]] = defaultdict(list)
    for row in connection.execute(_selection(part.field), {"numbers": numbers}):
        found[row[0], row[1]].append(part.shape.load(row, 3))
    return found


@cache
def _selection(field: str) -> Select[Any]:
    """All rows of a part of some reviews: their keys, then their values."""
    part = _BY_FIELD[field]
    c = part.table.c
    order = [c[name] for name in (*part.keys[:-1], "nr" if "nr" in c else part.key)]
    columns = [c[name] for name in (*part.keys, *part.shape.columns)]
    return select(*columns).where(c.review.in_(bindparam("numbers", expanding=True))).order_by(*order)
