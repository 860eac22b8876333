"""From a vendor's attributes to `bot.domain.trace`: one place that knows which convention a span follows."""

from dataclasses import replace
from typing import TypeVar

from bot.domain.trace import ContextItem, Execution, Scalar, Span, Tool, Turn, Window
from bot.domain.trace_vocabulary import Flag, Operation, Provenance
from bot.traces import genai, openinference
from bot.traces.facts import facts
from bot.traces.json_text import written
from bot.traces.otlp import RawSpan

UNREAD_OF_MODELS = ("gen_ai.prompt.0", "gen_ai.completion.0", "ai.prompt", "gcp.vertex.agent.llm_")
UNREAD = (
    *UNREAD_OF_MODELS,
    "ai.response.",
    "ai.toolCall",
    "gcp.vertex.agent.",
    "mlflow.spanInputs",
    "mlflow.spanOutputs",
    "traceloop.entity.",
)
"""Beginnings of attributes that hold content in forms that are not taken apart here yet."""

UNREAD_WHOLE = frozenset({"gen_ai.prompt", "gen_ai.completion"})
UNREAD_EVENTS = "gen_ai."  # one event a message, GenAI conventions 1.28 to 1.36

_EMPTY = Turn(Window(), ())


def span(raw: RawSpan) -> Span:
    """A span with what its convention says of it; attributes keep their raw keys."""
    operation = _operation(raw)
    turn = _turn(raw) if operation in {Operation.MODEL, Operation.AGENT} else None
    execution = _execution(raw) if operation is Operation.TOOL else None
    read = turn not in (None, _EMPTY) or (execution and (execution.arguments or execution.result))
    flags = {*_losses(raw), *(() if read or not _unread(raw, UNREAD) else (Flag.UNREAD_FORM,))}
    if turn == _EMPTY and operation is Operation.AGENT:
        turn = None
    return Span(
        trace_id=raw.trace_id,
        span_id=raw.span_id,
        parent_id=raw.parent_id,
        name=raw.name,
        kind=raw.kind,
        operation=operation,
        start=raw.start,
        end=raw.end,
        failed=raw.failed,
        attributes=tuple((key, _scalar(value)) for key, value in raw.attributes.items()),
        facts=facts(raw),
        flags=tuple(flag for flag in Flag if flag in flags),
        turn=turn,
        execution=execution,
    )


def _operation(raw: RawSpan) -> Operation:
    """What the span says it is; a span that says nothing and holds a model's messages is a model's."""
    named = raw.attributes.get("gen_ai.operation.name")
    if isinstance(named, str):
        return genai.OPERATIONS.get(named, Operation.OTHER)
    kind = raw.attributes.get(openinference.KIND)
    if isinstance(kind, str):
        return openinference.KINDS.get(kind.upper(), Operation.OTHER)
    holds = genai.INPUT in raw.attributes or genai.OUTPUT in raw.attributes
    return Operation.MODEL if holds or _unread(raw, UNREAD_OF_MODELS) else Operation.OTHER


def _unread(raw: RawSpan, beginnings: tuple[str, ...]) -> bool:
    keys = raw.attributes.keys()
    held = any(key.startswith(beginnings) for key in keys) or not keys.isdisjoint(UNREAD_WHOLE)
    return held or any(event.startswith(UNREAD_EVENTS) for event in raw.events)


def _execution(raw: RawSpan) -> Execution:
    if "gen_ai.operation.name" in raw.attributes:
        return genai.execution(raw)
    return openinference.execution(raw)


def _turn(raw: RawSpan) -> Turn:
    """The content by the raw `gen_ai` keys; where there are none, by the keys of OpenInference.

    On a span that is GenAI's own, the latter were put there by a backend.
    """
    turn = genai.turn(raw)
    if turn != _EMPTY:
        return turn
    turn = openinference.turn(raw)
    return _derived(turn) if "gen_ai.operation.name" in raw.attributes else turn


def _derived(turn: Turn) -> Turn:
    window = turn.window
    return Turn(
        window=Window(
            messages=tuple(_by_backend(item) for item in window.messages),
            tools=tuple(_by_backend(tool) for tool in window.tools),
        ),
        output=tuple(_by_backend(item) for item in turn.output),
    )


_Held = TypeVar("_Held", ContextItem, Tool)


def _by_backend(value: _Held) -> _Held:
    if value.provenance is not Provenance.LOGGED:
        return value
    return replace(value, provenance=Provenance.DERIVED_BY_BACKEND)


def _losses(raw: RawSpan) -> tuple[Flag, ...]:
    dropped = (Flag.ATTRS_DROPPED,) if raw.dropped > 0 else ()
    return dropped + genai.losses(raw) + openinference.losses(raw)


def _scalar(value: object) -> Scalar:
    return value if isinstance(value, str | int | float | bool) or value is None else written(value)
