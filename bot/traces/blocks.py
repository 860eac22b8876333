"""One block of a message's content, by its `type` or, where vendors give none, by the member that names it."""

from dataclasses import dataclass

import msgspec

from bot.domain.trace import ContextItem, Where
from bot.domain.trace_vocabulary import Part, Provenance
from bot.traces.cuts import marked
from bot.traces.json_text import of_value, text

Fields = dict[str, msgspec.Raw]

# type of a block -> what it is, and the members that may hold its text
_TYPED = {
    "text": (Part.TEXT, ("content", "text")),
    "input_text": (Part.TEXT, ("text",)),
    "output_text": (Part.TEXT, ("text",)),
    "reasoning": (Part.REASONING, ("content", "text")),
    "thinking": (Part.REASONING, ("thinking", "content")),
    "refusal": (Part.REFUSAL, ("refusal", "content")),
    "tool_call": (Part.TOOL_CALL, ("arguments",)),
    "tool_use": (Part.TOOL_CALL, ("input",)),
    "tool-call": (Part.TOOL_CALL, ("input", "args")),
    "server_tool_call": (Part.TOOL_CALL, ("server_tool_call",)),
    "tool_call_response": (Part.TOOL_RESULT, ("response", "result")),
    "tool_result": (Part.TOOL_RESULT, ("content",)),
    "tool-result": (Part.TOOL_RESULT, ("output", "result")),
    "server_tool_call_response": (Part.TOOL_RESULT, ("server_tool_call_response",)),
}
_MEDIA = frozenset({"blob", "uri", "file", "image", "image_url", "input_image", "input_audio", "document"})
_INLINED = (
    b'"data:',
    b'"base64"',
    b'"blob"',
    b'"input_audio"',
    b'"inline',
)  # marks of bytes that are in the file
_IDS = ("id", "tool_use_id", "toolCallId", "call_id", "toolUseId")

# blocks without a type, as Gemini and Bedrock write them: the member around the block, and that of its text
_NAMED = {
    "function_call": (Part.TOOL_CALL, ("args",)),
    "functionCall": (Part.TOOL_CALL, ("args",)),
    "toolUse": (Part.TOOL_CALL, ("input",)),
    "function_response": (Part.TOOL_RESULT, ("response",)),
    "functionResponse": (Part.TOOL_RESULT, ("response",)),
    "toolResult": (Part.TOOL_RESULT, ("content",)),
}
_NAMED_MEDIA = frozenset({"inline_data", "inlineData", "file_data", "fileData"})

RESULTS = frozenset(kind for kind, (part, _) in _TYPED.items() if part is Part.TOOL_RESULT)
"""Types of blocks that are a tool's result."""


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

    def again(self, item: ContextItem) -> ContextItem:
        """A piece of an equal message that was read without a role, as one of this message."""
        if item.where is self.where and item.message == self.message and item.role:
            return item
        return ContextItem(
            item.role or self.role,
            item.kind,
            item.text,
            self.where,
            self.message,
            item.name,
            item.call_id,
            item.provenance,
            item.limit,
        )


def block(raw: msgspec.Raw, fields: Fields, place: Place) -> ContextItem:
    """The piece that a block is; one of a kind not known here stays whole."""
    kind_name = text(fields.get("type"))
    if kind_name in _MEDIA or (not kind_name and not _NAMED_MEDIA.isdisjoint(fields)):
        inlined = any(mark in bytes(raw) for mark in _INLINED)
        return place.item(Part.MEDIA, text(raw), provenance=None if inlined else Provenance.BY_REFERENCE)
    if kind_name in _TYPED:
        return _known(*_TYPED[kind_name], fields, place)
    found = None if kind_name else _untyped(fields, place)
    return found or place.item(Part.OTHER, text(raw))


def first(fields: Fields, *members: str) -> str:
    """The text of the first of these members that is there."""
    return next((text(fields[member]) for member in members if member in fields), "")


def call_id(fields: Fields) -> str:
    """The id of a call, in any vendor's spelling."""
    return next((found for name in _IDS if (found := text(fields.get(name)))), "")


def _known(kind: Part, members: tuple[str, ...], fields: Fields, place: Place) -> ContextItem:
    said = (
        _unwrapped(fields["output"])
        if kind is Part.TOOL_RESULT and "output" in fields
        else first(fields, *members)
    )
    name = text(fields.get("name")) or text(fields.get("toolName"))
    return place.item(kind, said, name=name, call_id=call_id(fields))


def _unwrapped(output: msgspec.Raw) -> str:
    """A result that says its own kind, as `{"type": "json", "value": …}`, without that wrapper."""
    fields = of_value(output, Fields)
    wrapped = fields is not None and "type" in fields and "value" in fields and len(fields) == 2
    return text(fields["value"]) if fields and wrapped else text(output)


def _untyped(fields: Fields, place: Place) -> ContextItem | None:
    if "text" in fields:
        thought = text(fields.get("thought")) == "true"
        return place.item(Part.REASONING if thought else Part.TEXT, text(fields["text"]))
    for name, (kind, members) in _NAMED.items():
        inner = of_value(fields[name], Fields) if name in fields else None
        if inner is not None:
            return _known(kind, members, inner, place)
    return None
