"""Who is owed a word outside threads, in memory."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.review import PersonKey, Review
from bot.domain.walls import ENDED
from storage.memory.rows import Rows
from storage.moments import utc
from storage.rules import MOST_OWING, NEVER_BEGUN, SETTLED_STAGES


def put(rows: Rows, number: int, due: Mapping[PersonKey, datetime]) -> None:
    """Make these the debts of a review."""
    rows.owing[number] = {person: utc(due_at) for person, due_at in due.items()}


def to_person(rows: Rows, person: PersonKey, now: datetime) -> tuple[int, ...]:
    """The reviews that owe somebody a word by now, longest owed first."""
    due = [(debts[person], number) for number, debts in rows.owing.items() if person in debts]
    return tuple(number for due_at, number in sorted(due) if due_at <= now)[:MOST_OWING]


def concerning(rows: Rows, person: PersonKey) -> tuple[int, ...]:
    """The reviews that owe somebody a word at any time, ask them something or are theirs, by number."""
    owing = {number for number, debts in rows.owing.items() if person in debts}
    return tuple(sorted(owing | {r.number for r in rows.reviews.values() if _waits_for(r, person)}))


def _waits_for(review: Review, person: PersonKey) -> bool:
    asked = (step for step in review.progress if step.stage.value not in SETTLED_STAGES)
    if any(step.asked_of == person for step in asked):
        return True
    if any(unknown.owner == person and unknown.settled_at is None for unknown in review.unknowns):
        return True
    if any(wall.owner == person and wall.status not in ENDED for wall in review.walls):
        return True
    takes_part = any(each.person == person for each in review.participants)
    accepted = review.no_wall_yet is not None and review.no_wall_yet.by == person
    return (accepted and takes_part) or (review.owner == person and review.status not in NEVER_BEGUN)


def owed(rows: Rows, now: datetime, limit: int) -> tuple[tuple[PersonKey, datetime], ...]:
    """Who is owed a word by now, longest owed first."""
    since: dict[PersonKey, datetime] = {}
    for debts in rows.owing.values():
        for person, due_at in debts.items():
            if due_at <= now:
                since[person] = min(due_at, since.get(person, due_at))
    return tuple(sorted(since.items(), key=lambda debt: (debt[1], debt[0]))[:limit])
