"""Decision points of kept traces: read again from the bytes as kept, and what choosing one means to the review."""

from collections.abc import Sequence
from typing import Any

from bot.chat.window import clean
from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.recorded import action, recorded, versions
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.domain.review import Evidence, Review
from bot.domain.trace import DecisionPoint
from bot.domain.trace_vocabulary import FactKind
from bot.ports import Store, TraceReader


def trace_of(review: Review, evidence: str) -> Evidence:
    """A trace by its id, the newest where none is named. PersonError `no_trace`, with the id where one was named.

    A run that only shows that windows are recorded by now is not what a review is about: it must be named.
    """
    traces = [e for e in review.evidence if e.kind == "trace" and evidence in {"", e.id}]
    if not traces:
        raise PersonError("no_trace", **({"evidence": evidence} if evidence else {}))
    proofs = {e for wall in review.walls for drill in wall.drills if drill.captured for e in drill.evidence}
    return next((e for e in reversed(traces) if e.id not in proofs), traces[-1])


def points_in(store: Store, read_trace: TraceReader, evidence: Evidence) -> tuple[DecisionPoint, ...]:
    """The points of a trace as it was kept; PersonError `no_trace` where its bytes are gone."""
    content = store.blob(evidence.kept_sha256)
    if content is None:
        raise PersonError("no_trace", evidence=evidence.id)
    return candidates(read_trace(content, name=evidence.what))


def point_in(
    store: Store, read_trace: TraceReader, evidence: Evidence, key: str, *, rules: Rules = SECRETS
) -> DecisionPoint:
    """One point by its key, without secrets. PersonError `no_such_point` where the trace has none of it."""
    found = next((p for p in points_in(store, read_trace, evidence) if p.key == key), None)
    if found is None:
        raise PersonError("no_such_point")  # a key says nothing to whoever pressed a button
    return clean(found, rules=rules)


def looked_at_first(review: Review, evidence: str, found: Sequence[DecisionPoint]) -> int:
    """The place of the point whose window is shown first: the one chosen for the open decision, else the strongest.

    PersonError `no_such_point` where there is none at all.
    """
    if not found:
        raise PersonError("no_such_point", number=1)
    keys = [point.key for point in found]
    of_open = (d for d in review.decisions if (d.letter, d.evidence) == (review.current, evidence))
    return next((keys.index(d.point) for d in of_open if d.point in keys), 0)


def chosen(point: DecisionPoint, evidence: str) -> dict[str, Any]:
    """What a `PointChosen` tells of a point, to the letter of the trace."""
    return {
        "evidence": evidence,
        "point": point.key,
        "action": action(point),
        "decided_at": point.at,
        "agent": _fact(point, FactKind.AGENT),
        "tool": point.calls[0].name if point.calls else "",
        "versions": versions(point),
        "identity": _fact(point, FactKind.IDENTITY),
        "recorded": recorded(point),
    }


def _fact(point: DecisionPoint, kind: FactKind) -> str:
    fact = point.fact(kind)
    return fact.value if fact else ""
