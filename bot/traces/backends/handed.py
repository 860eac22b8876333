"""A span as a backend hands it out, and what the domain holds of it: what the backend rewrote is said to be so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.domain.trace import ContextItem, Execution, Fact, Span, Tool, Turn, Where, Window
from bot.domain.trace_vocabulary import Provenance
from bot.traces import conventions
from bot.traces.otlp import RawSpan


@dataclass(frozen=True, slots=True)
class Handed:
    """One span of a backend's answer, its content under the keys of a convention.

    `names` says of the keys that the backend rewrote, or has under a name of its own, how they are called in
    its answer: their values are derived by the backend. The first `repeats` messages only repeat instructions
    that stand apart, and are left out.
    """

    raw: RawSpan
    names: Mapping[str, str] = field(default_factory=dict)
    repeats: int = 0


def span(handed: Handed) -> Span:
    """The span, with the backend's own names and what it derived marked."""
    found = conventions.span(handed.raw)
    if not handed.names and not handed.repeats:
        return found
    names = handed.names
    return replace(
        found,
        facts=tuple(_fact(fact, names) for fact in found.facts),
        turn=_turn(found.turn, handed) if found.turn else None,
        execution=_execution(found.execution, names) if found.execution else None,
    )


def _turn(turn: Turn, handed: Handed) -> Turn:
    item = _marker(handed.names)
    window = turn.window
    kept = (held for held in window.messages if held.message is None or held.message >= handed.repeats)
    return Turn(
        window=Window(
            instructions=tuple(map(item, window.instructions)),
            messages=tuple(map(item, kept)),
            tools=tuple(_tool(tool, handed.names) for tool in window.tools),
        ),
        output=tuple(map(item, turn.output)),
    )


def _execution(execution: Execution, names: Mapping[str, str]) -> Execution:
    item = _marker(names)
    arguments, result = execution.arguments, execution.result
    return replace(execution, arguments=arguments and item(arguments), result=result and item(result))


def _marker(names: Mapping[str, str]) -> Callable[[ContextItem], ContextItem]:
    def marked(item: ContextItem) -> ContextItem:
        if item.where.key not in names:
            return item
        return replace(item, where=_where(item.where, names), provenance=_derived(item.provenance))

    return marked


def _tool(tool: Tool, names: Mapping[str, str]) -> Tool:
    if tool.where.key not in names:
        return tool
    return replace(tool, where=_where(tool.where, names), provenance=_derived(tool.provenance))


def _fact(fact: Fact, names: Mapping[str, str]) -> Fact:
    return replace(fact, where=_where(fact.where, names)) if fact.where.key in names else fact


def _where(where: Where, names: Mapping[str, str]) -> Where:
    return Where(where.span_id, names[where.key])


def _derived(provenance: Provenance) -> Provenance:
    """Cut, hidden or elsewhere stays so: it says more."""
    return Provenance.DERIVED_BY_BACKEND if provenance is Provenance.LOGGED else provenance
