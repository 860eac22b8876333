"""OpenLLMetry (`traceloop.*`): kinds of spans, runs of tools and the functions on offer.

Its messages are those of `older`, or of GenAI in its later versions.
"""

from collections.abc import Iterable

import msgspec

from bot.domain.trace import ContextItem, Execution, Tool, Turn, Window
from bot.domain.trace_vocabulary import Flag, Operation, Part, Provenance
from bot.traces.blocks import Fields
from bot.traces.cuts import trust
from bot.traces.flat import gap, indexed
from bot.traces.genai import unsplit
from bot.traces.json_text import of_value, text, written
from bot.traces.otlp import RawSpan

KIND = "traceloop.span.kind"
KINDS = {"workflow": Operation.AGENT, "agent": Operation.AGENT, "tool": Operation.TOOL}
"""Values of `traceloop.span.kind` told apart here; any other is Operation.OTHER."""

INPUT = "traceloop.entity.input"
OUTPUT = "traceloop.entity.output"
FUNCTIONS = "llm.request.functions"


def operation(span: RawSpan) -> Operation | None:
    """What `traceloop.span.kind` says; None where it is not there."""
    named = span.text(KIND)
    return KINDS.get(named, Operation.OTHER) if named else None


def turn(span: RawSpan) -> Turn:
    """The functions on offer; where the span is an agent's or a workflow's, its whole input and output unsplit."""
    whole = KINDS.get(span.text(KIND)) is Operation.AGENT
    window = Window(messages=_whole(span, INPUT, "") if whole else (), tools=_functions(span))
    return Turn(window, _whole(span, OUTPUT, "assistant") if whole else ())


def execution(span: RawSpan) -> Execution:
    """The run of a tool that the span stands for; these spans hold no call id."""
    name = span.text("traceloop.entity.name")
    arguments, result = (
        _value(span, INPUT, Part.TOOL_CALL, name),
        _value(span, OUTPUT, Part.TOOL_RESULT, name),
    )
    return Execution(name, "", arguments, result)


def losses(names: Iterable[str]) -> tuple[Flag, ...]:
    """By the names of attributes, a gap in the numbering of the functions on offer."""
    return (Flag.MESSAGE_INDEX_GAP,) if gap(names, (f"{FUNCTIONS}.",)) else ()


def _whole(span: RawSpan, key: str, role: str) -> tuple[ContextItem, ...]:
    return (unsplit(span, key, role, span.text(key)),) if span.text(key) else ()


def _value(span: RawSpan, key: str, kind: Part, name: str) -> ContextItem | None:
    held = span.attributes.get(key)
    if held is None:
        return None
    provenance, limit = trust(written(held))
    role = "assistant" if kind is Part.TOOL_CALL else "tool"
    return ContextItem(
        role, kind, _unwrapped(written(held)), span.where(key), None, name, "", provenance, limit
    )


def _unwrapped(held: str) -> str:
    """The arguments or the result inside the JSON that the SDK's decorator puts around them."""
    raw = msgspec.Raw(held.encode())
    string = of_value(raw, str)
    if string is not None:
        return string
    fields = of_value(raw, Fields) or {}
    by_name = text(fields.get("kwargs"))
    if fields.keys() == {"args", "kwargs"} and text(fields["args"]) in {"[]", ""} and by_name:
        return by_name
    return held


def _functions(span: RawSpan) -> tuple[Tool, ...]:
    found = []
    for number, leaves in indexed(span.attributes, FUNCTIONS):
        name, description, parameters = (
            written(leaves.get(leaf) or "") for leaf in ("name", "description", "parameters")
        )
        stated = [trust(held) for held in (description, parameters) if held]
        cut = next((one for one in stated if one[0] is not Provenance.LOGGED), (Provenance.LOGGED, None))
        where = span.where(f"{FUNCTIONS}.{number}")
        found.append(Tool(name, description, parameters, _definition(leaves), where, *cut))
    return tuple(found)


def _definition(leaves: dict[str, object]) -> str:
    """The leaves as one JSON object; what is JSON itself stays to the letter."""
    written_out = {key: written(value) for key, value in leaves.items() if value is not None}
    raws = {
        key: held if of_value(held.encode(), Fields) is not None else msgspec.json.encode(held).decode()
        for key, held in written_out.items()
    }
    return "{" + ", ".join(f"{msgspec.json.encode(key).decode()}: {held}" for key, held in raws.items()) + "}"
