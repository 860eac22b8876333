"""Spans received, in memory."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import datetime

from bot.ports import ReceivedRun, ReceivedSpans
from storage.memory.rows import Rows
from storage.moments import all_utc
from storage.runs import LONGEST, by_time, run_of

Changing = Callable[[], AbstractContextManager[Rows]]


class MemoryReceived:
    """A `Received` on the rows of a store."""

    def __init__(self, rows: Callable[[], Rows], changing: Changing) -> None:
        self._rows = rows
        self._changing = changing

    def keep_soon(self, batches: tuple[ReceivedSpans, ...]) -> "Future[None]":
        """Keep them; it is done at once."""
        with self._changing() as rows:
            for batch in batches:
                rows.received.setdefault(batch.id, all_utc(batch))
        kept: Future[None] = Future()
        kept.set_result(None)
        return kept

    def of_run(self, trace_id: str) -> tuple[ReceivedSpans, ...]:
        """All of a run."""
        return tuple(batch for batch in self._rows().received.values() if batch.trace_id == trace_id)

    def runs(
        self, since: datetime, until: datetime, limit: int, *, agent: str = ""
    ) -> tuple[ReceivedRun, ...]:
        """The newest runs of a time."""
        newest: dict[str, datetime] = {}
        for batch in self._rows().received.values():
            is_asked_for = not agent or batch.agent.casefold() == agent.casefold()
            if is_asked_for and since - LONGEST <= batch.began <= until and batch.ended >= since:
                newest[batch.trace_id] = max(batch.began, newest.get(batch.trace_id, batch.began))
        found = sorted(sorted(newest), key=lambda trace_id: newest[trace_id], reverse=True)[:limit]
        return tuple(sorted((run_of(self.of_run(trace_id)) for trace_id in found), key=by_time))

    def pin(self, trace_id: str, review: int) -> None:
        """A review cites a run."""
        with self._changing() as rows:
            rows.pins[trace_id] = rows.pins.get(trace_id, frozenset()) | {review}

    def drop(self, before: datetime, limit: int) -> int:
        """Forget the oldest."""
        with self._changing() as rows:
            old = [
                b for b in rows.received.values() if b.received_at < before and b.trace_id not in rows.pins
            ]
            for batch in sorted(old, key=lambda batch: batch.received_at)[:limit]:
                del rows.received[batch.id]
            return len(old[:limit])
