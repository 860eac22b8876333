"""Facets that a trace fills: shown with the span and key of each, and taken as logged by a person's press."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes
from bot.domain.interview.gaps import settle_unknowns
from bot.domain.interview.pushing import push
from bot.domain.interview.room import Room, joined
from bot.domain.interview.taking import answered
from bot.domain.review import Decision, Finding, Recorded, Review, with_finding
from bot.domain.says import Say, Step
from bot.domain.vocabulary import FACETS, Facet, Question

SHOWN = 160
"""Characters of a recorded text shown in the offer; the window shows all of it."""


def offered(step: Step, letter: str, room: Room) -> Step:
    """The step, and what the trace holds besides for facets that nobody has filled."""
    decision = _decision(step.review, letter)
    rows = [_row(each, room) for each in _open(step.review, decision)]
    if not rows:
        return step
    values = {"decision": letter, "evidence": decision.evidence, "rows": rows}
    return step.saying(Say("recorded", values, f"recorded:{letter}:{decision.evidence}:{decision.point}"))


def taken(review: Review, letter: str, who: Speaker, room: Room) -> Step:
    """All of it becomes findings of class logged, by the hand of whoever pressed; what people said stays."""
    if letter not in {decision.letter for decision in review.decisions}:
        raise PersonError("unknown_button", press=letter)
    decision = _decision(review, letter)
    facets = tuple(each.facet for each in _open(review, decision))
    if not facets:
        return Step(review)
    review = joined(review, who)
    for each in _open(review, decision):
        finding = Finding(
            each.facet,
            (each.span(decision.evidence),),
            each.evidence_class,
            who.person,
            room.now,
            letter,
            place=each.where,
        )
        review = settle_unknowns(with_finding(review, finding), letter, each.facet, room.now)
    emptied = tuple(replace(d, recorded=()) if d.letter == letter else d for d in review.decisions)
    return _told(replace(review, decisions=emptied), facets, letter, who, room)


def _told(review: Review, facets: tuple[Facet, ...], letter: str, who: Speaker, room: Room) -> Step:
    """The open question goes on where some of it was filled; else it is mentioned, and nothing more."""
    asked = review.asking
    here = tuple(f for f in facets if asked is not None and f in FACETS[asked])
    told = notes.Notes(author=who.person, facets=here or facets)
    if not here or asked is None or asked is Question.CLOSE or letter != review.current:
        return Step(review).saying(told.noted(room))
    return push(answered(review, asked, letter), asked, (), told, room)


def _open(review: Review, decision: Decision) -> tuple[Recorded, ...]:
    """What is offered and not yet filled by anybody."""
    return tuple(each for each in decision.recorded if review.finding(each.facet, decision.letter) is None)


def _decision(review: Review, letter: str) -> Decision:
    return next(decision for decision in review.decisions if decision.letter == letter)


def _row(each: Recorded, room: Room) -> dict[str, object]:
    """The beginning of a recorded text on one line, with how many of its characters are left out."""
    begins = each.text if len(each.text) <= SHOWN else each.text[: SHOWN - 1]
    return {
        "label": room.script.facet(each.facet).label,
        "text": " ".join(begins.split()),
        "left_out": len(each.text) - len(begins) + each.left_out,
        "where": each.where,
    }
