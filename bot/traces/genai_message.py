"""A message as the GenAI conventions write it from 1.37 on, decoded at once.

`parts` reads the same message to the same pieces, member by member, which takes longer. Whatever is written in another
way, or has a part with a member more, is left to it.
"""

import msgspec

from bot.domain.trace import ContextItem
from bot.domain.trace_vocabulary import Part
from bot.traces.blocks import Place
from bot.traces.json_text import BROKEN, text

_NULL = msgspec.Raw(b"null")


class _Block(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    content: str | None = None
    name: str | None = None
    id: str | None = None
    arguments: msgspec.Raw = _NULL
    response: msgspec.Raw = _NULL


class _Message(msgspec.Struct):
    """Beside its parts, nothing of a message but its role is read."""

    role: str = ""
    parts: list[_Block] | None = None


_MESSAGE = msgspec.json.Decoder(_Message)
_KINDS = {
    "text": Part.TEXT,
    "reasoning": Part.REASONING,
    "tool_call": Part.TOOL_CALL,
    "tool_call_response": Part.TOOL_RESULT,
}


def pieces(message: msgspec.Raw, place: Place) -> tuple[ContextItem, ...] | None:
    """The pieces of the message in order, at least one; None where it is not written so."""
    try:
        found = _MESSAGE.decode(message)
    except BROKEN:
        return None
    if not found.parts or any(part.type not in _KINDS for part in found.parts):
        return None
    said = Place(place.where, place.message, found.role or place.role)
    return tuple([_piece(part, said) for part in found.parts])


def _piece(part: _Block, place: Place) -> ContextItem:
    kind = _KINDS[part.type]
    if kind is Part.TOOL_CALL:
        told = text(part.arguments)
    elif kind is Part.TOOL_RESULT:
        told = text(part.response)
    else:
        told = part.content or ""
    return place.item(kind, told, name=part.name or "", call_id=part.id or "")
