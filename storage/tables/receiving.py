"""Spans that agents sent, and which runs are cited."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field

from storage.tables.base import Row, key, moment, words


class ReceivedRow(Row, table=True):
    """Spans of one run and one agent out of one request."""

    __tablename__ = "received"
    __table_args__ = (
        Index(None, "trace_id", "seq"),
        Index(None, "began", "ended", "trace_id"),
        Index(None, "agent_key", "began", "ended", "trace_id"),
        Index(None, "pinned", "received_at", "seq"),
    )

    seq: int | None = Field(default=None, primary_key=True)  # the order received
    id: str = Field(unique=True)  # a hash of what they hold
    trace_id: str
    agent: str = Field(sa_type=Text)
    agent_key: str = Field(sa_type=Text)  # the same without regard to case
    began: datetime = moment()
    ended: datetime = moment()
    spans: int
    received_at: datetime = moment()
    pinned: bool  # a review cites the run
    sha256: str  # of the whole request as received, unpacked
    redactions: str = words()  # JSON
    packed: bytes = Field(sa_type=LargeBinary)  # OTLP protobuf without its secrets, packed with zlib


class PinRow(Row, table=True):
    """A run that a review cites."""

    __tablename__ = "pin"

    trace_id: str = key()
    review: int = key()
