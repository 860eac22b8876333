"""Evidence: any file, picture, link or text, kept and classed; decision points are a bonus, never a condition."""

from dataclasses import replace

from bot.domain.agents import key_of
from bot.domain.errors import PersonError
from bot.domain.heard import Attached, PointChosen, Speaker
from bot.domain.interview import notes, recording
from bot.domain.interview.gaps import is_open, settle_unknowns
from bot.domain.interview.pushing import push
from bot.domain.interview.room import Room, joined
from bot.domain.interview.taking import answered
from bot.domain.review import Evidence, Finding, Recorded, Review, with_finding
from bot.domain.says import Button, Draw, Say, Step
from bot.domain.trace_vocabulary import Provenance
from bot.domain.vocabulary import EvidenceClass, Facet, Question

CLASSES = {"trace": EvidenceClass.LOGGED, "file": EvidenceClass.RECONSTRUCTED}
"""The class a kind of evidence begins with; a person may lower it."""
CLASS_OTHERWISE = EvidenceClass.RECONSTRUCTED


def attached(review: Review, heard: Attached, room: Room) -> Step:
    """Something was kept, or could not be: either way it is listed, with its hash or its trouble."""
    review = joined(review, heard.by)
    again = next((e for e in review.evidence if _is_same(e, heard)), None)
    if again is not None:
        return Step(review).saying(Say("evidence_again", {"id": again.id}, f"again:{heard.id}"))
    evidence = _evidence(review, heard, room)
    review = replace(review, evidence=(*review.evidence, evidence))
    step = Step(review).saying(told_of(evidence))
    return step.saying(offer(evidence, heard)) if heard.offers else step


def told_of(evidence: Evidence) -> Say:
    """What became of something attached or linked, in the thread."""
    values = {
        "id": evidence.id,
        "what": evidence.what,
        "kind": evidence.kind,
        "sha256": evidence.sha256,
        "trouble": evidence.trouble,
        "captured": evidence.captured,
        "picture": evidence.kind == "picture",
        "class": evidence.evidence_class.value,
        "redactions": [{"kind": r.kind, "count": r.count} for r in evidence.redactions],
    }
    return Say("evidence", values, f"evidence:{evidence.id}")


def offer(evidence: Evidence, heard: Attached) -> Say:
    """The moments found in a trace, a button each: a person chooses, nothing is chosen for them."""
    values = {"id": evidence.id, "count": evidence.points, "more": evidence.points - len(heard.offers)}
    buttons = tuple(Button(f"point:{evidence.id}:{key}", key, text) for key, text in heard.offers)
    return Say("points", values, f"points:{evidence.id}", buttons=buttons)


def _is_same(kept: Evidence, heard: Attached) -> bool:
    """Whether this is kept already: the same bytes, or the same link where nothing came."""
    if heard.sha256 or kept.sha256:
        return heard.sha256 == kept.sha256
    return (kept.kind, kept.what, kept.source) == (heard.kind, heard.what, heard.source)


def _evidence(review: Review, heard: Attached, room: Room) -> Evidence:
    """The next evidence, E1, E2, ..., from what was attached."""
    entry = Evidence(
        id=f"E{len(review.evidence) + 1}",
        what=heard.what,
        kind=heard.kind,
        evidence_class=EvidenceClass.UNKNOWN,
        added_by=heard.by.person,
        added_at=room.now,
        source=heard.source,
    )
    return filled(entry, heard)


def filled(entry: Evidence, heard: Attached) -> Evidence:
    """An entry of the list with what came for it; where nothing could be kept, with its trouble."""
    captured = bool(heard.sha256)
    klass = CLASSES.get(heard.kind, CLASS_OTHERWISE) if captured else EvidenceClass.UNKNOWN
    return replace(
        entry,
        kind=heard.kind,
        evidence_class=klass,
        media_type=heard.media_type,
        size=heard.size,
        sha256=heard.sha256,
        kept_sha256=heard.kept_sha256,
        captured_at=heard.captured_at,
        captured=captured,
        trouble=heard.trouble,
        redactions=heard.redactions,
        points=heard.points,
    )


def chosen(review: Review, heard: PointChosen, room: Room) -> Step:
    """A person chose a decision point: it is the open decision's moment, in the trace's own words."""
    if heard.evidence not in {e.id for e in review.evidence if e.captured}:
        raise PersonError("no_such_evidence", evidence=heard.evidence)
    letter = review.current
    decision = next(d for d in review.decisions if d.letter == letter)
    if (decision.evidence, decision.point) == (heard.evidence, heard.point):
        return Step(review)
    review = _at_its_moment(review, heard, room)
    doubts = _doubts(heard)
    if _is_asked_for(review, letter):
        told = notes.Notes(author=heard.by.person, facets=(Facet.POINT,))
        told = told.adding(*(notes.doubt(heard.evidence, provenance) for provenance in doubts))
        step = push(answered(review, Question.DECISION, letter), Question.DECISION, (), told, room)
    else:
        values = {
            "action": heard.action,
            "evidence": heard.evidence,
            "point": heard.point,
            "decision": letter,
            "doubt": next((provenance.value for provenance in doubts), ""),
        }
        step = Step(review).saying(Say("point", values, f"point:{letter}:{heard.evidence}:{heard.point}"))
    return recording.offered(step.doing(Draw(heard.evidence, heard.point)), letter, room)


def _doubts(heard: PointChosen) -> list[Provenance]:
    """What became of what it did, where that does not stand in the trace as it was sent."""
    return [each.provenance for each in heard.recorded if each.facet is Facet.POINT and each.provenance]


def _at_its_moment(review: Review, heard: PointChosen, room: Room) -> Review:
    """The open decision with its moment, and what the trace says of it in its own words."""
    letter = review.current
    moved = tuple(
        replace(
            decision,
            evidence=heard.evidence,
            point=heard.point,
            decided_at=heard.decided_at,
            recorded=heard.recorded,
        )
        if decision.letter == letter
        else decision
        for decision in review.decisions
    )
    review = replace(
        joined(review, heard.by),
        decisions=moved,
        agent=review.agent or key_of(heard.agent),
        tool=review.tool or key_of(heard.tool),
    )
    logged = {
        Facet.POINT: heard.action,
        Facet.TARGET: heard.action,
        Facet.VERSIONS: heard.versions,
        Facet.IDENTITY: heard.identity,
    }
    placed = {each.facet: each for each in heard.recorded}
    for facet, text in logged.items():
        found = placed.get(facet, Recorded(facet, text, ""))
        if found.text.strip():
            review = _from_trace(review, found, letter, heard, room)
    return review


def _is_asked_for(review: Review, letter: str) -> bool:
    """Whether the moment is what the bot waits to hear: then it is answered, and the question goes on."""
    asked = review.step(Question.DECISION, letter).facet is Facet.POINT
    return asked and is_open(review, Question.DECISION, letter)


def _from_trace(review: Review, found: Recorded, letter: str, heard: PointChosen, room: Room) -> Review:
    """What the trace holds for a facet, in place of another point's; what a person said stays."""
    old = review.finding(found.facet, letter)
    if old is not None and not all(s.source in {e.id for e in review.evidence} for s in old.spans):
        return review
    finding = Finding(
        found.facet,
        (found.span(heard.evidence),),
        found.evidence_class,
        heard.by.person,
        room.now,
        letter,
        place=found.where,
    )
    return settle_unknowns(with_finding(review, finding), letter, found.facet, room.now)


def looked_at(review: Review, evidence_id: str, who: Speaker) -> Step:
    """A person looked at a picture: it may be published."""
    found = next((e for e in review.evidence if e.id == evidence_id), None)
    if found is None:
        raise PersonError("no_such_evidence", evidence=evidence_id)
    if found.looked_at_by is not None:
        return Step(review)
    seen = replace(found, looked_at_by=who.person)
    return Step(replace(review, evidence=tuple(seen if e is found else e for e in review.evidence)))
