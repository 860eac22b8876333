"""Registers for tests: a few reviews and walls as lists know them, and pages read back."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from bot.domain.register import ReviewLine, WallLine
from bot.domain.review import PersonKey
from bot.domain.vocabulary import Status, WallStatus, YesNo
from bot.publishers.site.contents import Contents
from bot.publishers.site.words import Words
from bot.voice import load_site_words

TODAY = date(2026, 11, 28)
OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
OWNER = PersonKey("test:T1:owner")


@cache
def words() -> Words:
    """The words as they ship."""
    return load_site_words(None)


def review(number: int, **changes: Any) -> ReviewLine:
    """A finished review of a refund desk that would do it again."""
    line = ReviewLine(
        number=number,
        title=f"Refund {number} paid twice",
        status=Status.FILED,
        owner=OWNER,
        opened_at=OPENED,
        unknowns=0,
        walls=(),
        agent="desk",
        tool="refund",
        decision_class="guessed",
        same_tomorrow=YesNo.YES,
    )
    return replace(line, **changes)


def wall(of: int, number: int = 1, **changes: Any) -> WallLine:
    """A wall of a review, built, proposed so many days ago, with no date."""
    days = changes.pop("days", 10)
    proposed = datetime(2026, 11, 28, 9, tzinfo=UTC) - timedelta(days)
    line = WallLine(of, f"W{number}", "A limit per order", WallStatus.BUILT, OWNER, None, proposed)
    return replace(line, **changes)


def contents(
    *reviews: ReviewLine, walls: tuple[WallLine, ...] = (), without: tuple[int, ...] = ()
) -> Contents:
    """A register of these, each with a page but for those without."""
    return Contents(reviews, walls, TODAY, lambda number: number not in without)


def flat(text: str) -> str:
    """White space as a browser shows it."""
    return re.sub(r"\s+", " ", text).strip()
