"""What stood before a line of a session of Claude Code: the chain of its parents, up to the last summary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.growing import Pieces
from bot.domain.trace import ContextItem
from bot.domain.trace_vocabulary import Flag, Part
from bot.traces.claude_lines import Line
from bot.traces.json_text import text


@dataclass(frozen=True, slots=True)
class Chain:
    """The pieces on the way to a line, first to last, and what is known to be lost from them."""

    items: Pieces[ContextItem] = field(default_factory=Pieces)
    flags: frozenset[Flag] = frozenset()


class Chains:
    """The chains of a session; each is found once, so that the climb to the next ends where the last began."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines: dict[str, Line] = {}
        self._results: dict[str, Line] = {}
        self._answers: dict[str, list[Line]] = {}
        for line in lines:
            self._lines.setdefault(line.uuid, line)
            if line.answer:
                self._answers.setdefault(line.answer, []).append(line)
            for item in line.items:
                if item.kind is Part.TOOL_RESULT and item.call_id:
                    self._results.setdefault(item.call_id, line)
        summaries = [line for line in lines if text(line.fields.get("type")) == "summary"]
        leaves = {text(line.fields.get("leafUuid")): line.number for line in summaries}
        self._summed_up = {leaf for leaf in leaves if leaf in self._lines}
        self._from_elsewhere = min((leaves[leaf] for leaf in leaves if leaf not in self._lines), default=None)
        self._found: dict[str, Chain] = {}

    def before(self, line: Line) -> Chain:
        """The chain of all that stands before a line."""
        chain = self._up_to(line.parent, line) if line.parent else Chain()
        if self._from_elsewhere is not None and self._from_elsewhere < line.number:
            return Chain(chain.items, chain.flags | {Flag.COMPACTED})
        return chain

    def _up_to(self, uuid: str, end: Line) -> Chain:
        """The chain that ends with a line, that line included; a circle of parents ends the climb."""
        climb: list[Line] = []
        seen: set[str] = set()
        at = uuid
        while at in self._lines and at not in self._found and at not in seen:
            seen.add(at)
            climb.append(self._lines[at])
            at = self._lines[at].parent
        before = self._found.get(at, Chain())
        lost = {Flag.MESSAGE_INDEX_GAP} if at and at not in self._found else set()
        way = self._with_others(climb[::-1], end)
        lost |= {Flag.COMPACTED for line in climb if _sums_up(line) or line.uuid in self._summed_up}
        items = before.items.and_more(item for line in way for item in line.items)
        self._found[uuid] = Chain(items, before.flags | lost)
        return self._found[uuid]

    def _with_others(self, way: Sequence[Line], end: Line) -> list[Line]:
        """The way with what stands beside it: of calls made at once, only one and its result may be on it."""
        pieces = [
            line for answer in {line.answer: None for line in way} for line in self._answers.get(answer, ())
        ]
        results = [self._results.get(call) for call in _calls([*way, *pieces])]
        beside = {line.number: line for line in (*pieces, *results) if line and line.number < end.number}
        for line in way:
            beside.pop(line.number, None)
        return sorted([*way, *beside.values()], key=lambda line: line.number) if beside else list(way)


def _calls(way: Iterable[Line]) -> list[str]:
    return [
        item.call_id for line in way for item in line.items if item.kind is Part.TOOL_CALL and item.call_id
    ]


def _sums_up(line: Line) -> bool:
    """Whether a line begins anew with a summary of what stood before."""
    return (
        text(line.fields.get("isCompactSummary")) == "true"
        or text(line.fields.get("subtype")) == "compact_boundary"
    )
