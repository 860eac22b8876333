"""Spans that agents sent while they ran: kept for some days, found again by run, agent and time, pinned by reviews."""

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.redaction import Redaction


@dataclass(frozen=True)
class ReceivedSpans:
    """The spans of one run and one agent out of one request, as they are kept."""

    id: str  # follows from what they hold: a request that comes again is kept once
    trace_id: str  # 32 hex digits
    agent: str  # `gen_ai.agent.name`, else `service.name`; may be empty
    began: datetime  # of the earliest span
    ended: datetime  # of the latest
    spans: int
    received_at: datetime
    sha256: str  # of the whole request as received, unpacked
    packed: bytes  # OTLP protobuf without its secrets, packed with zlib
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True)
class ReceivedRun:
    """What is kept of one run, in one line."""

    trace_id: str
    agents: tuple[str, ...]  # by name
    began: datetime
    ended: datetime
    spans: int
    received_at: datetime  # the newest of them


class Received(Protocol):
    """Spans received. Safe to call from any thread; OutsideError `storage_*` where the database is away."""

    def keep_soon(self, batches: tuple[ReceivedSpans, ...]) -> "Future[None]":
        """Have them kept, in a commit shared with inputs: done when it is committed. Those known stay as they are."""

    def of_run(self, trace_id: str) -> tuple[ReceivedSpans, ...]:
        """All that is kept of a run, in the order received."""

    def runs(
        self, since: datetime, until: datetime, limit: int, *, agent: str = ""
    ) -> tuple[ReceivedRun, ...]:
        """The newest runs with spans in this time, oldest first; of one agent, or of all where it is empty.

        Names of agents are compared without regard to case. What lasts longer than a day is found by its first day
        alone. Each line tells of the whole run, also of what lies outside that time.
        """

    def pin(self, trace_id: str, review: int) -> None:
        """A review cites a run: what is kept of it, and what of it comes later, is never dropped."""

    def drop(self, before: datetime, limit: int) -> int:
        """Forget the oldest spans received before a moment that no review cites, `limit` rows at most; how many."""
