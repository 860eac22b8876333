"""Why a moment is worth a look: plain signs in tool names, answers and results, each one explainable.

A trace says what was called and never what it meant, so the signs are words; see `signs`.
"""

import json
import re

from bot.domain.signs import SIGNS, Signs
from bot.domain.trace import ContextItem, DecisionPoint
from bot.domain.trace_vocabulary import Part, Reason

AGENT_ROLES = frozenset({"assistant", "model", "ai"})

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def reasons(point: DecisionPoint, failed: frozenset[str], signs: Signs = SIGNS) -> tuple[Reason, ...]:
    """The reasons that hold for a point, strongest first; `failed` are ids of calls whose span says so."""
    names = [call.name for call in point.calls]
    holds = {
        Reason.SIDE_EFFECT: any(acts(name, signs) for name in names),
        Reason.AFTER_ERROR: _changed_course(point, failed, signs),
        Reason.HAND_OFF: any(hands_off(name, signs) for name in names),
        Reason.REFUSAL: _refuses(point, signs),
        Reason.TEXT_ONLY: point.text_only,
        Reason.TOOL_CALL: bool(names),
    }
    return tuple(reason for reason in Reason if holds[reason])


def acts(tool: str, signs: Signs = SIGNS) -> bool:
    """Whether a tool's name says that it changes something on somebody's side."""
    words = _words(tool)
    if not words or words[0] in signs.reads or hands_off(tool, signs):
        return False
    return not signs.acts.isdisjoint(words)


def hands_off(tool: str, signs: Signs = SIGNS) -> bool:
    """Whether a tool's name says that the case goes to somebody else."""
    words = set(_words(tool))
    passes = not signs.passes_on.isdisjoint(words) and not signs.people.isdisjoint(words)
    return passes or not signs.hands_off.isdisjoint(words)


def looks_failed(text: str, signs: Signs = SIGNS) -> bool:
    """Whether a tool's result reads as an error: its first word, or an error member in its JSON."""
    if text.lstrip().lower().startswith(signs.errors):
        return True
    value = _json(text)
    if not isinstance(value, dict):
        return False
    return any(value.get(key) for key in ("error", "errors", "isError", "is_error")) or (
        isinstance(value.get("status"), str) and value["status"].lower() in signs.errors
    )


def canonical(arguments: str) -> str:
    """Arguments in one spelling, so that the same call is recognised; what is not JSON stays as it is."""
    value = _json(arguments)
    try:
        return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else arguments
    except RecursionError:
        return arguments


def _words(tool: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(tool)]


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # not JSON, or deeper or longer than anybody means
        return None


def _refuses(point: DecisionPoint, signs: Signs) -> bool:
    if any(item.kind is Part.REFUSAL and item.text for item in point.output):
        return True
    if not point.text_only:
        return False
    said = " ".join(item.text for item in point.output if item.kind is Part.TEXT).lower()
    said = said.replace("’", "'")
    return any(phrase in said for phrase in signs.refusals)


def _changed_course(point: DecisionPoint, failed: frozenset[str], signs: Signs) -> bool:
    """Whether the last result it was shown was an error, and it did not simply try the same again."""
    if not point.calls and not point.text_only:
        return False
    tail = last_exchange(point.window.messages)
    wrong = {
        item.call_id
        for item in tail
        if item.kind is Part.TOOL_RESULT and (item.call_id in failed or looks_failed(item.text, signs))
    }
    if not wrong:
        return False
    tried = {_spelled(item) for item in tail if item.kind is Part.TOOL_CALL and item.call_id in wrong}
    again = {_spelled(call.arguments) for call in point.calls if call.arguments}
    return not (tried and tried <= again)


def last_exchange(messages: tuple[ContextItem, ...]) -> tuple[ContextItem, ...]:
    """The agent's last message in a window and all that came after it."""
    start = 0
    for position in range(len(messages) - 1, -1, -1):
        if messages[position].role in AGENT_ROLES:
            start = position
            while start and messages[start - 1].message == messages[position].message:
                start -= 1
            break
    return messages[start:]


def _spelled(item: ContextItem) -> tuple[str, str]:
    return item.name, canonical(item.text)
