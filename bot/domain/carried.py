"""Facts that hold for a span although they stand on another: agent, versions and identity from above it."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.trace import Fact, Span
from bot.domain.trace_vocabulary import FactKind

FROM_ABOVE = frozenset(
    {
        FactKind.AGENT,
        FactKind.AGENT_ID,
        FactKind.AGENT_VERSION,
        FactKind.PROMPT,
        FactKind.PROMPT_VERSION,
        FactKind.SERVICE,
        FactKind.SERVICE_VERSION,
        FactKind.IDENTITY,
        FactKind.ROLES,
        FactKind.AUTHORISATION,
        FactKind.CONVERSATION,
    }
)
"""What a span takes from the spans above it; tokens, model and settings of another span are not its own."""

FROM_RUNS = frozenset({FactKind.IDENTITY, FactKind.ROLES, FactKind.AUTHORISATION})
"""What a decision takes from the runs of the tools it called: as whom they acted."""


class Facts:
    """The facts of every span of a trace, the nearest span's first."""

    def __init__(self, spans: Mapping[tuple[str, str], Span]) -> None:
        self._spans = spans  # by trace id and span id
        self._carried: dict[tuple[str, str], tuple[Fact, ...]] = {}

    def of(self, trace_id: str, span_id: str, runs: Iterable[str]) -> tuple[Fact, ...]:
        """Own facts, those from above, then identity and rights from the spans in which its tools ran."""
        found = _added(self._spans[trace_id, span_id].facts, self._from_above(trace_id, span_id))
        for run in runs:
            facts = self._spans[trace_id, run].facts
            found = _added(found, [fact for fact in facts if fact.kind in FROM_RUNS])
        return found

    def _from_above(self, trace_id: str, span_id: str) -> tuple[Fact, ...]:
        """Carried facts, the span's own included; a missing parent or a circle ends the climb."""
        climb: list[tuple[str, str]] = []
        seen: set[tuple[str, str]] = set()
        key = (trace_id, span_id)
        while key in self._spans and key not in self._carried and key not in seen:
            seen.add(key)
            climb.append(key)
            key = (trace_id, self._spans[key].parent_id)
        found = self._carried.get(key, ())
        for key in reversed(climb):
            own = tuple([fact for fact in self._spans[key].facts if fact.kind in FROM_ABOVE])
            found = _added(own, found)
            self._carried[key] = found
        return found


def _added(near: tuple[Fact, ...], far: Sequence[Fact]) -> tuple[Fact, ...]:
    """The nearer facts, then those of kinds that the nearer ones do not speak of."""
    if not far:
        return near
    known = {fact.kind for fact in near}
    return (*near, *[fact for fact in far if fact.kind not in known])
