"""Disagreements are kept as two positions, never averaged, never voted."""

from dataclasses import dataclass, replace

from bot.domain import cues
from bot.domain.interview import notes
from bot.domain.interview.filing import class_of, source_of
from bot.domain.interview.gaps import held
from bot.domain.interview.room import Room
from bot.domain.review import Disagreement, Finding, Position, Review, Span, Statement


@dataclass(frozen=True)
class Kept:
    """The review with a second reading, and the note that says so."""

    review: Review
    note: notes.Note


def second_position(review: Review, statement: Statement, room: Room) -> Kept | None:
    """Keep "I disagree: ..." beside what somebody else said; None where nobody else said anything."""
    finding = _contested(review, statement, room)
    if finding is None:
        return None
    klass = class_of(statement.text, statement, room)
    span = Span(source_of(statement), statement.text)
    second = Position((span,), klass, statement.author, room.now)
    return keep(review, finding, second, room)


def keep(review: Review, finding: Finding, second: Position, room: Room) -> Kept:
    """The review with the finding's reading and another one kept as two."""
    first = Position(finding.spans, finding.evidence_class, finding.author, finding.at)
    known = next(
        (d for d in review.disagreements if (d.facet, d.decision) == (finding.facet, finding.decision)), None
    )
    if known is None:
        new = Disagreement(_next_id(review), finding.facet, (first, second), finding.decision)
        review = replace(review, disagreements=(*review.disagreements, new))
    else:
        new = replace(known, positions=(*known.positions, second))
        kept = tuple(new if d is known else d for d in review.disagreements)
        review = replace(review, disagreements=kept)
    label = room.script.facet(finding.facet).label
    return Kept(review, notes.simple("disagreement", id=new.id, facet=label))


def _next_id(review: Review) -> str:
    """D1, D2, ...: after the highest, since one may have been taken back."""
    return f"D{max((int(d.id[1:]) for d in review.disagreements), default=0) + 1}"


def _contested(review: Review, statement: Statement, room: Room) -> Finding | None:
    """The finding of somebody else that the statement speaks against: by its cues, else the newest."""
    others = [
        f
        for f in held(review, statement.question, statement.decision)
        if f.author != statement.author and not f.not_applicable
    ]
    lexicon = room.lexicon(statement.text)
    if lexicon is not None:
        named = [p.facet for p in cues.propose(statement.text, statement.question, lexicon)]
        by_cue = [f for f in others if f.facet in named]
        others = by_cue or others
    return max(others, key=lambda f: f.at, default=None)


def with_settling(review: Review, finding: Finding, settle: str) -> Review:
    """The review with what evidence would settle the disagreement about a finding."""
    changed = tuple(
        replace(d, settle=settle or d.settle)
        if (d.facet, d.decision) == (finding.facet, finding.decision)
        else d
        for d in review.disagreements
    )
    return replace(review, disagreements=changed)
