"""Inputs and outputs as backends keep them, whole values of a run, turned into a list of messages as JSON text."""

from collections.abc import Iterator

import msgspec

from bot.traces.backends.values import Fields, fields, inner, joined, listed, quoted
from bot.traces.json_text import of_value, text

_ROLES = {"human": "user", "ai": "assistant", "AIMessageChunk": "assistant", "generic": ""}
"""Types of messages in LangChain -> roles; any other type is a role already."""

_CLASSES = {"HumanMessage": "user", "AIMessage": "assistant", "AIMessageChunk": "assistant"}
_CLASSES |= {"SystemMessage": "system", "ToolMessage": "tool", "FunctionMessage": "function"}


def messages(io: msgspec.Raw, *, role: str) -> str | None:
    """The messages of an input or output, None where it holds no list of them and is no message itself.

    `role` is that of a bare text; "" where nobody can know it.
    """
    held = listed(io)
    if held is None:
        held = _within(fields(io))
    if held is None:
        bare = of_value(io, str)
        return joined([_said(role, bare)]) if bare and role and not _is_json(bare) else None
    if len(held) == 1 and (nested := listed(held[0])) is not None:  # one list for each prompt of a batch
        held = nested
    return joined([_message(one) for one in held])


def _within(held: Fields, deeper: int = 2) -> list[msgspec.Raw] | None:
    """The messages inside an object, or the object where it is one; wrappers are opened a few times."""
    if "role" in held or "kwargs" in held or ("type" in held and {"content", "data"} & held.keys()):
        return [msgspec.Raw(msgspec.json.encode(held))]
    nested = listed(held.get("messages"))
    if nested is not None:
        return nested
    one = inner(held, "message", "messages")
    if one is not None:
        return _within(fields(one), deeper - 1) if deeper else None
    choices = listed(held.get("choices")) or _generations(held)
    found = [one for choice in choices if (one := inner(fields(choice), "message"))]
    return found or None


def _generations(held: Fields) -> list[msgspec.Raw]:
    """LangChain's outputs: a list of lists, one for each prompt."""
    batches = listed(held.get("generations")) or []
    return [one for batch in batches for one in listed(batch) or [batch]]


def _message(raw: msgspec.Raw) -> bytes:
    """A message with a role: as it is where it has one, else out of LangChain's forms, its contents to the letter."""
    outer = fields(raw)
    if "role" in outer or not outer:
        return bytes(raw)
    if list(outer) == ["message"]:  # OpenInference's keys, nested as they are written
        return _nested(fields(outer["message"]))
    held = fields(inner(outer, "kwargs", "data")) or outer
    named = [text(step) for step in listed(outer.get("id")) or []][-1:]
    kind = text(inner(outer, "type")) if "data" in outer else text(inner(held, "type"))
    role = next((_CLASSES[name] for name in named if name in _CLASSES), "") or _ROLES.get(kind, kind)
    kept = {"role": msgspec.Raw(quoted(role or text(held.get("role"))).encode())}
    kept |= {key: held[key] for key in ("content", "tool_call_id", "name", "refusal") if key in held}
    calls = listed(held.get("tool_calls")) or listed(fields(held.get("additional_kwargs")).get("tool_calls"))
    if calls:
        kept["tool_calls"] = msgspec.Raw(joined(calls).encode())
    return msgspec.json.encode(kept)


def _nested(held: Fields) -> bytes:
    calls = listed(held.get("tool_calls"))
    if calls:
        inside = [inner(fields(call), "tool_call") or call for call in calls]
        held = held | {"tool_calls": msgspec.Raw(joined(inside).encode())}
    return msgspec.json.encode(held)


def _said(role: str, bare: str) -> bytes:
    return msgspec.json.encode({"role": role, "content": bare})


def _is_json(bare: str) -> bool:
    return bare.lstrip()[:1] in {"{", "["} and of_value(bare.encode(), msgspec.Raw) is not None


def offered(io: msgspec.Raw) -> str:
    """The tools in an input that names them beside its messages, "" where it does not."""
    return "".join(_offered(fields(io)))


def _offered(held: Fields) -> Iterator[str]:
    found = listed(held.get("tools"))
    if found is not None:
        yield joined(found)
