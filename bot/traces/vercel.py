"""The AI SDK of Vercel up to 6 (`ai.*`); from 7 on it writes the GenAI conventions."""

import msgspec

from bot.domain.trace import ContextItem, Execution, Tool, Turn, Window
from bot.domain.trace_vocabulary import Operation, Part
from bot.traces.blocks import Place
from bot.traces.conversation import conversation
from bot.traces.cuts import trust
from bot.traces.genai import unsplit, value_item
from bot.traces.json_text import of_value, written
from bot.traces.otlp import RawSpan
from bot.traces.parts import call_items
from bot.traces.tools import tool, tools

OPERATION = "ai.operationId"
TOOL_CALL = "ai.toolCall"
INNER = (".doGenerate", ".doStream")
OUTER = frozenset({"ai.generateText", "ai.streamText", "ai.generateObject", "ai.streamObject"})

MESSAGES = "ai.prompt.messages"
PROMPT = "ai.prompt"
TOOLS = "ai.prompt.tools"
TEXT = "ai.response.text"
OBJECT = "ai.response.object"
REASONING = "ai.response.reasoning"
CALLS = "ai.response.toolCalls"


def operation(span: RawSpan) -> Operation | None:
    """What `ai.operationId` says; None where it is not there.

    The outer span of a call wraps one inner span for every question to the model and repeats their content: it
    is an agent's, so that one answer is one decision.
    """
    named = span.text(OPERATION)
    if not named:
        return None
    if named == TOOL_CALL:
        return Operation.TOOL
    if named in OUTER:
        return Operation.AGENT
    return Operation.MODEL if named.endswith(INNER) else Operation.OTHER


def turn(span: RawSpan) -> Turn:
    """What the span holds of one question to a model; every part of it may be empty."""
    key = next((key for key in (MESSAGES, PROMPT) if span.attributes.get(key) not in (None, "")), "")
    messages = conversation(span, key, written(span.attributes[key]), "") if key else ()
    return Turn(Window(messages=messages, tools=_tools(span)), _output(span))


def execution(span: RawSpan) -> Execution:
    """The run of a tool that the span stands for."""
    name, call_id = span.text("ai.toolCall.name"), span.text("ai.toolCall.id")
    return Execution(
        name=name,
        call_id=call_id,
        arguments=value_item(span, "ai.toolCall.args", Part.TOOL_CALL, name, call_id),
        result=value_item(span, "ai.toolCall.result", Part.TOOL_RESULT, name, call_id),
    )


def _output(span: RawSpan) -> tuple[ContextItem, ...]:
    found: list[ContextItem] = []
    for key, kind in ((REASONING, Part.REASONING), (TEXT, Part.TEXT), (OBJECT, Part.TEXT)):
        value = span.attributes.get(key)
        if value not in (None, ""):
            held = written(value)
            provenance, limit = trust(held)
            where = span.where(key)
            found.append(ContextItem("assistant", kind, held, where, 0, provenance=provenance, limit=limit))
    value = span.attributes.get(CALLS)
    return tuple(found) + (_calls(span, written(value)) if value not in (None, "") else ())


def _calls(span: RawSpan, held: str) -> tuple[ContextItem, ...]:
    if of_value(held.encode(), list[msgspec.Raw]) is None:
        return (unsplit(span, CALLS, "assistant", held),)
    return tuple(call_items(msgspec.Raw(held.encode()), Place(span.where(CALLS), 0, "assistant")))


def _tools(span: RawSpan) -> tuple[Tool, ...]:
    """One JSON text a tool, in an array; some exporters write the array as one text."""
    value = span.attributes.get(TOOLS)
    if value in (None, ""):
        return ()
    where = span.where(TOOLS)
    if isinstance(value, list):
        return tuple(tool(written(one), where, *trust(written(one))) for one in value)
    return tools(written(value), where, *trust(written(value)))
