"""Whatever is dropped into the chat, reading it ends in a trace or in one clear refusal, never in anything else."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.trace import DecisionPoint
from bot.traces.reading import read
from tests.adapters.traces.forms import otlp_json, otlp_jsonl, otlp_protobuf
from tests.adapters.traces.runs import ASK_1, ASK_2, ROOT, RUN_1, Run, genai, messages, openinference
from tests.examples import examples

WHOLE = [
    otlp_json(genai()),
    otlp_jsonl(openinference()),
    otlp_protobuf(genai()),
    otlp_protobuf(openinference()),
    json.dumps(messages()).encode(),
]

WORDS = [
    "resourceSpans", "resource_spans", "batches", "trace", "result", "status", "resource", "scopeSpans", "spans",
    "attributes", "key", "value", "stringValue", "intValue", "doubleValue", "boolValue", "bytesValue",
    "arrayValue", "kvlistValue", "values", "traceId", "spanId", "parentSpanId", "name", "kind", "events",
    "startTimeUnixNano", "endTimeUnixNano", "droppedAttributesCount", "messages", "traj", "history", "role",
    "content", "parts", "type", "text", "tool_calls", "function", "arguments", "id", "tool_call_id", "tools",
    "parameters", "system", "model", "code", "refusal", "function_call", "custom", "input", "response",
]  # fmt: skip

VALUES = [
    "user", "assistant", "tool", "system", "text", "tool_call", "tool_call_response", "blob", "uri", "image_url",
    "chat", "execute_tool", "invoke_agent", "LLM", "TOOL", "AGENT", "__REDACTED__", "c-1", "0", "-1", "NaN", "",
    "9" * 25, "[", "{", "[[[[", '{"a":', "\x00", "\ud800", "ä" * 1024, "gen_ai.operation.name", "error: no",
    "0af7651916cd43dd8448eb211c80319c", "00000000000000a1", "AAAAAAAAAKE=", "gen_ai.input.messages",
]  # fmt: skip

KEYS = [
    "gen_ai.operation.name", "gen_ai.system_instructions", "gen_ai.input.messages", "gen_ai.output.messages",
    "gen_ai.tool.definitions", "gen_ai.tool.name", "gen_ai.tool.call.id", "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result", "gen_ai.input.messages_ref", "gen_ai.tool.definitions_ref", "gen_ai.prompt",
    "gen_ai.conversation.compacted", "gen_ai.request.previous_response.id", "gen_ai.usage.input_tokens",
    "gen_ai.response.finish_reasons", "gen_ai.request.temperature", "user.id", "openinference.span.kind",
    "input.value", "output.value", "tool.name", "tool.id", "llm.token_count.prompt",
    "llm.tools.0.tool.json_schema", "llm.input_messages.0.message.role", "llm.input_messages.0.message.content",
    "llm.input_messages.²", "llm.input_messages.99999999999.message.role", "llm.input_messages..x",
    "llm.output_messages.0.message.tool_calls.0.tool_call.function.name",
    "llm.output_messages.0.message.contents.1.message_content.text",
    "llm.output_messages.0.message.contents.1.message_content.image.image.url",
]  # fmt: skip

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(VALUES + WORDS)
    | st.text(max_size=8)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=20,
)
plain = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.sampled_from(VALUES).filter(str.isprintable),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=8,
)


def survived(content: bytes) -> tuple[DecisionPoint, ...]:
    """The points of the file, none where it is refused; anything else is the failure that is looked for."""
    try:
        return candidates(read(content))
    except PersonError:
        return ()


def any_bytes(content: bytes) -> None:
    assert survived(content) == ()


def any_json(value: object) -> None:
    survived(json.dumps(value).encode())


def any_lines(listed: list[object]) -> None:
    survived("\n".join(json.dumps(value) for value in listed).encode())


def any_end(content: bytes, part: float) -> None:
    survived(content[: int(len(content) * part)])


def any_change(content: bytes, part: float, put: bytes) -> None:
    place = int(len(content) * part)
    survived(content[:place] + put + content[place + len(put) :])


def any_attributes(attributes: dict[str, object], span_id: str, form: Callable[[Run], bytes]) -> None:
    """A span of a good run with other attributes: the file is good, so the trace is read."""
    content = form(genai().with_keys(span_id, attributes))
    assert len(read(content).spans) == 4
    survived(content)


FUZZ: dict[str, tuple[Callable[..., None], tuple[st.SearchStrategy[Any], ...]]] = {
    "bytes": (any_bytes, (st.binary(max_size=400),)),
    "json": (any_json, (values,)),
    "lines": (any_lines, (st.lists(values, min_size=2, max_size=4),)),
    "cut short": (any_end, (st.sampled_from(WHOLE), st.floats(0, 1))),
    "changed": (any_change, (st.sampled_from(WHOLE), st.floats(0, 1), st.binary(min_size=1, max_size=6))),
    "attributes": (
        any_attributes,
        (
            st.dictionaries(st.sampled_from(KEYS), plain, max_size=8),
            st.sampled_from([ROOT, ASK_1, RUN_1, ASK_2]),
            st.sampled_from([otlp_json, otlp_protobuf]),
        ),
    ),
}


@pytest.mark.parametrize("kind", FUZZ)
@given(data=st.data())
@examples(3_000, check=100)
def test_a_hostile_file_ends_in_a_trace_or_a_refusal(kind: str, data: st.DataObject) -> None:
    """Random bytes, random JSON, good files cut or changed, and random attributes raise nothing but PersonError."""
    check, given_by = FUZZ[kind]
    check(*map(data.draw, given_by))


DEEP = 5_000


@pytest.mark.parametrize(
    "value",
    [
        "[" * DEEP,
        "[" * DEEP + "]" * DEEP,
        '[{"role": "user", "parts": ' + "[" * DEEP + "]" * DEEP + "}]",
        '[{"role": "assistant", "parts": [{"type": "tool_call", "arguments": '
        + '{"a":' * DEEP
        + "1"
        + "}" * DEEP
        + "}]}]",
        '[{"role": "user", "parts": [{"type": "text", "content": "\\ud83d"}]}]',
        "[" + "9" * DEEP + "]",
        "[NaN]",
        "\x00",
        "null",
        '"',
    ],
)
def test_a_hostile_value_inside_a_good_file_is_kept_whole(value: str) -> None:
    """Deep, huge or broken JSON in one attribute costs that attribute its parts, never the file."""
    for form in (otlp_json, otlp_protobuf):
        run = genai().with_keys(ASK_1, {"gen_ai.input.messages": value, "gen_ai.tool.definitions": value})
        run = run.with_keys(RUN_1, {"gen_ai.tool.call.arguments": value, "gen_ai.tool.call.result": value})
        point = next(point for point in candidates(read(form(run))) if point.key == ASK_1)
        assert point.window.messages
        assert all(item.text in value for item in point.window.messages)
        assert point.calls[0].result
        assert point.calls[0].result.text == value


def test_a_structure_deeper_than_any_message_is_refused() -> None:
    """Nested attribute values have a bound that is far below the interpreter's."""
    value: object = "x"
    for _ in range(60):
        value = [value]
    with pytest.raises(PersonError) as refused:
        read(otlp_json(genai().with_keys(ASK_1, {"deep": value})))
    assert refused.value.key == "trace_too_deep"


def test_parents_in_a_circle_end() -> None:
    """Spans that are each other's parents are read, and the facts of both are found."""
    run = genai().with_span(ROOT, parent=ASK_1)
    assert len(survived(otlp_json(run))) == 2
