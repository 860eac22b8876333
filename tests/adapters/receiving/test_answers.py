"""What `/v1/traces` answers, as OTLP says: in the form of the request, and once the spans are kept."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from typing import TypeVar

import pytest
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped]  # it ships no type information
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from bot.domain.errors import OutsideError
from bot.ports import ReceivedSpans
from bot.traces.receiving import door
from bot.traces.receiving.finding import traces_of
from storage.memory import MemoryStore
from storage.memory.received import MemoryReceived
from tests.adapters.receiving.sending import (
    JSON,
    LARGEST,
    PROTOBUF,
    RUN,
    TOKEN,
    Answered,
    Held,
    Sender,
    json_request,
    json_span,
    receiving,
    request,
    span,
)

T = TypeVar("T")


def sent(act: Callable[[Sender], Awaitable[T]], store: MemoryStore | None = None) -> T:
    """What comes of an act at an open door."""

    async def run() -> T:
        async with receiving(store or MemoryStore()) as sender:
            return await act(sender)

    return asyncio.run(run())


def kept(store: MemoryStore, run: str = RUN) -> int:
    """How many spans of a run are kept."""
    return sum(batch.spans for batch in store.received.of_run(run))


def status_of(answer: Answered, media: str) -> tuple[int, str]:
    """The code and the message of a refusal, read by another hand than ours."""
    assert answer.headers["Content-Type"].startswith(media)
    if media == JSON:
        told = json.loads(answer.body)
        return told["code"], told["message"]
    status = Status.FromString(answer.body)
    return status.code, status.message


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("media", [PROTOBUF, JSON])
def test_spans_are_kept_and_the_answer_is_empty_in_the_form_of_the_request(
    media: str, *, packed: bool
) -> None:
    """In both forms, with gzip and without."""
    store = MemoryStore()
    body = request(span()) if media == PROTOBUF else json_request(json_span())
    sender_gives = gzip.compress(body) if packed else body
    answer = sent(
        lambda sender: sender.sends(sender_gives, media, Content_Encoding="gzip" if packed else ""), store
    )
    assert (answer.status, answer.headers["Content-Type"]) == (200, media)
    response = ExportTraceServiceResponse.FromString(answer.body) if media == PROTOBUF else None
    assert answer.body == b"{}" if response is None else not response.HasField("partial_success")
    assert kept(store) == 1


def test_a_type_may_name_its_letters() -> None:
    """As some exporters do."""
    answer = sent(lambda sender: sender.sends(json_request(json_span()), f"{JSON}; charset=utf-8"))
    assert answer.status == 200


@pytest.mark.parametrize(("media", "body"), [(PROTOBUF, b""), (JSON, b"{}")])
def test_a_request_without_spans_is_one(media: str, body: bytes) -> None:
    """An exporter may try whether anybody is there."""
    assert sent(lambda sender: sender.sends(body, media)).status == 200


def test_spans_without_ids_are_refused_and_the_others_kept() -> None:
    """In protobuf: how many, and why."""
    store = MemoryStore()
    short, none = span(number=2), span(number=3)
    short.span_id, none.trace_id = b"short", bytes(16)
    answer = sent(lambda sender: sender.sends(request(span(), short, none)), store)
    partial = ExportTraceServiceResponse.FromString(answer.body).partial_success
    assert (answer.status, partial.rejected_spans, partial.error_message) == (
        200,
        2,
        "traces_spans_refused 2",
    )
    assert kept(store) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"traceId": "xyz"},
        {"spanId": ""},
        {"parentSpanId": "00"},
        {"attributes": "none"},
        {"attributes": [{"key": "n", "value": {"intValue": str(2**63)}}]},
        {"events": [7]},
    ],
)
def test_a_span_that_is_none_is_refused_alone(bad: dict[str, object]) -> None:
    """In JSON: whatever is wrong with it, its neighbour is kept."""
    store = MemoryStore()
    answer = sent(lambda sender: sender.sends(json_request(json_span(**bad), json_span()), JSON), store)
    told = {"partialSuccess": {"rejectedSpans": "1", "errorMessage": "traces_spans_refused 1"}}
    assert (answer.status, json.loads(answer.body), kept(store)) == (200, told, 1)


@pytest.mark.parametrize(
    ("media", "body", "packed", "form"),
    [
        (PROTOBUF, b"\xff\xff", False, "protobuf"),
        (PROTOBUF, request(span())[:-4], False, "protobuf"),
        (JSON, b'{"resourceSpans": [', False, "JSON"),
        (JSON, b"[]", False, "JSON"),
        (JSON, b'{"resourceSpans": 7}', False, "JSON"),
        (JSON, b"\xff\xfe{\x00", False, "JSON"),
        (JSON, b"[" * 100_000, False, "JSON"),
        (PROTOBUF, gzip.compress(request(span()), mtime=0)[:-4], True, "gzip"),
        (JSON, b"\x1f\x8b no gzip", True, "gzip"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_for_good(
    media: str, body: bytes, form: str, *, packed: bool
) -> None:
    """400, with a status in the form of the request."""
    answer = sent(lambda sender: sender.sends(body, media, Content_Encoding="gzip" if packed else ""))
    assert answer.status == 400
    assert status_of(answer, media) == (3, f"traces_unreadable {form}")
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \xfc"]
)
@pytest.mark.parametrize("media", [PROTOBUF, JSON])
def test_without_the_token_nothing_is_taken(media: str, given: str, caplog: pytest.LogCaptureFixture) -> None:
    """401; what was given and what was wanted are written nowhere."""
    store = MemoryStore()
    answer = sent(lambda sender: sender.sends(request(span()), media, Authorization=given), store)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert status_of(answer, media) == (16, "traces_token")
    assert kept(store) == 0
    assert TOKEN not in caplog.text
    assert "wrong" not in caplog.text


def test_the_word_bearer_is_one_in_any_case() -> None:
    """As HTTP says."""
    answer = sent(lambda sender: sender.sends(request(span()), Authorization=f"bearer  {TOKEN}"))
    assert answer.status == 200


@pytest.mark.parametrize(
    ("media", "encoding"),
    [("text/plain", ""), ("application/x-thrift", ""), (PROTOBUF, "deflate"), (JSON, "br")],
)
def test_what_is_not_spoken_here_is_refused_by_its_name(media: str, encoding: str) -> None:
    """415, for types and for encodings."""
    answer = sent(lambda sender: sender.sends(request(span()), media, Content_Encoding=encoding))
    assert answer.status == 415


async def _in_pieces(body: bytes) -> AsyncIterator[bytes]:
    yield body


@pytest.mark.parametrize("how", ["told", "untold", "packed"])
def test_a_body_that_is_too_large_is_refused_and_its_setting_logged_once(
    how: str, caplog: pytest.LogCaptureFixture
) -> None:
    """413: by the length it tells, by what comes, and by what it is unpacked; one byte less is taken."""

    async def act(sender: Sender) -> list[Answered]:
        answers = []
        for size in (LARGEST, LARGEST + 1, LARGEST + 1):
            body = b"{}" + b" " * (size - 2)
            given = {"told": body, "untold": _in_pieces(body), "packed": gzip.compress(body)}[how]
            encoding = "gzip" if how == "packed" else ""
            answers.append(await sender.sends(given, JSON, Content_Encoding=encoding))
        return answers

    answers = sent(act)
    assert [answer.status for answer in answers] == [200, 413, 413]
    assert status_of(answers[1], JSON) == (8, f"traces_too_large {LARGEST} TRACE_MAX_BYTES")
    assert [record.getMessage().count("TRACE_MAX_BYTES") for record in caplog.records] == [1]


def test_another_method_is_not_there() -> None:
    """Spans are sent, not fetched."""

    async def act(sender: Sender) -> int:
        async with sender.session.get(sender.url) as answer:
            return answer.status

    assert sent(act) == 405


class Away(MemoryReceived):
    """A shelf whose database may be away."""

    is_away = True

    def keep_soon(self, batches: tuple[ReceivedSpans, ...]) -> "Future[None]":
        """Keep them, or fail as a database does: when it is asked, or when it commits."""
        if not self.is_away:
            return super().keep_soon(batches)
        failed: Future[None] = Future()
        failed.set_exception(OutsideError("storage_full", path="r.sqlite3", why="SQLITE_FULL"))
        return failed


def test_while_the_database_is_away_the_exporter_is_told_to_come_again() -> None:
    """503 with a time to wait; logged once, and once more when it went away again."""
    store = MemoryStore()
    away = Away(lambda: store._rows, store._changing)  # noqa: SLF001 - a shelf of the same store
    store.received = away

    async def act(sender: Sender) -> list[int]:
        statuses = []
        for is_away in (True, True, False, True):
            away.is_away = is_away
            answer = await sender.sends(request(span()))
            statuses.append(answer.status)
            assert ("Retry-After" in answer.headers) == is_away
        return statuses

    assert sent(act, store) == [503, 503, 200, 503]
    assert kept(store) == 1


def test_a_closed_store_is_one_that_is_away() -> None:
    """The process is about to end: another one takes the spans."""
    store = MemoryStore()
    store.close()
    answer = sent(lambda sender: sender.sends(request(span())), store)
    assert (answer.status, status_of(answer, PROTOBUF)) == (503, (14, "storage_closed"))


@pytest.mark.parametrize("full", ["requests", "bytes"])
def test_when_too_much_waits_the_next_is_told_to_come_again(
    full: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By number and by size; those that wait are answered, and then there is room again."""
    body = request(span())
    monkeypatch.setattr(door, "MOST_WAITING", 2 if full == "requests" else 100)
    monkeypatch.setattr(door, "ROOM", 10**9 if full == "requests" else 2 * len(body))
    store, reader = MemoryStore(), Held()

    async def run() -> list[int]:
        async with receiving(store, reader) as sender:
            waiting = [asyncio.create_task(sender.sends(body)) for _ in range(2)]
            while reader.waiting < 2:
                await asyncio.sleep(0)
            refused = await sender.sends(body)
            reader.go.set()
            answers = [*await asyncio.gather(*waiting), await sender.sends(body)]
            return [refused.status, *(answer.status for answer in answers)]

    assert asyncio.run(run()) == [503, 200, 200, 200]


def test_a_body_that_stops_coming_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes no place from others for good."""
    monkeypatch.setattr(door, "BODY_S", 0.05)

    async def stops() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(60)

    answer = sent(lambda sender: sender.sends(stops(), JSON))
    assert (answer.status, status_of(answer, JSON)) == (503, (14, "traces_slow"))


def test_spans_that_come_again_are_kept_once() -> None:
    """An exporter that lost the answer sends them again."""
    store = MemoryStore()

    async def act(sender: Sender) -> None:
        for _ in range(2):
            assert (await sender.sends(request(span()))).status == 200

    sent(act, store)
    assert kept(store) == 1
    assert traces_of(store, RUN)
