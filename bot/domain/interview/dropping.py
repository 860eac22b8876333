"""Words that are no longer there: what rested on them is open again, in whatever part of the review it stood."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.interview.room import Room
from bot.domain.review import (
    Disagreement,
    Finding,
    Position,
    Review,
    SameTomorrow,
    Span,
    Statement,
    Wall,
    WallChange,
)
from bot.domain.vocabulary import Facet, WallStatus

Still = Callable[[Span], bool]
"""Whether a span's words still stand."""


@dataclass(frozen=True)
class Dropped:
    """The review without those words, and the facets that are open again."""

    review: Review
    opened: tuple[Facet, ...]


def drop(review: Review, statement: Statement, room: Room) -> Dropped:
    """What rested on words of a statement that it no longer holds; those of others stay."""
    source = f"S{statement.id}"

    def still(span: Span) -> bool:
        return span.source != source or (bool(span.text) and span.text in statement.text)

    review, left = _disagreements(review, still)
    findings = [(f, _finding(f, still)) for f in (*review.findings, *left)]
    opened = tuple(old.facet for old, new in findings if new is None)
    review = replace(
        review,
        findings=tuple(new for _, new in findings if new is not None),
        existing=tuple(w for w in review.existing if still(w.span)),
        parked=tuple(p for p in review.parked if still(p.span)),
        walls=tuple(_wall(w, still, statement, room) for w in review.walls),
        same_tomorrow=_line(review, still),
    )
    return Dropped(review, opened)


def _finding(finding: Finding, still: Still) -> Finding | None:
    spans = tuple(span for span in finding.spans if still(span))
    if spans == finding.spans:
        return finding
    return replace(finding, spans=spans) if any(span.text for span in spans) else None


def _disagreements(review: Review, still: Still) -> tuple[Review, tuple[Finding, ...]]:
    """The disagreements that still have two readings; the last reading of another becomes what is held."""
    kept: list[Disagreement] = []
    left: list[Finding] = []
    for disagreement in review.disagreements:
        positions = tuple(p for p in disagreement.positions if all(map(still, p.spans)))
        if len(positions) > 1:
            kept.append(replace(disagreement, positions=positions))
            continue
        held = review.finding(disagreement.facet, disagreement.decision)
        if held is None or _finding(held, still) is None:
            left += [_held(p, disagreement) for p in positions]
            review = replace(review, findings=tuple(f for f in review.findings if f is not held))
    return replace(review, disagreements=tuple(kept)), tuple(left)


def _held(position: Position, disagreement: Disagreement) -> Finding:
    facet, decision = disagreement.facet, disagreement.decision
    return Finding(facet, position.spans, position.evidence_class, position.author, position.at, decision)


def _wall(wall: Wall, still: Still, statement: Statement, room: Room) -> Wall:
    """A wall that nobody took yet goes with the words that named it; one that somebody took keeps them."""
    if wall.owner is not None or wall.status is not WallStatus.PROPOSED:
        return wall
    if still(wall.spans[0]):
        return replace(wall, spans=tuple(span for span in wall.spans if still(span)))
    change = WallChange(room.now, statement.author, WallStatus.NOT_APPLICABLE)
    return replace(wall, status=WallStatus.NOT_APPLICABLE, changes=(*wall.changes, change))


def _line(review: Review, still: Still) -> SameTomorrow | None:
    """The last line keeps its answer, without a reason whose words are gone."""
    line = review.same_tomorrow
    if line is None or all(map(still, line.because)):
        return line
    return replace(line, because=tuple(span for span in line.because if still(span)))


def blanked(review: Review, statement: Statement) -> Review:
    """The review in which no span shows words of this statement any more: they are gone for good."""
    source = f"S{statement.id}"

    def bare(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(replace(span, text="") if span.source == source else span for span in spans)

    return replace(review, walls=tuple(replace(w, spans=bare(w.spans)) for w in review.walls))
