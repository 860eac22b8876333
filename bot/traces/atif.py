"""ATIF: a trajectory in one JSON object, `schema_version` ATIF-v1.x, its steps by system, user and agent."""

from collections.abc import Iterator, Sequence

import msgspec

from bot.domain.growing import Pieces
from bot.domain.trace import Execution, Fact, Span, Tool, Trace, Turn, Where, Window
from bot.domain.trace_vocabulary import FactKind, Flag, Form, Provenance
from bot.traces import session
from bot.traces.atif_steps import Step, step
from bot.traces.blocks import Fields
from bot.traces.json_text import of_value, text
from bot.traces.session import Spot, Times, listed, members
from bot.traces.tools import tools

MAX_DEPTH = 8  # of trajectories inside trajectories

_AGENT = {"name": FactKind.AGENT, "version": FactKind.AGENT_VERSION}
_METRICS = {"prompt_tokens": FactKind.TOKENS_IN, "completion_tokens": FactKind.TOKENS_OUT}


def is_trajectory(fields: Fields) -> bool:
    """Whether a JSON object is a trajectory."""
    return text(fields.get("schema_version")).startswith("ATIF-") and "steps" in fields


def read(values: Sequence[msgspec.Raw], max_steps: int) -> Trace:
    """The trajectories with those of their sub-agents.

    One that is continued in another file is partial. PersonError trace_too_many_messages (cap, setting).
    """
    held = [fields for raw in values if is_trajectory(fields := of_value(raw, Fields) or {})]
    read_all = _Trajectories(max_steps)
    spans = tuple(span for fields in held for span in read_all.spans(fields, "", MAX_DEPTH))
    goes_on = any(text(fields.get("continued_trajectory_ref")) for fields in held)
    return Trace(form=Form.ATIF, spans=spans, partial=goes_on)


class _Trajectories:
    """One file's trajectories; `cap` bounds the steps of all of them."""

    def __init__(self, cap: int) -> None:
        self._trace_id, self._cap, self._steps, self._count = "", cap, 0, 0

    def spans(self, fields: Fields, parent: str, depth: int) -> Iterator[Span]:
        """The span of a trajectory, those of its answers and runs, then those of its sub-agents."""
        if not parent:
            self._trace_id = session.trace_id(text(fields.get("session_id")))
        self._count += 1
        steps = listed(fields, "steps")
        self._steps += len(steps)
        session.counted(self._steps, self._cap)
        before = f"{self._count}." if self._count > 1 else ""
        root = Spot(self._trace_id, f"{before}{session.ROOT}", parent)
        found = list(_Run(root, before, fields).spans(steps))
        yield session.root(root, found, session.recorded(members(fields, "agent"), _AGENT, "agent"))
        yield from found
        for raw in listed(fields, "subagent_trajectories") if depth else []:
            inner = of_value(raw, Fields) or {}
            if is_trajectory(inner):
                yield from self.spans(inner, root.key, depth - 1)


class _Run:
    """The steps of one trajectory, one after the other."""

    def __init__(self, root: Spot, before: str, fields: Fields) -> None:
        self._root, self._before = root, before
        self._agent = agent = members(fields, "agent")
        offered = text(agent.get("tool_definitions"))
        where = Where("", "agent.tool_definitions")
        self._tools: tuple[Tool, ...] = tools(offered, where, Provenance.LOGGED, None) if offered else ()
        self._embedded = frozenset(
            text(inner.get(name))
            for raw in listed(fields, "subagent_trajectories")
            for inner in [of_value(raw, Fields) or {}]
            for name in ("trajectory_id", "session_id")
        )
        self._window = Pieces()
        self._flags: frozenset[Flag] = frozenset()

    def spans(self, steps: list[msgspec.Raw]) -> Iterator[Span]:
        """The spans of every answer and every run."""
        for number, raw in enumerate(steps):
            found = step(of_value(raw, Fields) or {}, number, self._embedded)
            if found.copied:
                self._flags |= {Flag.COMPACTED}
            elif found.by_agent:
                yield from self._answer(found)
            if found.replaces:
                self._window, self._flags = Pieces(), self._flags | {Flag.COMPACTED}
            self._window = self._window.and_more((*found.said, *found.results))

    def _answer(self, found: Step) -> Iterator[Span]:
        """The answer, unless the step says that no model was asked, and the runs of its tools."""
        key = f"{self._before}step-{found.number + 1}"
        times = Times(found.at, found.at)
        if found.asked:
            turn = Turn(Window(messages=self._window, tools=self._tools), found.said)
            spot = self._spot(key)
            yield session.answer(spot, times, turn, self._facts(found), self._flags)
        for place, result in enumerate(found.results):
            call = found.call_of(result)
            run = Execution(call.name if call else result.name, result.call_id, call, result)
            if call:
                yield session.ran(self._spot(f"{key}.{place + 1}"), times, run)

    def _spot(self, key: str) -> Spot:
        return Spot(self._root.trace_id, key, self._root.key)

    def _facts(self, found: Step) -> Iterator[Fact]:
        model = text(found.fields.get("model_name"))
        holder, at = (found.fields, f"steps[{found.number}]") if model else (self._agent, "agent")
        yield from session.recorded(holder, {"model_name": FactKind.MODEL}, at)
        metrics = members(found.fields, "metrics")
        yield from session.recorded(metrics, _METRICS, f"steps[{found.number}].metrics")
