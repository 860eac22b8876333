"""A span of somebody's words becomes part of a facet: its evidence class, and what it takes the place of."""

from dataclasses import replace
from hashlib import sha256

from bot.domain import cues
from bot.domain.interview.gaps import settle_unknowns
from bot.domain.interview.room import Room
from bot.domain.review import ExistingWall, Finding, Review, Span, Statement, StatementKind, with_finding
from bot.domain.vocabulary import EvidenceClass, Facet, WhyNot


def source_of(statement: Statement) -> str:
    """How a span names its statement: `S4`."""
    return f"S{statement.id}"


def span_key(span: Span) -> str:
    """How a button names somebody's words: the same, however many others come or go."""
    return f"{span.source}:{sha256(span.text.encode()).hexdigest()[:12]}"


def class_of(text: str, statement: Statement, room: Room) -> EvidenceClass:
    """The evidence class of a person's words: testimony, lowered by a guess, or the agent's own account."""
    if statement.kind is StatementKind.SELF_REPORT:
        return EvidenceClass.SELF_REPORT
    lexicon = room.lexicon(text)
    if lexicon is None:
        return EvidenceClass.TESTIMONY
    if cues.confession(text, lexicon):
        return EvidenceClass.SELF_REPORT
    return EvidenceClass.INFERRED if cues.guess_words(text, lexicon) else EvidenceClass.TESTIMONY


def file(  # the parts of a finding
    review: Review, facet: Facet, decision: str, span: Span, statement: Statement, room: Room
) -> Review:
    """The review with a span under a facet; "n/a, because ..." settles an empty one as such."""
    old = review.finding(facet, decision)
    lexicon = room.lexicon(span.text)
    if old is None and lexicon is not None and cues.not_applicable(span.text, lexicon):
        return not_applicable(review, facet, decision, span, statement, room)
    klass = class_of(span.text, statement, room)
    if old is not None and span in old.spans:
        return review
    if old is None or _gives_way(old, span, klass):
        new = Finding(facet, (span,), klass, statement.author, room.now, decision)
    elif _is_only_an_account(old, klass):
        return review
    else:
        weakest = klass if klass.weaker_than(old.evidence_class) else old.evidence_class
        new = replace(old, spans=(*old.spans, span), evidence_class=weakest, signs=())
    review = with_finding(review, new)
    if facet is Facet.EXISTING:
        why = cues.existing_why(span.text, lexicon) if lexicon else WhyNot.UNKNOWN
        review = replace(review, existing=(*review.existing, ExistingWall(span, why)))
    return settle_unknowns(review, decision, facet, room.now)


def _gives_way(old: Finding, span: Span, klass: EvidenceClass) -> bool:
    """Whether new words take the place of old ones.

    Somebody's answer does in place of "n/a" and of the agent's later account, which stays in the log; and a class
    sentence free of numbers in place of one that names the case.
    """
    if old.not_applicable:
        return True
    if old.facet is Facet.REASON and old.evidence_class is EvidenceClass.SELF_REPORT:
        return klass is not EvidenceClass.SELF_REPORT
    return old.facet is Facet.CLASS_SENTENCE and names_case(old.text) and not names_case(span.text)


def _is_only_an_account(old: Finding, klass: EvidenceClass) -> bool:
    """Whether the words are the agent's account of a reason that somebody else gave: kept in the log, not in it."""
    return old.facet is Facet.REASON and klass is EvidenceClass.SELF_REPORT is not old.evidence_class


def names_case(text: str) -> bool:
    """Whether a class sentence holds what belongs to one case: a number, a date, an id, a name with @."""
    return any(c.isdigit() or c in "@#" for c in text)


def not_applicable(
    review: Review, facet: Facet, decision: str, span: Span, statement: Statement, room: Room
) -> Review:
    """The facet settled by "n/a, because ..."; its words say why."""
    klass = EvidenceClass.TESTIMONY
    new = Finding(facet, (span,), klass, statement.author, room.now, decision, not_applicable=True)
    return settle_unknowns(with_finding(review, new), decision, facet, room.now)
