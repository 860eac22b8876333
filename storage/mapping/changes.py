"""The domain to rows: what differs between two states of a review, and nothing else, is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from bot.domain.review import Review, Statement
from storage.mapping.parts import PARTS, REVIEW, REVIEW_TABLE, STATEMENTS, Part

_INSERT = insert(REVIEW_TABLE)
_UPDATE = (
    update(REVIEW_TABLE)
    .where(REVIEW_TABLE.c.number == bindparam("pk_number"))
    .values({name: bindparam(name) for name in REVIEW.columns if name != "number"})
)

Key = tuple[Any, ...]
Row = dict[str, Any]


@dataclass
class Changes:
    """What must happen to the rows of one review, gathered before anything is written."""

    inserted: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    updated: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    deleted: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def compare(self, part: Part, owner: Key, before: Sequence[Any], after: Sequence[Any]) -> None:
        """Note what differs between two lists; a value that is the same object is not looked into."""
        if before is after:
            return
        old, new = _keyed(part, owner, before), _keyed(part, owner, after)
        for key, (nr, value) in new.items():
            if key not in old:
                self.inserted[part.field].append(_row(part, key, nr, value))
                self._inner(part, key, None, value)
            elif old[key] != (nr, value):
                self._changed(part, key, old[key], (nr, value))
        for key, (_, value) in old.items():
            if key not in new:
                self.deleted[part.field].append(_found(part, key))
                self._inner(part, key, value, None)

    def _changed(self, part: Part, key: Key, old: tuple[int, Any], new: tuple[int, Any]) -> None:
        row = _row(part, key, *new)
        if row != _row(part, key, *old):
            self.updated[part.field].append(_without(row, part.keys) | _found(part, key))
        self._inner(part, key, old[1], new[1])

    def _inner(self, part: Part, key: Key, before: object, after: object) -> None:
        for inner in part.parts:
            old, new = (() if value is None else getattr(value, inner.field) for value in (before, after))
            self.compare(inner, key, old, new)

    def write(self, connection: Connection, parts: Iterable[Part]) -> None:
        """Delete from the leaves, then change, then insert from the root."""
        order = [each for part in parts for each in (part, *part.parts)]
        for part in reversed(order):
            if rows := self.deleted.get(part.field):
                connection.execute(part.deletion, rows)
        for part in order:
            if rows := self.updated.get(part.field):
                connection.execute(part.update, rows)
            if rows := self.inserted.get(part.field):
                connection.execute(part.insertion, rows)


def write(connection: Connection, before: Review | None, after: Review, log: Mapping[int, Statement]) -> None:
    """Bring the rows of one review from `before` to `after`; None where it is new.

    `log` holds the statements in hand as they are stored, by id; those not in hand are left as they are.
    """
    changes = Changes()
    for part in PARTS:
        changes.compare(part, (after.number,), getattr(before, part.field, ()), getattr(after, part.field))
    kept = tuple(log[statement.id] for statement in after.statements if statement.id in log)
    changes.compare(STATEMENTS, (after.number,), kept, after.statements)
    _write_review(connection, before, after)
    changes.write(connection, (*PARTS, STATEMENTS))


def _write_review(connection: Connection, before: Review | None, after: Review) -> None:
    row = REVIEW.dump(after)
    if before is None:
        connection.execute(_INSERT, row)
    elif row != REVIEW.dump(before):
        connection.execute(_UPDATE, _without(row, ("number",)) | {"pk_number": after.number})


def _keyed(part: Part, owner: Key, values: Sequence[Any]) -> dict[Key, tuple[int, Any]]:
    """Values by their key, each with its place; ValueError where two have one key."""
    keyed = {
        (*owner, nr if part.key == "nr" else getattr(value, part.key)): (nr, value)
        for nr, value in enumerate(values)
    }
    if len(keyed) < len(values):
        raise ValueError(f"two of the same {part.key} in {part.field} of review {owner[0]}")
    return keyed


def _row(part: Part, key: Key, nr: int, value: object) -> Row:
    row = part.shape.dump(value) | {name: show(value) for name, show in part.shown.items()}
    row.update(zip(part.keys, key, strict=True))
    if "nr" in part.table.c:
        row["nr"] = nr
    return row


def _found(part: Part, key: Key) -> Row:
    return {f"pk_{name}": value for name, value in zip(part.keys, key, strict=True)}


def _without(row: Row, keys: tuple[str, ...]) -> Row:
    return {name: value for name, value in row.items() if name not in keys}
