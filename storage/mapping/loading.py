"""Rows to the domain."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, true

from bot.domain.review import Review, Statement
from storage.mapping.parts import PARTS, REVIEW, REVIEW_TABLE, STATEMENTS, Part

_STATEMENT = STATEMENTS.table.c
_REVIEW_BY_NUMBER = select(*(REVIEW_TABLE.c[name] for name in REVIEW.columns)).where(
    REVIEW_TABLE.c.number == bindparam("number")
)
_PENDING = STATEMENTS.selection.where(_STATEMENT.pending == true())
_BY_MESSAGE = STATEMENTS.selection.where(_STATEMENT.message == bindparam("message"))
_BY_ID = STATEMENTS.selection.where(_STATEMENT.id.in_(bindparam("ids", expanding=True)))


def load_review(connection: Connection, number: int) -> Review | None:
    """One review with the statements that are pending; None where there is none of this number."""
    row = connection.execute(_REVIEW_BY_NUMBER, {"number": number}).first()
    if row is None:
        return None
    held: dict[str, tuple[Any, ...]] = {}
    for part in PARTS:
        rows = connection.execute(part.selection, {"number": number}).all()
        held[part.field] = _values(connection, part, number, rows)
    held["statements"] = _statements(connection, _PENDING, number)
    return REVIEW.load(row, 0, held)


def load_statements(connection: Connection, number: int) -> tuple[Statement, ...]:
    """The whole log of a review."""
    rows = connection.execute(STATEMENTS.selection, {"number": number}).all()
    return _values(connection, STATEMENTS, number, rows)


def find_statement(connection: Connection, number: int, message: str) -> Statement | None:
    """The newest statement kept under a platform's message id."""
    found = _statements(connection, _BY_MESSAGE, number, message=message)
    return found[-1] if found else None


def statements_by_id(connection: Connection, number: int, ids: Iterable[int]) -> tuple[Statement, ...]:
    """The statements of a log that have these ids."""
    return _statements(connection, _BY_ID, number, ids=list(ids))


def _statements(
    connection: Connection, selection: Select[Any], number: int, **values: object
) -> tuple[Statement, ...]:
    """A few statements of a log that may be long: only their own revisions are read."""
    rows = connection.execute(selection, {"number": number, **values}).all()
    return _values(connection, STATEMENTS, number, rows, owners=[row[0] for row in rows])


def _values(
    connection: Connection, part: Part, number: int, rows: Sequence[Any], **only: list[Any]
) -> tuple[Any, ...]:
    """What rows of a part hold; each begins with its own key, which names it to its own parts."""
    if not rows:
        return ()
    if not part.parts:
        return tuple(part.shape.load(row, 1) for row in rows)
    inner = {inner.field: _belonging(connection, inner, number, **only) for inner in part.parts}
    return tuple(
        part.shape.load(row, 1, {name: tuple(lists[row[0]]) for name, lists in inner.items()}) for row in rows
    )


def _belonging(connection: Connection, part: Part, number: int, **only: list[Any]) -> dict[Any, list[Any]]:
    """The values of a part by the key of what they belong to; of all of them, or of these `owners`."""
    selection = part.selection_of_some if only else part.selection
    lists: dict[Any, list[Any]] = defaultdict(list)
    for row in connection.execute(selection, {"number": number, **only}):
        lists[row[0]].append(part.shape.load(row, 2))
    return lists
