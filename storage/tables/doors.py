"""The two doors and the clock: what came in, what is to go out, what is to be woken, and kept bytes."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field

from storage.tables.base import Row, key, maybe, moment, words


class InboxRow(Row, table=True):
    """Everything that came in. `state`: waiting, handled, dead (given up, `why` says the reason)."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "state", "seq"), Index(None, "line", "state", "seq"))

    seq: int | None = Field(default=None, primary_key=True)  # the order of arrival
    id: str = Field(unique=True)  # the platform's event id
    kind: str
    body: str = words()  # JSON
    at: datetime = moment()
    line: (
        str | None
    )  # whose turn: `review:7`, or its thread while no review is known there; None: nobody waits
    state: str
    attempts: int
    why: str = words()


class OutboxRow(Row, table=True):
    """Everything to go out. `state`: pending, sending (until `next_at`, its lease), sent, dead (`why`)."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "next_at", "seq"),
        Index(
            "ix_outbox_open",
            "review",
            "lane",
            "first",
            "seq",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    seq: int | None = Field(default=None, primary_key=True)  # the order of saying
    key: str = Field(unique=True)
    review: int
    lane: str
    kind: str
    body: str = words()  # JSON
    newest_only: bool
    first: int  # 0: opens the thread, before everything of its review; 1: all else
    needs_thread: bool
    due_at: datetime = moment()  # as asked for
    next_at: datetime | None = (
        maybe()
    )  # not tried before; where sending, the end of the lease; None once done with
    state: str
    attempts: int
    token: int
    ambiguous: bool
    message: str
    why: str = words()


class TimerRow(Row, table=True):
    """When a review must be woken."""

    __tablename__ = "timer"
    __table_args__ = (Index(None, "due_at"),)

    review: int = key()
    name: str = key()
    due_at: datetime = moment()


class BlobRow(Row, table=True):
    """Bytes kept under their hash, compressed with zlib."""

    __tablename__ = "blob"

    sha256: str = key()
    size: int  # before compression
    content: bytes = Field(sa_type=LargeBinary)


class CounterRow(Row, table=True):
    """What is counted over the whole database: review numbers, fencing tokens."""

    __tablename__ = "counter"

    name: str = key()
    value: int


class AddressRow(Row, table=True):
    """How a chat adapter reaches a person or a channel, as its platform told; no other part reads it."""

    __tablename__ = "address"

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)  # the platform's id
    body: str = words()  # JSON, a map of texts
