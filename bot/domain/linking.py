"""Join what the agent asked for with what came back: by the call's id, else by order."""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import product

from bot.domain.reasons import canonical
from bot.domain.trace import ContextItem, Execution, Span, ToolCall
from bot.domain.trace_vocabulary import Link, Part


@dataclass(frozen=True, slots=True)
class Ask:
    """One call as the agent asked for it, at its place in the run: spans by time, messages by position."""

    order: int
    trace_id: str
    span: Span | None
    item: ContextItem


_Shape = tuple[str, str, str]  # trace, parent, tool
_Made = tuple[str, bool]  # arguments, whether the run has a call id


class Runs:
    """The spans in which tools ran, each given to at most one call. Asks must come in time order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._by_id: defaultdict[tuple[str, str], deque[Span]] = defaultdict(deque)
        self._spans = tuple(spans)
        self._taken: set[tuple[str, str]] = set()
        self._by_made: dict[_Shape, defaultdict[_Made, deque[Span]]] = {}
        for span in self._spans:
            if span.execution and span.execution.call_id:
                self._by_id[span.trace_id, span.execution.call_id].append(span)

    @cached_property
    def _by_shape(self) -> defaultdict[_Shape, list[tuple[Span, Execution]]]:
        """Looked at only where a call has no run under its id."""
        found: defaultdict[_Shape, list[tuple[Span, Execution]]] = defaultdict(list)
        for span in self._spans:
            if span.execution:
                shape = (span.trace_id, span.parent_id, span.execution.name)
                found[shape].append((span, span.execution))
        return found

    def _alike(self, shape: _Shape) -> defaultdict[_Made, deque[Span]]:
        """Runs of one shape: arguments are read only where they are asked for."""
        if shape not in self._by_made:
            self._by_made[shape] = defaultdict(deque)
            for span, execution in self._by_shape.get(shape, ()):
                self._by_made[shape][_made(execution)].append(span)
        return self._by_made[shape]

    def by_id(self, ask: Ask) -> Span | None:
        """The next run under the same call id."""
        if not ask.item.call_id:
            return None
        return self._take(self._by_id.get((ask.trace_id, ask.item.call_id)), began=None)

    def by_order(self, ask: Ask) -> Span | None:
        """The next run of the same tool and arguments under the same parent, where an id is missing."""
        if ask.span is None:
            return None
        arguments = canonical(ask.item.text)
        kinds = (False,) if ask.item.call_id else (False, True)  # two ids that differ never join
        for parent, has_id in product((ask.span.parent_id, ask.span.span_id), kinds):
            alike = self._alike((ask.trace_id, parent, ask.item.name))
            found = self._take(alike.get((arguments, has_id)), began=ask.span.start)
            if found:
                return found
        return None

    def free(self, span: Span) -> bool:
        """Whether no call took this run."""
        return (span.trace_id, span.span_id) not in self._taken

    def _take(self, waiting: deque[Span] | None, *, began: datetime | None) -> Span | None:
        while waiting:
            span = waiting.popleft()
            early = began and span.start and span.start < began
            if self.free(span) and not early:
                self._taken.add((span.trace_id, span.span_id))
                return span
        return None


def _made(execution: Execution) -> _Made:
    arguments = canonical(execution.arguments.text) if execution.arguments else ""
    return arguments, bool(execution.call_id)


class Replies:
    """Tool results found in messages, by call id and place."""

    def __init__(self) -> None:
        self._by_id: defaultdict[tuple[str, str], list[tuple[int, ContextItem]]] = defaultdict(list)

    def add(self, order: int, trace_id: str, items: Iterable[ContextItem]) -> None:
        """Take in the results among `items`; places must not go backwards."""
        for item in items:
            if item.kind is Part.TOOL_RESULT and item.call_id:
                self._by_id[trace_id, item.call_id].append((order, item))

    def after(self, ask: Ask) -> ContextItem | None:
        """The first result under the call's id at a later place than the call; of one place, the last."""
        if not ask.item.call_id:
            return None
        found = self._by_id.get((ask.trace_id, ask.item.call_id), [])
        start = bisect_right(found, ask.order, key=lambda entry: entry[0])
        if start == len(found):
            return None
        end = bisect_right(found, found[start][0], key=lambda entry: entry[0])
        return found[end - 1][1]


def joined(ask: Ask, *, run: Span | None, reply: ContextItem | None, link: Link) -> ToolCall:
    """The call with its run and its result; the run's own record of the result is preferred."""
    execution = run.execution if run else None
    result = (execution.result if execution else None) or reply
    return ToolCall(
        name=ask.item.name,
        call_id=ask.item.call_id,
        arguments=ask.item,
        result=result,
        link=link if run or reply else Link.NONE,
        span_id=run.span_id if run else "",
        start=run.start if run else None,
        end=run.end if run else None,
        failed=bool(run and run.failed),
    )


def unasked(span: Span, execution: Execution) -> ToolCall:
    """A run that nobody is on record as having asked for."""
    return ToolCall(
        name=execution.name,
        call_id=execution.call_id,
        arguments=execution.arguments,
        result=execution.result,
        link=Link.UNASKED,
        span_id=span.span_id,
        start=span.start,
        end=span.end,
        failed=span.failed,
    )
