"""A plain list of chat messages: as a JSON list, one a line, or as a member of an object."""

from collections.abc import Sequence

import msgspec

from bot.domain.errors import PersonError
from bot.domain.trace import Fact, Trace, Where
from bot.domain.trace_vocabulary import FactKind, Form, Provenance
from bot.traces.blocks import Fields, Place
from bot.traces.json_text import of_value, text
from bot.traces.parts import message_items, part_items
from bot.traces.tools import tools

LISTS = ("messages", "traj", "history")
"""Members of an object that hold the list."""

_MARKS = ("content", "parts", "tool_calls", "function_call", "refusal")  # beside a role, what makes a message

_NULL = msgspec.Raw(b"null")


def is_message(fields: Fields) -> bool:
    """Whether a JSON object is a chat message."""
    return "role" in fields and any(mark in fields for mark in _MARKS)


def list_in(fields: Fields) -> str | None:
    """The member of an object that holds a list of messages, an empty one included; None where none does."""
    for key in LISTS:
        listed = of_value(fields.get(key, _NULL), list[msgspec.Raw])
        if listed is not None and (not listed or is_message(of_value(listed[0], Fields) or {})):
            return key
    return None


def read_list(messages: Sequence[msgspec.Raw], beside: Fields, *, key: str, max_messages: int) -> Trace:
    """The run as a list of messages; `beside` is the object that held it.

    PersonError trace_empty; trace_too_many_messages (cap, setting).
    """
    if not messages:
        raise PersonError("trace_empty")
    if len(messages) > max_messages:
        raise PersonError("trace_too_many_messages", cap=max_messages, setting="TRACE_MAX_SPANS")
    items = (
        message_items(message, Place(Where("", f"{key}[{position}]"), position))
        for position, message in enumerate(messages)
    )
    model = text(beside.get("model"))
    system = beside.get("system", _NULL)
    offered = text(beside.get("tools"))
    return Trace(
        form=Form.MESSAGES,
        instructions=tuple(part_items(system, Place(Where("", "system"), None, "system"))),
        messages=tuple(item for pieces in items for item in pieces),
        tools=tools(offered, Where("", "tools"), Provenance.LOGGED, None) if offered else (),
        facts=(Fact(FactKind.MODEL_REQUESTED, model, Where("", "model")),) if model else (),
    )
