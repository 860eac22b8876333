"""The made-up runs of `bench.cases` as OpenInference writes them, and as the events of GenAI 1.28 to 1.36."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bench.cases import Attributes, Message, file_of, json_of, pairs_of

Spans = list[dict[str, Any]]


def openinference(size: int, answers: tuple[int, int]) -> bytes:
    """OTLP JSON of about so many bytes: an attribute for each leaf of a message."""
    return _of_size(_openinference, size, answers)


def events(size: int, answers: tuple[int, int]) -> bytes:
    """OTLP JSON of about so many bytes: spans, and beside them a log record for each message."""
    return _of_size(_events, size, answers)


def _of_size(made: Callable[[bytes], bytes], size: int, answers: tuple[int, int]) -> bytes:
    """A form is larger or smaller than the one it is made from: made a second time, its size is near the one asked."""
    first = len(made(file_of(size, answers)))
    return made(file_of(size * size // first, answers))


def _openinference(written: bytes) -> bytes:
    document = json.loads(written)
    for span in _spans(document):
        span["attributes"] = pairs_of(_leaves(_attributes(span)))
    return json_of(document).encode()


def _leaves(held: Attributes) -> Attributes:
    """The attributes of a span by the names of OpenInference."""
    match held["gen_ai.operation.name"]:
        case "chat":
            return _asked(held)
        case "execute_tool":
            return {
                "openinference.span.kind": "TOOL",
                "tool.name": held["gen_ai.tool.name"],
                "tool.id": held["gen_ai.tool.call.id"],
                "input.value": held["gen_ai.tool.call.arguments"],
                "output.value": held["gen_ai.tool.call.result"],
            }
    named = {"agent.name": held["gen_ai.agent.name"]} if "gen_ai.agent.name" in held else {}
    return {"openinference.span.kind": "AGENT", **named}


def _asked(held: Attributes) -> Attributes:
    found: Attributes = {
        "openinference.span.kind": "LLM",
        "llm.provider": "example",
        "llm.model_name": held["gen_ai.request.model"],
        "llm.token_count.prompt": held["gen_ai.usage.input_tokens"],
    }
    shown, answered = _chat(held)
    for side, messages in (("input", shown), ("output", answered)):
        for number, message in enumerate(messages):
            found |= _flat(f"llm.{side}_messages.{number}.message", message)
    for number, tool in enumerate(json.loads(str(held["gen_ai.tool.definitions"]))):
        found[f"llm.tools.{number}.tool.json_schema"] = json_of(tool)
    return found


def _flat(start: str, message: Message) -> Attributes:
    names = ("role", "content", "tool_call_id")
    found: Attributes = {f"{start}.{name}": message[name] for name in names if name in message}
    for place, call in enumerate(message.get("tool_calls", [])):
        leaves = {"id": call["id"], **{f"function.{key}": held for key, held in call["function"].items()}}
        found |= {f"{start}.tool_calls.{place}.tool_call.{key}": held for key, held in leaves.items()}
    return found


def _events(written: bytes) -> bytes:
    document = json.loads(written)
    records = [record for span in _spans(document) for record in _records(span)]
    for span in _spans(document):
        content = ("messages", "instructions", "definitions")
        span["attributes"] = [pair for pair in span["attributes"] if not pair["key"].endswith(content)]
    document["resourceLogs"] = [
        {"resource": document["resourceSpans"][0]["resource"], "scopeLogs": [{"logRecords": records}]}
    ]
    return json_of(document).encode()


def _records(span: dict[str, Any]) -> Iterator[dict[str, Any]]:
    held = _attributes(span)
    if held["gen_ai.operation.name"] != "chat":
        return
    shown, answered = _chat(held)
    told = [(f"gen_ai.{message['role']}.message", _body(message)) for message in shown]
    told += [("gen_ai.choice", {"index": 0, "message": message}) for message in answered]
    for number, (name, body) in enumerate(told):
        yield {
            "timeUnixNano": str(int(span["startTimeUnixNano"]) + number),
            "traceId": span["traceId"],
            "spanId": span["spanId"],
            "eventName": name,
            "attributes": pairs_of({"gen_ai.system": "example"}),
            "body": _value(body),
        }


def _body(message: Message) -> Message:
    return {("id" if key == "tool_call_id" else key): value for key, value in message.items()}


def _value(value: object) -> dict[str, Any]:
    match value:
        case dict():
            values = [{"key": key, "value": _value(held)} for key, held in value.items()]
            return {"kvlistValue": {"values": values}}
        case list():
            return {"arrayValue": {"values": [_value(held) for held in value]}}
        case int():
            return {"intValue": str(value)}
    return {"stringValue": value}


def _chat(held: Attributes) -> tuple[list[Message], list[Message]]:
    """What was shown and what was answered, as messages of a chat."""
    rules = json.loads(str(held["gen_ai.system_instructions"]))
    shown = map(_message, json.loads(str(held["gen_ai.input.messages"])))
    answered = map(_message, json.loads(str(held["gen_ai.output.messages"])))
    return [{"role": "system", "content": rules[0]["content"]}, *shown], list(answered)


def _message(message: Message) -> Message:
    """A message of parts as one of a chat."""
    found: Message = {"role": message["role"]}
    for part in message["parts"]:
        if part["type"] == "text":
            found["content"] = part["content"]
        elif part["type"] == "tool_call":
            function = {"name": part["name"], "arguments": json_of(part["arguments"])}
            call = {"id": part["id"], "type": "function", "function": function}
            found.setdefault("tool_calls", []).append(call)
        else:
            found |= {"content": part["response"], "tool_call_id": part["id"]}
    return found


def _spans(document: dict[str, Any]) -> Iterable[dict[str, Any]]:
    scopes = (scope for group in document["resourceSpans"] for scope in group["scopeSpans"])
    return (span for scope in scopes for span in scope["spans"])


def _attributes(span: dict[str, Any]) -> Attributes:
    return {pair["key"]: next(iter(pair["value"].values())) for pair in span["attributes"]}
