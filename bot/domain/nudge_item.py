"""One nudge for one reader, and the parts that rows of all kinds have: days, and words on one line."""

from dataclasses import dataclass
from datetime import date

from bot.domain.nudges import Nudge
from bot.domain.review import PersonKey, Review
from bot.domain.says import Button

Row = dict[str, object]
Waiting = tuple[Row, tuple[Button, ...]]
"""The values of a row, and what can be pressed."""


@dataclass(frozen=True)
class Item:
    """One nudge of a review, for one reader, on a day of theirs."""

    nudge: Nudge
    review: Review
    to: PersonKey | None
    today: date

    @property
    def about(self) -> str:
        """What it is about."""
        return self.nudge.about


def day_parts(day: date, today: date) -> Row:
    """A day as its sentence names it: numbers of weekday (Monday 1) and month, the year where it is another one."""
    year = "" if day.year == today.year else str(day.year)
    return {"weekday": str(day.isoweekday()), "day": day.day, "month": str(day.month), "year": year}


def one_line(text: str) -> str:
    """Somebody's words inside a sentence of ours: on one line, without the full stop that the sentence has."""
    return " ".join(text.split()).removesuffix(".")


def due_parts(due: date | None, item: Item) -> Row:
    """A date and where it lies: past, today or coming; nothing of either where there is none."""
    if due is None:
        return {"day": "", "when": ""}
    when = "today" if due == item.today else "past" if due < item.today else "coming"
    return {"day": day_parts(due, item.today), "when": when}
