"""Words that are no longer there: what rested on them is open again, in whatever part of the review it stood."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.interview.room import Room, authors_of
from bot.domain.review import (
    Disagreement,
    Finding,
    PersonKey,
    Position,
    Review,
    SameTomorrow,
    Span,
    Statement,
    Wall,
    WallChange,
)
from bot.domain.verdict import is_filled
from bot.domain.vocabulary import Facet, WallStatus

Still = Callable[[Span], bool]
"""Whether a span's words still stand."""
Author = Callable[[Span], PersonKey | None]
"""Who said a span's words; None where they are of evidence."""


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

    def author(span: Span) -> PersonKey | None:
        return authors_of(review, room).get(span.source)

    left, second_readings = _disagreements(review, still, author)
    findings = [(f, _finding(f, still, author)) for f in (*left.findings, *second_readings)]
    after = replace(
        left,
        findings=tuple(new for _, new in findings if new is not None),
        existing=tuple(w for w in review.existing if still(w.span)),
        parked=tuple(p for p in review.parked if still(p.span)),
        walls=tuple(_wall(w, still, statement, room) for w in review.walls),
        same_tomorrow=_line(review, still),
    )
    asked = (*((old.facet, old.decision) for old, new in findings if new is None), *_HELD_ELSEWHERE)
    return Dropped(after, _opened(review, after, asked))


_HELD_ELSEWHERE = ((Facet.WALLS, ""), (Facet.SAME_TOMORROW, ""))
"""Facets that are not held as findings."""


def _opened(before: Review, after: Review, asked: tuple[tuple[Facet, str], ...]) -> tuple[Facet, ...]:
    """Which of these facets somebody had answered, and nobody has now."""
    opened = (f for f, d in asked if is_filled(before, f, d) and not is_filled(after, f, d))
    return tuple(dict.fromkeys(opened))


def _finding(finding: Finding, still: Still, author: Author) -> Finding | None:
    """A finding with its words that still stand, called after whoever said the first of them; None without any."""
    spans = tuple(span for span in finding.spans if still(span))
    if spans == finding.spans:
        return finding
    if not any(span.text for span in spans):
        return None
    return replace(finding, spans=spans, author=author(spans[0]) or finding.author)


def _disagreements(review: Review, still: Still, author: Author) -> tuple[Review, tuple[Finding, ...]]:
    """The disagreements that still have two readings; where one is left and nothing else is held, it is held."""
    kept: list[Disagreement] = []
    left: list[Finding] = []
    for disagreement in review.disagreements:
        positions = tuple(p for q in disagreement.positions if (p := _position(q, still)) is not None)
        old = review.finding(disagreement.facet, disagreement.decision)
        held = _finding(old, still, author) if old is not None else None
        if held is None and len(positions) == 1:
            left.append(_held(positions[0], disagreement))
            review = replace(review, findings=tuple(f for f in review.findings if f is not old))
        elif held is not None and len(positions) == 1 and not set(positions[0].spans) <= set(held.spans):
            positions = (Position(held.spans, held.evidence_class, held.author, held.at), *positions)
        if len(positions) > 1:
            kept.append(replace(disagreement, positions=positions))
    return replace(review, disagreements=tuple(kept)), tuple(left)


def _position(position: Position, still: Still) -> Position | None:
    """A reading with the words of it that still stand, None where there are none."""
    spans = tuple(span for span in position.spans if still(span))
    return replace(position, spans=spans) if any(span.text for span in spans) else None


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
    """The last line goes with the words that gave it."""
    line = review.same_tomorrow
    return line if line is None or all(map(still, line.because)) else None


def blanked(review: Review, statement: Statement) -> Review:
    """The review in which no span shows words of this statement any more: they are gone for good."""
    source = f"S{statement.id}"

    def bare(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(replace(span, text="") if span.source == source else span for span in spans)

    return replace(review, walls=tuple(replace(w, spans=bare(w.spans)) for w in review.walls))
