"""A whole prompt or answer in one JSON text, in the shapes that vendors' calls have."""

from collections.abc import Iterator

import msgspec

from bot.domain.trace import ContextItem
from bot.domain.trace_vocabulary import Part, Provenance
from bot.traces.blocks import Fields, Place
from bot.traces.cuts import trust
from bot.traces.json_text import of_value, text
from bot.traces.otlp import RawSpan
from bot.traces.parts import items_of, message_items, part_items

_SYSTEM = ("system", "system_instruction", "systemInstruction")
_LISTS = ("messages", "contents", "input")
_CONFIG = "config"  # where Gemini's requests keep instructions and tools


def conversation(span: RawSpan, key: str, held: str, role: str) -> tuple[ContextItem, ...]:
    """The pieces in an attribute: a list of messages, one message, a request or a response, or bare text.

    `role` is that of whatever names none. JSON of another shape, or cut, is one unsplit piece.
    """
    place = Place(span.where(key), None, role)
    provenance, limit = trust(held)
    raw = msgspec.Raw(held.encode())
    listed = of_value(raw, list[msgspec.Raw])
    if listed is not None:
        return tuple(_numbered(listed, place, 0))
    fields = of_value(raw, Fields)
    if fields is not None:
        found = tuple(_held(fields, place))
        if found:
            return found
    elif provenance is Provenance.LOGGED:
        return (Place(place.where, 0, role or "user").item(Part.TEXT, held),)
    where = place.where
    return (ContextItem(role, Part.UNSPLIT, held, where, provenance=provenance, limit=limit),)


def _held(fields: Fields, place: Place) -> Iterator[ContextItem]:
    """The pieces of a request, a response or a message; none where it is none of them."""
    first = 0
    config = of_value(fields.get(_CONFIG, _NONE), Fields) or {}
    for name in _SYSTEM:
        said = fields.get(name) or config.get(name)
        if said is not None and text(said):
            yield from _system(said, Place(place.where, first, "system"))
            first += 1
    for name in _LISTS:
        listed = of_value(fields.get(name, _NONE), list[msgspec.Raw])
        if listed is not None:
            yield from _numbered(listed, place, first)
            return
    if "choices" in fields:
        yield from _choices(of_value(fields["choices"], list[Fields]) or [], place)
        return
    yield from _one(fields, place, first)


def _one(fields: Fields, place: Place, number: int) -> Iterator[ContextItem]:
    """What holds a single message: the message itself, one in a member, or a bare text."""
    at = Place(place.where, number, place.role)
    inner = next(
        (held for name in ("message", "content") if (held := of_value(fields.get(name, _NONE), Fields))), None
    )
    if inner is not None:
        yield from items_of(inner, at)
    elif "role" in fields or "content" in fields or "parts" in fields:
        yield from items_of(fields, at)
    elif "prompt" in fields:
        listed = of_value(fields["prompt"], list[msgspec.Raw])
        said = Place(place.where, number, place.role or "user")
        yield from (
            _numbered(listed, place, number) if listed is not None else part_items(fields["prompt"], said)
        )
    elif "text" in fields:
        yield at.item(Part.TEXT, text(fields["text"]))


def _system(said: msgspec.Raw, place: Place) -> Iterator[ContextItem]:
    fields = of_value(said, Fields)
    yield from part_items(fields["parts"], place) if fields and "parts" in fields else part_items(said, place)


def _choices(choices: list[Fields], place: Place) -> Iterator[ContextItem]:
    for number, choice in enumerate(choices):
        yield from _one(choice, place, number)


def _numbered(listed: list[msgspec.Raw], place: Place, first: int) -> Iterator[ContextItem]:
    for position, message in enumerate(listed, first):
        yield from message_items(message, Place(place.where, position, place.role))


_NONE = msgspec.Raw(b"null")
