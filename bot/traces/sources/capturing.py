"""The answers of a backend as one capture, and whether the run in it has arrived as a whole."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.errors import Later, PersonError
from bot.domain.trace import Trace
from bot.ports import Capture
from bot.traces.reading import read
from bot.traces.sources.fetching import Answer, Visit

FRESH = timedelta(
    minutes=3
)  # after its last step a run is taken as it is: what has not come by then will not
AGAIN_S = 10.0


async def captured(visit: Visit, answers: Sequence[Answer], now: datetime) -> Capture:
    """One capture of the answers, to the byte; several are kept as a JSON list of them.

    Later `source_arriving` where steps of a run that has just ended are still missing. What cannot be read is
    captured all the same: it is evidence, and whoever keeps it says why it cannot be read.
    """
    content = answers[0].content if len(answers) == 1 else listed(answers)
    capture = Capture(content, answers[0].media_type, answers[0].address, now)
    if await asyncio.to_thread(_is_arriving, capture, visit.limits.bytes, visit.limits.spans):
        raise arriving(visit)
    return capture


def arriving(visit: Visit) -> Later:
    """The error of a run of which a part has not arrived."""
    return Later("source_arriving", AGAIN_S, name=visit.site.name, host=visit.site.api.host)


def listed(answers: Sequence[Answer]) -> bytes:
    """Answers in JSON as one JSON list, each to the letter."""
    return b"[" + b",\n".join(answer.content for answer in answers) + b"]"


def _is_arriving(capture: Capture, max_bytes: int, max_spans: int) -> bool:
    try:
        trace = read(capture.content, media_type=capture.media_type, max_bytes=max_bytes, max_spans=max_spans)
    except PersonError:
        return False
    times = [time for span in trace.spans if (time := span.end or span.start)]
    if not times or capture.captured_at is None:
        return False
    age = capture.captured_at - max(times)
    return abs(age) < FRESH and not is_whole(trace)  # a clock far ahead says nothing of what is on its way


def is_whole(trace: Trace) -> bool:
    """Whether there is a beginning, and every step's parent is there."""
    held = {span.span_id for span in trace.spans}
    return all(not span.parent_id or span.parent_id in held for span in trace.spans) and any(
        not span.parent_id for span in trace.spans
    )
