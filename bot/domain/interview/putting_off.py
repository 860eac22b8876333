"""The ways out of a nudge that answer nothing yet: later, blocked by something, wait for somebody, a call."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.domain.absence import read_about
from bot.domain.calendar import add_working_days
from bot.domain.errors import PersonError
from bot.domain.heard import FormSent, Pressed
from bot.domain.interview import proving
from bot.domain.interview.fields import Fields, coming_day, day, needed, with_reason
from bot.domain.interview.room import Room, name_of
from bot.domain.interview.whose import hands_on, whose
from bot.domain.nudge_item import day_parts
from bot.domain.review import Review
from bot.domain.says import Invite, Place, PutOff, Say, Step
from bot.domain.vocabulary import Question

LONGEST = timedelta(days=90)
"""How far ahead something can be put off: as long as a drill proves a wall."""

CALENDAR_DAYS: Mapping[str, int] = {"tomorrow": 1, "3_days": 3, "week": 7}
"""Choices of the form that count from today, in calendar days."""

ON_A_DATE = "date"

Filler = Callable[[Review, FormSent, Fields, Room], Step]


def later(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """[Later]: nothing more about it to this person before a day. Whoever it is not asked of puts nothing off.

    PersonError for a date that is not after today, or more than 90 days ahead.
    """
    if not heard.target:
        raise PersonError("unknown_button", press=heard.form)
    if not room.reminded(heard.target, heard.by.person):
        return _not_theirs(review, heard)
    until = _until(needed(fields, "until"), fields, room)
    told = Say(
        "put_off",
        {"day": day_parts(until, room.today)},
        f"put_off:{heard.target}:{until.isoformat()}",
        Place.WHISPER,
        heard.by.person,
    )
    return Step(review).saying(told).doing(PutOff(heard.target, heard.by.person, until))


def _not_theirs(review: Review, heard: FormSent) -> Step:
    """Whom it waits for, and the way to hand it on; PersonError for somebody nobody has reminded of it yet."""
    owner, person = whose(review, heard.target), heard.by.person
    if owner == person:
        raise PersonError("nothing_to_put_off")
    hand = hands_on(review, heard.target)
    told = Say(
        "not_yours_to_put_off",
        {"name": name_of(review, owner)},
        f"not_yours_to_put_off:{heard.target}:{person}",
        Place.WHISPER,
        person,
        buttons=(hand,) if hand else (),
    )
    return Step(review).saying(told)


def _until(choice: str, fields: Fields, room: Room) -> date:
    """The first day on which it comes back; one that was counted is brought to a working day."""
    if choice in CALENDAR_DAYS:
        return add_working_days(room.today + timedelta(CALENDAR_DAYS[choice]), 0, room.policy.free)
    if choice != ON_A_DATE:
        raise PersonError("not_one_of", value=choice)
    chosen = day(needed(fields, "date"))
    if not room.today < chosen <= room.today + LONGEST:
        last = room.today + LONGEST
        raise PersonError("later_than_today", day=chosen.isoformat(), last=last.isoformat())
    return chosen


def blocked(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """[Blocked by ...]: what is in the way, in its owner's words; the date moves only where a new one is given."""
    why = needed(fields, "why")
    due = coming_day(fields["due"], room) if fields.get("due", "").strip() else None
    step = proving.blocked(review, heard.target, why, due, heard.by, room)
    return with_reason(step, heard, why, Question.WALL)


def wait(review: Review, heard: Pressed, room: Room) -> Step:
    """[Wait]: whoever is away is asked when they are back; nothing changes, and the reader is told so."""
    try:
        who, until = read_about(heard.value)
    except ValueError as wrong:
        raise PersonError("unknown_button", press=heard.value) from wrong
    values = {"name": name_of(review, who), "day": day_parts(until, room.today) if until else ""}
    return Step(review).saying(Say("waits", values, f"waits:{heard.value}", Place.WHISPER, heard.by.person))


def call(review: Review, heard: Pressed, _: Room) -> Step:
    """[25 minutes together]: a calendar file with what is open goes to whoever asks."""
    return Step(review).doing(Invite(heard.value, heard.by.person))


FORMS: Mapping[str, Filler] = {"blocked": blocked, "later": later}
"""Both forms and what sending them does."""
