"""Google's Agent Development Kit (`gcp.vertex.agent.*`): the whole request and response of a model as JSON."""

import msgspec

from bot.domain.trace import Execution, Tool, Turn, Window
from bot.domain.trace_vocabulary import Part, Provenance
from bot.traces.blocks import Fields
from bot.traces.conversation import conversation
from bot.traces.genai import value_item
from bot.traces.json_text import of_value
from bot.traces.otlp import RawSpan
from bot.traces.tools import tool

REQUEST = "gcp.vertex.agent.llm_request"
RESPONSE = "gcp.vertex.agent.llm_response"
ARGUMENTS = "gcp.vertex.agent.tool_call_args"
RESULT = "gcp.vertex.agent.tool_response"

_NOTHING = ("", "{}")  # what the kit writes where content is not to be captured


def turn(span: RawSpan) -> Turn:
    """What the span holds of one question to a model; every part of it may be empty."""
    asked, answered = span.text(REQUEST), span.text(RESPONSE)
    messages = conversation(span, REQUEST, asked, "") if asked not in _NOTHING else ()
    output = conversation(span, RESPONSE, answered, "model") if answered not in _NOTHING else ()
    return Turn(Window(messages=messages, tools=_tools(span, asked)), output)


def execution(span: RawSpan) -> Execution:
    """The run of a tool that the span stands for; name and call id are those of the GenAI conventions."""
    name, call_id = span.text("gen_ai.tool.name"), span.text("gen_ai.tool.call.id")
    return Execution(
        name=name,
        call_id=call_id,
        arguments=value_item(span, ARGUMENTS, Part.TOOL_CALL, name, call_id),
        result=value_item(span, RESULT, Part.TOOL_RESULT, name, call_id),
    )


def _tools(span: RawSpan, asked: str) -> tuple[Tool, ...]:
    request = of_value(asked.encode(), Fields) or {}
    config = of_value(request.get("config", _NULL), Fields) or {}
    groups = of_value(config.get("tools", _NULL), list[Fields]) or []
    keys = ("function_declarations", "functionDeclarations")
    listed = [of_value(group.get(key, _NULL), list[msgspec.Raw]) or [] for group in groups for key in keys]
    where = span.where(REQUEST)
    return tuple(
        tool(bytes(one).decode(), where, Provenance.LOGGED) for declared in listed for one in declared
    )


_NULL = msgspec.Raw(b"null")
