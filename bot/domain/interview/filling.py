"""Forms: what each does when it is sent, and what its fields hold when it opens."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.agents import key_of
from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import FormSent
from bot.domain.interview import (
    answering,
    classing,
    closing,
    cold,
    containing,
    disagreeing,
    finding_out,
    hearing,
    identifying,
    merging,
    moving,
    notes,
    owning,
    putting_off,
    steering,
    tomorrow,
    unknowns,
    verdicts,
)
from bot.domain.interview.fields import (
    Fields,
    asked_at,
    coming_day,
    key_of_person,
    member,
    needed,
    person,
    with_reason,
    yes_no,
)
from bot.domain.interview.gaps import held
from bot.domain.interview.pressing import resume
from bot.domain.interview.room import Room, joined, name_of
from bot.domain.interview.wallforms import WALL_FORMS
from bot.domain.review import PersonKey, Review, Wall, WhyUnknown
from bot.domain.says import Step
from bot.domain.vocabulary import FACETS, PER_DECISION, Question, Severity, YesNo

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
    """What a question misses, for somebody to find out; or an unknown that is there already, handed on."""
    due = coming_day(fields["due"], room) if fields.get("due", "").strip() else None
    held = finding_out.known(review, heard.target)
    if held is not None:
        return finding_out.hand_on(review, held, person(fields), due, room)
    after, told = unknowns.owned(review, heard.target, person(fields), due, WhyUnknown.OWNED, room)
    return resume(after, heard.target, told, room) if told.anything else Step(review)


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
        agent=key_of(said.get("agent", review.agent)),
        tool=key_of(said.get("tool", review.tool)),
    )
    return Step(review) if after == review else Step(after).saying(notes.NOTHING.noted(room))


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


def _no_wall(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """Nothing stops the class yet: accepted by name, with why, until a day."""
    why, until = needed(fields, "why"), coming_day(fields.get("due", ""), room)
    return with_reason(closing.accept_no_wall(review, why, until, heard.by, room), heard, why, Question.WALL)


def _withdraw(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """An opening taken back; why is kept under the question that was open."""
    why, about = needed(fields, "why"), review.asking or Question.CLOSE
    return with_reason(owning.withdraw(review, why, heard.by, room), heard, why, about, review.current)


FORMS: Mapping[str, Filler] = {
    **{f"answer_{question}": answering.answer for question in FACETS if question is not Question.CLOSE},
    **WALL_FORMS,
    **putting_off.FORMS,
    "agent": lambda r, _, f, room: identifying.named(r, f.get("agent", ""), f.get("tool", ""), room),
    "class": classing.by_form,
    "close": _close,
    "cold_reader": lambda r, h, f, room: cold.ask_reader(r, h.target or r.current, person(f, "reader"), room),
    "contain": containing.not_yet,
    "disagree": disagreeing.by_form,
    "hand": lambda r, h, f, room: steering.hand_question(r, person(f, "to"), h.by, room, h.target),
    "hand_over": lambda r, h, f, room: owning.hand_over(r, person(f, "to"), h.by, room),
    "merge": lambda r, h, f, room: merging.merge(r, needed(f, "into"), h.by, room),
    "move": lambda r, h, f, room: moving.move(r, f.get("to", ""), yes_no(f, "private"), h.by, room),
    "no_wall": _no_wall,
    "restrict": _restrict,
    "role": _role,
    "send_for_review": lambda r, h, f, room: closing.send_for_review(r, person(f, "to"), h.by, room),
    "tomorrow": tomorrow.by_form,
    "unknown": _unknown,
    **{f"verdict_{question}": verdicts.choose for question in PER_DECISION},
    "withdraw": _withdraw,
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
        return {
            "due": wall.due.isoformat() if wall.due else "",
            "owner": wall.owner or "",
            **_answered(wall),
        }
    if form in {"close", "agent"}:
        names = ("aware_at", "harm", "jurisdiction", "postmortem", "agent", "tool")
        return {"severity": review.severity.value, **{n: getattr(review, n) for n in names}}
    return {}


def _answered(wall: Wall) -> dict[str, str]:
    """What a wall's owner has said of it already."""
    checks = wall.checks
    said = {
        "before_effect": checks.before_effect,
        "stops_sibling": checks.stops_sibling,
        "auditable": checks.auditable,
        "rare_second_person": YesNo.YES if wall.rare_second_person else YesNo.UNKNOWN,
    }
    return {key: answer.value for key, answer in said.items() if answer is not YesNo.UNKNOWN}
