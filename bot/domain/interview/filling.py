"""Forms: what each does when it is sent, and what its fields hold when it opens."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import FormSent
from bot.domain.interview import (
    answering,
    closing,
    cold,
    containing,
    disagreeing,
    hearing,
    identifying,
    notes,
    owning,
    proceeding,
    steering,
    unknowns,
    verdicts,
)
from bot.domain.interview.fields import (
    Fields,
    asked_at,
    coming_day,
    kept,
    key_of_person,
    member,
    needed,
    person,
)
from bot.domain.interview.filing import class_of, source_of
from bot.domain.interview.gaps import held, letter_for
from bot.domain.interview.pressing import resume
from bot.domain.interview.room import Room, joined, name_of
from bot.domain.interview.wallforms import WALL_FORMS
from bot.domain.review import Evidence, PersonKey, Position, Review, Span, WhyUnknown, with_finding
from bot.domain.says import Step
from bot.domain.vocabulary import (
    FACETS,
    PER_DECISION,
    EvidenceClass,
    Facet,
    Question,
    Severity,
    YesNo,
    question_of,
)

Filler = Callable[[Review, FormSent, Fields, Room], Step]


def form_sent(review: Review, heard: FormSent, room: Room) -> Step:
    """One form; PersonError for one nobody knows, or for a field that cannot be used."""
    filler = FORMS.get(heard.form)
    if filler is None:
        raise PersonError("unknown_form", form=heard.form)
    before = joined(review, heard.by)
    step = filler(before, heard, dict(heard.fields), room)
    if step.review == before:
        return step
    return step.saying(*hearing.secrets(heard.redactions, heard.message or heard.id, heard.by))


def _unknown(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    due = coming_day(fields["due"], room) if fields.get("due", "").strip() else None
    after, told = unknowns.owned(review, heard.target, person(fields), due, WhyUnknown.OWNED, room)
    return resume(after, heard.target, told, room) if told.anything else Step(review)


def _disagree(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """A second reading of one facet, and what evidence would settle it."""
    facet, reading = member(Facet, needed(fields, "facet")), needed(fields, "reading")
    decision = letter_for(question_of(facet), asked_at(review, heard.target)[1] or review.current)
    finding = review.finding(facet, decision)
    if finding is None:
        raise PersonError("nothing_to_disagree", facet=room.script.facet(facet).label)
    if _has_reading(review, facet, decision, heard.by.person, reading):
        return Step(review)
    review, statement = kept(review, heard, reading)
    span = Span(source_of(statement), reading)
    second = Position((span,), class_of(reading, statement, room), heard.by.person, room.now)
    both = disagreeing.keep(review, finding, second, room)
    review = disagreeing.with_settling(both.review, finding, fields.get("settle", ""))
    return Step(review).saying(notes.NOTHING.adding(both.note).noted(room))


def _has_reading(review: Review, facet: Facet, decision: str, who: PersonKey, text: str) -> bool:
    """Whether this reading is kept already."""
    return any(
        p.author == who and any(span.text == text for span in p.spans)
        for d in review.disagreements
        if (d.facet, d.decision) == (facet, decision)
        for p in d.positions
    )


def _close(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """Severity, when we became aware, harm and jurisdiction: asked once, all may stay empty."""
    del heard
    said = {key: text.strip() for key, text in fields.items() if text.strip()}
    after = replace(
        review,
        severity=member(Severity, said.get("severity", review.severity)),
        aware_at=said.get("aware_at", review.aware_at),
        harm=said.get("harm", review.harm),
        jurisdiction=said.get("jurisdiction", review.jurisdiction),
        postmortem=said.get("postmortem", review.postmortem),
        agent=identifying.key_of(said.get("agent", review.agent)),
        tool=identifying.key_of(said.get("tool", review.tool)),
    )
    return Step(review) if after == review else Step(after).saying(notes.NOTHING.noted(room))


def _class(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
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


def _tomorrow(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    answer = member(YesNo, needed(fields, "answer"))
    reason = fields.get("because", "").strip()
    old = review.same_tomorrow
    if (
        old is not None
        and not old.stale
        and (old.answer, "\n".join(s.text for s in old.because)) == (answer, reason)
    ):
        return Step(review)
    review, statement = kept(review, heard, reason)
    because = (Span(source_of(statement), statement.text),) if statement.text else ()
    named = fields.get("walls", "").upper().replace(",", " ").split()
    walls = tuple(w.id for w in review.walls if w.id in named)
    at_close = review.asking in {None, Question.CLOSE}
    review = closing.with_tomorrow(review, answer, walls, because, heard.by, room)
    if not at_close:
        return Step(review).saying(notes.NOTHING.noted(room))
    return proceeding.proceed(review, notes.NOTHING, room)


def _restrict(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    readers = tuple(key_of_person(k) for k in fields.get("readers", "").split(",") if k.strip())
    return owning.restrict(review, readers, heard.by, room)


def _role(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """What a person is called in what is published: by themselves, or by the owner."""
    role = needed(fields, "role")
    who = PersonKey(fields.get("person", "").strip() or heard.by.person)
    known = review.participant(who)
    if known is None:
        raise PersonError("no_such_person", name=who)
    if heard.by.person not in {who, review.owner}:
        raise NotAllowed("not_owner", owner=name_of(review, review.owner))
    if known.role == role:
        return Step(review)
    named = tuple(replace(p, role=role) if p is known else p for p in review.participants)
    return Step(replace(review, participants=named)).saying(notes.NOTHING.noted(room))


FORMS: Mapping[str, Filler] = {
    **{f"answer_{question}": answering.answer for question in FACETS if question is not Question.CLOSE},
    **WALL_FORMS,
    "agent": lambda r, _, f, room: identifying.named(r, f.get("agent", ""), f.get("tool", ""), room),
    "class": _class,
    "close": _close,
    "cold_reader": lambda r, h, f, room: cold.ask_reader(r, h.target or r.current, person(f, "reader"), room),
    "contain": containing.not_yet,
    "disagree": _disagree,
    "hand": lambda r, h, f, room: steering.hand_question(r, person(f, "to"), h.by, room),
    "hand_over": lambda r, h, f, room: owning.hand_over(r, person(f, "to"), h.by, room),
    "merge": lambda r, h, f, room: owning.merge(r, needed(f, "into"), h.by, room),
    "no_wall": lambda r, h, f, room: closing.accept_no_wall(
        r, needed(f, "why"), coming_day(f.get("due", ""), room), h.by, room
    ),
    "restrict": _restrict,
    "role": _role,
    "send_for_review": lambda r, h, f, room: closing.send_for_review(r, person(f, "to"), h.by, room),
    "tomorrow": _tomorrow,
    "unknown": _unknown,
    **{f"verdict_{question}": verdicts.choose for question in PER_DECISION},
    "withdraw": lambda r, h, f, room: owning.withdraw(r, needed(f, "why"), h.by, room),
}
"""Every form and what sending it does."""


def prefill(review: Review, form: str, target: str) -> dict[str, str]:
    """What the fields of a form hold when it opens; PersonError for a target the review does not have."""
    if form.startswith("answer_"):
        question, decision = asked_at(review, target)
        filled = {f.facet.value: f.text for f in held(review, question, decision)}
        return {**filled, "agent": review.agent, "tool": review.tool}
    if form.startswith("verdict_"):
        verdict = review.verdict(*asked_at(review, target))
        return {"primary": verdict.primary, "also": ",".join(verdict.also)} if verdict else {}
    if form in {"accept_wall", "wall_owner", "date"} and (wall := review.wall(target)):
        return {"due": wall.due.isoformat() if wall.due else "", "owner": wall.owner or ""}
    if form in {"close", "agent"}:
        names = ("aware_at", "harm", "jurisdiction", "postmortem", "agent", "tool")
        return {"severity": review.severity.value, **{n: getattr(review, n) for n in names}}
    return {}
