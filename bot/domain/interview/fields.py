"""What is typed into forms and carried by buttons, read: days, people, words of a closed list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import PersonError
from bot.domain.heard import FormSent
from bot.domain.interview.gaps import letter_for
from bot.domain.interview.room import Room, with_writer
from bot.domain.review import Outcome, PersonKey, Review, Statement, StatementKind
from bot.domain.says import Step
from bot.domain.vocabulary import PER_DECISION, Question, YesNo

Fields = Mapping[str, str]
"""Field keys and what was typed."""

M = TypeVar("M", bound=StrEnum)


def member(kind: type[M], text: str) -> M:
    """The word of a closed list; PersonError where it is none."""
    try:
        return kind(text.strip())
    except ValueError as wrong:
        raise PersonError("not_one_of", value=text) from wrong


def yes_no(fields: Fields, key: str) -> YesNo:
    """A yes or no; nothing typed is unknown."""
    return member(YesNo, fields.get(key, "").strip() or YesNo.UNKNOWN)


def needed(fields: Fields, key: str) -> str:
    """What was typed into a field that must be filled; PersonError where it is blank."""
    if not (text := fields.get(key, "").strip()):
        raise PersonError("field_needed", field=key)
    return text


def day(text: str) -> date:
    """A date as typed, YYYY-MM-DD; PersonError where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise PersonError("not_a_date", text=text) from wrong


def coming_day(text: str, room: Room) -> date:
    """A date from today on."""
    if (typed := day(text)) < room.today:
        raise PersonError("date_past", due=typed.isoformat())
    return typed


def person(fields: Fields, key: str = "owner") -> PersonKey:
    """The person picked in a field; PersonError where nobody is."""
    if not fields.get(key, "").strip():
        raise PersonError("person_needed")
    return key_of_person(fields[key])


def key_of_person(text: str) -> PersonKey:
    """A person's key, `platform:workspace:id`; PersonError for any other text."""
    platform, _, rest = text.strip().partition(":")
    workspace, _, name = rest.partition(":")
    if not (platform and workspace and name):
        raise PersonError("no_such_person", name=text)
    return PersonKey(text.strip())


def asked_at(review: Review, value: str) -> tuple[Question, str]:
    """`A:decision` as question and letter, whatever follows; PersonError where the review has no such question."""
    decision, _, rest = value.partition(":")
    name = rest.partition(":")[0]
    known = {q.value: q for q in Question}
    if name not in known:
        raise PersonError("unknown_button", press=value)
    letters = {d.letter for d in review.decisions} if known[name] in PER_DECISION else {""}
    if decision not in letters:
        raise PersonError("unknown_button", press=value)
    return known[name], decision


def aimed(review: Review, target: str) -> str:
    """What a form is about, `A:context`; without a letter, `:context`, it is the decision being asked."""
    name = target.removeprefix(":")
    return f"{review.current}{target}" if target != name and name in set(PER_DECISION) else target


def kept(
    review: Review, heard: FormSent, text: str, about: Question, decision: str = ""
) -> tuple[Review, Statement]:
    """What was typed into a form, kept in the statement log like any message, under what it is about."""
    statement = Statement(
        id=review.statement_count + 1,
        message=heard.message or heard.id,
        author=heard.by.person,
        at=heard.at,
        text=text,
        kind=StatementKind.ANSWER,
        question=about,
        decision=letter_for(about, decision),
        redactions=heard.redactions,
    )
    review = with_writer(review, heard.by)
    count = review.statement_count + 1
    return replace(review, statements=(*review.statements, statement), statement_count=count), statement


def with_reason(step: Step, heard: FormSent, why: str, about: Question, decision: str = "") -> Step:
    """The step, and in the log the reason somebody gave for it; none where it changed nothing, or none was given."""
    if not why.strip() or not step.says:
        return step
    return replace(step, review=kept(step.review, heard, why.strip(), about, decision)[0])


def outcome(fields: Fields, case: str) -> Outcome:
    """What one case of a drill showed: `incident` or `sibling`."""
    each = (yes_no(fields, f"{case}_{part}") for part in ("blocked", "recorded", "told"))
    return Outcome(*each)


def moment(text: str, room: Room) -> datetime:
    """The day a drill ran; now where that is today, or nobody said."""
    if not text.strip() or (ran := day(text)) == room.today:
        return room.now
    return datetime.combine(ran, datetime.min.time(), UTC)
