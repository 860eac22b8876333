"""Disagreements are kept as two positions, never averaged, never voted."""

from dataclasses import dataclass, replace

from bot.domain import cues
from bot.domain.errors import PersonError
from bot.domain.heard import FormSent
from bot.domain.interview import notes
from bot.domain.interview.fields import Fields, asked_at, kept, member, needed, with_reason
from bot.domain.interview.filing import class_of, source_of
from bot.domain.interview.gaps import held, letter_for
from bot.domain.interview.room import Room
from bot.domain.review import Disagreement, Finding, PersonKey, Position, Review, Span, Statement
from bot.domain.says import Step
from bot.domain.vocabulary import Facet, question_of


@dataclass(frozen=True)
class Kept:
    """The review with a second reading, and the note that says so."""

    review: Review
    note: notes.Note


def in_words(review: Review, statement: Statement, room: Room) -> Kept | None:
    """What a message that begins by disagreeing keeps; None for any other, or where nobody else said anything."""
    lexicon = room.lexicon(statement.text)
    if lexicon is None or not cues.disagrees(statement.text, lexicon):
        return None
    return second_position(review, statement, room)


def reworded(review: Review, was: str, statement: Statement, room: Room) -> Review | None:
    """The review with a reading in the new words of its message; None where it was none, or disagrees no more."""
    lexicon = room.lexicon(statement.text)
    old, new = (Span(source_of(statement), text) for text in (was, statement.text))
    kept = any(old in p.spans for d in review.disagreements for p in d.positions)
    if lexicon is None or not cues.disagrees(statement.text, lexicon) or not kept:
        return None
    klass = class_of(statement.text, statement, room)

    def said_anew(position: Position) -> Position:
        if old not in position.spans:
            return position
        spans = tuple(new if span == old else span for span in position.spans)
        return replace(position, spans=spans, evidence_class=klass)

    anew = (replace(d, positions=tuple(map(said_anew, d.positions))) for d in review.disagreements)
    return replace(review, disagreements=tuple(anew))


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
        both = tuple(new if d is known else d for d in review.disagreements)
        review = replace(review, disagreements=both)
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


def by_form(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """A second reading of one facet, and what evidence would settle it."""
    facet, reading = member(Facet, needed(fields, "facet")), needed(fields, "reading")
    settle = fields.get("settle", "").strip()
    decision = letter_for(question_of(facet), asked_at(review, heard.target)[1] or review.current)
    finding = review.finding(facet, decision)
    if finding is None:
        raise PersonError("nothing_to_disagree", facet=room.script.facet(facet).label)
    if _has_reading(review, facet, decision, heard.by.person, reading):
        after = with_settling(review, finding, settle)
        step = Step(after) if after == review else Step(after).saying(notes.NOTHING.noted(room))
        return with_reason(step, heard, settle, question_of(facet), decision)
    said = "\n".join(filter(None, (reading, settle)))
    review, statement = kept(review, heard, said, question_of(facet), decision)
    span = Span(source_of(statement), reading)
    second = Position((span,), class_of(reading, statement, room), heard.by.person, room.now)
    both = keep(review, finding, second, room)
    review = with_settling(both.review, finding, settle)
    return Step(review).saying(notes.NOTHING.adding(both.note).noted(room))


def _has_reading(review: Review, facet: Facet, decision: str, who: PersonKey, text: str) -> bool:
    """Whether this reading is kept already."""
    return any(
        p.author == who and any(span.text == text for span in p.spans)
        for d in review.disagreements
        if (d.facet, d.decision) == (facet, decision)
        for p in d.positions
    )
