"""The review itself, its course, and who took part."""

from datetime import date, datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from storage.tables.base import Row, key, maybe, moment, words


class ReviewRow(Row, table=True):
    """One decision review."""

    __tablename__ = "review"
    __table_args__ = (
        Index(None, "workspace", "agent", "number"),
        Index(None, "workspace", "tool", "number"),
        Index(None, "owner", "status"),
        Index("ix_review_thread", "thread_channel", "thread_thread", "thread_workspace", "thread_platform"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    workspace: str
    title: str = words()
    opener: str
    owner: str
    opened_at: datetime = moment()
    status: str
    version: int
    thread_platform: str | None
    thread_workspace: str | None
    thread_channel: str | None
    thread_thread: str | None
    channel: str
    asked_in: str
    restricted: bool
    private_channel: bool
    readers: str = words()  # JSON
    quick: bool
    quiet_by: str | None
    quiet_since: datetime | None = maybe()
    quiet_asked_again: bool | None
    first_guess: str | None
    severity: str
    aware_at: str
    harm: str = words()
    jurisdiction: str
    postmortem: str = words()
    agent: str
    tool: str
    reason: str = words()
    merged_into: int | None
    earlier_asked: bool
    blame_probes: int
    current: str
    asking: str | None
    containment_contained: str | None
    containment_owner: str | None
    containment_by: str | None
    containment_at: datetime | None = maybe()
    same_tomorrow_answer: str | None
    same_tomorrow_because: str | None = Field(default=None, sa_type=Text)  # JSON
    same_tomorrow_by: str | None
    same_tomorrow_at: datetime | None = maybe()
    same_tomorrow_walls: str | None = Field(default=None, sa_type=Text)  # JSON
    same_tomorrow_stale: bool | None
    no_wall_yet_by: str | None
    no_wall_yet_reason: str | None = Field(default=None, sa_type=Text)
    no_wall_yet_review_on: date | None
    no_wall_yet_at: datetime | None = maybe()
    statement_count: int


class DecisionRow(Row, table=True):
    """One choice of the agent."""

    __tablename__ = "decision"

    review: int = key(foreign="review.number")
    letter: str = key()
    nr: int
    title: str = words()
    evidence: str
    point: str
    decided_at: datetime | None = maybe()
    recorded: str = words()  # JSON


class ProgressRow(Row, table=True):
    """How far one question of one decision has come."""

    __tablename__ = "progress"
    __table_args__ = (
        Index(
            "ix_progress_asked_of",
            "asked_of",
            sqlite_where=text("asked_of IS NOT NULL"),
            postgresql_where=text("asked_of IS NOT NULL"),
        ),
    )

    review: int = key(foreign="review.number")
    nr: int = key()
    question: str
    decision: str
    stage: str
    probes: int
    probed: str = words()  # JSON
    facet: str | None
    answered: bool
    skipped_once: bool
    copied: bool
    reopened: bool
    asked_of: str | None


class ParticipantRow(Row, table=True):
    """Somebody who took part in a review."""

    __tablename__ = "participant"
    __table_args__ = (Index(None, "person"),)

    review: int = key(foreign="review.number")
    nr: int = key()
    person: str
    name: str
    number: int
    role: str
    agent: bool
    wrote: bool


class ActRow(Row, table=True):
    """Something the bot or a person did to the review."""

    __tablename__ = "act"
    __table_args__ = (
        Index(
            "ix_act_sent_for_review",
            "review",
            sqlite_where=text("kind = 'sent_for_review'"),
            postgresql_where=text("kind = 'sent_for_review'"),
        ),
    )

    review: int = key(foreign="review.number")
    nr: int = key()
    at: datetime = moment()
    kind: str
    by: str | None
    details: str = words()  # JSON, pairs


class PublicationRow(Row, table=True):
    """One published version on one target."""

    __tablename__ = "publication"

    review: int = key(foreign="review.number")
    nr: int = key()
    target: str
    version: int
    digest: str
    at: datetime = moment()
    link: str = words()
    trouble: str


class PollRow(Row, table=True):
    """One person's answers to the poll at the end."""

    __tablename__ = "poll"

    review: int = key(foreign="review.number")
    nr: int = key()
    person: str
    learned: str
    again: str


class LinkedRow(Row, table=True):
    """An earlier review, and whether it is of the same class."""

    __tablename__ = "linked"

    review: int = key(foreign="review.number")
    nr: int = key()
    number: int
    same_class: str
    by: str
    at: datetime = moment()


class PersonRow(Row, table=True):
    """Somebody met in a workspace, with the name the platform shows."""

    __tablename__ = "person"
    __table_args__ = (Index(None, "workspace"),)

    person: str = key()
    workspace: str
    name: str
    agent: bool
