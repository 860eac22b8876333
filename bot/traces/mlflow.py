"""MLflow (`mlflow.*`): the inputs and outputs of a span as one JSON text each; all of it counts as derived.

A server that keeps spans it was sent by OTLP writes these keys beside the raw ones.
"""

from bot.domain.trace import ContextItem, Execution, Turn, Window
from bot.domain.trace_vocabulary import Operation, Part
from bot.traces.conversation import conversation
from bot.traces.cuts import trust
from bot.traces.json_text import of_value, written
from bot.traces.otlp import RawSpan
from bot.traces.tools import tools

INPUTS = "mlflow.spanInputs"
OUTPUTS = "mlflow.spanOutputs"
TOOLS = "mlflow.chat.tools"
KIND = "mlflow.spanType"
KINDS = {
    "LLM": Operation.MODEL,
    "CHAT_MODEL": Operation.MODEL,
    "TOOL": Operation.TOOL,
    "AGENT": Operation.AGENT,
    "CHAIN": Operation.AGENT,
}
"""Values of `mlflow.spanType` told apart here; any other is Operation.OTHER."""


def operation(span: RawSpan) -> Operation | None:
    """What `mlflow.spanType` says; None where it is not there."""
    named = _bare(span, KIND)
    return KINDS.get(named, Operation.OTHER) if named else None


def turn(span: RawSpan) -> Turn:
    """What the span holds of one question to a model; every part of it may be empty."""
    offered = _bare(span, TOOLS)
    found = tools(offered, span.where(TOOLS), *trust(offered)) if offered else ()
    return Turn(Window(messages=_whole(span, INPUTS, ""), tools=found), _whole(span, OUTPUTS, "assistant"))


def execution(span: RawSpan) -> Execution:
    """The run of a tool that the span stands for."""
    arguments = _value(span, INPUTS, Part.TOOL_CALL)
    return Execution(span.name, "", arguments, _value(span, OUTPUTS, Part.TOOL_RESULT))


def _whole(span: RawSpan, key: str, role: str) -> tuple[ContextItem, ...]:
    held = _bare(span, key)
    return conversation(span, key, held, role) if held else ()


def _value(span: RawSpan, key: str, kind: Part) -> ContextItem | None:
    if span.attributes.get(key) is None:
        return None
    held = _bare(span, key)
    provenance, limit = trust(held)
    role = "assistant" if kind is Part.TOOL_CALL else "tool"
    return ContextItem(role, kind, held, span.where(key), None, span.name, "", provenance, limit)


def _bare(span: RawSpan, key: str) -> str:
    """An attribute as text; some of the server's answers hold texts as JSON strings."""
    value = span.attributes.get(key)
    if value is None:
        return ""
    string = of_value(value.encode(), str) if isinstance(value, str) else None
    return written(value) if string is None else string
