"""What people were told, who is owed a word when, and what is known of people's time."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.tables.base import Row, key, maybe, moment, words


class ToldRow(Row, table=True):
    """A nudge that was sent; `later` is the day its reader put it off to."""

    __tablename__ = "told"
    __table_args__ = (Index(None, "review", "at"), Index(None, "to", "at"))

    seq: int | None = Field(default=None, primary_key=True)  # the order of telling
    review: int
    kind: str
    about: str
    to: str | None
    place: str
    for_day: date
    at: datetime = moment()
    later: date | None = None


class OwingRow(Row, table=True):
    """Since when, or from when on, a review owes somebody a word outside its thread."""

    __tablename__ = "owing"
    __table_args__ = (Index(None, "due_at", "person"), Index(None, "person", "due_at", "review"))

    review: int = key()
    person: str = key()
    due_at: datetime = moment()


class DiaryRow(Row, table=True):
    """What is known of somebody's time, met or not; their hours and free days are the policy's."""

    __tablename__ = "diary"

    person: str = key()
    zone: str
    away_until: date | None = None
    away_said_at: datetime | None = maybe()
    shown_away_since: datetime | None = maybe()
    shown_away_until: datetime | None = maybe()
    undisturbed_from: datetime | None = maybe()
    undisturbed_until: datetime | None = maybe()
    gone: bool
    left_channels: str = words()  # JSON
