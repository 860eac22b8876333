"""Clock times in what people wrote: `14:32`, `2:05 pm`, `2026-09-14 14:32 UTC`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_TIME = re.compile(
    r"(?<![\w:.,/-])"
    r"(?:(?P<day>\d{4}-\d{2}-\d{2})[T ,]\s?)?"
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d{1,9})?)?"
    r"(?:\s?(?P<half>[ap]\.?m\b\.?))?"
    r"(?:\s?(?P<zone>UTC|GMT|Z)\b|(?P<offset>[+-]\d{2}:?\d{2}))?"
    r"(?![\w:]|[.,]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ClockTime:
    """A time as typed, and the moment it is sorted by.

    Without a date it is taken to be of the given day, without a zone to be in UTC: good enough to sort, never shown.
    """

    typed: str
    sort_at: datetime


def clock_times(text: str, day: datetime) -> tuple[ClockTime, ...]:
    """The times in a text, in order; `day` is what a time without a date belongs to."""
    found = (_read(match, day) for match in _TIME.finditer(text))
    return tuple(time for time in found if time is not None)


def _read(match: re.Match[str], day: datetime) -> ClockTime | None:
    """None where the date is none of the calendar, or the hour none of the half day."""
    hour = _hour(int(match["hour"]), (match["half"] or "").lower())
    if hour is None:
        return None
    try:
        start = datetime.fromisoformat(match["day"]) if match["day"] else day
        at = start.replace(
            hour=hour,
            minute=int(match["minute"]),
            second=int(match["second"] or 0),
            microsecond=0,
            tzinfo=timezone(_offset(match["offset"])),
        )
        return ClockTime(match[0].strip(), at.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _hour(hour: int, half: str) -> int | None:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half.startswith("p") else 0)


def _offset(typed: str | None) -> timedelta:
    if not typed:
        return timedelta(0)
    digits = typed[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if typed[0] == "-" else size
