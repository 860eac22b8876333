"""A recorded run as marks in order: agents, turns of the model, runs of tools; too many are folded and counted."""

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.reasons import looks_failed
from bot.domain.redaction import redact
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.domain.trace import DecisionPoint, Span, ToolCall, Trace
from bot.domain.trace_vocabulary import FactKind, Link, Operation, Part

MOST = 60
"""Marks in one picture."""
DEEPEST = 3
"""Agents below this one are drawn at its depth."""
NEAR = 3
"""Marks before and after the decision, and at both ends of the run, that are folded last."""
LONGEST = 120
"""Signs of a text that a mark carries."""


class MarkKind(StrEnum):
    """What a mark stands for."""

    AGENT = "agent"
    TURN = "turn"
    TOOL = "tool"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened, or several folded into one.

    `start` and `end` are None where they were not recorded; `message` is the position in a list of messages. `asks`
    are the tools a turn called, `says` its words. `depth` is 0 for the agent itself, one more for each agent below it.
    `failed`: its span says so, or what came back reads as an error. The counts are of what is folded.
    """

    kind: MarkKind
    key: str = ""
    name: str = ""
    asks: tuple[str, ...] = ()
    says: str = ""
    start: datetime | None = None
    end: datetime | None = None
    message: int | None = None
    depth: int = 0
    chosen: bool = False
    failed: bool = False
    agents: int = 0
    turns: int = 0
    tools: int = 0
    failures: int = 0


def marks(trace: Trace, chosen: str, points_found: Sequence[DecisionPoint] | None = None) -> tuple[Mark, ...]:
    """All marks in order of time, in order of the file where a start is missing, the chosen point's marked.

    `points_found` are its decision points, looked for where None is given. PersonError `no_such_point` where a
    point is chosen that the trace does not have; "" chooses none.
    """
    found = candidates(trace) if points_found is None else points_found
    points = {(point.trace_id, point.key): point for point in found}
    if chosen and chosen not in {key for _, key in points}:
        raise PersonError("no_such_point")
    made = list(_of_spans(trace, points) if trace.spans else _of_messages(points))
    place = next((n for n, mark in enumerate(made) if chosen and mark.key == chosen), None)
    if place is not None:
        made[place] = replace(made[place], chosen=True)
    return tuple(made)


def _of_messages(points: Mapping[tuple[str, str], DecisionPoint]) -> Iterator[Mark]:
    for point in sorted(points.values(), key=lambda point: point.message or 0):
        yield _turn(point)
        yield from map(_called, point.calls)


def _of_spans(trace: Trace, points: Mapping[tuple[str, str], DecisionPoint]) -> Iterator[Mark]:
    depths = _depths(trace.spans)
    calls = [(point.trace_id, call) for point in points.values() for call in point.calls]
    wrong = {(run, call.span_id) for run, call in calls if call.span_id and _went_wrong(call)}
    for span in _by_time(trace.spans):
        key = (span.trace_id, span.span_id)
        point = points.get(key)
        depth = depths[key]
        if point is not None and not _is_unasked(point):
            yield replace(_turn(point), depth=depth, failed=span.failed)
            yield from (replace(_called(call), depth=depth) for call in point.calls if not call.span_id)
        elif (mark := _plain(span)) is not None:
            yield replace(mark, depth=depth, failed=span.failed or key in wrong)


def _by_time(spans: Sequence[Span]) -> list[Span]:
    starts = [(span.start, place) for place, span in enumerate(spans) if span.start]
    return [spans[place] for _, place in sorted(starts)] if len(starts) == len(spans) else list(spans)


def _is_unasked(point: DecisionPoint) -> bool:
    return not point.output and any(call.link is Link.UNASKED for call in point.calls)


def _plain(span: Span) -> Mark | None:
    """A span that is no turn of its own; None for what is neither agent, model nor tool."""
    timed = Mark(MarkKind.TOOL, key=span.span_id, name=span.name, start=span.start, end=span.end)
    if span.execution:
        return replace(timed, name=span.execution.name or span.name)
    match span.operation:
        case Operation.TOOL:
            return timed
        case Operation.MODEL:
            return replace(timed, kind=MarkKind.TURN, name="")
        case Operation.AGENT:
            named = next((fact.value for fact in span.facts if fact.kind is FactKind.AGENT), span.name)
            return replace(timed, kind=MarkKind.AGENT, name=named)
        case Operation.OTHER:
            return None


def _turn(point: DecisionPoint) -> Mark:
    says = next((i.text for i in point.output if i.text and i.kind in {Part.TEXT, Part.REFUSAL}), "")
    return Mark(
        MarkKind.TURN,
        key=point.key,
        asks=tuple(call.name for call in point.calls),
        says=says,
        start=point.start,
        end=point.end,
        message=point.message,
    )


def _called(call: ToolCall) -> Mark:
    """A call of which no run is on record: it has no time of its own."""
    return Mark(MarkKind.TOOL, name=call.name, failed=_went_wrong(call))


def _went_wrong(call: ToolCall) -> bool:
    return call.failed or (call.result is not None and looks_failed(call.result.text))


def _depths(spans: Sequence[Span]) -> dict[tuple[str, str], int]:
    """How many agents each span stands under, its own agent not counted; a circle of parents ends the climb."""
    held = {(span.trace_id, span.span_id): span for span in spans}
    agents: dict[tuple[str, str], int] = {}  # agents at a span and above it
    for start in held:
        climb: list[tuple[str, str]] = []
        key, seen = start, set[tuple[str, str]]()
        while key in held and key not in agents and key not in seen:
            seen.add(key)
            climb.append(key)
            key = (key[0], held[key].parent_id)
        above = agents.get(key, 0)
        for key in reversed(climb):
            above += held[key].operation is Operation.AGENT
            agents[key] = above
    return {key: min(max(count - 1, 0), DEEPEST) for key, count in agents.items()}


def folded(found: Sequence[Mark], most: int = MOST) -> tuple[Mark, ...]:
    """The marks, at most `most`: the decision, what is near it, both ends and failures are folded last."""
    if len(found) <= most:
        return tuple(found)
    kept: list[int] = []
    for place in _by_weight(found):
        if len(kept) + _holes(kept, len(found)) == most:
            break
        insort(kept, place)
        if len(kept) + _holes(kept, len(found)) > most:
            kept.remove(place)
    edges = zip([-1, *kept], [*kept, len(found)], strict=True)
    out: list[Mark] = []
    for before, after in edges:
        out += _fold(found[before + 1 : after])
        out += found[after : after + 1]
    return tuple(out)


def _by_weight(found: Sequence[Mark]) -> list[int]:
    centre = next((n for n, mark in enumerate(found) if mark.chosen), len(found) - 1)
    last = len(found) - 1

    def weight(place: int) -> tuple[int, int]:
        mark, far = found[place], abs(place - centre)
        ranks = (
            mark.chosen,
            far <= NEAR,
            min(place, last - place) < NEAR,
            mark.failed,
            mark.kind is MarkKind.AGENT,
        )
        return next((rank for rank, holds in enumerate(ranks) if holds), len(ranks)), far

    return sorted(range(len(found)), key=weight)


def _holes(kept: Sequence[int], count: int) -> int:
    edges = zip([-1, *kept], [*kept, count], strict=True)
    return sum(after - before > 1 for before, after in edges)


def _fold(some: Sequence[Mark]) -> list[Mark]:
    """One mark for several; a lone one stands for itself."""
    if len(some) < 2:
        return list(some)
    kinds = [mark.kind for mark in some]
    fold = Mark(
        MarkKind.FOLD,
        start=some[0].start,
        end=max((mark.end for mark in some if mark.end), default=None),
        depth=min(mark.depth for mark in some),
        agents=kinds.count(MarkKind.AGENT),
        turns=kinds.count(MarkKind.TURN),
        tools=kinds.count(MarkKind.TOOL),
        failures=sum(mark.failed for mark in some),
    )
    return [fold]


def clean(mark: Mark, rules: Rules = SECRETS) -> Mark:
    """The mark without secrets, its texts on one line and short."""
    short = {name: _short(name, rules) for name in mark.asks}
    asks = tuple(short[name] for name in mark.asks)
    return replace(mark, name=_short(mark.name, rules), says=_short(mark.says, rules), asks=asks)


def _short(text: str, rules: Rules) -> str:
    return " ".join(redact(text, rules=rules).text.split())[:LONGEST]
