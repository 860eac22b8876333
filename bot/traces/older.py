"""GenAI content of 1.27 and before: `gen_ai.prompt` and `gen_ai.completion` as JSON, or flattened by OpenLLMetry."""

from collections.abc import Iterable, Mapping

import msgspec

from bot.domain.trace import ContextItem, Turn, Window
from bot.domain.trace_vocabulary import Flag, Part, Provenance
from bot.traces.blocks import Fields, Place
from bot.traces.conversation import conversation
from bot.traces.cuts import trust
from bot.traces.flat import gap, indexed
from bot.traces.json_text import of_value, text, written
from bot.traces.otlp import RawSpan
from bot.traces.parts import TOOL_ROLES, part_items

PROMPT = "gen_ai.prompt"
COMPLETION = "gen_ai.completion"


def turn(span: RawSpan) -> Turn:
    """What the span holds of one question to a model; every part of it may be empty."""
    return Turn(
        window=Window(messages=_messages(span, PROMPT, "")),
        output=_messages(span, COMPLETION, "assistant"),
    )


def losses(names: Iterable[str]) -> tuple[Flag, ...]:
    """By the names of attributes, a gap in the numbering of messages, or of the calls in one."""
    return (Flag.MESSAGE_INDEX_GAP,) if gap(names, (f"{PROMPT}.", f"{COMPLETION}.")) else ()


def _messages(span: RawSpan, key: str, role: str) -> tuple[ContextItem, ...]:
    flat = tuple(
        item
        for position, leaves in indexed(span.attributes, key)
        for item in _pieces(span, f"{key}.{position}", leaves, position, role)
    )
    held = span.attributes.get(key)
    if flat or held in (None, ""):
        return flat
    return conversation(span, key, written(held), role)


def _pieces(
    span: RawSpan, prefix: str, leaves: Mapping[str, object], position: int, role: str
) -> list[ContextItem]:
    said = written(leaves.get("role") or role)
    message = _Flat(span, prefix, leaves, position, said)
    found = message.contents()
    for number, call in indexed(leaves, "tool_calls"):
        found.append(message.call(f"tool_calls.{number}", call))
    function = {
        key.removeprefix("function_call."): leaves[key] for key in leaves if key.startswith("function_call.")
    }
    if function:
        found.append(message.call("function_call", function))
    return found or [message.item(Part.TEXT, "content")]


class _Flat:
    """The attributes of one message, by the rest of their keys."""

    def __init__(
        self, span: RawSpan, prefix: str, leaves: Mapping[str, object], position: int, role: str
    ) -> None:
        self._span, self._prefix, self._leaves, self._position, self._role = (
            span,
            prefix,
            leaves,
            position,
            role,
        )

    def contents(self) -> list[ContextItem]:
        """The content, taken apart where it is a JSON list of typed blocks."""
        held = written(self._leaves.get("content") or "")
        if not held:
            return []
        if self._role in TOOL_ROLES:
            call_id = written(self._leaves.get("tool_call_id") or "")
            return [self.item(Part.TOOL_RESULT, "content", call_id=call_id)]
        if _typed(held):
            place = Place(self._span.where(f"{self._prefix}.content"), self._position, self._role)
            return list(part_items(msgspec.Raw(held.encode()), place))
        return [self.item(Part.TEXT, "content")]

    def call(self, key: str, leaves: Mapping[str, object]) -> ContextItem:
        """A tool call from its leaves `name`, `arguments` and `id`."""
        name, call_id = (written(leaves.get(leaf) or "") for leaf in ("name", "id"))
        return self.item(Part.TOOL_CALL, f"{key}.arguments", name=name, call_id=call_id)

    def item(self, kind: Part, leaf: str, *, name: str = "", call_id: str = "") -> ContextItem:
        """One leaf as a piece; an empty one where it is not there."""
        value = self._leaves.get(leaf)
        held = "" if value is None else written(value)
        provenance, limit = trust(held) if held else (Provenance.LOGGED, None)
        where = self._span.where(f"{self._prefix}.{leaf}")
        return ContextItem(self._role, kind, held, where, self._position, name, call_id, provenance, limit)


def _typed(held: str) -> bool:
    """Whether a content is a list of blocks that each say their type."""
    if not held.startswith("["):
        return False
    blocks = of_value(held.encode(), list[Fields])
    return bool(blocks) and all(text(fields.get("type")) for fields in blocks or ())
