"""Working days and working hours in a person's own zone, right across every change of the clocks.

Saturday and Sunday are free; holidays and days off are passed in as dates. A local time is "the first moment of that
day at which the clock shows it or more": one that a change of the clocks skips is the end of the gap, one that comes
twice is its first. So the order of local times is the order of their moments. All moments returned are in UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

NO_DAYS: frozenset[date] = frozenset()
SATURDAY = 5
DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 12, 31)
"""Dates beyond these, which only a slip of the keyboard makes, are read as these: sums of days stay in the calendar."""


@dataclass(frozen=True)
class Hours:
    """Working hours of a day on the local clock, from `start` until before `end`.

    Raises ValueError where `end` is not later than `start`: hours past midnight are not known here.
    """

    start: time = time(9)
    end: time = time(17)

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"working hours end before they start: {self.start} to {self.end}")


@dataclass(frozen=True)
class WorkingTime:
    """When somebody works: an IANA zone, hours of the day, and days off besides the weekend."""

    zone: str = "UTC"
    hours: Hours = field(default_factory=Hours)
    free: frozenset[date] = NO_DAYS


def zone_of(name: str) -> tzinfo:
    """The zone of that name; UTC where the name is not known, so that a reminder comes at an odd hour, not never."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a name, or the name of a folder of zones
        return UTC


def local_day(moment: datetime, zone: str) -> date:
    """The date a moment falls on in a zone."""
    return moment.astimezone(zone_of(zone)).date()


def moment_of(day: date, at: time, zone: str) -> datetime:
    """The first moment of a local day at which the clock shows `at` or more, in UTC."""
    wanted = datetime.combine(day, at)
    place = zone_of(zone)
    moment = wanted.replace(tzinfo=place).astimezone(UTC)
    if _shown(moment, place) == wanted:
        return moment
    return _end_of_gap(wanted, place)


def _shown(moment: datetime, place: tzinfo) -> datetime:
    """What the clock on the wall shows."""
    return moment.astimezone(place).replace(tzinfo=None, fold=0)


def _end_of_gap(wanted: datetime, place: tzinfo) -> datetime:
    """The second at which a clock that skips `wanted` jumps past it, found by halving the gap."""
    before = wanted.replace(tzinfo=place, fold=1).astimezone(UTC)
    after = wanted.replace(tzinfo=place, fold=0).astimezone(UTC)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _shown(middle, place) >= wanted:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def within(day: date) -> date:
    """A date that somebody typed, brought into the dates that can be reckoned with."""
    return min(max(day, FIRST_DAY), LAST_DAY)


def is_working_day(day: date, free: frozenset[date]) -> bool:
    """Neither a weekend nor one of the free days."""
    return day.weekday() < SATURDAY and day not in free


def add_working_days(day: date, days: int, free: frozenset[date]) -> date:
    """The working day that many working days after (before, where negative); 0 is the first one from `day` on."""
    day = within(day)
    if days == 0:
        while not is_working_day(day, free):
            day += DAY
        return day
    step = DAY if days > 0 else -DAY
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day, free)
    return day


def next_working_moment(moment: datetime, working: WorkingTime) -> datetime:
    """The first moment of working time from `moment` on, itself included."""
    for start, end in _shifts(moment, working):
        if start < end and moment < end:
            return max(start, moment.astimezone(UTC))
    raise AssertionError("shifts never end")


def add_working_hours(moment: datetime, length: timedelta, working: WorkingTime) -> datetime:
    """When so much working time has passed since `moment`; it may be the very end of a day's hours.

    Nothing added gives the first moment of working time. Raises ValueError where `length` is negative.
    """
    if length < timedelta(0):
        raise ValueError("working hours are added, not taken away")
    at = next_working_moment(moment, working)
    for start, end in _shifts(at, working):
        begin = max(start, at)
        if length <= end - begin:
            return begin + length
        length -= max(end - begin, timedelta(0))
    raise AssertionError("shifts never end")


def _shifts(moment: datetime, working: WorkingTime) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of the hours of each working day, from the local day of `moment` on, without an end."""
    day = local_day(moment, working.zone)
    while True:
        if is_working_day(day, working.free):
            yield (
                moment_of(day, working.hours.start, working.zone),
                moment_of(day, working.hours.end, working.zone),
            )
        day += DAY
