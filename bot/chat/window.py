"""Decision points of a trace as cards: the list to choose from, and the exact window of one."""

import json
from collections.abc import Iterable, Mapping, Sequence

from bot.chat.words import Words
from bot.domain.redaction import redact
from bot.domain.trace import ContextItem, DecisionPoint, ToolCall
from bot.domain.trace_text import rewritten
from bot.domain.trace_vocabulary import FactKind, Link, Part
from bot.domain.tree import Block, Card, CardButton, CodeBlock, Heading, Listing, Paragraph, Strong, Text

MOST = 9
"""Points offered at a time; the rest are counted."""
LABEL = 80
VERSIONS = (
    FactKind.MODEL,
    FactKind.MODEL_REQUESTED,
    FactKind.PROMPT,
    FactKind.PROMPT_VERSION,
    FactKind.AGENT_VERSION,
    FactKind.SERVICE_VERSION,
)
"""The facts that say which model, prompt and configuration it was."""

Section = tuple[str, list[Block]]
"""A part of the window: the key of its heading, and what stands under it."""


def points_card(points: Sequence[DecisionPoint], evidence: str, words: Words) -> Card:
    """The points offered, strongest first, a button each."""
    said = words("points_title", evidence=evidence, count=len(points)) if points else words("points_none")
    more = len(points) - MOST
    blocks: list[Block] = [Paragraph((Text(said),))]
    if more > 0:
        blocks.append(Paragraph((Text(words("points_more", count=more)),)))
    buttons = [CardButton(f"point:{evidence}:{p.key}", label(p, words), p.key) for p in points[:MOST]]
    return Card(tuple(blocks), tuple(buttons))


def label(point: DecisionPoint, words: Words) -> str:
    """When it was, what was done, and why it is offered."""
    at = point.at.strftime("%H:%M:%S") if point.at else words("no_time")
    why = ", ".join(words(f"trace_reason.{reason}") for reason in point.reasons[:2])
    text = " ".join(redact(action(point)).text.split())
    short = text if len(text) <= LABEL else f"{text[: LABEL - 1]}…"
    return " · ".join(part for part in (at, short, why) if part)


def action(point: DecisionPoint) -> str:
    """What it did, as recorded: the calls, else its words."""
    if point.calls:
        return "\n".join(_call(call) for call in point.calls)
    return "\n".join(item.text for item in point.output if item.text)


def _call(call: ToolCall) -> str:
    return f"{call.name}({call.arguments.text if call.arguments else '…'})"


def versions(point: DecisionPoint) -> str:
    """Model, prompt and configuration, a recorded value a line."""
    facts = (fact.value for kind in VERSIONS if (fact := point.fact(kind)))
    return "\n".join(dict.fromkeys(facts))


def clean(point: DecisionPoint) -> DecisionPoint:
    """The point without secrets, for whatever shows or keeps some of it.

    One at a time: windows of a long run hold each other, and all of them cleaned would be its square.
    """
    return rewritten(point, lambda text: redact(text).text)


def window_card(point: DecisionPoint, words: Words) -> Card:
    """Exactly the window, under the point's label: what it was shown, what it answered and what came back."""
    return Card((Paragraph((Strong((Text(label(point, words)),)),)), *window_blocks(point, words)))


def window_blocks(point: DecisionPoint, words: Words) -> tuple[Block, ...]:
    """Instructions, messages in order, tools, what it answered and what came back, and what was not recorded."""
    point = clean(point)
    return _drawn((*_recorded(point, words), _not_recorded(point, words)), words)


def window_blocks_for_a_cut(point: DecisionPoint, words: Words) -> tuple[Block, ...]:
    """The same, what was not recorded before all else: for a place that may not hold the whole of it."""
    point = clean(point)
    return _drawn((_not_recorded(point, words), *_recorded(point, words)), words)


def _recorded(point: DecisionPoint, words: Words) -> tuple[Section, ...]:
    names = tool_names((*point.window.conversation, *point.output))
    return (
        ("window_system", items_shown(point.window.system, words, names)),
        ("window_messages", items_shown(point.window.conversation, words, names)),
        ("window_tools", _tools(point, words)),
        ("window_output", items_shown(point.output, words, names)),
        ("window_calls", [block for call in point.calls for block in _came_back(call, words)]),
        ("window_facts", _facts(point)),
    )


def _not_recorded(point: DecisionPoint, words: Words) -> Section:
    return ("window_missing", _missing(point, words))


def _drawn(sections: Iterable[Section], words: Words) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for key, found in sections:
        blocks += [Heading(3, (Text(words(key)),)), *(found or [Paragraph((Text(words("none_recorded")),))])]
    return tuple(blocks)


def tool_names(items: Iterable[ContextItem]) -> dict[str, str]:
    """The tool behind each call's id: a result often carries the id alone."""
    return {i.call_id: i.name for i in items if i.kind is Part.TOOL_CALL and i.call_id}


def items_shown(items: Iterable[ContextItem], words: Words, names: Mapping[str, str]) -> list[Block]:
    """Each under who said it, its text to the letter; `names` are the tools behind the ids of calls."""
    blocks: list[Block] = []
    for item in items:
        what = "" if item.kind is Part.TEXT else words(f"part_{item.kind}")
        name = item.name or names.get(item.call_id, "")
        named = " ".join(part for part in (item.role, what, name) if part)
        blocks += [Paragraph((Strong((Text(named),)),)), _exact(item.text)]
    return blocks


def _exact(text: str) -> Block:
    """A recorded text to the letter; JSON on one line stays one line."""
    return CodeBlock(text) if text else CodeBlock("—")


def _tools(point: DecisionPoint, words: Words) -> list[Block]:
    rows = []
    for tool in point.window.tools:
        more = tool.description or ("" if tool.parameters else words("tool_name_only"))
        rows.append((Paragraph((Strong((Text(tool.name),)), Text(f": {more}" if more else ""))),))
    return [Listing(tuple(rows))] if rows else []


def _came_back(call: ToolCall, words: Words) -> list[Block]:
    how = words(f"link_{call.link}") if call.link is not Link.BY_ID else ""
    failed = words("call_failed") if call.failed else ""
    said = " ".join(part for part in (how, failed) if part)
    result = call.result.text if call.result else words("no_result")
    blocks: list[Block] = [CodeBlock(_call(call)), Paragraph((Text(words("came_back")),)), _exact(result)]
    return [*blocks, Paragraph((Text(said),))] if said else blocks


def _facts(point: DecisionPoint) -> list[Block]:
    rows = [(Paragraph((Text(f"{fact.where.key}: {fact.value}"),)),) for fact in point.facts]
    return [Listing(tuple(rows))] if rows else []


def _missing(point: DecisionPoint, words: Words) -> list[Block]:
    rows = [(Paragraph((Text(words(f"trace_flag.{flag}")),)),) for flag in point.flags]
    return [Listing(tuple(rows))] if rows else [Paragraph((Text(words("nothing_missing")),))]


def as_json(points: Sequence[DecisionPoint]) -> str:
    """The points for machines, every recorded text to the letter, secrets taken out."""
    return json.dumps([_point(clean(point)) for point in points], ensure_ascii=False, indent=2)


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
            "tools": [{"name": t.name, "definition": t.definition} for t in point.window.tools],
        },
        "output": [item_json(item) for item in point.output],
        "calls": [_recorded_call(call) for call in point.calls],
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
    }


def _recorded_call(call: ToolCall) -> dict[str, object]:
    return {
        "tool": call.name,
        "arguments": call.arguments.text if call.arguments else None,
        "result": call.result.text if call.result else None,
        "link": call.link.value,
        "failed": call.failed,
    }
