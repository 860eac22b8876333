"""Forms: what each field does when it is sent, and what it holds when it opens."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import FormSent
from bot.domain.interview import (
    answering,
    closing,
    cold,
    disagreeing,
    notes,
    proceeding,
    proving,
    settling,
    steering,
    unknowns,
    walling,
)
from bot.domain.interview.fields import Fields, day, kept, moment, outcome, person
from bot.domain.interview.gaps import held
from bot.domain.interview.history import acted
from bot.domain.interview.pressing import after_verdict, resume
from bot.domain.interview.room import Room, invited, joined, name_of
from bot.domain.interview.taking import class_of, source_of
from bot.domain.review import (
    Checks,
    Containment,
    PersonKey,
    Position,
    Review,
    Span,
    WhyUnknown,
    with_finding,
)
from bot.domain.says import Say, Step
from bot.domain.vocabulary import (
    FACETS,
    PER_DECISION,
    EvidenceClass,
    Facet,
    Family,
    Question,
    Severity,
    YesNo,
)

Filler = Callable[[Review, FormSent, Fields, Room], Step]


def form_sent(review: Review, heard: FormSent, room: Room) -> Step:
    """One form; PersonError for one nobody knows, or for a field that cannot be used."""
    filler = FORMS.get(heard.form)
    if filler is None:
        raise PersonError("unknown_form", form=heard.form)
    return filler(joined(review, heard.by), heard, dict(heard.fields), room)


def _unknown(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    due = day(fields["due"]) if fields.get("due") else None
    owner = person(fields)
    review, told = unknowns.owned(review, heard.target, owner, due, WhyUnknown.OWNED, room)
    return resume(review, heard.target, told, room)


def _verdict(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    decision, _, name = heard.target.partition(":")
    question = Question(name)
    also = tuple(x for x in fields.get("also", "").split(",") if x and x != fields["primary"])
    role = YesNo(fields.get("tied_to_role") or "unknown")
    review = settling.choose(
        review, question, decision, primary=fields["primary"], also=also, role=role, who=heard.by, room=room
    )
    return after_verdict(review, question, decision, room)


def _disagree(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """A second reading of one facet, and what evidence would settle it."""
    decision, _, name = heard.target.partition(":")
    facet = Facet(fields["facet"])
    finding = review.finding(facet, decision)
    if finding is None:
        raise PersonError("nothing_to_disagree", facet=room.script.facet(facet).label)
    review, statement = kept(review, heard, fields["reading"])
    span = Span(source_of(statement), fields["reading"])
    klass = class_of(statement, room, guessed=False)
    second = Position((span,), klass, heard.by.person, room.now)
    both = disagreeing.keep(review, finding, second, room)
    review = disagreeing.with_settling(both.review, finding, fields.get("settle", ""))
    del name
    told = notes.NOTHING.adding(both.note)
    return Step(review).saying(Say("noted", told.values(room), f"noted:{statement.id}"))


def _wall(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    review, statement = kept(review, heard, fields["text"])
    family = Family(fields["family"]) if fields.get("family") else None
    span = Span(source_of(statement), fields["text"])
    review = walling.with_new_wall(review, span, family, heard.by.person, room)
    if review.asking is not Question.WALL:
        return Step(review)
    return walling.next_wall(review, notes.NOTHING, room)


def _wall_owner(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    due = day(fields["due"]) if fields.get("due") else None
    return walling.give(review, heard.target, person(fields), due, heard.by, room)


def _accept(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    checks = Checks(
        before_effect=YesNo(fields.get("before_effect") or "unknown"),
        stops_sibling=YesNo(fields.get("stops_sibling") or "unknown"),
        auditable=YesNo(fields.get("auditable") or "unknown"),
    )
    wall = walling.known_wall(review, heard.target)
    due = day(fields["due"]) if fields.get("due") else wall.due
    return proving.accepted(review, wall.id, checks, due or room.today, heard.by, room)


def _drill(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    record = proving.Record(
        environment=fields["environment"],
        incident_case=outcome(fields, "incident"),
        sibling_case=outcome(fields, "sibling"),
        evidence=tuple(fields.get("evidence", "").replace(",", " ").split()),
        run_at=moment(fields.get("run_at", ""), room),
    )
    return proving.drilled(review, heard.target, record, heard.by, room)


def _date(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    return proving.dated(review, heard.target, day(fields["due"]), fields.get("why", ""), heard.by, room)


def _contain(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """Not yet contained: somebody does it now."""
    owner = person(fields)
    review = invited(review, owner, room)
    contained = Containment(YesNo.NO, owner, heard.by.person, room.now)
    review = acted(replace(review, containment=contained), "not_contained", room, heard.by.person)
    values = {"owner": name_of(review, owner)}
    return Step(review).saying(Say("contain_owner", values, f"contain:{owner}"))


def _close(review: Review, heard: FormSent, fields: Fields, _: Room) -> Step:
    """Severity, when we became aware, harm and jurisdiction: asked once, all may stay empty."""
    del heard
    said = {key: text for key, text in fields.items() if text}
    return Step(
        replace(
            review,
            severity=Severity(said.get("severity", review.severity)),
            aware_at=said.get("aware_at", review.aware_at),
            harm=said.get("harm", review.harm),
            jurisdiction=said.get("jurisdiction", review.jurisdiction),
            postmortem=said.get("postmortem", review.postmortem),
            agent=said.get("agent", review.agent),
            tool=said.get("tool", review.tool),
        )
    )


def _class(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """An evidence class changed: lowered freely, raised only with a source."""
    decision, _, name = heard.target.partition(":")
    facet = Facet(fields.get("facet") or name)
    finding = review.finding(facet, decision)
    if finding is None:
        raise PersonError("nothing_to_disagree", facet=room.script.facet(facet).label)
    wanted = EvidenceClass(fields["class"])
    source = fields.get("source", "").strip()
    if finding.evidence_class.weaker_than(wanted):
        if source not in {e.id for e in review.evidence if e.captured}:
            raise PersonError("class_needs_source")
        finding = replace(finding, spans=(*finding.spans, Span(source, "")))
    return Step(with_finding(review, replace(finding, evidence_class=wanted)))


def _tomorrow(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    review, statement = kept(review, heard, fields.get("because", ""))
    because = (Span(source_of(statement), statement.text),) if statement.text else ()
    walls = tuple(w.id for w in review.walls if w.id in fields.get("walls", ""))
    review = closing.with_tomorrow(review, YesNo(fields["answer"]), walls, because, heard.by, room)
    return proceeding.proceed(review, notes.NOTHING, room)


def _restrict(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    readers = tuple(PersonKey(k) for k in fields.get("readers", "").split(",") if k)
    return steering.restrict(review, readers, heard.by, room)


def _role(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """What a person is called in what is published."""
    del room
    who = PersonKey(fields.get("person") or heard.by.person)
    named = tuple(
        replace(p, role=fields["role"].strip()) if p.person == who else p for p in review.participants
    )
    return Step(replace(review, participants=named))


FORMS: Mapping[str, Filler] = {
    "accept_wall": _accept,
    **{f"answer_{question}": answering.answer for question in FACETS if question is not Question.CLOSE},
    "class": _class,
    "close": _close,
    "cold_reader": lambda r, h, f, room: cold.ask_reader(r, h.target or r.current, person(f, "reader"), room),
    "contain": _contain,
    "date": _date,
    "decline": lambda r, h, f, room: proving.declined(r, h.target, f["why"], h.by, room),
    "disagree": _disagree,
    "drill": _drill,
    "drop_wall": lambda r, h, f, room: proving.dropped(r, h.target, f["why"], h.by, room),
    "hand": lambda r, h, f, room: steering.hand_question(r, person(f, "to"), h.by, room),
    "hand_over": lambda r, h, f, room: steering.hand_over(r, person(f, "to"), h.by, room),
    "no_wall": lambda r, h, f, room: closing.accept_no_wall(r, f["why"], day(f["due"]), h.by, room),
    "restrict": _restrict,
    "role": _role,
    "send_for_review": lambda r, h, f, room: closing.send_for_review(r, person(f, "to"), h.by, room),
    "tomorrow": _tomorrow,
    "unknown": _unknown,
    **{f"verdict_{question}": _verdict for question in PER_DECISION},
    "wall": _wall,
    "wall_owner": _wall_owner,
    "withdraw": lambda r, h, f, room: steering.withdraw(r, f["why"], h.by, room),
}
"""Every form and what sending it does."""


def prefill(review: Review, form: str, target: str) -> dict[str, str]:
    """What the fields of a form hold when it opens."""
    if form.startswith("answer_"):
        decision, _, name = target.partition(":")
        return {f.facet.value: f.text for f in held(review, Question(name), decision)}
    if form.startswith("verdict_"):
        decision, _, name = target.partition(":")
        verdict = review.verdict(Question(name), decision)
        return {"primary": verdict.primary, "also": ",".join(verdict.also)} if verdict else {}
    if form in {"accept_wall", "wall_owner", "date"} and (wall := review.wall(target)):
        return {"due": wall.due.isoformat() if wall.due else "", "owner": wall.owner or ""}
    if form == "close":
        names = ("aware_at", "harm", "jurisdiction", "postmortem", "agent", "tool")
        return {"severity": review.severity.value, **{n: getattr(review, n) for n in names}}
    return {}
