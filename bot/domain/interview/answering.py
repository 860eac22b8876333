"""The form of a question: all its facets at once, filled with what was taken."""

from dataclasses import replace

from bot.domain.heard import FormSent
from bot.domain.interview import notes, walling
from bot.domain.interview.fields import Fields, kept
from bot.domain.interview.pushing import push
from bot.domain.interview.room import Room
from bot.domain.interview.taking import add_span, answered, class_of, guessed, source_of
from bot.domain.review import Review, Span, Statement
from bot.domain.says import Say, Step
from bot.domain.vocabulary import Facet, Question


def answer(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """All facets of a question: what changed becomes a new reading of the same facet."""
    decision, _, name = heard.target.partition(":")
    question = Question(name)
    review, statement = kept(review, heard, "\n".join(v for v in fields.values() if v))
    facets: list[Facet] = []
    for key, text in fields.items():
        facet = Facet(key)
        old = review.finding(facet, decision)
        if not text.strip() or (old is not None and old.text == text):
            continue
        facets.append(facet)
        review = _fill(review, facet, decision, text, statement, room)
    told = notes.Notes(author=heard.by.person, facets=tuple(facets))
    if review.asking is not question or review.quiet is not None:
        return Step(review).saying(Say("noted", told.values(room), f"noted:{statement.id}"))
    review = answered(review, question, decision)
    return push(review, question, (), told, room)


def _fill(review: Review, facet: Facet, decision: str, text: str, statement: Statement, room: Room) -> Review:
    """One field, to the letter: it replaces its author's own words, and stands beside another's."""
    span = Span(source_of(statement), text)
    if facet is Facet.WALLS:
        return walling.with_named_walls(review, (span,), statement.author, room)
    old = review.finding(facet, decision)
    if old is not None:
        review = replace(review, findings=tuple(f for f in review.findings if f is not old))
    klass = class_of(replace(statement, text=text), room, guessed=guessed(text, room))
    return add_span(review, facet, decision, span=span, klass=klass, statement=statement, room=room)
