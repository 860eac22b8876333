"""What the store in memory holds. A unit of work changes a copy, which takes the place of the old on success."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import datetime

from bot.domain.due import Diary
from bot.domain.heard import Heard, Speaker
from bot.domain.nudges import Told
from bot.domain.review import PersonKey, Review, Statement, ThreadRef
from bot.ports import Outgoing, ReceivedSpans, Timer


@dataclass(frozen=True)
class Input:
    """A row of the inbox. `state`: waiting, handled, dead."""

    heard: Heard
    state: str = "waiting"
    attempts: int = 0
    why: str = ""


@dataclass(frozen=True)
class Errand:
    """A row of the outbox. `state`: pending, sending, sent, dead; `next_at` is None once it is done with."""

    row: Outgoing
    seq: int
    next_at: datetime | None
    state: str = "pending"
    attempts: int = 0
    token: int = 0
    ambiguous: bool = False
    message: str = ""
    why: str = ""
    unsaid: bool = False  # it held a text that was forgotten


@dataclass
class Rows:
    """Everything kept; values are immutable, so that a copy of the dictionaries is a copy of all."""

    reviews: dict[int, Review] = field(default_factory=dict)  # without statements
    logs: dict[int, tuple[Statement, ...]] = field(default_factory=dict)  # by id
    people: dict[PersonKey, Speaker] = field(default_factory=dict)
    inbox: dict[str, Input] = field(default_factory=dict)  # in order of arrival
    outbox: dict[str, Errand] = field(default_factory=dict)
    timers: dict[tuple[int, str], Timer] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)  # in the order of telling
    told_of: dict[int, tuple[int, ...]] = field(default_factory=dict)  # by review, keys of `told`
    told_to: dict[PersonKey, tuple[int, ...]] = field(default_factory=dict)  # by person, the same
    owing: dict[int, Mapping[PersonKey, datetime]] = field(default_factory=dict)  # by review
    diaries: dict[PersonKey, Diary] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    received: dict[str, ReceivedSpans] = field(default_factory=dict)  # in order of arrival
    pins: dict[str, frozenset[int]] = field(default_factory=dict)  # by run, the reviews that cite it
    counters: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "Rows":
        """The same rows, to be changed apart."""
        return Rows(**{each.name: copy(getattr(self, each.name)) for each in fields(self)})

    def count(self, name: str) -> int:
        """Raise a counter and return what it shows then."""
        self.counters[name] = self.counters.get(name, 0) + 1
        return self.counters[name]

    def held_in(self, thread: ThreadRef) -> int | None:
        """The number of the newest review held in a thread."""
        return max((r.number for r in self.reviews.values() if r.thread == thread), default=None)
