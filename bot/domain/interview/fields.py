"""What is typed into the fields of forms, read: days, people, yes and no; and kept in the statement log."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.errors import PersonError
from bot.domain.heard import FormSent
from bot.domain.interview.gaps import letter_for
from bot.domain.interview.room import Room
from bot.domain.review import Outcome, PersonKey, Review, Statement, StatementKind
from bot.domain.vocabulary import Question, YesNo

Fields = Mapping[str, str]
"""Field keys and what was typed."""


def day(text: str) -> date:
    """A date as typed, YYYY-MM-DD; PersonError where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as wrong:
        raise PersonError("not_a_date", text=text) from wrong


def person(fields: Fields, key: str = "owner") -> PersonKey:
    """The person picked in a field; PersonError where nobody is."""
    if not fields.get(key, "").strip():
        raise PersonError("person_needed")
    return PersonKey(fields[key])


def kept(review: Review, heard: FormSent, text: str) -> tuple[Review, Statement]:
    """What was typed into a form, kept in the statement log like any message."""
    question = Question(heard.target.partition(":")[2]) if ":" in heard.target else None
    question = question or review.asking or Question.CLOSE
    statement = Statement(
        id=review.statement_count + 1,
        message=heard.message or heard.id,
        author=heard.by.person,
        at=heard.at,
        text=text,
        kind=StatementKind.ANSWER,
        question=question,
        decision=letter_for(question, heard.target.partition(":")[0] or review.current),
        redactions=heard.redactions,
    )
    count = review.statement_count + 1
    return replace(review, statements=(*review.statements, statement), statement_count=count), statement


def outcome(fields: Fields, case: str) -> Outcome:
    """What one case of a drill showed: `incident` or `sibling`."""
    each = (YesNo(fields.get(f"{case}_{part}") or "unknown") for part in ("blocked", "recorded", "told"))
    return Outcome(*each)


def moment(text: str, room: Room) -> datetime:
    """The day a drill ran, now where nobody said."""
    return datetime.combine(day(text), datetime.min.time(), UTC) if text else room.now
