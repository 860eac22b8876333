"""From a vendor's attributes to `bot.domain.trace`: one place that knows which convention a span follows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from bot.domain.trace import ContextItem, Execution, Span, Tool, Turn, Window
from bot.domain.trace_vocabulary import Flag, Operation, Provenance, in_order
from bot.traces import adk, genai, genai_events, mlflow, older, openinference, traceloop, vercel
from bot.traces.facts import facts
from bot.traces.otlp import RawEvent, RawSpan

UNREAD_OF_MODELS = (
    f"{openinference.INPUT}.",
    f"{openinference.OUTPUT}.",
    "gen_ai.prompt.0.",
    "gen_ai.completion.0.",
    "ai.prompt",
    "gcp.vertex.agent.llm_re",
)
UNREAD = (
    *UNREAD_OF_MODELS,
    "ai.response.text",
    "ai.response.object",
    "ai.response.toolCalls",
    "ai.response.files",
    "ai.toolCall.",
    "gcp.vertex.agent.tool_",
    "mlflow.spanInputs",
    "mlflow.spanOutputs",
    "traceloop.entity.input",
    "traceloop.entity.output",
)
"""Beginnings of attributes that hold content: where none of it could be read, that is said."""

UNREAD_WHOLE = frozenset({"gen_ai.prompt", "gen_ai.completion"})
UNREAD_EVENTS = "gen_ai."

_EMPTY = Turn(Window(), ())
_NO_RUN = Execution("", "", None, None)
_SETS = 64  # of names of attributes; spans of a kind have the same, so that a run has a handful of them


def _of_another(raw: RawSpan) -> bool:
    """Whether the span is GenAI's or Vercel's own: keys of OpenInference were added to it."""
    return "gen_ai.operation.name" in raw.attributes or vercel.OPERATION in raw.attributes


@dataclass(frozen=True)
class _Convention:
    """One way to write content; `heads` are the first words of its attributes and events."""

    heads: frozenset[str]
    turn: Callable[[RawSpan], Turn]
    execution: Callable[[RawSpan], Execution] | None = None
    adds: Callable[[RawSpan], bool] = lambda _: False  # whether a backend put it there


# The order in which they count: what an application emitted, newest first, then what backends add.
_CONVENTIONS = (
    _Convention(frozenset({"gen_ai"}), genai.turn, genai.execution),
    _Convention(frozenset({"gen_ai"}), genai_events.turn),
    _Convention(frozenset({"gen_ai"}), older.turn),
    _Convention(frozenset({"traceloop", "llm"}), traceloop.turn, traceloop.execution),
    _Convention(frozenset({"ai"}), vercel.turn, vercel.execution),
    _Convention(frozenset({"gcp"}), adk.turn, adk.execution),
    _Convention(openinference.HEADS, openinference.turn, openinference.execution, _of_another),
    _Convention(frozenset({"mlflow"}), mlflow.turn, mlflow.execution, lambda _: True),
)


def span(raw: RawSpan) -> Span:
    """A span with what its convention says of it; attributes keep their raw keys."""
    operation = _operation(raw)
    named = _named(tuple(raw.attributes))
    followed = _followed(raw, named)
    turn = _turn(raw, followed) if operation in {Operation.MODEL, Operation.AGENT} else None
    execution = _execution(raw, followed) if operation is Operation.TOOL else None
    shown = turn is not None and turn != _EMPTY
    read = shown or (execution and (execution.arguments or execution.result))
    flags = {*_losses(raw), *named.gaps, *(() if read or not _unread(raw, UNREAD) else (Flag.UNREAD_FORM,))}
    if not shown and operation is Operation.AGENT:
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
        facts=facts(raw),
        flags=in_order(flags),
        turn=turn,
        execution=execution,
    )


def _operation(raw: RawSpan) -> Operation:
    """What the span says it is; a span that says nothing and holds a model's messages is a model's."""
    named = raw.text("gen_ai.operation.name")
    if named:
        return genai.OPERATIONS.get(named, Operation.OTHER)
    stated = vercel.operation(raw) or openinference.operation(raw) or traceloop.operation(raw)
    stated = stated or mlflow.operation(raw)
    if stated:
        return stated
    holds = genai.INPUT in raw.attributes or genai.OUTPUT in raw.attributes
    holds = holds or any(event.name in genai_events.KNOWN for event in raw.events)
    return Operation.MODEL if holds or _unread(raw, UNREAD_OF_MODELS) else Operation.OTHER


def _unread(raw: RawSpan, beginnings: tuple[str, ...]) -> bool:
    keys = raw.attributes.keys()
    held = any(key.startswith(beginnings) for key in keys) or not keys.isdisjoint(UNREAD_WHOLE)
    return held or any(_is_unknown(event) for event in raw.events)


def _is_unknown(event: RawEvent) -> bool:
    holds = event.body is not None or event.attributes
    return bool(holds) and event.name.startswith(UNREAD_EVENTS) and event.name not in genai_events.KNOWN


@dataclass(frozen=True)
class _Named:
    """What the names of a span's attributes say, whatever their values: conventions, and gaps in numberings."""

    followed: tuple[_Convention, ...]
    heads: frozenset[str]
    gaps: tuple[Flag, ...]


@lru_cache(_SETS)
def _named(names: tuple[str, ...]) -> _Named:
    heads = frozenset(name.partition(".")[0] for name in names)
    gaps = older.losses(names) + traceloop.losses(names) + openinference.losses(names)
    return _Named(_of_heads(heads), heads, gaps)


def _of_heads(heads: frozenset[str]) -> tuple[_Convention, ...]:
    return tuple(one for one in _CONVENTIONS if not one.heads.isdisjoint(heads))


def _followed(raw: RawSpan, named: _Named) -> tuple[_Convention, ...]:
    """The conventions of which the span shows a sign, in the order in which they count."""
    if not raw.events:
        return named.followed
    return _of_heads(named.heads.union(event.name.partition(".")[0] for event in raw.events))


def _turn(raw: RawSpan, followed: Iterable[_Convention]) -> Turn:
    """Window, tools and answer, each by the first convention that holds it."""
    found = _EMPTY
    for convention in followed:
        if found.output and found.window.tools and _shows(found.window):
            break
        more = convention.turn(raw)
        found = _filled(found, _derived(more) if convention.adds(raw) else more)
    return found


def _filled(found: Turn, more: Turn) -> Turn:
    if found is _EMPTY:
        return more
    shown = found.window if _shows(found.window) else more.window
    tools = found.window.tools or more.window.tools
    return Turn(replace(shown, tools=tools), found.output or more.output)


def _shows(window: Window) -> bool:
    return bool(window.instructions or window.messages)


def _execution(raw: RawSpan, followed: Iterable[_Convention]) -> Execution:
    """Name, id, arguments and result, each by the first convention that holds it."""
    found = _NO_RUN
    for convention in followed:
        if convention.execution:
            more = convention.execution(raw)
            if convention.adds(raw):
                derived = (_optional(more.arguments), _optional(more.result))
                more = Execution(more.name, more.call_id, *derived)
            found = more if found is _NO_RUN else _joined(found, more)
    return found if found.name else replace(found, name=raw.name)


def _joined(found: Execution, more: Execution) -> Execution:
    return Execution(
        name=found.name or more.name,
        call_id=found.call_id or more.call_id,
        arguments=found.arguments or more.arguments,
        result=found.result or more.result,
    )


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


def _optional(value: ContextItem | None) -> ContextItem | None:
    return value and _by_backend(value)


def _losses(raw: RawSpan) -> tuple[Flag, ...]:
    dropped = (Flag.ATTRS_DROPPED,) if raw.dropped > 0 else ()
    return dropped + genai.losses(raw)
