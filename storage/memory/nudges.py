"""What people were told, in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.domain.nudges import Told, Where
from bot.domain.review import PersonKey
from storage.memory.rows import Rows
from storage.moments import all_utc


def put(rows: Rows, told: Told) -> None:
    """Add a nudge that was sent."""
    seq = rows.count("told")
    rows.told[seq] = all_utc(told)
    rows.told_of[told.review] = (*rows.told_of.get(told.review, ()), seq)
    if told.to is not None:
        rows.told_to[told.to] = (*rows.told_to.get(told.to, ()), seq)


def of_review(rows: Rows, number: int) -> tuple[Told, ...]:
    """What a review told anybody, oldest first."""
    return tuple(rows.told[seq] for seq in _by_time(rows, rows.told_of.get(number, ())))


def to_person(rows: Rows, person: PersonKey, since: datetime) -> tuple[Told, ...]:
    """What somebody was told outside threads from a moment on, oldest first."""
    heard = (seq for seq in rows.told_to.get(person, ()) if rows.told[seq].at >= since)
    told = (rows.told[seq] for seq in _by_time(rows, heard))
    return tuple(one for one in told if one.place is Where.DIRECT)


def put_off(rows: Rows, number: int, about: str, person: PersonKey, later: date) -> bool:
    """Write the day into what somebody was told last about something; False where there is nothing."""
    for seq in reversed(_by_time(rows, rows.told_of.get(number, ()))):
        told = rows.told[seq]
        if (told.about, told.to) == (about, person):
            rows.told[seq] = replace(told, later=later)
            return True
    return False


def _by_time(rows: Rows, seqs: Iterable[int]) -> list[int]:
    return sorted(seqs, key=lambda seq: (rows.told[seq].at, seq))
