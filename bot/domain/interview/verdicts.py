"""Buttons and forms of a proposed verdict: agree, change, disagree, split by decision; then what follows."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import FormSent, Pressed
from bot.domain.interview import containing, notes, proceeding, readers, settling
from bot.domain.interview.fields import Fields, asked_at, needed, yes_no
from bot.domain.interview.gaps import is_open
from bot.domain.interview.room import Room, name_of
from bot.domain.review import Review
from bot.domain.says import Say, Step
from bot.domain.verdict import needs_containment
from bot.domain.vocabulary import PER_DECISION, Question


def agree(review: Review, heard: Pressed, room: Room) -> Step:
    """The proposed verdict, settled in one tap."""
    question, decision = _of_verdict(review, heard.value)
    if settling.is_done(review, question, decision):
        return Step(review)
    review = settling.agree(review, question, decision, heard.by, room)
    return _after(review, question, decision, room)


def disagree(review: Review, heard: Pressed, room: Room) -> Step:
    """Somebody's name stands beside a verdict they do not share; both stay."""
    question, decision = _of_verdict(review, heard.value)
    after = settling.object_to(review, question, decision, heard.by.person)
    if after is review:
        return Step(review)
    values = {"by": name_of(after, heard.by.person), "target": heard.value}
    del room
    return Step(after).saying(Say("disagreed", values, f"disagreed:{heard.value}:{heard.by.person}"))


def split(review: Review, heard: Pressed, room: Room) -> Step:
    """Both are right, each about another choice: this verdict is settled, and the other choice is asked next."""
    question, decision = _of_verdict(review, heard.value)
    if settling.is_done(review, question, decision):
        return Step(review)
    review = settling.agree(review, question, decision, heard.by, room)
    return _after(proceeding.with_next_decision(review), question, decision, room)


def choose(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """The form of a verdict: another class than proposed, or more than one."""
    question, decision = _of_verdict(review, heard.target)
    primary = needed(fields, "primary")
    also = tuple(x for x in fields.get("also", "").split(",") if x and x != primary)
    role = yes_no(fields, "tied_to_role")
    if settling.is_settled_so(review, question, decision, primary, also, role):
        return Step(review)
    review = settling.choose(
        review, question, decision, primary=primary, also=also, role=role, who=heard.by, room=room
    )
    return _after(review, question, decision, room)


def _of_verdict(review: Review, value: str) -> tuple[Question, str]:
    question, decision = asked_at(review, value)
    if question not in PER_DECISION:
        raise PersonError("unknown_button", press=value)
    return question, decision


def _after(review: Review, question: Question, decision: str, room: Room) -> Step:
    """The next thing; first, where the path may still be open, who contains it now."""
    step = Step(review)
    if question is Question.AUTHORITY and needs_containment(review):
        step = step.saying(containing.question(review, decision))
    if review.asking is not None and not is_open(review, question, decision):
        review, told = readers.with_missing(review, notes.NOTHING, room)
        return replace(step, review=review).saying(told.noted(room))
    return step.then(lambda r: proceeding.proceed(r, notes.NOTHING, room))
