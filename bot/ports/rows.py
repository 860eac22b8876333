"""Rows that wait: errands of the outbox and what came of a try, timers, inputs not worked off."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.heard import Heard
from bot.domain.review import ThreadRef
from bot.domain.says import Draw, Fetch, Invite, Publish, React, Say


@dataclass(frozen=True)
class OpenThread:
    """Make the thread of a review: its first post is the card.

    A review that moves has a thread already, `leaves`, and stays there until the one in `channel` stands.
    """

    card: Say
    channel: str = ""  # empty: where the opening was asked for
    private: bool | None = None  # whether that channel is; None: as the opening told
    leaves: ThreadRef | None = None


Sendable = Say | React | Publish | Fetch | Draw | Invite | OpenThread
"""What an outbox row can hold; stored as a `kind` and JSON."""


@dataclass(frozen=True)
class Outgoing:
    """One row of the outbox. `key` names its meaning and the version that caused it, never the attempt."""

    key: str
    review: int
    what: Sendable
    due_at: datetime
    lane: str = "words"  # one row in flight per review and lane: words, card, react, publish
    newest_only: bool = False  # takes the place of a pending row of its lane: only the newest card is drawn


@dataclass(frozen=True)
class Claim:
    """A row taken for one try: nobody else has it until `leased_until`.

    A result is refused unless `token` still holds.
    """

    outgoing: Outgoing
    token: int
    attempt: int  # counts from 1
    ambiguous: bool  # an earlier try had an unknown outcome: look before sending
    leased_until: datetime
    thread: ThreadRef | None  # where the review lives by now
    channel: str  # where its opening was asked for
    workspace: str = ""  # as the review names it: "slack:T1"


@dataclass(frozen=True)
class Sent:
    """Done; `message` is the platform's id of what was made, empty where there is none.

    `then` is what the house hears of it: it is stored with the result, or neither is.
    """

    message: str = ""
    then: Heard | None = None


@dataclass(frozen=True)
class RetryAt:
    """Not sent for certain; try again then. `then` is as above."""

    at: datetime
    why: str
    then: Heard | None = None


@dataclass(frozen=True)
class Unclear:
    """Nobody knows whether it was sent; look before sending again, not before `at`."""

    at: datetime
    why: str


@dataclass(frozen=True)
class Dead:
    """Given up, visibly; `why` is shown in `check`, and `then` is as above."""

    why: str
    then: Heard | None = None


Result = Sent | RetryAt | Unclear | Dead


def heard_of(result: Result) -> Heard | None:
    """What the house hears of a result."""
    return None if isinstance(result, Unclear) else result.then


@dataclass(frozen=True)
class Timer:
    """When a review must be woken: one row per (review, name)."""

    review: int
    name: str
    due_at: datetime


@dataclass(frozen=True)
class Pending:
    """An input waiting in the inbox."""

    heard: Heard
    attempt: int  # counts from 1
