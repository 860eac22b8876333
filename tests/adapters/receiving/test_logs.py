"""What `/v1/logs` takes: events of GenAI that name their span, kept beside the spans of their run."""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, LogsData

from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.trace import DecisionPoint
from bot.traces.reading import read
from bot.traces.receiving.digesting import Asked, digest
from bot.traces.receiving.door import LOGS_PATH, PATH
from bot.traces.receiving.finding import traces_of
from storage.memory import MemoryStore
from tests.adapters.receiving.sending import (
    JSON,
    LARGEST,
    NOW,
    PASSWORD,
    PROTOBUF,
    TOKEN,
    Sender,
    pair,
    receiving,
)
from tests.adapters.traces.eras import ERAS
from tests.adapters.traces.forms import TRACE, log_request, logs_protobuf, otlp_json, otlp_protobuf
from tests.adapters.traces.runs import Run

LOGGED = ["gen_ai 1.37 in one log event", "gen_ai 1.28 in log events"]
T = TypeVar("T")


def sent(act: Callable[[Sender, Sender], Awaitable[T]], store: MemoryStore | None = None) -> T:
    """What comes of an act at an open door: it is given who sends spans, and who sends logs."""

    async def run() -> T:
        async with receiving(store or MemoryStore()) as sender:
            return await act(sender, replace(sender, url=sender.url.replace(PATH, LOGS_PATH)))

    return asyncio.run(run())


def points(store: MemoryStore) -> list[DecisionPoint]:
    """The decision points of the one run that is kept."""
    return list(candidates(read(traces_of(store, TRACE))))


def body_of(run: Run, media: str) -> bytes:
    """The log records of a run as a request."""
    return logs_protobuf(run) if media == PROTOBUF else json.dumps(log_request(run)).encode()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("media", [PROTOBUF, JSON])
@pytest.mark.parametrize("era", LOGGED)
def test_events_join_the_spans_of_their_run(era: str, media: str, *, packed: bool) -> None:
    """In both forms, with gzip and without: the decisions of a file that holds both, whichever came first."""
    run, store = ERAS[era](), MemoryStore()
    body = gzip.compress(body_of(run, media)) if packed else body_of(run, media)

    async def act(spans: Sender, logs: Sender) -> list[tuple[int, bytes]]:
        found = [await logs.sends(body, media, Content_Encoding="gzip" if packed else "")]
        found += [await spans.sends(otlp_protobuf(run))]
        return [(answer.status, answer.body) for answer in found]

    assert sent(act, store) == [(200, b"{}" if media == JSON else b""), (200, b"")]
    assert points(store) == list(candidates(read(otlp_json(run))))
    (kept,) = store.received.runs(NOW.replace(year=2000), NOW.replace(year=2999), 10)
    assert kept.spans == len(run.spans)


@pytest.mark.parametrize("media", [PROTOBUF, JSON])
def test_events_without_their_spans_are_still_a_run(media: str) -> None:
    """An agent that sends its content as events alone is found by its run's id; a retry doubles no message."""
    run, store = ERAS[LOGGED[1]](), MemoryStore()

    async def act(_: Sender, logs: Sender) -> list[int]:
        return [(await logs.sends(body_of(run, media), media)).status for _ in range(2)]

    assert sent(act, store) == [200, 200]
    assert points(store) == list(candidates(read(json.dumps(log_request(run)).encode())))


def record(**changed: object) -> dict[str, Any]:
    """A GenAI event in JSON."""
    said = {"kvlistValue": {"values": [{"key": "content", "value": {"stringValue": "Refund it."}}]}}
    return {
        "timeUnixNano": "1795788120000000000",
        "traceId": TRACE,
        "spanId": "00f067aa0ba902b7",
        "eventName": "gen_ai.user.message",
        "body": said,
        **changed,
    }


def request_of(*records: object) -> bytes:
    """Records as a request in JSON."""
    return json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}).encode()


@pytest.mark.parametrize(
    "other",
    [
        {"eventName": "http.request"},
        {"eventName": "", "body": {"stringValue": "a line of a program's log"}},
        {"traceId": ""},
        {"spanId": None},
        {"spanId": "00"},
        {"traceId": "0" * 32},
        {"attributes": [{"key": "n", "value": {"intValue": str(2**63)}}]},
    ],
)
def test_records_that_are_no_event_of_a_span_are_counted_and_left_out(other: dict[str, object]) -> None:
    """Other logs are nobody's content, and what names no span can be joined to none; its neighbour is kept."""
    store = MemoryStore()
    body = request_of(record(**other), record())
    answer = sent(lambda _, logs: logs.sends(body, JSON), store)
    told = {"partialSuccess": {"rejectedLogRecords": "1", "errorMessage": "traces_records_refused 1"}}
    assert (answer.status, json.loads(answer.body)) == (200, told)
    assert len(points(store)) == 1


def test_records_left_out_are_counted_in_protobuf_too() -> None:
    """In the answer that OTLP has for logs."""
    data = LogsData()
    records = data.resource_logs.add().scope_logs.add().log_records
    records.extend([LogRecord(event_name="started"), LogRecord()])
    answer = sent(lambda _, logs: logs.sends(data.SerializeToString()))
    partial = ExportLogsServiceResponse.FromString(answer.body).partial_success
    assert (partial.rejected_log_records, partial.error_message) == (2, "traces_records_refused 2")


def test_an_event_named_by_an_attribute_is_one() -> None:
    """As SDKs wrote it before records had names of their own."""
    store = MemoryStore()
    named = [{"key": "event.name", "value": {"stringValue": "gen_ai.user.message"}}]
    body = request_of(record(eventName="", attributes=named))
    assert json.loads(sent(lambda _, logs: logs.sends(body, JSON), store).body) == {}
    (point,) = points(store)
    assert [item.text for item in point.window.messages] == ["Refund it."]


@pytest.mark.parametrize("media", [PROTOBUF, JSON])
def test_an_event_is_kept_without_its_secrets(media: str) -> None:
    """In its body as in its attributes; the agent it names is the one it is found by."""
    store = MemoryStore()
    data = LogsData()
    one = (
        data.resource_logs.add()
        .scope_logs.add()
        .log_records.add(
            time_unix_nano=1795788120 * 10**9,
            trace_id=bytes.fromhex(TRACE),
            span_id=b"s" * 8,
            event_name="gen_ai.user.message",
        )
    )
    one.attributes.extend([pair("db.password", PASSWORD), pair("gen_ai.agent.name", "refund-desk")])
    one.body.kvlist_value.values.append(pair("content", f"password: {PASSWORD}"))
    hexed = {"traceId": TRACE, "spanId": (b"s" * 8).hex()}
    attributes = [
        {"key": key, "value": {"stringValue": value}}
        for key, value in (("db.password", PASSWORD), ("gen_ai.agent.name", "refund-desk"))
    ]
    said = {"key": "content", "value": {"stringValue": f"password: {PASSWORD}"}}
    as_json = request_of(record(**hexed, attributes=attributes, body={"kvlistValue": {"values": [said]}}))
    body = data.SerializeToString() if media == PROTOBUF else as_json
    assert sent(lambda _, logs: logs.sends(body, media), store).status == 200
    (batch,) = store.received.of_run(TRACE)
    assert (batch.agent, [(r.kind, r.count) for r in batch.redactions]) == ("refund-desk", [("password", 2)])
    assert PASSWORD.encode() not in traces_of(store, TRACE)
    (point,) = points(store)
    assert [item.text for item in point.window.messages] == ["password: [redacted: password]"]


@pytest.mark.parametrize("given", ["", "Bearer wrong", f"Basic {TOKEN}"])
def test_without_the_token_no_event_is_taken(given: str) -> None:
    """The same token as for spans."""
    assert sent(lambda _, logs: logs.sends(request_of(record()), JSON, Authorization=given)).status == 401


@pytest.mark.parametrize(
    ("media", "body", "status"),
    [
        (JSON, b"{}" + b" " * LARGEST, 413),
        (JSON, b'{"resourceLogs": [', 400),
        (PROTOBUF, b"\xff\xff", 400),
        ("text/plain", b"a line", 415),
    ],
)
def test_what_is_refused_of_spans_is_refused_of_logs(media: str, body: bytes, status: int) -> None:
    """Too large, not to be read, of another type."""
    assert sent(lambda _, logs: logs.sends(body, media)).status == status


def test_spans_sent_to_the_address_of_logs_are_no_events() -> None:
    """And the other way round: each address takes its own."""
    run = ERAS[LOGGED[0]]()

    async def act(spans: Sender, logs: Sender) -> tuple[int, int]:
        to_logs = await logs.sends(otlp_json(replace(run, logs=())), JSON)
        to_spans = await spans.sends(json.dumps(log_request(run)).encode(), JSON)
        return to_logs.status, to_spans.status

    store = MemoryStore()
    assert sent(act, store) == (200, 200)
    assert store.received.of_run(TRACE) == ()


NAMES = [
    "resource",
    "scope",
    "scopeLogs",
    "logRecords",
    "traceId",
    "spanId",
    "eventName",
    "attributes",
    "key",
    "value",
    "body",
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@given(ANYTHING)
def test_any_json_is_taken_or_refused_in_words(held: object) -> None:
    """Whatever stands where groups and records are looked for, in a whole record or in place of all."""
    for document in (
        held,
        {"resourceLogs": held},
        json.loads(request_of(held)),
        json.loads(request_of(record(body=held))),
    ):
        try:
            found = digest(
                Asked(json.dumps(document).encode(), is_json=True, at=NOW, max_bytes=LARGEST, is_logs=True)
            )
        except PersonError as error:
            assert error.key == "traces_unreadable"  # noqa: PT017 - it may be taken as well
        else:
            assert found.refused >= 0
