"""What all tables share: names for constraints, and the kinds of columns."""

from typing import Any

from sqlalchemy import MetaData, Text
from sqlmodel import Field, SQLModel

from storage.columns import Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def moment() -> Any:
    """A column for a moment that is always known."""
    return Field(sa_type=Moment)


def maybe() -> Any:
    """A column for a moment that may be unknown."""
    return Field(default=None, sa_type=Moment, nullable=True)


def key(*, foreign: str | None = None) -> Any:
    """A part of a primary key."""
    return Field(primary_key=True, foreign_key=foreign)


def words() -> Any:
    """A column for text of any length, or for JSON."""
    return Field(sa_type=Text)


class Row(SQLModel):
    """What all tables share: one collection, with names for every constraint."""

    metadata = MetaData(naming_convention=NAMES)
