"""What agents sent, found again: one run as a trace in one piece, and the runs around a moment."""

import zlib
from datetime import datetime, timedelta

from bot.domain.errors import PersonError
from bot.ports import ReceivedRun, Store
from bot.traces.otlp import required_id

MOST = 100
"""Runs in one answer; a shorter time or an agent's name finds the rest."""

MAX_BYTES = 25 * 1024 * 1024


def traces_of(store: Store, trace_id: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """All that is kept of a run as one OTLP message in protobuf, which the reader of files reads.

    The id may be hex in any case, or base64. PersonError trace_bad_id (seen), traces_run_unknown (run), trace_too_large
    (cap in bytes, setting).
    """
    run = required_id(trace_id.strip(), 16)
    batches = store.received.of_run(run)
    if not batches:
        raise PersonError("traces_run_unknown", run=run)
    pieces, size = list[bytes](), 0
    for batch in batches:
        pieces.append(zlib.decompress(batch.packed))
        size += len(pieces[-1])
        if size > max_bytes:
            raise PersonError("trace_too_large", cap=max_bytes, setting="TRACE_MAX_BYTES")
    return b"".join(pieces)  # messages that hold lists, one after the other, are one message that holds all


def around(store: Store, agent: str, at: datetime, minutes: float) -> tuple[ReceivedRun, ...]:
    """The newest runs with spans so many minutes before or after a moment, oldest first, `MOST` at most.

    Of one agent, or of all where the name is empty.
    """
    near = timedelta(minutes=minutes)
    return store.received.runs(at - near, at + near, MOST, agent=agent)
