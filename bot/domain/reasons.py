"""Why a moment is worth a look: plain signs in tool names, answers and results, each one explainable.

A trace says what was called and never what it meant, so the signs are words; see `signs`.
"""

import json
import re
from functools import lru_cache

from bot.domain.signs import SIGNS, Signs

AGENT_ROLES = frozenset({"assistant", "model", "ai"})

_IN_ONE_SPELLING = json.JSONEncoder(sort_keys=True).encode
_OF_JSON = json.JSONDecoder().decode
_NAMES = 1_000  # of tools; a run has a few dozen, each asked about again and again
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def acts(tool: str, signs: Signs = SIGNS) -> bool:
    """Whether a tool's name says that it changes something on somebody's side."""
    words = words_of(tool)
    if not words or words[0] in signs.reads or hands_off(tool, signs):
        return False
    return not signs.acts.isdisjoint(words)


def hands_off(tool: str, signs: Signs = SIGNS) -> bool:
    """Whether a tool's name says that the case goes to somebody else."""
    words = set(words_of(tool))
    passes = not signs.passes_on.isdisjoint(words) and not signs.people.isdisjoint(words)
    return passes or not signs.hands_off.isdisjoint(words)


def looks_failed(text: str, signs: Signs = SIGNS) -> bool:
    """Whether a tool's result reads as an error: its first word, or an error member in its JSON."""
    told = text.lstrip()
    if told[: max(map(len, signs.errors), default=0)].lower().startswith(signs.errors):
        return True
    value = of_json(text) if told.startswith("{") else None
    if not isinstance(value, dict):
        return False
    return any(value.get(key) for key in ("error", "errors", "isError", "is_error")) or (
        isinstance(value.get("status"), str) and value["status"].lower() in signs.errors
    )


def canonical(arguments: str) -> str:
    """Arguments in one spelling, so that the same call is recognised; what is not JSON stays as it is."""
    return spelled(arguments, of_json(arguments))


def spelled(arguments: str, value: object) -> str:
    """As `canonical`, where the value of the JSON is at hand."""
    try:
        return _IN_ONE_SPELLING(value) if isinstance(value, dict | list) else arguments
    except RecursionError:
        return arguments


def asks_by_tool(tool: str, signs: Signs = SIGNS) -> bool:
    """Whether a tool's name says that it asks a person for leave."""
    words = words_of(tool)
    return bool(words) and (words[0] in signs.asks or not signs.leave.isdisjoint(words))


def asks_leave(text: str, signs: Signs = SIGNS) -> bool:
    """Whether an answer asks to be allowed to go on."""
    return _holds(text, signs.permission)


def refuses(text: str, signs: Signs = SIGNS) -> bool:
    """Whether an answer refuses, or says that something is not there or not possible."""
    return _holds(text, signs.refusals)


def disagrees(text: str, signs: Signs = SIGNS) -> bool:
    """Whether a person's words take issue with what was done; "No, that's all" does not."""
    if _holds(text, signs.closings):
        return False
    return _begins(text, signs.objects) or _holds(text, signs.corrections)


def agrees(text: str, signs: Signs = SIGNS) -> bool:
    """Whether a person's words begin with a yes."""
    return _begins(text, signs.agreements)


def opposite(tool: str, signs: Signs = SIGNS) -> str:
    """The name of the tool that would take this one back, as its words in one spelling; "" where none is known."""
    words = words_of(tool)
    turned = tuple(signs.opposites.get(word, word) for word in words)
    return " ".join(turned) if turned != words else ""


@lru_cache(_NAMES)
def words_of(tool: str) -> tuple[str, ...]:
    """The words of a tool's name, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(tool))


def plain(text: str) -> str:
    """Text in lower case with straight apostrophes, as the phrases are written."""
    return text.lower().replace("’", "'")


def _holds(text: str, phrases: tuple[str, ...]) -> bool:
    said = plain(text)
    return any(phrase in said for phrase in phrases)


def _begins(text: str, phrases: tuple[str, ...]) -> bool:
    said = plain(text).lstrip()
    return any(said.startswith(phrase) and not said[len(phrase) :][:1].isalpha() for phrase in phrases)


def of_json(text: str) -> object:
    """The value of a JSON text; None where it is not JSON."""
    try:
        return _OF_JSON(text)
    except (ValueError, RecursionError):  # not JSON, or deeper or longer than anybody means
        return None
