"""The form of a question: all its facets at once, filled with what was taken."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import FormSent
from bot.domain.interview import disagreeing, filing, identifying, notes, sharing, turning, walling
from bot.domain.interview.fields import Fields, asked_at, kept
from bot.domain.interview.filing import source_of
from bot.domain.interview.gaps import is_open
from bot.domain.interview.pushing import push
from bot.domain.interview.room import Room
from bot.domain.interview.shallow import form_signs, with_signs
from bot.domain.interview.taking import answered
from bot.domain.review import Finding, Position, Review, Span, Statement
from bot.domain.says import Step
from bot.domain.verdict import walls_named
from bot.domain.vocabulary import FACETS, Facet, Question


def answer(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """All facets of a question: what changed becomes what is held, or a second reading of what somebody else said."""
    question, decision = asked_at(review, heard.target)
    if heard.form != f"answer_{question}":
        raise PersonError("unknown_form", form=heard.form)
    changed = _changed(review, question, decision, heard, room)
    named = identifying.named(review, fields.get("agent", ""), fields.get("tool", ""), room)
    if not changed:
        return named
    review = named.review
    review, statement = kept(review, heard, "\n".join(changed.values()), question, decision)
    heated = turning.heated_by((statement,), room)
    told = notes.Notes(author=heard.by.person, facets=tuple(changed), heated=heated)
    for facet, text in changed.items():
        review, told = _fill(review, facet, text, statement, told, room)
    review = answered(review, question, decision)
    if not is_open(review, question, decision):
        return Step(review).saying(told.noted(room))
    signs = form_signs(question, changed, room)
    step = push(with_signs(review, signs, told.facets, room), question, signs, told, room)
    return turning.in_heat(step, (statement,), room)


def _changed(
    review: Review, question: Question, decision: str, heard: FormSent, room: Room
) -> dict[Facet, str]:
    """The facets whose field says something else than what is held."""
    fields, who = dict(heard.fields), heard.by.person
    found: dict[Facet, str] = {}
    for facet in FACETS[question]:
        old, text = review.finding(facet, decision), fields.get(facet.value, "").strip()
        if not text or plain(text) in _known(review, facet, decision, old):
            continue
        if old is None or old.not_applicable or not sharing.says_the_same(review, old, text, who, room):
            found[facet] = text
    return found


def _known(review: Review, facet: Facet, decision: str, old: Finding | None) -> set[str]:
    """What is held of a facet already: its words, other readings of them, walls."""
    if facet is Facet.WALLS:
        return {plain(span.text) for wall in walls_named(review) for span in wall.spans}
    kept = (d for d in review.disagreements if (d.facet, d.decision) == (facet, decision))
    readings = {plain(span.text) for d in kept for p in d.positions for span in p.spans}
    return readings | ({plain(old.text)} if old is not None else set())


def plain(text: str) -> str:
    """The words of a text and the gaps between them as one: a form may send other line breaks than it was given."""
    return " ".join(text.split())


def _fill(
    review: Review, facet: Facet, text: str, statement: Statement, told: notes.Notes, room: Room
) -> tuple[Review, notes.Notes]:
    """One field, to the letter: it replaces its author's own words, and stands beside another's."""
    span = Span(source_of(statement), text)
    if facet is Facet.WALLS:
        return walling.with_named_walls(review, (span,), statement.author, room), told
    old = review.finding(facet, statement.decision)
    if old is not None and (more := _more(old, text)):
        return filing.file(review, facet, statement.decision, replace(span, text=more), statement, room), told
    if old is not None and not old.not_applicable and sharing.of_others(review, old, statement.author, room):
        again = sharing.reworded(review, old, text, statement, room)
        if again is not None:
            return again, told
        klass = filing.class_of(text, statement, room)
        second = Position((span,), klass, statement.author, room.now)
        both = disagreeing.keep(review, old, second, room)
        return both.review, told.adding(both.note)
    if old is not None:
        review = _without(review, old)
    return filing.file(review, facet, statement.decision, span, statement, room), told


def _more(old: Finding, text: str) -> str:
    """What a text adds to the words held, which stay those of whoever said them; empty where it says other words."""
    held = old.text.strip()
    more = text[len(held) :]
    if old.not_applicable or not text.startswith(held) or more[:1].isalnum():
        return ""
    return more.lstrip(sharing.BETWEEN).rstrip()


def _without(review: Review, old: Finding) -> Review:
    """The review without a finding, and without the walls it told of."""
    existing = review.existing
    if old.facet is Facet.EXISTING:
        existing = tuple(w for w in existing if w.span not in old.spans)
    findings = tuple(f for f in review.findings if f is not old)
    return replace(review, findings=findings, existing=existing)
