"""One step of an ATIF trajectory: what was said, called and observed in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from bot.domain.trace import ContextItem, Where
from bot.domain.trace_vocabulary import Part, Provenance
from bot.traces.blocks import Fields, Place
from bot.traces.json_text import of_value, text
from bot.traces.parts import part_items
from bot.traces.session import listed, members, moment

_ROLES = {"agent": "assistant"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `said` is its message and calls, `results` what it observed.

    `asked` says that a model answered in it, `copied` that it repeats an earlier trajectory, `replaces` that it
    stands for all before it.
    """

    fields: Fields
    number: int
    by_agent: bool
    asked: bool
    copied: bool
    replaces: bool
    said: tuple[ContextItem, ...]
    results: tuple[ContextItem, ...]
    at: datetime | None

    def call_of(self, result: ContextItem) -> ContextItem | None:
        """The call that a result answers: by id; where it names none, the step's only one."""
        calls = [item for item in self.said if item.kind is Part.TOOL_CALL]
        if result.call_id:
            return next((call for call in calls if call.call_id == result.call_id), None)
        return calls[0] if len(calls) == 1 and len(self.results) == 1 else None


def step(fields: Fields, number: int, embedded: frozenset[str]) -> Step:
    """The step in a JSON object; `embedded` are the ids of the trajectories in the same file."""
    source = text(fields.get("source"))
    managed = members(members(fields, "extra"), "context_management")
    place = Place(Where("", f"steps[{number}]"), number, _ROLES.get(source, source or "user"))
    return Step(
        fields=fields,
        number=number,
        by_agent=source == "agent",
        asked=text(fields.get("llm_call_count")) != "0",
        copied=text(fields.get("is_copied_context")) == "true",
        replaces=text(managed.get("boundary")) == "replace",
        said=tuple(_said(fields, place)),
        results=tuple(_results(fields, place, embedded)),
        at=moment(fields),
    )


def _said(fields: Fields, place: Place) -> Iterator[ContextItem]:
    reasoning = text(fields.get("reasoning_content"))
    if reasoning:
        yield place.item(Part.REASONING, reasoning)
    if "message" in fields:
        yield from part_items(fields["message"], place)
    for raw in listed(fields, "tool_calls"):
        call = of_value(raw, Fields) or {}
        name, call_id = text(call.get("function_name")), text(call.get("tool_call_id"))
        yield place.item(Part.TOOL_CALL, text(call.get("arguments")), name=name, call_id=call_id)


def _results(fields: Fields, place: Place, embedded: frozenset[str]) -> Iterator[ContextItem]:
    """The results of calls; in a step of another source, what it observed is told by that source."""
    by_agent = place.role == "assistant"
    said = Place(
        Where("", f"{place.where.key}.observation"), place.message, "tool" if by_agent else place.role
    )
    for raw in listed(members(fields, "observation"), "results"):
        result = of_value(raw, Fields) or {}
        call_id = text(result.get("source_call_id"))
        if "content" in result:
            kind = Part.TOOL_RESULT if by_agent else Part.TEXT
            yield said.item(kind, text(result["content"]), call_id=call_id if by_agent else "")
        for ref in listed(result, "subagent_trajectory_ref"):
            if not _is_here(ref, embedded):
                yield said.item(Part.OTHER, text(ref), provenance=Provenance.BY_REFERENCE)


def _is_here(ref: msgspec.Raw, embedded: frozenset[str]) -> bool:
    named = of_value(ref, Fields) or {}
    return any(text(named.get(name)) in embedded - {""} for name in ("trajectory_id", "session_id"))
