"""Who is owed a word outside threads, in memory."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.review import PersonKey
from storage.memory.rows import Rows
from storage.moments import utc
from storage.rules import MOST_OWING


def put(rows: Rows, number: int, due: Mapping[PersonKey, datetime]) -> None:
    """Make these the debts of a review."""
    rows.owing[number] = {person: utc(due_at) for person, due_at in due.items()}


def to_person(rows: Rows, person: PersonKey, now: datetime) -> tuple[int, ...]:
    """The reviews that owe somebody a word by now, longest owed first."""
    due = [(debts[person], number) for number, debts in rows.owing.items() if person in debts]
    return tuple(number for due_at, number in sorted(due) if due_at <= now)[:MOST_OWING]


def concerning(rows: Rows, person: PersonKey) -> tuple[int, ...]:
    """The reviews that owe somebody a word at any time, by number."""
    return tuple(sorted(number for number, debts in rows.owing.items() if person in debts))


def owed(rows: Rows, now: datetime, limit: int) -> tuple[tuple[PersonKey, datetime], ...]:
    """Who is owed a word by now, longest owed first."""
    since: dict[PersonKey, datetime] = {}
    for debts in rows.owing.values():
        for person, due_at in debts.items():
            if due_at <= now:
                since[person] = min(due_at, since.get(person, due_at))
    return tuple(sorted(since.items(), key=lambda debt: (debt[1], debt[0]))[:limit])
