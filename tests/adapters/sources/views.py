"""Decision views, as far as a backend can change them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.decision_points import candidates
from bot.domain.trace import ContextItem, DecisionPoint, Execution, Span, Tool, Trace, Turn, Window
from bot.domain.trace_vocabulary import FactKind, Provenance
from bot.ports import Capture
from bot.traces.reading import read
from tests.adapters.traces.forms import otlp_json
from tests.adapters.traces.runs import Run, view

Views = list[dict[str, object]]


def of_file(run: Run) -> Views:
    """The decision view of the run as an OTLP file."""
    return views(read(otlp_json(run)))


def of_capture(capture: Capture, names: Mapping[str, str] | None = None) -> Views:
    """The decision view of what was fetched; `names`: the ids of spans that the backend calls otherwise."""
    return views(as_logged(read(capture.content, media_type=capture.media_type)), names)


def views(trace: Trace, names: Mapping[str, str] | None = None) -> Views:
    """The decision views in the order of candidates."""
    own = {theirs: ours for ours, theirs in (names or {}).items()}
    return [view(replace(point, key=own.get(point.key, point.key))) for point in candidates(trace)]


def without(found: Views, kind: FactKind) -> Views:
    """The views without a fact that a backend loses."""
    return [one | {"facts": [fact for fact in _facts(one) if fact[0] != kind]} for one in found]


def _facts(one: Mapping[str, object]) -> list[tuple[object, ...]]:
    held = one["facts"]
    assert isinstance(held, list)
    return held


def provenances(capture: Capture) -> set[Provenance]:
    """How the content of what was fetched came to be what it is."""
    return {item.provenance for span in trace_of(capture).spans for item in items(span)}


def trace_of(capture: Capture) -> Trace:
    """What was fetched, read."""
    return read(capture.content, media_type=capture.media_type)


def items(span: Span) -> Iterable[ContextItem | Tool]:
    """All content of a span."""
    if span.turn:
        window = span.turn.window
        yield from (*window.instructions, *window.messages, *span.turn.output)
        yield from window.tools
    if span.execution:
        yield from (held for held in (span.execution.arguments, span.execution.result) if held)


def points(capture: Capture) -> tuple[DecisionPoint, ...]:
    """The decision points of what was fetched."""
    return candidates(trace_of(capture))


def as_logged(trace: Trace) -> Trace:
    """The trace as if the backend had derived nothing."""
    return replace(trace, spans=tuple(_span(span) for span in trace.spans))


def _span(span: Span) -> Span:
    turn = span.turn and Turn(
        Window(
            tuple(map(_item, span.turn.window.instructions)),
            tuple(map(_item, span.turn.window.messages)),
            tuple(_tool(tool) for tool in span.turn.window.tools),
        ),
        tuple(map(_item, span.turn.output)),
    )
    run = span.execution
    execution = run and Execution(
        run.name, run.call_id, run.arguments and _item(run.arguments), run.result and _item(run.result)
    )
    return replace(span, turn=turn, execution=execution)


def _item(item: ContextItem) -> ContextItem:
    derived = item.provenance is Provenance.DERIVED_BY_BACKEND
    return replace(item, provenance=Provenance.LOGGED) if derived else item


def _tool(tool: Tool) -> Tool:
    derived = tool.provenance is Provenance.DERIVED_BY_BACKEND
    return replace(tool, provenance=Provenance.LOGGED) if derived else tool


def decoded(value: object) -> object:
    """JSON texts inside a view as values: their spelling is lost."""
    if isinstance(value, str) and value.startswith("{"):
        return json.loads(value)
    if isinstance(value, list | tuple):
        return [decoded(item) for item in value]
    return {key: decoded(item) for key, item in value.items()} if isinstance(value, dict) else value
