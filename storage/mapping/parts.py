"""Which part of a review lies in which table."""

import dataclasses
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import Delete, Insert, Select, Table, Update, bindparam, delete, insert, select, update

from bot.domain import review as domain
from storage import tables
from storage.mapping.shape import Shape, shape
from storage.tables.base import Row


@dataclasses.dataclass(frozen=True)
class Part:
    """A field of a review, or of one of its parts, that is a list with a table of its own.

    Its rows are keyed by the review, the key of the part they belong to (`of`), and their own: the field `key`, or
    their place in the list. `shown` columns are written for people to read and never read back.
    """

    field: str
    kind: Callable[..., Any]
    row: type[Row]
    key: str = "nr"
    of: str = ""
    parts: tuple["Part", ...] = ()
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    shown: Mapping[str, Callable[[Any], object]] = dataclasses.field(default_factory=dict)

    @cached_property
    def table(self) -> Table:
        """The table as SQLAlchemy's Core knows it."""
        return tables.METADATA.tables[str(self.row.__tablename__)]

    @cached_property
    def shape(self) -> Shape[Any]:
        """Its values in columns."""
        return shape(self.kind, parts=tuple(part.field for part in self.parts), names=self.names)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return ("review", self.of, self.key) if self.of else ("review", self.key)

    @cached_property
    def selection(self) -> Select[Any]:
        """All rows of one review in their order: the key they belong to, their own, their values."""
        c = self.table.c
        columns = [c[name] for name in (*self.keys[1:], *self.shape.columns)]
        order = [c[name] for name in (*self.keys[1:-1], "nr" if "nr" in c else self.key)]
        return select(*columns).where(c.review == bindparam("number")).order_by(*order)

    @cached_property
    def selection_of_some(self) -> Select[Any]:
        """The same, of those that belong to some `owners`."""
        return self.selection.where(self.table.c[self.of].in_(bindparam("owners", expanding=True)))

    @cached_property
    def insertion(self) -> Insert:
        """One new row."""
        return insert(self.table)

    @cached_property
    def update(self) -> Update:
        """One row, all of it, found by `pk_` and its keys."""
        values: dict[str, Any] = {c.name: bindparam(c.name) for c in self.table.c if c.name not in self.keys}
        return update(self.table).where(*self._found()).values(values)

    @cached_property
    def deletion(self) -> Delete:
        """One row less."""
        return delete(self.table).where(*self._found())

    def _found(self) -> list[Any]:
        return [self.table.c[name] == bindparam(f"pk_{name}") for name in self.keys]


def _text(value: domain.Finding | domain.Wall) -> str:
    return value.text


POSITIONS = Part("positions", domain.Position, tables.PositionRow, of="disagreement")
DRILLS = Part("drills", domain.Drill, tables.DrillRow, key="id", of="wall")
CHANGES = Part("changes", domain.WallChange, tables.WallChangeRow, of="wall")

PARTS = (
    Part("decisions", domain.Decision, tables.DecisionRow, key="letter"),
    Part("progress", domain.Progress, tables.ProgressRow),
    Part("findings", domain.Finding, tables.FindingRow, shown={"text": _text}),
    Part("verdicts", domain.Verdict, tables.VerdictRow, names={"primary": "primary_class"}),
    Part("unknowns", domain.Unknown, tables.UnknownRow, key="id"),
    Part("disagreements", domain.Disagreement, tables.DisagreementRow, key="id", parts=(POSITIONS,)),
    Part("evidence", domain.Evidence, tables.EvidenceRow, key="id"),
    Part("cold_reads", domain.ColdRead, tables.ColdReadRow),
    Part("existing", domain.ExistingWall, tables.ExistingWallRow),
    Part("walls", domain.Wall, tables.WallRow, key="id", parts=(DRILLS, CHANGES), shown={"text": _text}),
    Part("parked", domain.Parked, tables.ParkedRow),
    Part("participants", domain.Participant, tables.ParticipantRow),
    Part("acts", domain.Act, tables.ActRow, names={"values": "details"}),
    Part("publications", domain.Publication, tables.PublicationRow),
    Part("polls", domain.Poll, tables.PollRow),
    Part("links", domain.Linked, tables.LinkedRow),
)
"""Everything a journey loads whole."""

REVISIONS = Part("revisions", domain.Revision, tables.RevisionRow, of="statement")
STATEMENTS = Part("statements", domain.Statement, tables.StatementRow, key="id", parts=(REVISIONS,))
"""The log, of which a journey loads what is pending."""

REVIEW = shape(domain.Review, parts=(*(part.field for part in PARTS), STATEMENTS.field))
REVIEW_TABLE = tables.METADATA.tables["review"]
