"""Words that say until when somebody is away, read on Wednesday, 16 September 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.away_words import FARTHEST, first_day_back, is_until
from bot.domain.errors import PersonError

TODAY = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("until 3 Dec", date(2026, 12, 3)),
        ("Until 3rd of December".replace("of ", ""), date(2026, 12, 3)),
        ("till dec 3.", date(2026, 12, 3)),
        ("until Thu 3 Dec", date(2026, 12, 3)),
        ("3 Dec 2027", date(2027, 12, 3)),
        ("until 2026-12-03", date(2026, 12, 3)),
        ("until 16 September", date(2027, 9, 16)),
        ("until 3 jan", date(2027, 1, 3)),
        ("until 29 Feb", date(2028, 2, 29)),
        ("2 weeks", date(2026, 9, 30)),
        ("for a week", date(2026, 9, 23)),
        ("1 day", date(2026, 9, 17)),
        ("until tomorrow", date(2026, 9, 17)),
        ("today", date(2026, 9, 17)),
        ("until friday", date(2026, 9, 18)),
        ("until Wednesday", date(2026, 9, 23)),
    ],
)
def test_a_day_is_read_as_people_write_it(words: str, back: date) -> None:
    """A day without a year is the next one; a day of the week too."""
    assert is_until(words)
    assert first_day_back(words, TODAY) == back


@pytest.mark.parametrize(
    "words",
    [
        "from the desk, the agent mailed the wrong list",
        "team deleted 3 files",
        "until the end",
        "2 weeks of orders",
        "until 3",
        "monday",
        "",
    ],
)
def test_other_words_are_no_absence(words: str) -> None:
    """They may open a review."""
    assert not is_until(words)
    with pytest.raises(PersonError, match="away_unread"):
        first_day_back(words, TODAY)


@pytest.mark.parametrize("words", ["until 31 Nov", "until 2026-13-01", "until 30 Feb"])
def test_a_day_no_calendar_has_is_asked_for_again(words: str) -> None:
    """It was meant as a day, so it opens no review."""
    assert is_until(words)
    with pytest.raises(PersonError, match="away_unread"):
        first_day_back(words, TODAY)


@pytest.mark.parametrize(
    "words", ["until 2026-09-16", "3 Dec 2020", "until 2036-01-01", "0 days", "999 weeks"]
)
def test_a_day_that_is_not_ahead_or_years_away_is_refused(words: str) -> None:
    """The sentence names the last day there may be."""
    with pytest.raises(PersonError, match="away_day") as refused:
        first_day_back(words, TODAY)
    assert refused.value.values["last"] == (TODAY + FARTHEST).isoformat()


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, FARTHEST.days))
def test_every_day_ahead_can_be_said(today: date, ahead: int) -> None:
    """Written in full, in either order."""
    back = today + timedelta(ahead)
    assert first_day_back(f"until {back.isoformat()}", today) == back
    assert first_day_back(f"until {back:%A} {back.day} {back:%B %Y}", today) == back
    assert first_day_back(f"{back:%b} {back.day}, {back.year}", today) == back
