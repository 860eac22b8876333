"""Absences: what is known of one, and how a nudge names it."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.review import PersonKey

_SINCE = "since-"


@dataclass(frozen=True)
class Absence:
    """Somebody is away until their first day back; where nobody knows it, since when they are tells it from others."""

    back: date | None
    since: date | None = None


@dataclass(frozen=True)
class ShownAway:
    """What a chat shows beside a name says "away": heard at a moment, and over at another, or when it is taken off."""

    since: datetime
    until: datetime | None = None


def about(person: PersonKey, absence: Absence) -> str:
    """What a nudge about an absence is about: `slack:T1:U1:2026-12-03`, or `slack:T1:U1:since-2026-11-20`."""
    day = f"{_SINCE}{absence.since}" if absence.back is None else absence.back.isoformat()
    return f"{person}:{day}"


def read_about(value: str) -> tuple[PersonKey, date | None]:
    """The person and their first day back, None where nobody knows it. ValueError where it is none of the above."""
    person, _, day = value.rpartition(":")
    if day.startswith(_SINCE):
        date.fromisoformat(day.removeprefix(_SINCE))
        return PersonKey(person), None
    return PersonKey(person), date.fromisoformat(day)
