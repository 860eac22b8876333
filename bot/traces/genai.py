"""OpenTelemetry's GenAI conventions from 1.37 on: content in attributes, JSON text or structured value."""

from collections.abc import Sequence

from bot.domain.trace import ContextItem, Execution, Tool, Turn, Window
from bot.domain.trace_vocabulary import Flag, Operation, Part, Provenance
from bot.traces.blocks import Place
from bot.traces.cuts import trust
from bot.traces.json_text import written
from bot.traces.otlp import RawSpan
from bot.traces.windows import ATTRIBUTE, Quoted

OPERATIONS = {
    "chat": Operation.MODEL,
    "generate_content": Operation.MODEL,
    "text_completion": Operation.MODEL,
    "execute_tool": Operation.TOOL,
    "invoke_agent": Operation.AGENT,
    "create_agent": Operation.AGENT,
    "invoke_workflow": Operation.AGENT,
    "plan": Operation.AGENT,
}
"""Values of `gen_ai.operation.name` told apart here; any other is Operation.OTHER."""

SYSTEM = "gen_ai.system_instructions"
INPUT = ATTRIBUTE
OUTPUT = "gen_ai.output.messages"
TOOLS = "gen_ai.tool.definitions"
_REF = "_ref"  # an upload hook puts the content elsewhere and leaves its address under this ending


def turn(span: RawSpan) -> Turn:
    """What the span holds of one question to a model; every part of it may be empty."""
    return Turn(
        window=Window(
            instructions=_instructions(span) + _elsewhere(span, SYSTEM, "system"),
            messages=_window(span),
            tools=_tools(span),
        ),
        output=_output(span),
    )


def execution(span: RawSpan) -> Execution:
    """The run of a tool that the span stands for."""
    name, call_id = (span.text(f"gen_ai.tool.{key}") for key in ("name", "call.id"))
    return Execution(
        name=name,
        call_id=call_id,
        arguments=value_item(span, "gen_ai.tool.call.arguments", Part.TOOL_CALL, name, call_id),
        result=value_item(span, "gen_ai.tool.call.result", Part.TOOL_RESULT, name, call_id),
    )


def losses(span: RawSpan) -> tuple[Flag, ...]:
    """What the span says of a window that is not, or not wholly, in the file."""
    found = []
    if span.attributes.get("gen_ai.conversation.compacted") in (True, "true"):
        found.append(Flag.COMPACTED)
    if span.text("gen_ai.request.previous_response.id"):
        found.append(Flag.SERVER_SIDE_CONTEXT)
    return tuple(found)


def value_item(span: RawSpan, key: str, kind: Part, name: str, call_id: str) -> ContextItem | None:
    """One attribute as arguments or result of a tool's run, None where it is not there."""
    value = span.attributes.get(key)
    if value is None:
        return None
    provenance, limit = trust(written(value))
    role = "assistant" if kind is Part.TOOL_CALL else "tool"
    where = span.where(key)
    return ContextItem(role, kind, written(value), where, None, name, call_id, provenance, limit)


def unsplit(span: RawSpan, key: str, role: str, value: str) -> ContextItem:
    """A whole attribute that could not be taken apart."""
    provenance, limit = trust(value)
    return ContextItem(role, Part.UNSPLIT, value, span.where(key), provenance=provenance, limit=limit)


def _instructions(span: RawSpan) -> tuple[ContextItem, ...]:
    value = span.attributes.get(SYSTEM)
    if value in (None, ""):
        return ()
    held = written(value)
    place = Place(span.where(SYSTEM), None, "system")
    found = span.known.parts(held, place)
    if found is not None:
        return found
    whole = unsplit(span, SYSTEM, "system", held)
    cut = whole.provenance is not Provenance.LOGGED
    return (whole,) if cut else (place.item(Part.TEXT, held),)  # some write the bare text


def _window(span: RawSpan) -> Sequence[ContextItem]:
    value, elsewhere = span.attributes.get(INPUT), _elsewhere(span, INPUT, "")
    held = value if isinstance(value, Quoted) else _written(span, INPUT)
    if not held:
        return elsewhere
    found = span.known.window(held, span.where(INPUT))
    shown = (_whole(span, held),) if found is None else found
    return (*shown, *elsewhere) if elsewhere else shown


def _whole(span: RawSpan, held: str | Quoted) -> ContextItem:
    return unsplit(span, INPUT, "", held.text() if isinstance(held, Quoted) else held)


def _output(span: RawSpan) -> tuple[ContextItem, ...]:
    held, elsewhere = _written(span, OUTPUT), _elsewhere(span, OUTPUT, "assistant")
    if not held:
        return elsewhere
    found = span.known.messages(held, span.where(OUTPUT), "assistant")
    return ((unsplit(span, OUTPUT, "assistant", held),) if found is None else found) + elsewhere


def _written(span: RawSpan, key: str) -> str:
    value = span.attributes.get(key)
    return "" if value is None else written(value)


def _elsewhere(span: RawSpan, key: str, role: str) -> tuple[ContextItem, ...]:
    address = span.text(key + _REF)
    if not address:
        return ()
    where = span.where(key + _REF)
    return (ContextItem(role, Part.UNSPLIT, address, where, provenance=Provenance.BY_REFERENCE),)


def _tools(span: RawSpan) -> Sequence[Tool]:
    address = span.text(TOOLS + _REF)
    if address:
        where = span.where(TOOLS + _REF)
        return (Tool("", "", "", address, where, Provenance.BY_REFERENCE),)
    value = span.attributes.get(TOOLS)
    if value in (None, ""):
        return ()
    return span.known.tools(written(value), span.where(TOOLS))
