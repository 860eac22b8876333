"""Runs that nobody here wrote, read in place beside the project; without them these tests skip."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from bench.ranking import ranking
from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.trace import ContextItem, DecisionPoint
from bot.domain.trace_text import pieces
from bot.domain.trace_vocabulary import Flag, Link, Operation, Part
from bot.traces.reading import read
from tests.adapters.traces.forms import otlp_json, otlp_protobuf
from tests.adapters.traces.runs import NO_SHARED, SHARED, Run, Written

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=NO_SHARED)

TAU = SHARED / "agentrx_tau"
FORMATS = SHARED / "formats"


def runs() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((TAU / "tau_dataset_failed.json").read_bytes())
    assert len(found) == 29
    return found


def points_of(run: dict[str, Any]) -> dict[int | None, DecisionPoint]:
    return {point.message: point for point in candidates(read(json.dumps(run).encode()))}


def rebuilt(items: Iterable[ContextItem]) -> list[dict[str, Any]]:
    """The messages that the pieces came from, as far as the model was shown them."""
    found: dict[int | None, dict[str, Any]] = {}
    for item in items:
        message = found.setdefault(item.message, {"role": item.role, "content": None, "calls": []})
        if item.kind is Part.TOOL_CALL:
            message["calls"].append((item.call_id, item.name, item.text))
        else:
            message["content"] = item.text
        if item.kind is Part.TOOL_RESULT:
            message["answers"] = (item.call_id, item.name)
    return [found[position] for position in sorted(found, key=lambda place: place or 0)]


def expected(traj: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same of the recorded messages themselves."""
    found = []
    for message in traj:
        calls = [
            (call["id"], call["function"]["name"], call["function"]["arguments"])
            for call in message.get("tool_calls") or ()
        ]
        shown = {"role": message["role"], "content": message["content"], "calls": calls}
        if message["role"] == "tool":
            shown["answers"] = (message["tool_call_id"], message["name"])
        found.append(shown)
    return found


def test_the_window_of_message_k_is_exactly_messages_0_to_k_minus_1() -> None:
    """In all 29 runs, every message of the agent has a window equal to what stands before it, to the letter."""
    count = 0
    for run in runs():
        traj = run["traj"]
        for k, point in points_of(run).items():
            assert rebuilt(pieces(point.window)) == expected(traj[:k])
            assert rebuilt(point.output) == expected(traj[k : (k or 0) + 1])
            count += 1
    assert count == sum(message["role"] == "assistant" for run in runs() for message in run["traj"])


def test_every_call_is_joined_to_its_result_by_id() -> None:
    """Each of the 284 calls has the result that the run recorded under its id."""
    calls = 0
    for run in runs():
        results = {message.get("tool_call_id"): message["content"] for message in run["traj"]}
        for point in points_of(run).values():
            for call in point.calls:
                calls += 1
                assert call.link is Link.BY_ID
                assert call.result
                assert call.result.text == results[call.call_id]
    assert calls == 284


def test_the_annotated_step_is_among_the_listed_moments() -> None:
    """People marked 13 root causes at tool calls and 7 at words alone; all are listed, those of users are not."""
    truth = {
        record["trajectory_id"]: record for record in json.loads((TAU / "tau_ground_truth.json").read_bytes())
    }
    with_calls = text_only = 0
    for run in runs():
        record = truth[run["task_id"]]
        cause = record["root_cause"]["failure_id"]
        step = next(one["step_number"] for one in record["failures"] if one["failure_id"] == cause)
        point = points_of(run).get(step - 1)
        with_calls += bool(point and point.calls)
        text_only += bool(point and point.text_only)
    assert (with_calls, text_only) == (13, 7)


def test_runs_without_times_tokens_tools_and_identity_say_so() -> None:
    """What these runs do not hold is flagged on every moment, and their system message is not called missing."""
    lacks = {Flag.NO_TIMES, Flag.NO_TOKENS, Flag.NO_TOOL_DEFINITIONS, Flag.NO_IDENTITY}
    for run in runs():
        for point in points_of(run).values():
            assert lacks <= set(point.flags)
            assert Flag.NO_SYSTEM_PROMPT not in point.flags


def sample(name: str) -> tuple[DecisionPoint, ...]:
    """The points of one recorded set of attributes, put on a span."""
    attributes = json.loads((FORMATS / "openinference_genai" / name).read_bytes())
    run = Run((Written("00000000000000b1", "", "span", 0, 1, attributes),))
    points = candidates(read(otlp_json(run)))
    assert points == candidates(read(otlp_protobuf(run)))
    return points


def test_one_recorded_call_is_one_conversation_in_both_conventions() -> None:
    """OpenInference's own pair of samples gives the same pieces, tokens and model."""
    (genai,) = sample("otel_genai_client_span_tool_calls.json")
    (inference,) = sample("openinference_client_span_tool_calls.json")
    shown = [
        [(item.role, item.kind, json_or_text(item.text), item.call_id) for item in pieces(point.window)]
        for point in (genai, inference)
    ]
    assert shown[0] == shown[1]
    assert [item[1] for item in shown[0]] == [Part.TEXT, Part.TEXT, Part.TOOL_CALL, Part.TOOL_RESULT]
    assert [item.text for item in genai.output] == [item.text for item in inference.output]
    assert genai.text_only


def json_or_text(text: str) -> object:
    return json.loads(text) if text.startswith("{") else text


def test_a_recorded_call_of_an_older_era_is_the_same_conversation() -> None:
    """Deprecated attributes hold the pieces of the later ones."""
    (old,) = sample("otel_genai_deprecated_client_span_tool_calls.json")
    (new,) = sample("otel_genai_client_span_tool_calls.json")
    texts = [json_or_text(item.text) for item in pieces(old.window)]
    assert texts == [json_or_text(item.text) for item in pieces(new.window) if item.role != "system"]
    assert [item.text for item in old.output] == [item.text for item in new.output]


def test_a_recorded_form_that_is_not_taken_apart_is_said_to_be_one() -> None:
    """Whole inputs are no absence of content."""
    (point,) = sample("openinference_client_span_input_output_only.json")
    assert Flag.UNREAD_FORM in point.flags
    assert Flag.NO_CONTENT not in point.flags


def vercel() -> list[tuple[str, dict[str, Any]]]:
    held = json.loads((FORMATS / "vercel_ai_sdk" / "spans-by-operation.json").read_bytes())
    return [(operation, span["attributes"]) for operation, spans in held.items() for span in spans]


@pytest.mark.parametrize(("operation", "attributes"), vercel() if SHARED.is_dir() else [])
def test_a_recorded_span_of_the_ai_sdk_is_read(operation: str, attributes: dict[str, Any]) -> None:
    """Text, object and calls stand in the answer, prompts in the window; embeddings are no decision."""
    points = candidates(read(otlp_json(Run((Written("00000000000000b1", "", "span", 0, 1, attributes),)))))
    if "embed" in operation:
        assert points == ()
        return
    (point,) = points
    said = [attributes[key] for key in ("ai.response.text", "ai.response.object") if key in attributes]
    called = json.loads(attributes.get("ai.response.toolCalls", "[]"))
    prompt = json.loads(attributes.get("ai.prompt.messages") or attributes["ai.prompt"])
    assert [item.text for item in point.output if item.kind is Part.TEXT] == [text for text in said if text]
    assert [call.name for call in point.calls] == [call["toolName"] for call in called]
    assert [call.call_id for call in point.calls] == [call["toolCallId"] for call in called]
    listed = prompt if isinstance(prompt, list) else prompt.get("messages") or [prompt]
    assert len({item.message for item in pieces(point.window)}) == len(listed)
    assert Flag.UNREAD_FORM not in point.flags


def test_a_recorded_run_of_a_tool_stands_alone() -> None:
    """The sample of a tool's run is offered under its name, with nobody on record as having asked for it."""
    (point,) = sample("otel_genai_tool_execution_span.json")
    assert [(call.name, call.call_id, call.link) for call in point.calls] == [
        ("get_weather", "1234", Link.UNASKED)
    ]


def test_the_example_of_the_protocol_is_read() -> None:
    """A span with no agent in it is read, in lower-case hex, and offers nothing."""
    trace = read((FORMATS / "otlp" / "trace.json").read_bytes())
    (span,) = trace.spans
    assert (span.span_id, span.parent_id) == ("eee19b7ec3c1b174", "eee19b7ec3c1b173")
    assert (span.operation, span.kind) == (Operation.OTHER, "server")
    assert span.start
    assert span.start.isoformat() == "2018-12-13T14:51:00+00:00"
    assert candidates(trace) == ()


def test_recorded_logs_are_refused_as_no_trace() -> None:
    """The protocol's example of logs is JSON of a form that holds no spans."""
    with pytest.raises(PersonError) as refused:
        read((FORMATS / "otlp" / "logs.json").read_bytes())
    assert (refused.value.key, refused.value.values) == ("trace_unknown_format", {"seen": "resourceLogs"})


LATER = sorted(
    path
    for path in FORMATS.rglob("*")
    if path.suffix in {".json", ".jsonl", ".traj"} and path.parent.name != "otlp"
)


@pytest.mark.parametrize("path", LATER, ids=lambda path: path.name)
def test_no_recorded_file_ends_in_anything_but_a_trace_or_a_refusal(path: Any) -> None:
    """Files of forms that come later are read as far as they go or refused, and never break the reader."""
    try:
        points = candidates(read(path.read_bytes(), name=path.name))
    except PersonError:
        return
    assert points


def test_the_marked_step_is_offered_early() -> None:
    """Among the first 3 and the first 5 it stands in at least 3 runs more than by the better baseline."""
    bounds = [line for line in ranking() if line.bound]
    assert [line.runs for line in bounds] == [20, 20]
    assert [line.figure for line in bounds if not line.met] == []
