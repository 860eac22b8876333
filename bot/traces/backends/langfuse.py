"""Langfuse's observations, of its API v2 (inputs and outputs as texts) and v1 (as values).

What came by OpenTelemetry lies in `metadata`: `attributes` without the content, `resourceAttributes`. Raw keys
win; content under Langfuse's own keys is derived, for the answer does not tell what an SDK sent from what was
rebuilt at ingest.
"""

from collections.abc import Iterator

import msgspec

from bot.domain.trace_vocabulary import Form
from bot.traces import genai
from bot.traces.backends import chat
from bot.traces.backends.handed import Handed
from bot.traces.backends.values import NULL, Fields, fields, inner, listed, moment, of_page, plain, plains
from bot.traces.blocks import Place
from bot.traces.json_text import of_value, text
from bot.traces.otlp import RawSpan
from bot.traces.parts import message_items, part_items

FORM = Form.LANGFUSE

OPERATIONS = {"GENERATION": "chat", "TOOL": "execute_tool", "AGENT": "invoke_agent", "CHAIN": "invoke_agent"}
"""Types of observations told apart; any other is a step of some kind."""

_OPERATION = "gen_ai.operation.name"


class _Observation(msgspec.Struct, rename="camel"):
    id: str
    trace_id: str | None = None
    parent_observation_id: str | None = None
    type: str = ""
    name: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    level: str | None = None
    input: msgspec.Raw = NULL
    output: msgspec.Raw = NULL
    metadata: msgspec.Raw = NULL
    model: str | None = None
    provided_model_name: str | None = None
    usage_details: dict[str, msgspec.Raw] | None = None
    prompt_name: str | None = None
    prompt_version: int | str | None = None
    user_id: str | None = None
    session_id: str | None = None


class _Page(msgspec.Struct, rename="camel"):
    data: list[_Observation] = []
    observations: list[_Observation] = []
    id: str = ""
    user_id: str | None = None
    session_id: str | None = None


def holds(page: Fields) -> bool:
    """Whether a page is one of Langfuse's."""
    items = listed(page.get("data")) or listed(page.get("observations")) or []
    return bool(items) and b'"traceId"' in bytes(items[0]) and b'"type"' in bytes(items[0])


def spans(pages: list[msgspec.Raw]) -> Iterator[Handed]:
    """The observations in the order of the answer. PersonError trace_wrong_shape (where)."""
    for held in pages:
        page = of_page(held, _Page, "data")
        for observation in page.data or page.observations:
            yield _handed(observation, page)


def _handed(seen: _Observation, page: _Page) -> Handed:
    metadata = fields(seen.metadata)
    logged = plains(fields(metadata.get("attributes")))  # other values than texts were written as texts
    own = _own(seen, page) | _call_id(logged)
    operation = logged.get(_OPERATION) or own.get(_OPERATION, ("", ""))[0]
    found = own | _content(seen, str(operation))
    added = {key: held for key, held in found.items() if logged.get(key) in (None, "")}
    raw = RawSpan(
        trace_id=seen.trace_id or page.id,
        span_id=seen.id,
        parent_id=seen.parent_observation_id or "",
        name=seen.name or "",
        kind="",
        start=moment(seen.start_time),
        end=moment(seen.end_time),
        failed=seen.level == "ERROR",
        attributes=logged | {key: value for key, (value, _) in added.items()},
        resource=plains(fields(metadata.get("resourceAttributes"))),
    )
    names = {key: name for key, (_, name) in added.items()}
    return Handed(raw, names, _repeated(raw))


_Owned = dict[str, tuple[object, str]]


def _own(seen: _Observation, page: _Page) -> _Owned:
    """Facts under Langfuse's own keys: the key of a convention -> the value, and Langfuse's key."""
    usage = seen.usage_details or {}
    tokens = inner(usage, "input"), inner(usage, "output")
    operation = OPERATIONS.get(seen.type, "")
    known: _Owned = {
        _OPERATION: (operation, "type"),
        "gen_ai.response.model": (seen.provided_model_name or seen.model, "model"),
        "gen_ai.usage.input_tokens": (plain(tokens[0]), "usageDetails.input"),
        "gen_ai.usage.output_tokens": (plain(tokens[1]), "usageDetails.output"),
        "gen_ai.prompt.name": (seen.prompt_name, "promptName"),
        "gen_ai.prompt.version": (_word(seen.prompt_version), "promptVersion"),
        "user.id": (seen.user_id or page.user_id, "userId"),
        "session.id": (seen.session_id or page.session_id, "sessionId"),
        "gen_ai.tool.name": (seen.name if operation == "execute_tool" else None, "name"),
    }
    return {key: held for key, held in known.items() if held[0] not in (None, "")}


def _call_id(logged: dict[str, object]) -> _Owned:
    """The id of a call where OpenInference put it."""
    key = next((key for key in ("tool.id", "tool_call.id") if logged.get(key) not in (None, "")), None)
    return {"gen_ai.tool.call.id": (logged[key], key)} if key else {}


def _word(version: int | str | None) -> str | None:
    return None if version is None else str(version)


def _content(seen: _Observation, operation: str) -> _Owned:
    if operation == "execute_tool":
        found = {
            "gen_ai.tool.call.arguments": (text(seen.input), "input"),
            "gen_ai.tool.call.result": (text(seen.output), "output"),
        }
    else:
        asked, said = chat.messages(seen.input, role=""), chat.messages(seen.output, role="assistant")
        found = {
            genai.INPUT: (asked or text(seen.input), "input"),
            genai.OUTPUT: (said or text(seen.output), "output"),
            genai.TOOLS: (chat.offered(seen.input), "input.tools"),
        }
    return {key: held for key, held in found.items() if held[0]}


def _repeated(raw: RawSpan) -> int:
    """How many messages at the beginning only repeat the instructions, which Langfuse puts before the input."""
    apart, asked = (raw.attributes.get(key) for key in (genai.SYSTEM, genai.INPUT))
    if not isinstance(apart, str) or not isinstance(asked, str):
        return 0
    place = Place(raw.where(genai.SYSTEM), None, "system")
    first = (of_value(asked.encode(), list[msgspec.Raw]) or [NULL])[0]
    instructions = [item.text for item in part_items(msgspec.Raw(apart.encode()), place)]
    items = message_items(first, place)
    if not instructions or any(item.role != "system" for item in items):
        return 0
    said = "\n".join(item.text for item in items)
    return int(said == "\n".join(instructions))
