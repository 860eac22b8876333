"""What the site shows: reviews and walls as lists know them, as of a day, and which reviews have a page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain.due import Policy
from bot.domain.register import FINISHED, Register, ReviewLine, WallLine, figures, is_late
from bot.domain.report.parts import Tone
from bot.domain.vocabulary import Status, YesNo

_PAGE = re.compile(r"AR-(?P<number>\d{1,9})(?:-\d{1,4})?\.html", re.ASCII)

GONE = frozenset({Status.WITHDRAWN, Status.MERGED})
"""A review that ended so never has a page."""

AGES = (30, 90, 180, 365)
"""Days that part the ages of walls."""


@dataclass(frozen=True)
class Contents:
    """Reviews newest first, their walls by due date. `has_page` tells which reviews can be opened."""

    reviews: tuple[ReviewLine, ...]
    walls: tuple[WallLine, ...]
    today: date
    has_page: Callable[[int], bool]
    viewer: str = ""  # whose restricted reviews are in it; empty for none
    stale_days: int = Policy.stale_calendar_days

    @cached_property
    def register(self) -> Register:
        """The figures."""
        return figures(self.reviews, self.walls, self.today, stale_days=self.stale_days)

    @cached_property
    def by_number(self) -> dict[int, ReviewLine]:
        """The reviews by number."""
        return {line.number: line for line in self.reviews}

    def counted_walls(self) -> tuple[WallLine, ...]:
        """Walls of reviews that were neither withdrawn nor merged."""
        kept = {line.number for line in self.reviews if line.status not in GONE}
        return tuple(wall for wall in self.walls if wall.review in kept)

    def page_of(self, number: int) -> str:
        """The file of a review's page; empty where it has none."""
        stays = may_have_page(self.by_number[number])
        return page_name(number) if stays and self.has_page(number) else ""

    def age(self, wall: WallLine) -> int:
        """Days since it was proposed."""
        return max((self.today - wall.proposed_at.date()).days, 0)

    def is_late(self, wall: WallLine) -> bool:
        """Whether its date is past and it does not stand."""
        return is_late(wall, self.today)


def page_name(number: int) -> str:
    """`AR-7.html`, the same for good."""
    return f"AR-{number}.html"


def number_of(name: str) -> int | None:
    """The review of a page by its file's name, one beside another included; None for any other file."""
    found = _PAGE.fullmatch(name)
    return int(found["number"]) if found else None


def may_have_page(line: ReviewLine) -> bool:
    """Whether a page that it has stays: one that was opened again keeps what was published last."""
    return line.status not in GONE


def is_written(line: ReviewLine) -> bool:
    """Whether its page is written: somebody said that it is done."""
    return line.status in FINISHED


def bracket(days: int) -> int:
    """Which of the ages between and beyond `AGES` it is, from 0."""
    return sum(days >= limit for limit in AGES)


def answer_tone(answer: YesNo | None) -> Tone:
    """A yes to "same tomorrow?" is bad, a no is good."""
    return {YesNo.YES: Tone.BAD, YesNo.NO: Tone.GOOD}.get(answer or YesNo.UNKNOWN, Tone.CARE)
