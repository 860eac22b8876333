"""Messages by the book of the GenAI conventions: decoded at once, they hold what is found member by member."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.trace import Where
from bot.traces.blocks import Fields, Place
from bot.traces.genai_message import pieces
from bot.traces.json_text import of_file
from bot.traces.parts import items_of

PLACE = Place(Where("b1", "gen_ai.input.messages"), 3, "assistant")

texts = st.sampled_from(["", "words", "__REDACTED__", "cut... [truncated]", "é \\ \n"])
values = texts | st.none() | st.integers() | st.just({"id": 4711}) | st.just(["a"])
by_the_book = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "reasoning", "tool_call", "tool_call_response"]), "name": texts},
    optional={"content": texts, "id": texts, "arguments": values, "response": values},
)
odd: st.SearchStrategy[dict[str, Any]] = st.just({}) | st.dictionaries(
    st.sampled_from(["content", "text", "result", "call_id", "toolName", "type", "name"]), values, max_size=1
)
blocks = st.tuples(by_the_book, odd).map(lambda both: {**both[0], **both[1]})
messages = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", ""]), "parts": st.lists(blocks, min_size=1, max_size=2)},
    optional={"finish_reason": texts, "content": texts},
)


def raw(message: dict[str, Any]) -> msgspec.Raw:
    return msgspec.Raw(json.dumps(message, ensure_ascii=False).encode())


@given(messages)
def test_a_message_decoded_at_once_is_what_it_is_member_by_member(message: dict[str, Any]) -> None:
    """Whatever is not left to the reader of all shapes is read as that reads it."""
    found = pieces(raw(message), PLACE)
    assert found is None or found == items_of(of_file(raw(message), Fields), PLACE)


@pytest.mark.parametrize(
    "part",
    [
        {"type": "text", "text": "words"},
        {"type": "text", "content": "words", "call_id": "x"},
        {"type": "text", "content": ["words"]},
        {"type": "tool_call", "toolName": "send", "arguments": {}},
        {"type": "tool_call_response", "id": "x", "result": "sent"},
        {"type": "uri", "id": "x"},
        "bare",
    ],
)
def test_a_part_in_another_spelling_is_left_to_the_reader_of_all_shapes(part: object) -> None:
    """A member that is not read here could be one that counts."""
    assert pieces(raw({"role": "user", "parts": [{"type": "text", "content": "words"}, part]}), PLACE) is None


def test_a_message_by_the_book_is_decoded_at_once() -> None:
    """Words, thoughts, calls and results, with the members that the conventions give them."""
    call = {"type": "tool_call", "id": "x", "name": "send", "arguments": {"to": 1}}
    parts = [
        {"type": "text", "content": "words"},
        {"type": "reasoning", "content": "thoughts"},
        call,
        {**call, "arguments": "text"},
        {"type": "tool_call_response", "id": "x", "response": "sent"},
    ]
    found = pieces(raw({"role": "assistant", "parts": parts, "finish_reason": "stop"}), PLACE)
    assert found is not None
    assert [item.text for item in found] == ["words", "thoughts", '{"to": 1}', "text", "sent"]
    assert [item.call_id for item in found] == ["", "", "x", "x", "x"]
