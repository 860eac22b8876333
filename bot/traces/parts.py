"""The pieces of one chat message, in every shape of message that is written as JSON.

Shapes: `parts` of the OpenTelemetry GenAI conventions from 1.37 on; `content` and `tool_calls` of chat
completions; lists of typed blocks in `content`. Texts stay as recorded, to the letter; what is not known here
stays whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from bot.domain.trace import ContextItem, Where
from bot.domain.trace_vocabulary import Part, Provenance
from bot.traces.cuts import marked
from bot.traces.json_text import of_value, text

Fields = dict[str, msgspec.Raw]

TOOL_ROLES = frozenset({"tool", "function"})

# type of a part -> what it is, and the members that may hold its text
_PARTS = {
    "text": (Part.TEXT, ("content", "text")),
    "input_text": (Part.TEXT, ("text",)),
    "output_text": (Part.TEXT, ("text",)),
    "reasoning": (Part.REASONING, ("content", "text")),
    "thinking": (Part.REASONING, ("thinking", "content")),
    "refusal": (Part.REFUSAL, ("refusal", "content")),
    "tool_call": (Part.TOOL_CALL, ("arguments",)),
    "tool_use": (Part.TOOL_CALL, ("input",)),
    "server_tool_call": (Part.TOOL_CALL, ("server_tool_call",)),
    "tool_call_response": (Part.TOOL_RESULT, ("response", "result")),
    "tool_result": (Part.TOOL_RESULT, ("content",)),
    "server_tool_call_response": (Part.TOOL_RESULT, ("server_tool_call_response",)),
}
_MEDIA = frozenset({"blob", "uri", "file", "image", "image_url", "input_image", "input_audio", "document"})
_INLINED = (b'"data:', b'"base64"', b'"blob"', b'"input_audio"')  # marks of media whose bytes are in the file


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands, and its role."""

    where: Where
    message: int | None
    role: str = ""

    def item(
        self,
        kind: Part,
        written: str,
        *,
        name: str = "",
        call_id: str = "",
        provenance: Provenance | None = None,
    ) -> ContextItem:
        """A piece of this message; its provenance is what its own text states, unless told otherwise."""
        return ContextItem(
            role=self.role,
            kind=kind,
            text=written,
            where=self.where,
            message=self.message,
            name=name,
            call_id=call_id,
            provenance=provenance or marked(written),
        )


def message_items(message: msgspec.Raw, place: Place) -> tuple[ContextItem, ...]:
    """The pieces of a message in order, at least one; what is no message object is one unsplit piece."""
    fields = of_value(message, Fields)
    if fields is None:
        return (place.item(Part.UNSPLIT, text(message)),)
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
        yield _part(part, fields, place) if fields is not None else place.item(Part.TEXT, text(part))


def _pieces(fields: Fields, place: Place) -> Iterator[ContextItem]:
    if "parts" in fields:
        yield from part_items(fields["parts"], place)
        return
    if text(fields.get("reasoning_content")):
        yield place.item(Part.REASONING, text(fields["reasoning_content"]))
    if place.role in TOOL_ROLES:
        yield _result(fields, place)
    elif "content" in fields:
        yield from part_items(fields["content"], place)
    if text(fields.get("refusal")):
        yield place.item(Part.REFUSAL, text(fields["refusal"]))
    for call in _listed(fields.get("tool_calls")) + [
        fields[key] for key in ("function_call",) if key in fields
    ]:
        if text(call):
            yield _call(call, place)


def _listed(raw: msgspec.Raw | None) -> list[msgspec.Raw]:
    return [] if raw is None else of_value(raw, list[msgspec.Raw]) or []


def _result(fields: Fields, place: Place) -> ContextItem:
    call_id = text(fields.get("tool_call_id"))
    return place.item(
        Part.TOOL_RESULT, text(fields.get("content")), name=text(fields.get("name")), call_id=call_id
    )


def _call(call: msgspec.Raw, place: Place) -> ContextItem:
    """A tool call of a chat completion; `function` is an object, or the bare name beside its arguments."""
    fields = of_value(call, Fields)
    if fields is None:
        return place.item(Part.OTHER, text(call))
    inner = of_value(fields.get("function", fields.get("custom", call)), Fields)
    held = fields if inner is None else inner
    name = text(held.get("name")) or text(fields.get("function"))
    return place.item(
        Part.TOOL_CALL, _first(held, "arguments", "input"), name=name, call_id=text(fields.get("id"))
    )


def _part(part: msgspec.Raw, fields: Fields, place: Place) -> ContextItem:
    kind_name = text(fields.get("type"))
    if kind_name in _MEDIA:
        inlined = any(mark in bytes(part) for mark in _INLINED)
        return place.item(Part.MEDIA, text(part), provenance=None if inlined else Provenance.BY_REFERENCE)
    kind, members = _PARTS.get(kind_name, (Part.OTHER, ()))
    if kind is Part.OTHER:
        return place.item(Part.OTHER, text(part))
    call_id = text(fields.get("id")) or text(fields.get("tool_use_id"))
    return place.item(kind, _first(fields, *members), name=text(fields.get("name")), call_id=call_id)


def _first(fields: Fields, *members: str) -> str:
    return next((text(fields[member]) for member in members if member in fields), "")
