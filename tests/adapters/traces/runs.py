"""One small run by each convention that is read: what it says is the same in all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.domain.trace import ContextItem, DecisionPoint
from bot.domain.trace_vocabulary import FactKind

SHARED = Path(__file__).parents[4] / "shared" / "traces"
NO_SHARED = "the third-party traces are not beside the project (../shared/traces)"

ROOT, ASK_1, RUN_1, ASK_2 = "00000000000000a1", "00000000000000b1", "00000000000000c1", "00000000000000b2"

RULES = "Answer mail about parcels. Never cancel a parcel that is on its way."
QUESTION = "Where is parcel P-1? „Dringend“"
ARGUMENTS = '{"parcel": "P-1", "reason": "late"}'
RESULT = '{"cancelled": "P-1"}'
ANSWER = "I have cancelled it."
PARAMETERS = '{"type": "object", "properties": {"parcel": {"type": "string"}}}'
TOOL = (
    f'{{"type": "function", "name": "cancel_parcel", "description": "Stop it.", "parameters": {PARAMETERS}}}'
)


@dataclass(frozen=True)
class Told:
    """One span event, or the log record of one; a record has its content in `body`."""

    name: str
    attributes: Mapping[str, object] = field(default_factory=dict)
    body: object = None
    at_s: int = 0


@dataclass(frozen=True)
class Written:
    """One span of the run, before it is put into a file."""

    id: str
    parent: str
    name: str
    start_s: int
    end_s: int
    attributes: Mapping[str, object]
    dropped: int = 0
    kind: int = 1
    events: tuple["Told", ...] = ()


@dataclass(frozen=True)
class Run:
    """A run: its spans and what stands beside them."""

    spans: tuple[Written, ...]
    resource: dict[str, object] = field(default_factory=lambda: {"service.name": "mailroom"})
    logs: tuple[tuple[str, Told], ...] = ()  # span id and record

    def changed(self, span_id: str, **attributes: object) -> "Run":
        """The run with attributes of one span set (`__` for a dot), or taken away by None."""
        keyed = {key.replace("__", "."): value for key, value in attributes.items()}
        return self.with_keys(span_id, keyed)

    def with_keys(self, span_id: str, keyed: Mapping[str, object]) -> "Run":
        """The run with attributes of one span set, or taken away by None."""
        spans = []
        for span in self.spans:
            merged = {**span.attributes, **(keyed if span.id == span_id else {})}
            kept = {key: value for key, value in merged.items() if value is not None}
            spans.append(replace(span, attributes=kept))
        return replace(self, spans=tuple(spans))

    def with_span(self, span_id: str, **fields: object) -> "Run":
        """The run with fields of one span replaced."""
        spans = (replace(span, **fields) if span.id == span_id else span for span in self.spans)  # type: ignore[arg-type] # fields come by name
        return replace(self, spans=tuple(spans))

    def without(self, span_id: str) -> "Run":
        """The run with one span left out."""
        return replace(self, spans=tuple(span for span in self.spans if span.id != span_id))


def genai() -> Run:
    """The run by the GenAI conventions of 1.37 and later, messages as JSON text."""
    asked = f'[{{"role": "user", "parts": [{{"type": "text", "content": "{QUESTION}"}}]}}]'
    call = f'{{"type": "tool_call", "id": "c-1", "name": "cancel_parcel", "arguments": {ARGUMENTS}}}'
    called = f'{{"role": "assistant", "parts": [{call}]}}'
    came = (
        f'{{"role": "tool", "parts": [{{"type": "tool_call_response", "id": "c-1", "response": {RESULT}}}]}}'
    )
    said = f'[{{"role": "assistant", "parts": [{{"type": "text", "content": "{ANSWER}"}}]}}]'
    shared = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "example",
        "gen_ai.response.model": "example-model-1",
        "gen_ai.prompt.version": "parcels-v3",
        "gen_ai.system_instructions": f'[{{"type": "text", "content": "{RULES}"}}]',
        "gen_ai.tool.definitions": f"[{TOOL}]",
    }
    first: dict[str, object] = shared | {"gen_ai.usage.input_tokens": 90, "gen_ai.input.messages": asked}
    second: dict[str, object] = shared | {"gen_ai.usage.input_tokens": 120}
    return Run(
        (
            Written(ROOT, "", "invoke_agent mailroom", 0, 60, {
                "gen_ai.operation.name": "invoke_agent",
                "gen_ai.agent.name": "mailroom",
                "user.id": "svc-mail",
                "enduser.scope": "parcels:cancel",
            }),
            Written(ASK_1, ROOT, "chat", 1, 5, first | {"gen_ai.output.messages": f"[{called}]"}, kind=3),
            Written(RUN_1, ROOT, "execute_tool cancel_parcel", 6, 7, {
                "gen_ai.operation.name": "execute_tool",
                "gen_ai.tool.name": "cancel_parcel",
                "gen_ai.tool.call.id": "c-1",
                "gen_ai.tool.call.arguments": ARGUMENTS,
                "gen_ai.tool.call.result": RESULT,
            }),
            Written(ASK_2, ROOT, "chat", 8, 12, second | {
                "gen_ai.input.messages": f"{asked[:-1]}, {called}, {came}]",
                "gen_ai.output.messages": said,
            }, kind=3),
        )
    )  # fmt: skip


def openinference() -> Run:
    """The same run by OpenInference: one attribute a leaf."""
    system = {"message.role": "system", "message.content": RULES}
    user = {"message.role": "user", "message.content": QUESTION}
    call = "message.tool_calls.0.tool_call"
    called = {
        "message.role": "assistant",
        f"{call}.id": "c-1",
        f"{call}.function.name": "cancel_parcel",
        f"{call}.function.arguments": ARGUMENTS,
    }
    came = {"message.role": "tool", "message.tool_call_id": "c-1", "message.content": RESULT}
    said = {"message.role": "assistant", "message.content": ANSWER}
    shared: dict[str, object] = {
        "openinference.span.kind": "LLM",
        "llm.provider": "example",
        "llm.model_name": "example-model-1",
        "llm.prompt_template.version": "parcels-v3",
        "llm.tools.0.tool.json_schema": TOOL,
    }
    first = shared | {"llm.token_count.prompt": 90} | _flat("input", system, user) | _flat("output", called)
    second = shared | {"llm.token_count.prompt": 120} | _flat("input", system, user, called, came)
    return Run(
        (
            Written(ROOT, "", "mailroom", 0, 60, {
                "openinference.span.kind": "AGENT",
                "agent.name": "mailroom",
                "user.id": "svc-mail",
                "enduser.scope": "parcels:cancel",
            }),
            Written(ASK_1, ROOT, "llm", 1, 5, first),
            Written(RUN_1, ROOT, "cancel_parcel", 6, 7, {
                "openinference.span.kind": "TOOL",
                "tool.name": "cancel_parcel",
                "tool.id": "c-1",
                "input.value": ARGUMENTS,
                "output.value": RESULT,
            }),
            Written(ASK_2, ROOT, "llm", 8, 12, second | _flat("output", said)),
        )
    )  # fmt: skip


def messages() -> list[dict[str, object]]:
    """The same run as a plain list of chat messages."""
    call = {"id": "c-1", "type": "function", "function": {"name": "cancel_parcel", "arguments": ARGUMENTS}}
    return [
        {"role": "system", "content": RULES},
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c-1", "content": RESULT},
        {"role": "assistant", "content": ANSWER},
    ]


def _flat(side: str, *listed: dict[str, str]) -> dict[str, object]:
    return {
        f"llm.{side}_messages.{number}.{leaf}": value
        for number, message in enumerate(listed)
        for leaf, value in message.items()
    }


SAME_IN_ALL = frozenset(FactKind) - {FactKind.SETTING, FactKind.MODEL_REQUESTED, FactKind.FINISH}


def view(point: DecisionPoint) -> dict[str, object]:
    """What a person would be shown of a point: all of it but where in the file it stands."""
    return {
        "key": point.key,
        "at": point.at,
        "system": [item.text for item in point.window.system],
        "conversation": [_seen(item) for item in point.window.conversation],
        "tools": [(tool.name, tool.description, tool.parameters) for tool in point.window.tools],
        "output": [_seen(item) for item in point.output],
        "calls": [
            (call.name, call.arguments and call.arguments.text, call.result and call.result.text, call.link)
            for call in point.calls
        ],
        "facts": sorted((fact.kind, fact.value) for fact in point.facts if fact.kind in SAME_IN_ALL),
        "reasons": point.reasons,
        "flags": point.flags,
    }


def _seen(item: ContextItem) -> tuple[str, ...]:
    return item.role, item.kind, item.text, item.name, item.call_id, item.provenance
