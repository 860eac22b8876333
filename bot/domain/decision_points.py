"""Candidate decision points of a recorded run, each with its exact window: offered, never chosen."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.carried import Facts
from bot.domain.growing import Growing, Pieces, anywhere
from bot.domain.linking import Ask, Replies, Runs, joined, unasked
from bot.domain.missing import Tree, Windows, missing
from bot.domain.noticed import reasons
from bot.domain.ranking import ranked
from bot.domain.reasons import AGENT_ROLES
from bot.domain.signs import SIGNS, Signs
from bot.domain.trace import ContextItem, DecisionPoint, Span, ToolCall, Trace, Turn, Window
from bot.domain.trace_vocabulary import Flag, Link, Operation, Part

_FIRST = datetime.min.replace(tzinfo=UTC)


def candidates(trace: Trace, *, signs: Signs = SIGNS) -> tuple[DecisionPoint, ...]:
    """Every moment at which the agent chose, those with most signs first, then in the order of time.

    Tools that ran without a recorded call are listed too; a trace in which nobody chose gives nothing.
    """
    points = _of_spans(trace) if trace.spans else _of_messages(trace)
    windows = Windows()
    noticed = zip(points, reasons(points, trace.messages, signs), strict=True)
    return ranked([replace(point, flags=missing(point, windows), reasons=held) for point, held in noticed])


def _of_spans(trace: Trace) -> tuple[DecisionPoint, ...]:
    spans = _by_time(trace.spans)
    turns = [span for span in spans if span.turn and span.operation is Operation.MODEL]
    turns = turns or [span for span in spans if span.turn]
    runs = Runs(span for span in spans if span.execution)
    calls = _calls(turns, runs)
    around = _Around(trace)
    points = []
    for span in spans:
        asked = calls.get((span.trace_id, span.span_id))
        if asked is not None and span.turn:
            points.append(around.point(span, span.turn, tuple(asked)))
        elif span.execution and runs.free(span):
            points.append(around.point(span, Turn(Window(), ()), (unasked(span, span.execution),)))
    return tuple(points)


def _by_time(spans: Sequence[Span]) -> list[Span]:
    """Spans by start; as they stand in the file where a start is missing."""
    if any(span.start is None for span in spans):
        return list(spans)
    return sorted(spans, key=lambda span: span.start or _FIRST)


def _calls(turns: Sequence[Span], runs: Runs) -> dict[tuple[str, str], list[ToolCall]]:
    """The calls of every turn, joined first by id over the whole run, then by order among what is left."""
    replies, growing = Replies(), Growing()
    asks: list[Ask] = []
    for order, span in enumerate(turns):
        if span.turn:
            messages = span.turn.window.messages
            replies.add(order, span.trace_id, _results(messages, growing.known(messages)))
            asks += [Ask(order, span.trace_id, span, item) for item in _asked(span.turn.output)]
    sure = [runs.by_id(ask) for ask in asks]
    found: dict[tuple[str, str], list[ToolCall]] = {(span.trace_id, span.span_id): [] for span in turns}
    for ask, by_id in zip(asks, sure, strict=True):
        reply = replies.after(ask)
        run = by_id or runs.by_order(ask)
        link = Link.BY_ID if by_id or (reply and not run) else Link.BY_ORDER
        if ask.span:
            found[ask.trace_id, ask.span.span_id].append(joined(ask, run=run, reply=reply, link=link))
    return found


def _results(messages: Sequence[ContextItem], start: int) -> Iterator[ContextItem]:
    """The results of calls in a window from a place on, each where it stands in that window."""
    for place, item in enumerate(anywhere(messages)[start:], start):
        if item.kind is Part.TOOL_RESULT:
            yield messages[place]


def _asked(output: Sequence[ContextItem]) -> list[ContextItem]:
    return [item for item in output if item.kind is Part.TOOL_CALL]


class _Around:
    """Facts and losses of the spans of a trace: of a point's own, of those above it and of the runs it caused."""

    def __init__(self, trace: Trace) -> None:
        self._tree = Tree(trace)
        self._facts = Facts(self._tree.spans)

    def point(self, span: Span, turn: Turn, calls: tuple[ToolCall, ...]) -> DecisionPoint:
        """The decision of a span."""
        ran = [call.span_id for call in calls if call.span_id]
        return DecisionPoint(
            key=span.span_id,
            trace_id=span.trace_id,
            span_id=span.span_id,
            message=None,
            start=span.start,
            end=span.end,
            window=turn.window,
            output=turn.output,
            calls=calls,
            facts=self._facts.of(span.trace_id, span.span_id, ran),
            flags=tuple(self._flags(span, calls, ran)),
        )

    def _flags(self, span: Span, calls: Sequence[ToolCall], ran: Sequence[str]) -> set[Flag]:
        flags = {*self._tree.losses(span), *span.flags}
        for run in ran:
            flags.update(self._tree.spans[span.trace_id, run].flags)
        if any(call.start and span.start and call.start < span.start for call in calls):
            flags.add(Flag.CHILD_BEFORE_PARENT)
        return flags


def _of_messages(trace: Trace) -> tuple[DecisionPoint, ...]:
    """One point for each message of the agent; its window is every message before it."""
    positions = [item.message or 0 for item in trace.messages]
    replies = Replies()
    for item in trace.messages:
        replies.add(item.message or 0, "", (item,))
    points = []
    for position in dict.fromkeys(item.message or 0 for item in trace.messages if item.role in AGENT_ROLES):
        start, end = bisect_left(positions, position), bisect_right(positions, position)
        output = trace.messages[start:end]
        asks = [Ask(position, "", None, item) for item in _asked(output)]
        points.append(
            DecisionPoint(
                key=str(position),
                trace_id="",
                span_id="",
                message=position,
                start=None,
                end=None,
                window=Window(trace.instructions, Pieces(trace.messages, start), trace.tools),
                output=output,
                calls=_answered(asks, replies, _without_id(trace.messages, end)),
                facts=trace.facts,
            )
        )
    return tuple(points)


def _without_id(messages: Sequence[ContextItem], start: int) -> list[ContextItem]:
    """Results without a call id between a message of the agent and its next one."""
    found = []
    for place in range(start, len(messages)):
        item = messages[place]
        if item.role in AGENT_ROLES:
            break
        if item.kind is Part.TOOL_RESULT and not item.call_id:
            found.append(item)
    return found


def _answered(asks: Sequence[Ask], replies: Replies, loose: list[ContextItem]) -> tuple[ToolCall, ...]:
    """The calls with their results by id, else the next loose result that does not name another tool."""
    calls = []
    for ask in asks:
        reply, link = replies.after(ask), Link.BY_ID
        if reply is None:
            link = Link.BY_ORDER
            reply = next((item for item in loose if item.name in {"", ask.item.name}), None)
            if reply:
                loose.remove(reply)
        calls.append(joined(ask, run=None, reply=reply, link=link))
    return tuple(calls)
