"""What every store agrees on about runs that were received."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.ports import ReceivedRun

LONGEST = timedelta(days=1)
"""Spans of one request that last longer are found by their first day alone: an index looks no further back."""


class Part(Protocol):
    """Some spans of a run, of one agent."""

    @property
    def trace_id(self) -> str:
        """Of which run."""

    @property
    def agent(self) -> str:
        """Of which agent."""

    @property
    def began(self) -> datetime:
        """The earliest beginning."""

    @property
    def ended(self) -> datetime:
        """The latest end."""

    @property
    def spans(self) -> int:
        """How many."""

    @property
    def received_at(self) -> datetime:
        """The newest arrival."""


def run_of(parts: Sequence[Part]) -> ReceivedRun:
    """The line of one run, out of all its parts."""
    return ReceivedRun(
        trace_id=parts[0].trace_id,
        agents=tuple(sorted({part.agent for part in parts} - {""})),
        began=min(part.began for part in parts),
        ended=max(part.ended for part in parts),
        spans=sum(part.spans for part in parts),
        received_at=max(part.received_at for part in parts),
    )


def by_time(run: ReceivedRun) -> tuple[datetime, str]:
    """The order of runs in lists."""
    return (run.began, run.trace_id)
