"""How something is known, changed by hand: lowered freely, raised only by evidence that is itself so strong."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import FormSent
from bot.domain.interview import notes
from bot.domain.interview.fields import Fields, asked_at, member, needed
from bot.domain.interview.gaps import letter_for
from bot.domain.interview.room import Room
from bot.domain.review import Evidence, Review, Span, with_finding
from bot.domain.says import Step
from bot.domain.vocabulary import EvidenceClass, Facet, question_of


def by_form(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """An evidence class changed: lowered freely, raised only by evidence that is itself so strong."""
    facet = member(Facet, needed(fields, "facet"))
    decision = letter_for(question_of(facet), asked_at(review, heard.target)[1] or review.current)
    finding = review.finding(facet, decision)
    if finding is None:
        raise PersonError("nothing_to_disagree", facet=room.script.facet(facet).label)
    wanted = member(EvidenceClass, needed(fields, "class"))
    if finding.evidence_class.weaker_than(wanted):
        source = _proof(review, fields.get("source", "").strip(), wanted)
        finding = replace(finding, spans=(*finding.spans, Span(source.id, "")))
    after = with_finding(review, replace(finding, evidence_class=wanted))
    return Step(review) if after == review else Step(after).saying(notes.NOTHING.noted(room))


def _proof(review: Review, source: str, wanted: EvidenceClass) -> Evidence:
    found = next((e for e in review.evidence if e.id == source.upper() and e.captured), None)
    if found is None:
        raise PersonError("class_needs_source")
    if found.evidence_class.weaker_than(wanted):
        raise PersonError("source_too_weak", evidence=found.id)
    return found
