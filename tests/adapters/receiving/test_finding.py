"""What was sent is found again: as one trace that the reader of files reads, by agent and by time."""

import asyncio
import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.capture import redacted
from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.trace import Trace
from bot.traces.reading import read
from bot.traces.receiving.digesting import Asked, digest
from bot.traces.receiving.finding import around, traces_of
from bot.traces.receiving.from_json import message
from storage.memory import MemoryStore
from tests.adapters.receiving.sending import JSON, NOW, PROTOBUF, RUN, receiving, request, span
from tests.cli.runs import DEMO_TRACE

DEMO = DEMO_TRACE.read_bytes()
DROPPED = read(redacted(DEMO)[0])
"""The same as a file that was dropped, its secrets taken out."""

DEMO_RUN = json.loads(DEMO)["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["traceId"]


def keep(store: MemoryStore, body: bytes, *, is_json: bool = False) -> None:
    """As if it had been sent."""
    store.received.keep_soon(digest(Asked(body, is_json, NOW, 10**8)).batches).result()


def same(found: Trace, form: Trace) -> Trace:
    """The trace under the form of another."""
    return replace(found, form=form.form)


@pytest.mark.parametrize("media", [JSON, PROTOBUF])
def test_a_run_that_was_sent_is_the_run_that_was_dropped_as_a_file(media: str) -> None:
    """Every decision point with its window, to the letter."""
    store = MemoryStore()
    body = DEMO if media == JSON else message(DEMO)[0].SerializeToString()

    async def run() -> int:
        async with receiving(store) as sender:
            return (await sender.sends(body, media)).status

    assert asyncio.run(run()) == 200
    found = same(read(traces_of(store, DEMO_RUN)), DROPPED)
    assert list(candidates(found)) == list(candidates(DROPPED))
    assert candidates(found)


def test_a_run_that_came_in_pieces_is_one() -> None:
    """A span or two a request, in any order, some of them twice, in both forms."""
    store = MemoryStore()
    document = json.loads(DEMO)
    spans = [
        (group, scope, one)
        for group in document["resourceSpans"]
        for scope in group["scopeSpans"]
        for one in scope["spans"]
    ]
    shuffled = random.Random(7)  # noqa: S311 - an order, no secret
    shuffled.shuffle(spans)
    for nr, (group, scope, one) in enumerate([*spans, *spans[:2]]):
        piece = {"resourceSpans": [{**group, "scopeSpans": [{**scope, "spans": [one]}]}]}
        body = json.dumps(piece).encode()
        keep(store, body if nr % 2 else message(body)[0].SerializeToString(), is_json=bool(nr % 2))
    found = read(traces_of(store, DEMO_RUN))
    assert {one.span_id: one for one in found.spans} == {one.span_id: one for one in DROPPED.spans}


@pytest.mark.parametrize("name", [RUN, RUN.upper(), f" {RUN}\n", "CvdlGRbNQ92ESOshHIAxnA=="])
def test_a_run_is_found_by_any_spelling_of_its_id(name: str) -> None:
    """As people copy it from elsewhere."""
    store = MemoryStore()
    keep(store, request(span()))
    assert len(read(traces_of(store, name)).spans) == 1


@pytest.mark.parametrize(("name", "key"), [("1" * 32, "traces_run_unknown"), ("refunds", "trace_bad_id")])
def test_a_run_that_is_not_there_is_named(name: str, key: str) -> None:
    """Unknown, or no id at all."""
    with pytest.raises(PersonError) as caught:
        traces_of(MemoryStore(), name)
    assert caught.value.key == key


def test_a_run_beyond_the_limit_is_refused() -> None:
    """With the setting that raises it; exactly at the limit it is read."""
    store = MemoryStore()
    keep(store, request(span()))
    size = len(traces_of(store, RUN))
    assert len(traces_of(store, RUN, max_bytes=size)) == size
    with pytest.raises(PersonError) as caught:
        traces_of(store, RUN, max_bytes=size - 1)
    assert caught.value.values == {"cap": size - 1, "setting": "TRACE_MAX_BYTES"}


def test_runs_are_found_around_a_moment() -> None:
    """So many minutes before it and after it, of one agent or of all."""
    store = MemoryStore()
    for nr, minutes in enumerate((-11, -10, 0, 10, 11)):
        at = NOW + timedelta(minutes=minutes)
        keep(store, request(span(run=str(nr + 1) * 32, at=at, agent="triage" if nr == 2 else "")))
    assert [run.trace_id[0] for run in around(store, "", NOW, 10)] == ["2", "3", "4"]
    (found,) = around(store, "Triage", NOW, 0)
    assert (found.trace_id[0], found.agents, found.spans, found.began) == ("3", ("triage",), 1, NOW)
