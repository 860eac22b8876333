"""Messages by the book of the GenAI conventions: decoded at once, they hold what is found member by member."""

import json
from typing import Any

import msgspec
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
blocks = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "reasoning", "tool_call", "tool_call_response", "blob", "refusal"])},
    optional=dict.fromkeys(("content", "name", "id", "arguments", "response", "text", "call_id"), values),
)
messages = st.fixed_dictionaries(
    {"parts": st.lists(blocks | st.just("bare"), max_size=3)},
    optional={"role": texts, "finish_reason": texts, "content": texts},
)


def raw(message: dict[str, Any]) -> msgspec.Raw:
    return msgspec.Raw(json.dumps(message, ensure_ascii=False).encode())


@given(messages)
def test_a_message_decoded_at_once_is_what_it_is_member_by_member(message: dict[str, Any]) -> None:
    """Whatever is not left to the reader of all shapes is read as that reads it."""
    found = pieces(raw(message), PLACE)
    assert found is None or found == items_of(of_file(raw(message), Fields), PLACE)


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
