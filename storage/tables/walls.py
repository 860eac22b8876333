"""Walls: those that existed, those to build, their drills and their life."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index

from storage.tables.base import Row, key, maybe, moment, words


def of_wall() -> tuple[ForeignKeyConstraint]:
    """The row belongs to a wall."""
    return (ForeignKeyConstraint(["review", "wall"], ["wall.review", "wall.id"]),)


class ExistingWallRow(Row, table=True):
    """A wall that existed at the time, and why it did not hold."""

    __tablename__ = "existing_wall"

    review: int = key(foreign="review.number")
    nr: int = key()
    span_source: str
    span_text: str = words()
    span_left_out: int
    span_provenance: str | None
    why_not: str


class WallRow(Row, table=True):
    """A change to the operation that stops the whole class."""

    __tablename__ = "wall"
    __table_args__ = (Index(None, "owner", "status"), Index(None, "family", "status"))

    review: int = key(foreign="review.number")
    id: str = key()
    nr: int
    text: str = words()
    spans: str = words()  # JSON
    family: str
    proposed_by: str
    proposed_at: datetime = moment()
    checks_outside_model: str
    checks_before_effect: str
    checks_independent: str
    checks_stops_sibling: str
    checks_auditable: str
    rare_second_person: bool
    human_approval: bool
    graded: bool
    owner: str | None
    due: date | None
    status: str
    missed_dates: int
    declined_by: str | None
    why: str = words()


class DrillRow(Row, table=True):
    """A proof by trying."""

    __tablename__ = "drill"
    __table_args__ = of_wall()

    review: int = key()
    wall: str = key()
    id: int = key()
    nr: int
    environment: str = words()
    run_at: datetime = moment()
    run_by: str
    incident_case_blocked: str
    incident_case_recorded: str
    incident_case_told: str
    sibling_case_blocked: str
    sibling_case_recorded: str
    sibling_case_told: str
    evidence: str = words()  # JSON
    verifier: str | None
    verified_at: datetime | None = maybe()
    valid_until: date | None
    captured: bool = False


class WallChangeRow(Row, table=True):
    """One step in the life of a wall."""

    __tablename__ = "wall_change"
    __table_args__ = of_wall()

    review: int = key()
    wall: str = key()
    nr: int = key()
    at: datetime = moment()
    by: str | None
    status: str
    why: str = words()


class ParkedRow(Row, table=True):
    """A fix offered before the wall question."""

    __tablename__ = "parked"

    review: int = key(foreign="review.number")
    nr: int = key()
    span_source: str
    span_text: str = words()
    span_left_out: int
    span_provenance: str | None
    author: str
    at: datetime = moment()
    handed_back: bool
