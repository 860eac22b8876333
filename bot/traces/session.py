"""A session as spans: what its lines or steps record of answers and of runs of tools.

Sessions hold one message after another and never the request that was sent: a window is put together again, and
every answer says so. The texts themselves are those of the file, to the letter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from bot.domain.errors import PersonError
from bot.domain.trace import ContextItem, Execution, Fact, Span, Turn, Where
from bot.domain.trace_vocabulary import FactKind, Flag, Operation, in_order
from bot.traces.blocks import Fields
from bot.traces.json_text import of_value, text

ROOT = "session"
"""The id of the span that stands for the whole session."""

_SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
NOTHING = msgspec.Raw(b"null")


@dataclass(frozen=True, slots=True)
class Times:
    """When something began and ended, None where not recorded."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Spot:
    """Which span it will be: its trace, its own id and that of the span above it."""

    trace_id: str
    key: str
    parent: str = ROOT


def answer(spot: Spot, times: Times, turn: Turn, facts: Iterable[Fact], flags: Iterable[Flag]) -> Span:
    """The span of one answer of the model; its window counts as rebuilt."""
    found = {*flags, Flag.WINDOW_REBUILT}
    return Span(
        trace_id=spot.trace_id,
        span_id=spot.key,
        parent_id=spot.parent,
        name="",
        kind="",
        operation=Operation.MODEL,
        start=times.start,
        end=times.end,
        failed=False,
        facts=tuple(facts),
        flags=in_order(found),
        turn=turn,
    )


def ran(spot: Spot, times: Times, execution: Execution, *, failed: bool = False) -> Span:
    """The span of one run of a tool."""
    return Span(
        trace_id=spot.trace_id,
        span_id=spot.key,
        parent_id=spot.parent,
        name=execution.name,
        kind="",
        operation=Operation.TOOL,
        start=times.start,
        end=times.end,
        failed=failed,
        execution=execution,
    )


def root(spot: Spot, spans: Iterable[Span], facts: Iterable[Fact]) -> Span:
    """The span of the whole session, as long as what it holds."""
    times = [time for span in spans for time in (span.start, span.end) if time]
    return Span(
        trace_id=spot.trace_id,
        span_id=spot.key,
        parent_id=spot.parent,
        name="",
        kind="",
        operation=Operation.AGENT,
        start=min(times, default=None),
        end=max(times, default=None),
        failed=False,
        facts=tuple(facts),
    )


def execution(call: ContextItem | None, result: ContextItem) -> Execution:
    """The run that a result tells of, with the call that it answers where that is known."""
    name = call.name if call else result.name
    return Execution(name, result.call_id, call, result)


def recorded(fields: Fields, kinds: Mapping[str, FactKind], place: str) -> Iterator[Fact]:
    """The members of an object that are facts, by name."""
    for name, kind in kinds.items():
        value = text(fields.get(name))
        if value:
            yield Fact(kind, value, Where("", f"{place}.{name}" if place else name))


def members(fields: Fields, name: str) -> Fields:
    """A member that is an object; empty for any other."""
    return of_value(fields.get(name, NOTHING), Fields) or {}


def listed(fields: Fields, name: str) -> list[msgspec.Raw]:
    """A member that is a list; empty for any other."""
    return of_value(fields.get(name, NOTHING), list[msgspec.Raw]) or []


def whole_number(fields: Fields, name: str) -> int:
    """A member that is a count; 0 for any other."""
    value = of_value(fields.get(name, NOTHING), int)
    return value if value is not None and 0 < value < 2**53 else 0


def moment(fields: Fields) -> datetime | None:
    """The member `timestamp` as a time in UTC; None for none, and for one without its offset."""
    try:
        found = datetime.fromisoformat(text(fields.get("timestamp")))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def trace_id(named: str) -> str:
    """A session's own id where it can serve as one."""
    return named if _SANE_ID.fullmatch(named) else ROOT


def counted(lines: int, cap: int) -> None:
    """PersonError trace_too_many_messages (cap, setting) for a session longer than the cap."""
    if lines > cap:
        raise PersonError("trace_too_many_messages", cap=cap, setting="TRACE_MAX_SPANS")
