"""What was said and found: the statement log, findings, verdicts, unknowns, evidence."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index

from storage.tables.base import Row, key, maybe, moment, words


class StatementRow(Row, table=True):
    """One message of a person. The log only grows; `pending` ones are what a journey loads."""

    __tablename__ = "statement"
    __table_args__ = (Index(None, "review", "pending", "id"), Index(None, "message", "review", "id"))

    review: int = key(foreign="review.number")
    id: int = key()
    message: str
    author: str
    at: datetime = moment()
    text: str = words()
    kind: str
    question: str
    decision: str
    permalink: str = words()
    pending: bool
    deleted: bool
    marked: bool
    redactions: str = words()  # JSON
    tree: str = words()  # JSON


class RevisionRow(Row, table=True):
    """An older text of a statement."""

    __tablename__ = "revision"
    __table_args__ = (ForeignKeyConstraint(["review", "statement"], ["statement.review", "statement.id"]),)

    review: int = key()
    statement: int = key()
    nr: int = key()
    text: str = words()
    at: datetime = moment()
    kind: str
    tree: str = words()  # JSON


class FindingRow(Row, table=True):
    """What is held for one facet."""

    __tablename__ = "finding"

    review: int = key(foreign="review.number")
    nr: int = key()
    facet: str
    text: str = words()
    spans: str = words()  # JSON
    evidence_class: str
    author: str
    at: datetime = moment()
    decision: str
    not_applicable: bool
    signs: str = words()  # JSON
    place: str = words()


class VerdictRow(Row, table=True):
    """What a question came to."""

    __tablename__ = "verdict"

    review: int = key(foreign="review.number")
    nr: int = key()
    question: str
    primary_class: str
    decision: str
    also: str = words()  # JSON
    ruling: str | None
    settled_by: str | None
    at: datetime | None = maybe()
    disagreed_by: str = words()  # JSON


class UnknownRow(Row, table=True):
    """What nobody could say, who will find out, and by when."""

    __tablename__ = "unknown"
    __table_args__ = (Index(None, "owner", "settled_at"),)

    review: int = key(foreign="review.number")
    id: str = key()
    nr: int
    question: str
    facets: str = words()  # JSON
    owner: str
    due: date
    opened_at: datetime = moment()
    why: str
    decision: str
    settled_at: datetime | None = maybe()


class DisagreementRow(Row, table=True):
    """Two readings of one facet."""

    __tablename__ = "disagreement"

    review: int = key(foreign="review.number")
    id: str = key()
    nr: int
    facet: str
    decision: str
    settle: str = words()


class PositionRow(Row, table=True):
    """One reading of a disagreement."""

    __tablename__ = "position"
    __table_args__ = (
        ForeignKeyConstraint(["review", "disagreement"], ["disagreement.review", "disagreement.id"]),
    )

    review: int = key()
    disagreement: str = key()
    nr: int = key()
    spans: str = words()  # JSON
    evidence_class: str
    author: str
    at: datetime = moment()


class EvidenceRow(Row, table=True):
    """Something kept as proof; `sha256` and `kept_sha256` find its bytes in `blob`."""

    __tablename__ = "evidence"

    review: int = key(foreign="review.number")
    id: str = key()
    nr: int
    what: str = words()
    kind: str
    evidence_class: str
    added_by: str
    added_at: datetime = moment()
    source: str = words()
    media_type: str
    size: int
    sha256: str
    kept_sha256: str
    captured_at: datetime | None = maybe()
    captured: bool
    trouble: str
    redactions: str = words()  # JSON
    looked_at_by: str | None
    points: int


class ColdReadRow(Row, table=True):
    """Somebody who was not there was asked which option they would expect."""

    __tablename__ = "cold_read"
    __table_args__ = (Index(None, "reader", "answered_at"),)

    review: int = key(foreign="review.number")
    nr: int = key()
    decision: str
    reader: str
    asked_at: datetime = moment()
    options: str = words()  # JSON
    read_thread: str
    picked: str = words()
    expected: str
    answered_at: datetime | None = maybe()
