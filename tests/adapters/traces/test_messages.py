"""Plain lists of chat messages, in the shapes that vendors write them."""

import json

import pytest

from bot.domain.decision_points import candidates
from bot.domain.trace_vocabulary import FactKind, Flag, Form, Link, Part
from bot.traces.reading import read
from tests.adapters.traces.runs import QUESTION, RULES, messages


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(messages()).encode(),
        json.dumps({"messages": messages(), "model": "example-model-1"}).encode(),
        json.dumps({"traj": messages()}).encode(),
        "\n".join(json.dumps(message) for message in messages()).encode(),
    ],
    ids=["list", "messages", "traj", "lines"],
)
def test_a_list_of_chat_messages_is_read_however_it_is_held(content: bytes) -> None:
    """A bare list, a member of an object and one message a line give the same two decisions."""
    trace = read(content)
    points = candidates(trace)
    assert trace.form is Form.MESSAGES
    assert [(point.key, point.calls[0].link if point.calls else None) for point in points] == [
        ("2", Link.BY_ID),
        ("4", None),
    ]
    assert [item.text for item in points[0].window.messages] == [RULES, QUESTION]


def test_what_stands_beside_a_list_of_messages_is_read() -> None:
    """System text, tools and model beside the messages belong to every window of the list."""
    tools = [{"name": "cancel_parcel", "input_schema": {"type": "object"}}]
    held = {"system": RULES, "tools": tools, "model": "example-model-1", "messages": messages()[1:]}
    point = candidates(read(json.dumps(held).encode()))[0]
    model = point.fact(FactKind.MODEL_REQUESTED)
    assert [item.text for item in point.window.system] == [RULES]
    assert [(tool.name, tool.parameters) for tool in point.window.tools] == [
        ("cancel_parcel", '{"type": "object"}')
    ]
    assert model
    assert model.value == "example-model-1"
    assert not {Flag.NO_SYSTEM_PROMPT, Flag.NO_TOOL_DEFINITIONS, Flag.NO_MODEL} & set(point.flags)


def test_blocks_of_other_vendors_chat_messages_are_read() -> None:
    """Typed blocks, bare function names and pictures keep their kind; unknown blocks stay whole."""
    listed = [
        {
            "role": "user",
            "content": [{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}],
        },
        {
            "role": "assistant",
            "content": [{"type": "tool_use", "id": "t", "name": "send", "input": {"a": 1}}],
        },
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "sent"}]},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"id": "u", "function": "send", "arguments": "{}"}],
        },
        {"role": "assistant", "content": [{"type": "hologram", "depth": 3}], "refusal": "no"},
    ]
    trace = read(json.dumps(listed).encode())
    assert [(item.kind, item.name, item.text) for item in trace.messages if item.kind is not Part.MEDIA] == [
        (Part.TOOL_CALL, "send", '{"a": 1}'),
        (Part.TOOL_RESULT, "", "sent"),
        (Part.TOOL_CALL, "send", "{}"),
        (Part.OTHER, "", '{"type": "hologram", "depth": 3}'),
        (Part.REFUSAL, "", "no"),
    ]
    assert Flag.MULTIMODAL_NOT_INLINED in candidates(trace)[0].flags


def test_lines_that_are_no_message_do_not_stop_a_list() -> None:
    """A number or a text among the messages is kept whole at its place."""
    listed = [*messages()[:2], 7, "noise", *messages()[2:]]
    trace = read(json.dumps(listed).encode())
    assert [(item.message, item.kind) for item in trace.messages if item.kind is Part.UNSPLIT] == [
        (2, Part.UNSPLIT),
        (3, Part.UNSPLIT),
    ]
