"""Words that say until when somebody is away, `until 3 Dec` or `2 weeks`, and the day they mean."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.domain.errors import PersonError

FARTHEST = timedelta(days=2 * 365)
"""How far ahead the first day back may lie: beyond it, a slip of the keyboard is likelier than an absence."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS: Mapping[str, int] = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_UNITS: Mapping[str, int] = {"day": 1, "week": 7}
_YEARS = 8
"""Within so many years every day of a month comes, 29 February too."""

_UNTIL = r"(?:(?:until|till)\s+)?"
_NAMED_DAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"

Found = Mapping[str, str]


def _iso(found: Found, today: date) -> date | None:
    del today
    return _date(int(found["year"]), int(found["month"]), int(found["day"]))


def _day_of_month(found: Found, today: date) -> date | None:
    """The day in its year; without one, the next such day after today."""
    month, number = _MONTHS.index(found["month"]) + 1, int(found["day"])
    if found.get("year"):
        return _date(int(found["year"]), month, number)
    days = (_date(today.year + ahead, month, number) for ahead in range(_YEARS + 1))
    return next((day for day in days if day is not None and day > today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(found: Found, today: date) -> date:
    """The next such day after today."""
    return today + timedelta((_WEEKDAYS.index(found["weekday"]) - today.weekday() - 1) % 7 + 1)


def _tomorrow(found: Found, today: date) -> date:
    del found
    return today + timedelta(1)


def _counted(found: Found, today: date) -> date:
    count = _COUNTS.get(found["count"]) or int(found["count"])
    return today + timedelta(count * _UNITS[found["unit"]])


_READERS: tuple[tuple[re.Pattern[str], Callable[[Found, date], date | None]], ...] = (
    (re.compile(rf"{_UNTIL}(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})"), _iso),
    (re.compile(rf"{_UNTIL}{_NAMED_DAY}{_DAY}\s*{_MONTH}{_YEAR}"), _day_of_month),
    (re.compile(rf"{_UNTIL}{_NAMED_DAY}{_MONTH}\s*{_DAY}{_YEAR}"), _day_of_month),
    (re.compile(rf"(?:until|till)\s+(?P<weekday>{'|'.join(_WEEKDAYS)})[a-z]*"), _weekday),
    (re.compile(r"today|(?:until|till)\s+tomorrow"), _tomorrow),
    (
        re.compile(rf"(?:for\s+)?(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\s+(?P<unit>{'|'.join(_UNITS)})s?"),
        _counted,
    ),
)
"""Each way to say it, and the first day back it means."""


def is_until(words: str) -> bool:
    """Whether words say until when; "the office team mailed it" does not."""
    return any(pattern.fullmatch(_bare(words)) for pattern, _ in _READERS)


def first_day_back(words: str, today: date) -> date:
    """The day the words mean; "2 weeks" count from today.

    PersonError `away_unread` where they say no day, `away_day` for one that is not after today or years ahead.
    """
    for pattern, read in _READERS:
        if (found := pattern.fullmatch(_bare(words))) is not None:
            return _coming(read(found.groupdict(), today), today)
    raise PersonError("away_unread")


def _coming(day: date | None, today: date) -> date:
    if day is None:
        raise PersonError("away_unread")
    if not today < day <= today + FARTHEST:
        raise PersonError("away_day", day=day.isoformat(), last=(today + FARTHEST).isoformat())
    return day


def _bare(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".!")
