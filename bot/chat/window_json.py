"""Decision points of a trace for machines: every recorded text to the letter, and how it came to be so."""

import json
from collections.abc import Sequence

from bot.chat.window import clean
from bot.domain.recorded import action
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.domain.trace import ContextItem, DecisionPoint, Tool, ToolCall
from bot.domain.trace_vocabulary import Provenance


def as_json(points: Sequence[DecisionPoint], *, rules: Rules = SECRETS) -> str:
    """The points for machines, every recorded text to the letter, secrets taken out."""
    return json.dumps([_point(clean(point, rules=rules)) for point in points], ensure_ascii=False, indent=2)


def _point(point: DecisionPoint) -> dict[str, object]:
    return {
        "point": point.key,
        "trace_id": point.trace_id,
        "at": point.at.isoformat() if point.at else None,
        "reasons": [reason.value for reason in point.reasons],
        "action": action(point),
        "window": {
            "system": [item_json(item) for item in point.window.system],
            "messages": [item_json(item) for item in point.window.conversation],
            "tools": [_tool(tool) for tool in point.window.tools],
        },
        "output": [item_json(item) for item in point.output],
        "calls": [_call(call) for call in point.calls],
        "facts": [{"kind": f.kind.value, "key": f.where.key, "value": f.value} for f in point.facts],
        "not_recorded": [flag.value for flag in point.flags],
    }


def item_json(item: ContextItem) -> dict[str, object]:
    """A piece for machines."""
    return {
        "role": item.role,
        "kind": item.kind.value,
        "name": item.name,
        "call_id": item.call_id,
        "text": item.text,
        "provenance": item.provenance.value,
        "limit": item.limit,
    }


def _tool(tool: Tool) -> dict[str, object]:
    return {
        "name": tool.name,
        "definition": tool.definition,
        "provenance": tool.provenance.value,
        "limit": tool.limit,
    }


def _call(call: ToolCall) -> dict[str, object]:
    return {
        "tool": call.name,
        "arguments": call.arguments.text if call.arguments else None,
        "arguments_provenance": _provenance(call.arguments),
        "result": call.result.text if call.result else None,
        "result_provenance": _provenance(call.result),
        "link": call.link.value,
        "failed": call.failed,
    }


def _provenance(item: ContextItem | None) -> str:
    return (item.provenance if item else Provenance.NOT_RECORDED).value
