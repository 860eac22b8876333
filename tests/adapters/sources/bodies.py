"""The run of the other trace tests as each backend is documented, or was seen, to hand it out."""

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from tests.adapters.sources.serving import Reply, as_json
from tests.adapters.traces.forms import FIRST_NS, TRACE, otlp_protobuf, request
from tests.adapters.traces.runs import (
    ANSWER,
    ARGUMENTS,
    ASK_1,
    ASK_2,
    QUESTION,
    RESULT,
    ROOT,
    RULES,
    RUN_1,
    TOOL,
    Run,
    Written,
    genai,
)

PROJECT, TENANT = "7d3c1f2e-0000-4000-8000-000000000001", "7d3c1f2e-0000-4000-8000-0000000000aa"
SHARE = "7d3c1f2e-0000-4000-8000-0000000000ff"
GID = base64.b64encode(b"Project:2").decode()

IO = frozenset(
    {
        "gen_ai.input.messages",
        "gen_ai.output.messages",
        "gen_ai.tool.call.arguments",
        "gen_ai.tool.call.result",
    }
    | {"input.value", "output.value"}
)
IO_BEGINNINGS = ("llm.input_messages", "llm.output_messages")


def iso(seconds: int) -> str:
    """A moment of the run as text."""
    return datetime.fromtimestamp(FIRST_NS // 10**9 + seconds, UTC).isoformat()


# -- Jaeger and Tempo


def jaeger_v3(run: Run) -> bytes:
    """OTLP inside `result`."""
    return json.dumps({"result": request(run)}, ensure_ascii=False).encode()


def jaeger_ui(run: Run) -> bytes:
    """Spans with tags, times in microseconds, the service as a process."""
    tags = [_tag(key, value) for key, value in run.resource.items() if key != "service.name"]
    process = {"serviceName": run.resource.get("service.name", ""), "tags": tags}
    spans = [_jaeger_span(span) for span in run.spans]
    trace = {"traceID": TRACE, "spans": spans, "processes": {"p1": process}, "warnings": None}
    return json.dumps({"data": [trace], "total": 0, "errors": None}, ensure_ascii=False).encode()


def _jaeger_span(span: Written) -> dict[str, object]:
    parent = [{"refType": "CHILD_OF", "traceID": TRACE, "spanID": span.parent}] if span.parent else []
    return {
        "traceID": TRACE,
        "spanID": span.id,
        "operationName": span.name,
        "references": parent,
        "startTime": FIRST_NS // 1000 + span.start_s * 10**6,
        "duration": (span.end_s - span.start_s) * 10**6,
        "tags": [_tag(key, value) for key, value in span.attributes.items()],
        "logs": [],
        "processID": "p1",
        "warnings": None,
    }


def _tag(key: str, value: object) -> dict[str, object]:
    kind = {bool: "bool", int: "int64", float: "float64"}.get(type(value), "string")
    return {"key": key, "type": kind, "value": value}


def tempo(run: Run, *, partial: bool = False) -> bytes:
    """Protobuf: the trace in field 1, the status in field 3."""
    trace = otlp_protobuf(run)
    return b"\x0a" + _varint(len(trace)) + trace + b"\x12\x00" + (b"\x18\x01" if partial else b"\x18\x00")


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes(found) + bytes([number])


# -- Langfuse


def langfuse_v2(run: Run, *, prepended: bool = False) -> list[dict[str, object]]:
    """Observations as the API v2 has them: content as text, the other attributes in `metadata`."""
    found = []
    for span in run.spans:
        observation = _observation(run, span)
        if prepended and span.id in {ASK_1, ASK_2}:
            held = json.loads(str(span.attributes["gen_ai.input.messages"]))
            observation["input"] = json.dumps(
                [{"role": "system", "content": RULES}, *held], ensure_ascii=False
            )
        found.append(observation)
    return found


def _observation(run: Run, span: Written) -> dict[str, object]:
    asked, said = _io(span)
    kept = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in span.attributes.items()
        if key not in IO and not key.startswith(IO_BEGINNINGS)
    }
    return {
        "id": span.id,
        "traceId": TRACE,
        "projectId": PROJECT,
        "parentObservationId": span.parent or None,
        "type": {ROOT: "AGENT", RUN_1: "TOOL"}.get(span.id, "GENERATION"),
        "name": "cancel_parcel" if span.id == RUN_1 else span.name,
        "startTime": iso(span.start_s),
        "endTime": iso(span.end_s),
        "level": "DEFAULT",
        "input": asked,
        "output": said,
        "metadata": {
            "attributes": kept,
            "resourceAttributes": dict(run.resource),
            "scope": {"name": "agent"},
        },
    }


def _io(span: Written) -> tuple[str | None, str | None]:
    """Input and output as Langfuse finds them: a text as it is, flat keys as a list of objects."""
    held = span.attributes
    for asked, said in (
        ("gen_ai.input.messages", "gen_ai.output.messages"),
        ("gen_ai.tool.call.arguments", "gen_ai.tool.call.result"),
        ("input.value", "output.value"),
    ):
        if asked in held:
            return str(held[asked]), str(held[said])
    found = (_nested(held, side) for side in IO_BEGINNINGS)
    asked_text, said_text = (json.dumps(one, ensure_ascii=False) if one else None for one in found)
    return asked_text, said_text


def _nested(held: Mapping[str, object], prefix: str) -> object:
    """Flat keys as nested objects: `prefix.0.message.role` -> `[{"message": {"role": …}}]`."""
    found: dict[str, Any] = {}
    for key, value in held.items():
        if key.startswith(f"{prefix}."):
            *steps, last = key.removeprefix(f"{prefix}.").split(".")
            into = found
            for step in steps:
                into = into.setdefault(step, {})
            into[last] = value
    return _with_lists(found)


def _with_lists(value: object) -> object:
    """Objects whose keys are numbers as lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(item) for key, item in value.items()}
    return list(inner.values()) if inner and all(key.isdigit() for key in inner) else inner


def langfuse_pages(observations: list[dict[str, object]], size: int) -> dict[str, Reply]:
    """The observations behind cursors."""

    def page(request: object) -> object:
        start = int(request.query.get("cursor", "0"))  # type: ignore[attr-defined]  # a request of aiohttp
        more = {"cursor": str(start + size)} if start + size < len(observations) else {}
        return as_json({"data": observations[start : start + size], "meta": more})(request)  # type: ignore[arg-type]  # as above

    return {"GET /api/public/v2/observations": page}  # type: ignore[dict-item]  # as above


def langfuse_v1(run: Run) -> dict[str, object]:
    """A trace as the API v1 has it: content as values."""
    observations = [
        one | {key: json.loads(str(one[key])) if one[key] else None for key in ("input", "output")}
        for one in langfuse_v2(run)
    ]
    return {"id": TRACE, "name": "mailroom", "userId": "svc-mail", "observations": observations, "scores": []}


# -- LangSmith

IDS = {span_id: f"7d3c1f2e-0000-4000-8000-{span_id[-12:]}" for span_id in (ROOT, ASK_1, RUN_1, ASK_2)}
"""Span id -> the id of the run that stands for it."""


def langsmith_runs(*, serialised: bool) -> Iterator[dict[str, object]]:
    """The runs; messages as LangChain writes them out, or as chat completions."""
    for span in genai().spans:
        yield {
            "id": IDS[span.id],
            "trace_id": IDS[ROOT],
            "parent_run_ids": [IDS[span.parent]] if span.parent else [],
            "name": "cancel_parcel" if span.id == RUN_1 else span.name,
            "run_type": {ROOT: "chain", RUN_1: "tool"}.get(span.id, "llm"),
            "start_time": iso(span.start_s),
            "end_time": iso(span.end_s),
            "status": "success",
            "error": None,
            **_langsmith_io(span.id, serialised=serialised),
            **_langsmith_extra(span),
        }


def _langsmith_extra(span: Written) -> dict[str, object]:
    if span.id == ROOT:
        known = {"user_id": "svc-mail", "enduser.scope": "parcels:cancel", "gen_ai.agent.name": "mailroom"}
        return {"extra": {"metadata": known | {"service.name": "mailroom"}}}
    if span.id == RUN_1:
        return {"extra": {"metadata": {}}}
    asked = {"model": "example-model-1", "tools": [{"type": "function", "function": json.loads(TOOL)}]}
    metadata = {"ls_provider": "example", "prompt_version": "parcels-v3"}
    tokens = span.attributes["gen_ai.usage.input_tokens"]
    return {"extra": {"invocation_params": asked, "metadata": metadata}, "prompt_tokens": tokens}


def _langsmith_io(span_id: str, *, serialised: bool) -> dict[str, object]:
    system, user = _message("system", RULES), _message("user", QUESTION)
    called = _message("assistant", "", call=True)
    came, said = _message("tool", RESULT), _message("assistant", ANSWER)
    if span_id == ROOT:
        return {"inputs": {"mail": "P-1"}, "outputs": {"done": True}}
    if span_id == RUN_1:
        output = {"type": "tool", "content": RESULT, "tool_call_id": "c-1", "name": "cancel_parcel"}
        return {"inputs": {"input": ARGUMENTS}, "outputs": {"output": output}}
    asked = [system, user] if span_id == ASK_1 else [system, user, called, came]
    answered = called if span_id == ASK_1 else said
    if not serialised:
        return {"inputs": {"messages": asked}, "outputs": {"choices": [{"index": 0, "message": answered}]}}
    written = [_constructed(message) for message in asked]
    generation = {"text": "", "type": "ChatGeneration", "message": _constructed(answered)}
    return {"inputs": {"messages": [written]}, "outputs": {"generations": [[generation]], "llm_output": None}}


def _message(role: str, content: str, *, call: bool = False) -> dict[str, object]:
    found: dict[str, object] = {"role": role, "content": content}
    if call:
        function = {"name": "cancel_parcel", "arguments": ARGUMENTS}
        found |= {"content": None, "tool_calls": [{"id": "c-1", "type": "function", "function": function}]}
    return found | ({"tool_call_id": "c-1"} if role == "tool" else {})


def _constructed(message: dict[str, object]) -> dict[str, object]:
    """A message as LangChain serialises it."""
    names = {
        "system": "SystemMessage",
        "user": "HumanMessage",
        "assistant": "AIMessage",
        "tool": "ToolMessage",
    }
    types = {"system": "system", "user": "human", "assistant": "ai", "tool": "tool"}
    role = str(message["role"])
    kept: dict[str, object] = {"content": message["content"] or "", "type": types[role]}
    if "tool_calls" in message:
        call = {"name": "cancel_parcel", "args": json.loads(ARGUMENTS), "id": "c-1", "type": "tool_call"}
        kept["tool_calls"] = [call]
    if role == "tool":
        kept["tool_call_id"] = message["tool_call_id"]
    path = ["langchain", "schema", "messages", names[role]]
    return {"lc": 1, "type": "constructor", "id": path, "kwargs": kept}


# -- Phoenix and MLflow, as they were seen to answer


def phoenix_spans(run: Run) -> list[dict[str, object]]:
    """Spans as dicts, newest first; resource and kind are lost, and `llm.*` is added to spans of GenAI."""
    return [_phoenix_span(span) for span in reversed(run.spans)]


def _phoenix_span(span: Written) -> dict[str, object]:
    attributes = dict(span.attributes)
    kind = attributes.pop("openinference.span.kind", None)
    if kind is None:
        kind = {ROOT: "AGENT", RUN_1: "TOOL"}.get(span.id, "LLM")
        attributes |= {"llm.system": "example"} if span.id in {ASK_1, ASK_2} else {}
        attributes |= {"llm.token_count.prompt": 7} if span.id in {ASK_1, ASK_2} else {}
    return {
        "id": base64.b64encode(f"Span:{span.id}".encode()).decode(),
        "name": span.name,
        "context": {"trace_id": TRACE, "span_id": span.id},
        "span_kind": kind,
        "parent_id": span.parent or None,
        "start_time": iso(span.start_s),
        "end_time": iso(span.end_s),
        "status_code": "UNSET",
        "status_message": "",
        "attributes": attributes,
        "events": [],
    }


def phoenix_routes(
    spans: list[dict[str, object]], *, size: int = 1000, known: int | None = None
) -> dict[str, Reply]:
    """Phoenix with these spans; `known`: how many it says it has."""
    count = len(spans) if known is None else known
    found = (
        {"traceId": TRACE, "numSpans": count, "project": {"id": GID, "name": "incident"}} if count else None
    )

    def page(request: object) -> object:
        start = int(request.query.get("cursor", "0"))  # type: ignore[attr-defined]  # a request of aiohttp
        more = str(start + size) if start + size < len(spans) else None
        return as_json({"data": spans[start : start + size], "next_cursor": more})(request)  # type: ignore[arg-type]  # as above

    return {
        "POST /graphql": as_json({"data": {"getTraceByOtelId": found}}),
        f"GET /v1/projects/{GID}/spans": page,  # type: ignore[dict-item]  # as above
    }


def mlflow_info(run: Run) -> dict[str, object]:
    """What MLflow knows of a trace: resource attributes as tags."""
    tags = {str(key): str(value) for key, value in run.resource.items()} | {"mlflow.trace.spansLocation": "X"}
    info = {"trace_id": f"tr-{TRACE}", "state": "OK", "tags": tags}
    return {"trace": {"trace_info": info}}


def mlflow_artifact(run: Run) -> dict[str, object]:
    """Attributes as JSON text; a text that is a JSON object or list stands to the letter."""
    return {"spans": [_mlflow_span(span) for span in run.spans]}


def _mlflow_span(span: Written) -> dict[str, object]:
    written = {key: _json_text(value) for key, value in span.attributes.items()}
    own = {"mlflow.traceRequestId": json.dumps(f"tr-{TRACE}"), "mlflow.spanType": '"CHAT_MODEL"'}
    return {
        "trace_id": base64.b64encode(bytes.fromhex(TRACE)).decode(),
        "span_id": base64.b64encode(bytes.fromhex(span.id)).decode(),
        "parent_span_id": base64.b64encode(bytes.fromhex(span.parent)).decode() if span.parent else None,
        "name": span.name,
        "start_time_unix_nano": FIRST_NS + span.start_s * 10**9,
        "end_time_unix_nano": FIRST_NS + span.end_s * 10**9,
        "events": [],
        "status": {"code": "STATUS_CODE_UNSET", "message": ""},
        "attributes": written | own,
        "links": [],
    }


def _json_text(value: object) -> str:
    is_structure = isinstance(value, str) and value.startswith(("{", "["))
    return str(value) if is_structure else json.dumps(value, ensure_ascii=False)


def mlflow_get(run: Run) -> dict[str, object]:
    """The whole trace: base64 ids, and structures in place of texts that are JSON."""
    spans = []
    for span, kept in zip(run.spans, (_mlflow_span(span) for span in run.spans), strict=True):
        pairs = [{"key": key, "value": _any(_loaded(value))} for key, value in span.attributes.items()]
        kept |= {"attributes": pairs, "status": {}}
        del kept["links"], kept["events"]
        spans.append({key: value for key, value in kept.items() if value is not None})
    trace = mlflow_info(run)["trace"]
    assert isinstance(trace, dict)
    return {"trace": {**trace, "spans": spans}}


def _loaded(value: object) -> object:
    return json.loads(value) if isinstance(value, str) and value.startswith(("{", "[")) else value


def _any(value: object) -> dict[str, object]:
    match value:
        case bool():
            return {"bool_value": value}
        case int():
            return {"int_value": value}
        case list():
            return {"array_value": {"values": [_any(item) for item in value]}}
        case dict():
            return {
                "kvlist_value": {"values": [{"key": key, "value": _any(item)} for key, item in value.items()]}
            }
    return {"string_value": value}
