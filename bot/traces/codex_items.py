"""One item of a conversation as the Responses API has it, which is what rollouts of Codex are made of."""

from bot.domain.trace import ContextItem
from bot.domain.trace_vocabulary import Part, Provenance
from bot.traces.blocks import Fields, Place, first
from bot.traces.json_text import of_value, text
from bot.traces.parts import items_of
from bot.traces.session import listed

_CALLS = frozenset(
    {"function_call", "custom_tool_call", "local_shell_call", "web_search_call", "tool_search_call"}
)
_RESULTS = frozenset({"function_call_output", "custom_tool_call_output", "tool_search_output"})
_SUMMARIES = ("summary", "content")


def chosen(payload: Fields) -> bool:
    """Whether the model itself wrote this item."""
    kind = text(payload.get("type"))
    return (
        kind in _CALLS
        or kind == "reasoning"
        or (kind == "message" and text(payload.get("role")) == "assistant")
    )


def item(payload: Fields, place: Place) -> tuple[ContextItem, ...]:
    """The pieces of an item; one of a kind not known here stays whole."""
    kind = text(payload.get("type"))
    if kind == "message":
        return items_of(payload, place)
    said = Place(place.where, place.message, "tool" if kind in _RESULTS else "assistant")
    call_id = text(payload.get("call_id")) or text(payload.get("id"))
    if kind in _CALLS:
        name = text(payload.get("name")) or kind.removesuffix("_call")
        arguments = first(payload, "arguments", "input", "action")
        return (said.item(Part.TOOL_CALL, arguments, name=name, call_id=call_id),)
    if kind in _RESULTS:
        return (said.item(Part.TOOL_RESULT, _output(payload), call_id=call_id),)
    if kind == "reasoning":
        return _reasoning(payload, said)
    return ()


def _output(payload: Fields) -> str:
    """What came back; some versions wrap the text as `content` beside `success`."""
    output = payload.get("output")
    inner = of_value(output, Fields) if output is not None else None
    return text(inner["content"]) if inner and "content" in inner else text(output)


def _reasoning(payload: Fields, place: Place) -> tuple[ContextItem, ...]:
    """The readable part of reasoning; where it is encrypted alone, a piece that says that it is not there."""
    blocks = [of_value(raw, Fields) or {} for name in _SUMMARIES for raw in listed(payload, name)]
    found = tuple(place.item(Part.REASONING, text(block.get("text"))) for block in blocks if "text" in block)
    if found or "encrypted_content" not in payload:
        return found
    return (place.item(Part.REASONING, "", provenance=Provenance.NOT_RETURNED_BY_API),)
