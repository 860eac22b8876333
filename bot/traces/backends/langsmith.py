"""LangSmith's runs, of its API v2 (`items`), the older one (`runs`) and a single public run.

Inputs and outputs are whatever a run was given; the answer does not tell what an SDK sent from what LangSmith
made of it, so their content is derived.
"""

from collections.abc import Iterator

import msgspec

from bot.domain.trace_vocabulary import Form
from bot.traces import genai
from bot.traces.backends import chat
from bot.traces.backends.handed import Handed
from bot.traces.backends.values import NULL, Fields, fields, inner, joined, listed, moment, of_page, plain
from bot.traces.facts import BY_ATTRIBUTE
from bot.traces.json_text import text
from bot.traces.otlp import RawSpan

FORM = Form.LANGSMITH

OPERATIONS = {"llm": "chat", "tool": "execute_tool", "chain": "invoke_agent"}
"""Types of runs told apart; any other is a step of some kind."""


class _Run(msgspec.Struct):
    id: str
    trace_id: str | None = None
    parent_run_id: str | None = None
    parent_run_ids: list[str] | None = None
    name: str | None = None
    run_type: str = ""
    start_time: str | None = None
    end_time: str | None = None
    status: str | None = None
    error: str | None = None
    inputs: msgspec.Raw = NULL
    outputs: msgspec.Raw = NULL
    inputs_s3_urls: msgspec.Raw = NULL
    outputs_s3_urls: msgspec.Raw = NULL
    extra: msgspec.Raw = NULL
    metadata: msgspec.Raw = NULL
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Page(msgspec.Struct):
    items: list[_Run] = []
    runs: list[_Run] = []


def holds(page: Fields) -> bool:
    """Whether a page is one of LangSmith's."""
    items = listed(page.get("items")) or listed(page.get("runs")) or []
    return "run_type" in page or (bool(items) and b'"run_type"' in bytes(items[0]))


def spans(pages: list[msgspec.Raw]) -> Iterator[Handed]:
    """The runs in the order of the answer. PersonError trace_wrong_shape (where)."""
    for held in pages:
        if "run_type" in fields(held):
            yield _handed(of_page(held, _Run, "run"))
            continue
        page = of_page(held, _Page, "runs")
        for run in page.items or page.runs:
            yield _handed(run)


def _handed(run: _Run) -> Handed:
    operation = OPERATIONS.get(run.run_type.lower(), "")
    found = _facts(run, operation) | _content(run, operation)
    kept = {key: held for key, held in found.items() if held[0] not in (None, "")}
    parents = run.parent_run_ids or []
    raw = RawSpan(
        trace_id=run.trace_id or run.id,
        span_id=run.id,
        parent_id=run.parent_run_id or (parents[-1] if parents else ""),
        name=run.name or "",
        kind="",
        start=moment(run.start_time),
        end=moment(run.end_time),
        failed=bool(run.error) or (run.status or "").lower() == "error",
        attributes={key: value for key, (value, _) in kept.items()},
    )
    return Handed(raw, {key: name for key, (_, name) in kept.items()})


_Owned = dict[str, tuple[object, str]]


def _facts(run: _Run, operation: str) -> _Owned:
    """What LangSmith holds beside the content: the key of a convention -> the value, and LangSmith's key."""
    extra = fields(run.extra)
    asked = fields(extra.get("invocation_params"))
    metadata = fields(extra.get("metadata")) | fields(run.metadata)
    model = inner(asked, "model", "model_name") or inner(metadata, "ls_model_name")
    is_model = operation == "chat"
    said = {key: (plain(metadata[key]), f"extra.metadata.{key}") for key in BY_ATTRIBUTE if key in metadata}
    return said | {
        "gen_ai.operation.name": (operation, "run_type"),
        "gen_ai.response.model": (plain(model) if is_model else None, "extra.invocation_params.model"),
        "gen_ai.provider.name": (plain(metadata.get("ls_provider")), "extra.metadata.ls_provider"),
        "gen_ai.usage.input_tokens": (run.prompt_tokens if is_model else None, "prompt_tokens"),
        "gen_ai.usage.output_tokens": (run.completion_tokens if is_model else None, "completion_tokens"),
        "gen_ai.tool.name": (run.name if operation == "execute_tool" else None, "name"),
        "gen_ai.prompt.version": (_commit(metadata), "extra.metadata.lc_hub_commit_hash"),
        "user.id": (plain(inner(metadata, "user.id", "user_id")), "extra.metadata.user_id"),
        "session.id": (plain(inner(metadata, "session_id", "thread_id")), "extra.metadata.session_id"),
        "gen_ai.agent.name": (
            plain(inner(metadata, "gen_ai.agent.name", "lc_agent_name")),
            "extra.metadata.lc_agent_name",
        ),
        genai.TOOLS: (_tools(asked) or chat.offered(run.inputs), "extra.invocation_params.tools"),
    }


def _commit(metadata: Fields) -> object:
    return plain(inner(metadata, "lc_hub_commit_hash", "prompt_version"))


def _tools(asked: Fields) -> str:
    found = listed(asked.get("tools"))
    return joined(found) if found else ""


def _content(run: _Run, operation: str) -> _Owned:
    if operation == "execute_tool":
        output = _output(run.outputs)
        return {
            "gen_ai.tool.call.arguments": (text(_only(run.inputs, "input")), "inputs"),
            "gen_ai.tool.call.result": (
                text(output.get("content")) or text(_only(run.outputs, "output")),
                "outputs",
            ),
            "gen_ai.tool.call.id": (text(output.get("tool_call_id")), "outputs.tool_call_id"),
        }
    asked, said = chat.messages(run.inputs, role=""), chat.messages(run.outputs, role="assistant")
    return {
        genai.INPUT: (asked or _some(run.inputs), "inputs"),
        genai.OUTPUT: (said or _some(run.outputs), "outputs"),
        f"{genai.INPUT}_ref": (_elsewhere(run.inputs_s3_urls), "inputs_s3_urls"),
        f"{genai.OUTPUT}_ref": (_elsewhere(run.outputs_s3_urls), "outputs_s3_urls"),
    }


def _output(outputs: msgspec.Raw) -> Fields:
    """A tool's output as a message, where it is one."""
    found = fields(inner(fields(outputs), "output"))
    return fields(inner(found, "kwargs", "data")) or found


def _only(io: msgspec.Raw, name: str) -> msgspec.Raw:
    """The one member of an input or output that a run of a tool wraps its value in, else all of it."""
    held = fields(io)
    return held[name] if list(held) == [name] else io


def _some(io: msgspec.Raw) -> str:
    written = text(io)
    return "" if written == "{}" else written


def _elsewhere(urls: msgspec.Raw) -> str:
    """Where content too large for the answer lies: its place, never the signed address that opens it to anyone."""
    root = fields(fields(urls).get("ROOT"))
    return text(inner(root, "s3_url"))
