"""The clock, the places reviews are published to, and the places traces come from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.review import Review
from bot.domain.trace import Trace


class Clock(Protocol):
    """The time; a value in tests."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""


@dataclass(frozen=True)
class Publication:
    """What a target answered: where the review can be read."""

    link: str
    digest: str


class Publisher(Protocol):
    """A place reviews are published to; publishing again updates the same place."""

    @property
    def name(self) -> str:
        """What people and rows call it; it stays the same for good."""

    async def publish(self, review: Review, previous: Publication | None) -> Publication:
        """Publish the review; Drifted where somebody changed the target by hand."""


@dataclass(frozen=True)
class Capture:
    """Something fetched or dropped: bytes as received."""

    content: bytes
    media_type: str
    source: str
    captured_at: datetime | None = None


class TraceSource(Protocol):
    """A place traces can be fetched from by a link."""

    name: str

    def recognises(self, link: str) -> bool:
        """Whether the link is this source's, by configured host."""

    async def fetch(self, link: str) -> Capture:
        """The bytes behind the link."""


class TraceReader(Protocol):
    """Reads a capture of any known format."""

    def __call__(self, content: bytes, *, name: str) -> Trace:
        """The trace; PersonError with a `trace_*` key where it cannot be read."""
