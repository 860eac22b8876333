"""The clock, the places reviews are published to, and the places traces come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.domain.redaction import Redaction
from bot.domain.review import Evidence, Review
from bot.domain.says import Choice
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

    async def publish(self, review: Review, previous: Publication | None, choice: Choice = "") -> Publication:
        """Publish the review. Refused `publish_drifted` where somebody changed the target by hand and nobody chose.

        `choice` is theirs: `overwrite` writes over it, `beside` makes another beside it.
        """


@dataclass(frozen=True)
class Capture:
    """Something fetched or dropped: bytes as received."""

    content: bytes
    media_type: str
    source: str
    captured_at: datetime | None = None


class TraceSource(Protocol):
    """A place traces can be fetched from by a link. It changes nothing there, so that any call may be made again."""

    @property
    def name(self) -> str:
        """What people call it."""

    def recognises(self, link: str) -> bool:
        """Whether the link leads to a trace there, by configured host. Nothing is contacted."""

    async def fetch(self, link: str) -> Capture:
        """The bytes behind a link that it recognises: one try.

        Later where another try may bring them (`source_arriving` while a part of the run is missing,
        `source_not_there` where it is not known, or not yet), Refused where none will, PersonError where what is
        there cannot be taken (`trace_too_large`, `trace_too_many_spans`). Never Unsure.
        """

    async def greet(self) -> None:
        """One small call with the credentials, to see that it lets us in. Errors as those of `fetch`."""


class RunFetcher(Protocol):
    """Fetches the run behind a link, and keeps it like a file that was dropped."""

    async def fetch(self, link: str, review: int) -> Mapping[str, Any]:
        """The fields of a `Fetched` of a review. Errors are those of `TraceSource.fetch`."""


class Paint(StrEnum):
    """What a picture is made of; the value is what the names of such files end with."""

    SVG = "svg"
    PNG = "png"
    TEXT = "txt"


@dataclass(frozen=True)
class Drawing:
    """A picture, and the same in words for whoever does not see it."""

    content: bytes
    described: str


class RunDrawer(Protocol):
    """Draws a recorded run; synchronous, and may take its time."""

    def draw(self, review: Review, evidence: Evidence, point: str, paint: Paint) -> Drawing:
        """The run that a review keeps as evidence, with a point marked; of a restricted review it says so.

        PersonError `no_trace`, `no_such_point` or `trace_*` where it is not there.
        """


WithoutSecrets = Callable[[bytes], tuple[bytes, tuple[Redaction, ...]] | None]
"""A copy of a run that is no plain text, without its secrets, and what was taken out; None for anything else."""


class TraceReader(Protocol):
    """Reads a capture of any known format."""

    def __call__(self, content: bytes, *, name: str) -> Trace:
        """The trace; PersonError with a `trace_*` key where it cannot be read."""
