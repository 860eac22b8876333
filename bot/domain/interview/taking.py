"""From a message to facets: each whole sentence goes to the facet it speaks of, in its author's words."""

from dataclasses import dataclass, replace

from bot.domain import cues
from bot.domain.interview.gaps import letter_for, settle_unknowns
from bot.domain.interview.room import Room
from bot.domain.review import (
    ExistingWall,
    Finding,
    Parked,
    Review,
    Span,
    Statement,
    StatementKind,
    with_finding,
    with_progress,
)
from bot.domain.vocabulary import EvidenceClass, Facet, Question, WhyNot


@dataclass(frozen=True)
class Taken:
    """What one message gave."""

    review: Review
    facets: tuple[Facet, ...] = ()  # facets of the open question
    filed: tuple[Facet, ...] = ()  # facets of other questions
    parked: int = 0  # fixes put aside for the wall question
    walls: tuple[Span, ...] = ()  # walls named at the wall question


def source_of(statement: Statement) -> str:
    """How a span names its statement: `S4`."""
    return f"S{statement.id}"


def take(review: Review, statement: Statement, room: Room) -> Taken:
    """The review with a statement's sentences filed under the facets they speak of."""
    lexicon = room.lexicon(statement.text)
    asked = review.step(statement.question, statement.decision).facet
    if lexicon is None:
        return _take_whole(review, statement, asked, room)
    if asked is not None and cues.not_applicable(statement.text, lexicon):
        return _take_na(review, statement, asked, room)
    taken = Taken(review)
    proposals = cues.propose(statement.text, statement.question, lexicon)
    is_guess = cues.guess_words(statement.text, lexicon)
    for proposal in proposals:
        span = Span(source_of(statement), statement.text[proposal.start : proposal.end])
        taken = _file(taken, statement, span, proposal, asked, room, guessed=is_guess)
    if not (taken.facets or taken.filed or taken.parked or taken.walls) and asked is not None:
        return _take_whole(review, statement, asked, room)
    return taken


def _file(  # noqa: PLR0913 - one sentence has this much context; a carrier type would only hide it
    taken: Taken,
    statement: Statement,
    span: Span,
    proposal: cues.Proposal,
    asked: Facet | None,
    room: Room,
    *,
    guessed: bool,
) -> Taken:
    """One sentence: a fix is parked, a wall collected, anything else becomes part of a facet."""
    if proposal.fix and statement.question is not Question.WALL:
        parked = Parked(span, statement.author, room.now)
        return replace(
            taken,
            review=replace(taken.review, parked=(*taken.review.parked, parked)),
            parked=taken.parked + 1,
        )
    facet = proposal.facet
    if facet is None and asked is not None and proposal.question is statement.question:
        facet = asked
    if facet is None:
        return taken
    if facet is Facet.WALLS or (proposal.fix and statement.question is Question.WALL):
        return replace(taken, walls=(*taken.walls, span), facets=_added(taken.facets, Facet.WALLS))
    decision = letter_for(proposal.question, statement.decision or taken.review.current)
    klass = class_of(statement, room, guessed=guessed)
    review = add_span(taken.review, facet, decision, span=span, klass=klass, statement=statement, room=room)
    if proposal.question is statement.question:
        return replace(taken, review=review, facets=_added(taken.facets, facet))
    return replace(taken, review=review, filed=_added(taken.filed, facet))


def _added(facets: tuple[Facet, ...], facet: Facet) -> tuple[Facet, ...]:
    return facets if facet in facets else (*facets, facet)


def guessed(text: str, room: Room) -> bool:
    """Whether a text says itself that it is a guess."""
    lexicon = room.lexicon(text)
    return lexicon is not None and cues.guess_words(text, lexicon)


def class_of(statement: Statement, room: Room, *, guessed: bool) -> EvidenceClass:
    """The evidence class of a person's words: testimony, lowered by a guess, or the agent's own account."""
    if statement.kind is StatementKind.SELF_REPORT:
        return EvidenceClass.SELF_REPORT
    lexicon = room.lexicon(statement.text)
    if lexicon is not None and cues.confession(statement.text, lexicon):
        return EvidenceClass.SELF_REPORT
    return EvidenceClass.INFERRED if guessed else EvidenceClass.TESTIMONY


def add_span(  # noqa: PLR0913 - the parts of a finding
    review: Review,
    facet: Facet,
    decision: str,
    *,
    span: Span,
    klass: EvidenceClass,
    statement: Statement,
    room: Room,
) -> Review:
    """The review with a span added to a facet; the weakest class of its spans is the facet's."""
    old = review.finding(facet, decision)
    if old is None or old.not_applicable:
        new = Finding(facet, (span,), klass, statement.author, room.now, decision)
    elif span in old.spans:
        return review
    else:
        new = replace(
            old,
            spans=(*old.spans, span),
            evidence_class=klass if klass.weaker_than(old.evidence_class) else old.evidence_class,
            signs=(),
        )
    review = with_finding(review, new)
    if facet is Facet.EXISTING:
        lexicon = room.lexicon(span.text)
        why = cues.existing_why(span.text, lexicon) if lexicon else WhyNot.UNKNOWN
        review = replace(review, existing=(*review.existing, ExistingWall(span, why)))
    return settle_unknowns(review, decision, facet, room.now)


def _take_whole(review: Review, statement: Statement, asked: Facet | None, room: Room) -> Taken:
    """A message without word lists for its language, or without a cue: it belongs to the facet asked for."""
    if asked is None:
        return Taken(review)
    span = Span(source_of(statement), statement.text)
    if asked is Facet.WALLS:
        return Taken(review, facets=(asked,), walls=(span,))
    klass = class_of(statement, room, guessed=False)
    filled = add_span(
        review, asked, statement.decision, span=span, klass=klass, statement=statement, room=room
    )
    return Taken(filled, facets=(asked,))


def _take_na(review: Review, statement: Statement, asked: Facet, room: Room) -> Taken:
    """The facet is settled by "n/a, because ..."; its words say why."""
    span = Span(source_of(statement), statement.text)
    finding = Finding(
        asked,
        (span,),
        EvidenceClass.TESTIMONY,
        statement.author,
        room.now,
        statement.decision,
        not_applicable=True,
    )
    review = settle_unknowns(with_finding(review, finding), statement.decision, asked, room.now)
    return Taken(review, facets=(asked,))


def answered(review: Review, question: Question, decision: str) -> Review:
    """The review with a first answer to a question noted; the facet its last probe asked for is used up."""
    progress = review.step(question, decision)
    return with_progress(review, replace(progress, answered=True, facet=None, asked_of=None))
