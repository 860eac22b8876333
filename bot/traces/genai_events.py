"""GenAI content in events: one event a message (1.28 to 1.36), or one event for the whole call (from 1.37 on).

Both come as span events and as log records. A body, or the JSON text that some SDKs put into an attribute of a
span event in its place, is a message of a chat completion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from bot.domain.trace import ContextItem, Turn, Window
from bot.domain.trace_vocabulary import Provenance
from bot.traces import genai
from bot.traces.blocks import Fields, Place
from bot.traces.conversation import conversation
from bot.traces.cuts import trust
from bot.traces.json_text import of_value, text, written
from bot.traces.otlp import RawEvent, RawSpan
from bot.traces.parts import items_of

DETAILS = "gen_ai.client.inference.operation.details"
CHOICE = "gen_ai.choice"
ROLES = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
    CHOICE: "assistant",
}
"""The event of a message -> the role of a body that names none."""

WHOLE = {
    "gen_ai.content.prompt": ("gen_ai.prompt", ""),
    "gen_ai.content.completion": ("gen_ai.completion", "assistant"),
}
"""The events of 1.27 and before -> their one attribute, and the role of what names none."""

_SAID = frozenset({"content", "parts", "tool_calls", "message", "refusal"})
_CONTENT = "gen_ai.event.content"  # the attribute of a span event that holds what is the body of a log record


KNOWN = frozenset({DETAILS, *ROLES, *WHOLE})
"""The names of events that are read here."""


def turn(span: RawSpan) -> Turn:
    """What the span's events hold of one question to a model; span events count before log records."""
    details = [event for event in span.events if event.name == DETAILS]
    if details:
        return genai.turn(_inside(span, details[-1]))
    messages = [event for event in span.events if event.name in ROLES or event.name in WHOLE]
    own = [event for event in messages if event.place.startswith("events")]
    told = own or messages
    return Turn(
        window=Window(messages=_messages(span, [event for event in told if not _answers(event)])),
        output=_messages(span, [event for event in told if _answers(event)]),
    )


def _inside(span: RawSpan, event: RawEvent) -> RawSpan:
    """The event's own attributes, or the members of its body, read as a span's are."""
    body = event.body if isinstance(event.body, dict) else {}
    return replace(span, attributes={**body, **event.attributes}, place=event.place)


def _answers(event: RawEvent) -> bool:
    return event.name in {CHOICE, "gen_ai.content.completion"}


def _messages(span: RawSpan, events: Sequence[RawEvent]) -> tuple[ContextItem, ...]:
    found: list[ContextItem] = []
    for position, event in enumerate(events):
        if event.name in WHOLE:
            key, role = WHOLE[event.name]
            held = event.attributes.get(key)
            if held not in (None, ""):
                found += conversation(_inside(span, event), key, written(held), role)
        else:
            found += _message(span, event, position)
    return tuple(found)


def _message(span: RawSpan, event: RawEvent, position: int) -> tuple[ContextItem, ...]:
    key, fields = _fields(event)
    if _SAID.isdisjoint(fields):  # an event without content, as they are written unless content is asked for
        return ()
    place = Place(_inside(span, event).where(key), position, ROLES[event.name])
    held = items_of(_chat(event, fields), place)
    provenances = list(_cut(event, key))
    return tuple(replace(item, provenance=provenances[0]) for item in held) if provenances else held


def _cut(event: RawEvent, key: str) -> Iterator[Provenance]:
    """What the attributes of an event state of the message in them; a body is never cut on its own."""
    values = [event.attributes.get(name) for name in (key, "content", "message", "tool_calls")]
    for value in values if event.body is None else []:
        provenance, _ = trust(value) if isinstance(value, str) else (Provenance.LOGGED, None)
        if provenance is not Provenance.LOGGED:
            yield provenance


def _fields(event: RawEvent) -> tuple[str, Fields]:
    """The message of an event and the key under which it stands."""
    if event.body is not None:
        return "body", _as_fields(event.body)
    held = event.attributes.get(_CONTENT)
    if held is not None:
        return _CONTENT, _as_fields(held)
    return "attributes", _as_fields(event.attributes)


def _as_fields(value: object) -> Fields:
    """The members of a message; a bare text is its content."""
    if isinstance(value, dict):
        return {key: _raw(held) for key, held in value.items()}
    found = of_value(written(value).encode(), Fields)
    return found if found is not None else {"content": msgspec.Raw(msgspec.json.encode(value))}


def _raw(value: object) -> msgspec.Raw:
    """A value as JSON; a text that is a JSON list or object stands for that, as attributes hold nothing else."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        held = value.encode()
        if of_value(held, list[Fields]) is not None or of_value(held, Fields) is not None:
            return msgspec.Raw(held)
    return msgspec.Raw(msgspec.json.encode(value))


def _chat(event: RawEvent, fields: Fields) -> Fields:
    """The message as a chat completion has it: a choice's is inside it, a tool's names its call by `id`."""
    if event.name == CHOICE:
        inner = fields.get("message")
        message = (of_value(inner, Fields) or {"content": inner}) if inner is not None else fields
        calls = {"tool_calls": fields["tool_calls"]} if "tool_calls" in fields else {}
        return {**calls, **message}
    if text(fields.get("role")) == "tool" or event.name == "gen_ai.tool.message":
        return {"tool_call_id": fields["id"], **fields} if "id" in fields else fields
    return fields
