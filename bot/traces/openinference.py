"""OpenInference: messages flattened into one attribute a leaf, as `llm.input_messages.0.message.role`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.trace import ContextItem, Execution, Tool, Turn, Window
from bot.domain.trace_vocabulary import Flag, Operation, Part, Provenance
from bot.traces.cuts import trust
from bot.traces.flat import gap, indexed
from bot.traces.genai import unsplit, value_item
from bot.traces.json_text import written
from bot.traces.otlp import RawSpan
from bot.traces.parts import TOOL_ROLES
from bot.traces.tools import tool

KINDS = {"LLM": Operation.MODEL, "TOOL": Operation.TOOL, "AGENT": Operation.AGENT, "CHAIN": Operation.AGENT}
"""Values of `openinference.span.kind` told apart here; any other is Operation.OTHER."""

KIND = "openinference.span.kind"
HEADS = frozenset({"openinference", "llm", "input", "output", "tool"})
"""The first words of its attributes."""

INPUT = "llm.input_messages"
OUTPUT = "llm.output_messages"
TOOLS = "llm.tools"


def operation(span: RawSpan) -> Operation | None:
    """What `openinference.span.kind` says; None where it is not there."""
    named = span.text(KIND)
    return KINDS.get(named.upper(), Operation.OTHER) if named else None


def turn(span: RawSpan) -> Turn:
    """What the span holds of one question to a model; every part of it may be empty.

    Where no messages were set one by one, the span's whole input or output stands unsplit.
    """
    return Turn(
        window=Window(
            messages=_messages(span, INPUT) or _whole(span, "input.value", ""),
            tools=_tools(span),
        ),
        output=_messages(span, OUTPUT) or _whole(span, "output.value", "assistant"),
    )


def execution(span: RawSpan) -> Execution:
    """The run of a tool that the span stands for."""
    name = span.text("tool.name")
    call_id = span.text("tool.id") or span.text("tool_call.id")
    return Execution(
        name=name,
        call_id=call_id,
        arguments=value_item(span, "input.value", Part.TOOL_CALL, name, call_id),
        result=value_item(span, "output.value", Part.TOOL_RESULT, name, call_id),
    )


def losses(names: Iterable[str]) -> tuple[Flag, ...]:
    """By the names of attributes, a gap in the numbers of messages, contents, calls or tools: the oldest go first."""
    found = gap(names, (f"{INPUT}.", f"{OUTPUT}.", f"{TOOLS}."))
    return (Flag.MESSAGE_INDEX_GAP,) if found else ()


class _Leaves:
    """The attributes under one message, by the rest of their keys."""

    def __init__(self, span: RawSpan, prefix: str, leaves: Mapping[str, object], message: int) -> None:
        self.span, self.prefix, self.leaves, self.message = span, prefix, leaves, message
        self.role = self.text("message.role")

    def text(self, leaf: str) -> str:
        value = self.leaves.get(leaf)
        return "" if value is None else written(value)

    def item(self, kind: Part, leaf: str, *, name: str = "", call_id: str = "") -> ContextItem:
        value = self.text(leaf)
        provenance, limit = trust(value)
        where = self.span.where(f"{self.prefix}.{leaf}")
        return ContextItem(self.role, kind, value, where, self.message, name, call_id, provenance, limit)


def _messages(span: RawSpan, prefix: str) -> tuple[ContextItem, ...]:
    return tuple(
        item
        for position, leaves in indexed(span.attributes, prefix)
        for item in _pieces(_Leaves(span, f"{prefix}.{position}", leaves, position))
    )


def _pieces(message: _Leaves) -> list[ContextItem]:
    found = _contents(message)
    for number, call in indexed(message.leaves, "message.tool_calls"):
        prefix = f"message.tool_calls.{number}.tool_call"
        name, call_id = (written(call.get(f"tool_call.{key}") or "") for key in ("function.name", "id"))
        arguments = f"{prefix}.function.arguments"
        found.append(message.item(Part.TOOL_CALL, arguments, name=name, call_id=call_id))
    if "message.function_call_name" in message.leaves:
        name = message.text("message.function_call_name")
        found.append(message.item(Part.TOOL_CALL, "message.function_call_arguments_json", name=name))
    return found or [message.item(Part.TEXT, "message.content")]


def _contents(message: _Leaves) -> list[ContextItem]:
    kind, name, call_id = Part.TEXT, "", ""
    if message.role in TOOL_ROLES:
        kind = Part.TOOL_RESULT
        name, call_id = message.text("message.name"), message.text("message.tool_call_id")
    found = []
    if message.text("message.content"):
        found.append(message.item(kind, "message.content", name=name, call_id=call_id))
    for number, content in indexed(message.leaves, "message.contents"):
        for leaf in content:
            part = _kind(leaf, kind, written(content.get("message_content.type") or ""))
            if part:
                item = message.item(part, f"message.contents.{number}.{leaf}", name=name, call_id=call_id)
                found.append(_by_reference(item) if part is Part.MEDIA else item)
    return found


def _kind(leaf: str, kind: Part, named: str) -> Part | None:
    """What a leaf of a message's contents is; None for its type, which is no content."""
    if leaf == "message_content.type":
        return None
    if leaf == "message_content.text":
        return Part.REASONING if named == "reasoning" else kind
    return Part.MEDIA if leaf.endswith(".url") else Part.OTHER


def _by_reference(item: ContextItem) -> ContextItem:
    if item.text.startswith("data:") or item.provenance is not Provenance.LOGGED:
        return item
    return replace(item, provenance=Provenance.BY_REFERENCE)


def _whole(span: RawSpan, key: str, role: str) -> tuple[ContextItem, ...]:
    value = span.text(key)
    return (unsplit(span, key, role, value),) if value else ()


def _tools(span: RawSpan) -> tuple[Tool, ...]:
    found: list[Tool] = []
    for number, leaves in indexed(span.attributes, TOOLS):
        for leaf, value in leaves.items():
            if leaf == "tool.json_schema" and value is not None:
                where = span.where(f"{TOOLS}.{number}.{leaf}")
                provenance, limit = trust(written(value))
                found.append(tool(written(value), where, provenance, limit))
    return tuple(found)
