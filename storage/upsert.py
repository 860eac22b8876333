"""Inserts that may meet a row of the same key; the one place outside the engine that names a database."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import Insert, insert

from storage.tables import METADATA

_COUNTER = METADATA.tables["counter"]
_COUNT = insert(_COUNTER).on_conflict_do_update(
    index_elements=[_COUNTER.c.name], set_={"value": _COUNTER.c.value + insert(_COUNTER).excluded.value}
)
_NEXT = _COUNT.returning(_COUNTER.c.value)


def new_only(table: Table) -> Insert:
    """An insert that leaves a row of the same key as it is; its `rowcount` says whether there was none."""
    return insert(table).on_conflict_do_nothing()


def or_replace(table: Table, *keys: str) -> Insert:
    """An insert that takes the place of the row with the same keys."""
    statement = insert(table)
    values: dict[str, Any] = {c.name: statement.excluded[c.name] for c in table.c if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def count(connection: Connection, name: str, by: int = 1) -> int:
    """Raise a counter, beginning at 0, and return what it shows then."""
    return int(connection.execute(_NEXT, {"name": name, "value": by}).scalar_one())
