"""What was said, to the letter: the statement log, and the words taken from it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.redaction import Redaction
from bot.domain.review.people import PersonKey
from bot.domain.trace_vocabulary import Provenance
from bot.domain.tree import Tree
from bot.domain.vocabulary import Question


class StatementKind(StrEnum):
    """What a message is to the record."""

    ANSWER = "answer"  # taken into the record
    TALK = "talk"  # between people: kept in the thread, its text not in the record
    SELF_REPORT = "self_report"  # the agent's own words, afterwards


class RevisionKind(StrEnum):
    """What happened to an older text of a statement."""

    EDITED = "edited"
    DELETED = "deleted"
    FORGOTTEN = "forgotten"  # the text is gone for good, by its author's or the owner's word


@dataclass(frozen=True)
class Revision:
    """An older text of a statement, and when and how it stopped being the current one."""

    text: str
    at: datetime
    kind: RevisionKind
    tree: Tree = field(default_factory=Tree)


@dataclass(frozen=True)
class Statement:
    """One message of a person, whole; nothing of the log is ever removed."""

    id: int  # counts from 1 in the review
    message: str  # the platform's id of the message, unique in the thread
    author: PersonKey
    at: datetime
    text: str  # redacted; empty once deleted
    kind: StatementKind
    question: Question  # the question that was open
    decision: str = ""  # the letter of the decision that was open, empty for shared questions
    permalink: str = ""
    pending: bool = False  # the bot has not answered it yet
    deleted: bool = False
    marked: bool = False  # a person marked it for the timeline
    redactions: tuple[Redaction, ...] = ()
    revisions: tuple[Revision, ...] = ()
    tree: Tree = field(default_factory=Tree)  # what its author made of the text; goes where the text goes


@dataclass(frozen=True)
class Span:
    """Somebody's words, to the letter: from a statement (`S4`) or an evidence (`E1`).

    `left_out` and `provenance` are those of words from a trace: characters that follow them there, and what became
    of them where they are not what the application sent.
    """

    source: str
    text: str
    left_out: int = 0
    provenance: Provenance | None = None
