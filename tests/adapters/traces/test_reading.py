"""The same run in every form of file is the same run."""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.decision_points import candidates
from bot.domain.trace import Trace
from bot.domain.trace_text import pieces
from bot.domain.trace_vocabulary import Flag, Operation
from bot.traces.reading import read
from tests.adapters.traces.forms import TRACE, otlp_json, otlp_jsonl, otlp_protobuf, request
from tests.adapters.traces.runs import (
    ANSWER,
    ASK_1,
    ASK_2,
    QUESTION,
    RULES,
    Run,
    Written,
    genai,
    openinference,
    view,
)


def views(content: bytes, **how: Any) -> list[dict[str, object]]:
    return [view(point) for point in candidates(read(content, **how))]


@pytest.mark.parametrize("written", [otlp_jsonl, otlp_protobuf], ids=["jsonl", "protobuf"])
def test_one_run_in_any_form_of_otlp_is_one_decision_view(written: Callable[[Run], bytes]) -> None:
    """JSON, JSON lines and protobuf of one run differ in nothing that a person is shown."""
    assert len(views(otlp_json(genai()))) == 2
    assert views(written(genai())) == views(otlp_json(genai()))


@pytest.mark.parametrize("written", [otlp_json, otlp_jsonl, otlp_protobuf], ids=["json", "jsonl", "protobuf"])
def test_openinference_and_genai_of_one_run_are_one_decision_view(written: Callable[[Run], bytes]) -> None:
    """The convention that a run was recorded by differs in nothing that a person is shown."""
    assert views(written(openinference())) == views(written(genai()))


@pytest.mark.parametrize("beside", [{}, {"other": 1}, {"batches": []}, {"resourceLogs": []}])
def test_what_stands_beside_the_spans_of_a_request_changes_none_of_them(beside: dict[str, object]) -> None:
    """A request of spans alone is read as one that holds more."""
    whole = json.dumps({**request(genai()), **beside}).encode()
    assert read(whole) == read(otlp_json(genai()))


def test_a_complete_record_misses_nothing() -> None:
    """Where everything is on record, no flag is raised."""
    for run in (genai(), openinference()):
        assert [point.flags for point in candidates(read(otlp_json(run)))] == [(), ()]


def test_the_window_of_a_span_holds_what_was_recorded() -> None:
    """Instructions, messages in order and tools on offer stand in the window, to the letter."""
    point = next(point for point in candidates(read(otlp_json(genai()))) if point.key == ASK_2)
    assert [item.text for item in pieces(point.window)][:2] == [RULES, QUESTION]
    assert [item.where.key for item in pieces(point.window)][:2] == [
        "gen_ai.system_instructions",
        "gen_ai.input.messages",
    ]
    assert [item.text for item in point.output] == [ANSWER]


def structured(run: Run) -> Run:
    for span in run.spans:
        keyed = {
            key: json.loads(value)
            for key, value in span.attributes.items()
            if isinstance(value, str) and value.startswith(("[", "{"))
        }
        run = run.with_keys(span.id, keyed)
    return run


def decoded(value: object) -> object:
    """JSON texts inside a view as values: a structured attribute has no spelling of its own."""
    if isinstance(value, str) and value.startswith("{"):
        return json.loads(value)
    if isinstance(value, list | tuple):
        return [decoded(item) for item in value]
    return {key: decoded(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("written", [otlp_json, otlp_protobuf], ids=["json", "protobuf"])
def test_structured_messages_read_like_messages_in_json_text(written: Callable[[Run], bytes]) -> None:
    """A conversation as a structured attribute gives the view of one written as JSON text."""
    assert decoded(views(written(structured(genai())))) == decoded(views(written(genai())))


def test_a_tool_response_is_read_under_result_too() -> None:
    """The conventions' own example says `result` where their schema says `response`."""
    swapped = genai()
    for span in swapped.spans:
        held = span.attributes.get("gen_ai.input.messages")
        if isinstance(held, str):
            swapped = swapped.with_keys(
                span.id, {"gen_ai.input.messages": held.replace('"response":', '"result":')}
            )
    assert otlp_json(swapped) != otlp_json(genai())
    assert views(otlp_json(swapped)) == views(otlp_json(genai()))


def spelled(value: Any) -> Any:
    """The request in the spelling of other backends: snake case, base64 ids, named kinds, nulls."""
    if isinstance(value, list):
        return [spelled(item) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {"unused": None}
    for key, item in value.items():
        snake = "".join("_" + sign.lower() if sign.isupper() else sign for sign in key)
        if key.endswith("Id"):
            found[snake] = base64.b64encode(bytes.fromhex(item)).decode()
        elif key == "kind":
            found[snake] = {1: "SPAN_KIND_INTERNAL", 3: "SPAN_KIND_CLIENT"}[item]
        else:
            found[snake] = spelled(item)
    return found


def test_ids_names_and_kinds_are_read_in_every_spelling() -> None:
    """Base64 or hex of either case, snake or camel, numbers or names: the spans are the same."""
    plain = read(otlp_json(genai()))
    other = read(json.dumps(spelled(request(genai()))).encode())
    upper = read(otlp_json(genai()).replace(TRACE.encode(), TRACE.upper().encode()))
    assert plain.spans == other.spans == upper.spans
    assert plain.trace_ids == (TRACE,)
    assert [span.kind for span in plain.spans] == ["internal", "client", "internal", "client"]


def test_a_backends_wrapper_is_opened_and_its_partial_answer_flagged() -> None:
    """A request inside `trace` or `result` is read; a backend that calls its answer partial is believed."""
    whole = json.dumps({"result": request(genai())}).encode()
    part = json.dumps({"trace": request(genai()), "status": "PARTIAL"}).encode()
    assert views(whole) == views(otlp_json(genai()))
    assert all(Flag.PARTIAL in point.flags for point in candidates(read(part)))


def test_a_span_exported_twice_counts_once() -> None:
    """A retry of the exporter does not double a decision."""
    assert read(otlp_jsonl(genai()) * 2).spans == read(otlp_jsonl(genai())).spans


def test_gzip_and_the_mark_of_utf8_are_undone() -> None:
    """A file packed by gzip, in one stream or more, or with a byte order mark of UTF-8 is read as it is."""
    plain = otlp_json(genai())
    half = len(plain) // 2
    for content in (gzip.compress(plain), gzip.compress(plain[:half]) + gzip.compress(plain[half:])):
        assert read(content) == read(plain)
    assert read(b"\xef\xbb\xbf" + plain) == read(plain)


def test_what_stands_between_requests_is_passed_over() -> None:
    """A collector's file with logs between its traces is read for its traces."""
    content = b'{"resourceLogs": []}\n' + otlp_jsonl(genai())
    assert read(content).spans == read(otlp_jsonl(genai())).spans


def test_a_span_says_what_it_is_and_its_name_does_not() -> None:
    """The operation comes from attributes; a span called `chat` that says nothing is no model's."""
    quiet = genai().with_keys(ASK_1, dict.fromkeys(genai().spans[1].attributes))
    assert [span.operation for span in read(otlp_json(quiet)).spans] == [
        Operation.AGENT,
        Operation.OTHER,
        Operation.TOOL,
        Operation.MODEL,
    ]


def test_an_agents_own_content_stands_in_where_no_model_is_recorded() -> None:
    """With no span of a model, the decision is read from the agent's span."""
    held = {key: value for key, value in genai().spans[1].attributes.items() if "messages" in key}
    agent = Written(ASK_1, "", "agent", 0, 9, held | {"gen_ai.operation.name": "invoke_agent"})
    (point,) = candidates(read(otlp_json(Run((agent,)))))
    assert (point.key, [call.name for call in point.calls]) == (ASK_1, ["cancel_parcel"])


def times(value: object) -> Trace:
    document: Any = request(genai())
    for span in document["resourceSpans"][0]["scopeSpans"][0]["spans"]:
        span["startTimeUnixNano"] = span["endTimeUnixNano"] = value
    return read(json.dumps(document).encode())


@pytest.mark.parametrize("value", [0, "0", None, -5, "x", 10**30, "9" * 30, 1e300, True, [], {}])
def test_a_time_that_is_none_is_not_recorded(value: object) -> None:
    """Zero, nonsense and times beyond any calendar are no times, and the point says so."""
    points = candidates(times(value))
    assert [point.at for point in points] == [None, None]
    assert all(Flag.NO_TIMES in point.flags for point in points)
