"""The pieces of one chat message, in every shape of message that is written as JSON.

Shapes: `parts` of the OpenTelemetry GenAI conventions from 1.37 on; `content` and `tool_calls` of chat
completions; lists of typed blocks in `content`. Texts stay as recorded, to the letter; what is not known here
stays whole.
"""

from collections.abc import Iterator

import msgspec

from bot.domain.trace import ContextItem
from bot.domain.trace_vocabulary import Part
from bot.traces import genai_message
from bot.traces.blocks import RESULTS, Fields, Place, block, call_id, first
from bot.traces.json_text import of_value, text

TOOL_ROLES = frozenset({"tool", "function"})


def message_items(message: msgspec.Raw, place: Place) -> tuple[ContextItem, ...]:
    """The pieces of a message in order, at least one; what is no message object is one unsplit piece."""
    found = genai_message.pieces(message, place)
    if found is not None:
        return found
    fields = of_value(message, Fields)
    if fields is None:
        return (place.item(Part.UNSPLIT, text(message)),)
    return items_of(fields, place)


def items_of(fields: Fields, place: Place) -> tuple[ContextItem, ...]:
    """As `message_items`, of a message whose members are at hand."""
    said = Place(place.where, place.message, text(fields.get("role")) or place.role)
    return tuple(_pieces(fields, said)) or (said.item(Part.TEXT, ""),)


def part_items(parts: msgspec.Raw, place: Place) -> Iterator[ContextItem]:
    """The pieces in a list of parts; a bare string is a text, and so is one in the list."""
    listed = of_value(parts, list[msgspec.Raw])
    if listed is None:
        if text(parts):
            yield place.item(Part.TEXT, text(parts))
        return
    for part in listed:
        fields = of_value(part, Fields)
        yield block(part, fields, place) if fields is not None else place.item(Part.TEXT, text(part))


def call_items(calls: msgspec.Raw | None, place: Place) -> Iterator[ContextItem]:
    """The tool calls in a list beside a message's content."""
    for call in _listed(calls):
        if text(call):
            yield _call(call, place)


def _pieces(fields: Fields, place: Place) -> Iterator[ContextItem]:
    if "parts" in fields:
        yield from part_items(fields["parts"], place)
        return
    if text(fields.get("reasoning_content")):
        yield place.item(Part.REASONING, text(fields["reasoning_content"]))
    if place.role in TOOL_ROLES and not _holds_results(fields.get("content")):
        yield _result(fields, place)
    elif "content" in fields:
        yield from part_items(fields["content"], place)
    if text(fields.get("refusal")):
        yield place.item(Part.REFUSAL, text(fields["refusal"]))
    yield from call_items(fields.get("tool_calls"), place)
    if text(fields.get("function_call")):
        yield _call(fields["function_call"], place)


def _listed(raw: msgspec.Raw | None) -> list[msgspec.Raw]:
    return [] if raw is None else of_value(raw, list[msgspec.Raw]) or []


def _holds_results(content: msgspec.Raw | None) -> bool:
    """Whether the content of a tool's message is a list of results, one a call."""
    blocks = [] if content is None else of_value(content, list[Fields]) or []
    return any(text(fields.get("type")) in RESULTS for fields in blocks)


def _result(fields: Fields, place: Place) -> ContextItem:
    answered = text(fields.get("tool_call_id"))
    name = text(fields.get("name"))
    return place.item(Part.TOOL_RESULT, text(fields.get("content")), name=name, call_id=answered)


def _call(call: msgspec.Raw, place: Place) -> ContextItem:
    """A tool call of a chat completion; `function` is an object, or the bare name beside its arguments."""
    fields = of_value(call, Fields)
    if fields is None:
        return place.item(Part.OTHER, text(call))
    function = fields.get("function", fields.get("custom", call))
    held = of_value(function, Fields) or fields
    name = first(held, "name", "toolName") or of_value(function, str) or ""
    return place.item(
        Part.TOOL_CALL, first(held, "arguments", "input", "args"), name=name, call_id=call_id(fields)
    )
