"""Working days and hours, against a naive clock that steps through every minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import (
    NO_DAYS,
    Hours,
    WorkingTime,
    add_working_days,
    add_working_hours,
    local_day,
    moment_of,
    next_working_moment,
    zone_of,
)

MINUTE = timedelta(minutes=1)
CHANGES = (
    ("Europe/Berlin", date(2026, 3, 29)),  # 02:00 -> 03:00
    ("Europe/Berlin", date(2026, 10, 25)),  # 03:00 -> 02:00
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Sydney", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Africa/Cairo", date(2026, 4, 24)),  # 00:00 -> 01:00: the day has no midnight
    ("America/Havana", date(2026, 11, 1)),  # 01:00 -> 00:00: midnight comes twice
    ("America/Sao_Paulo", date(2019, 2, 16)),  # 24:00 -> 23:00
    ("Pacific/Apia", date(2011, 12, 30)),  # a Friday that never was
    ("Asia/Tehran", date(2021, 3, 22)),  # a Monday, 00:00 -> 01:00
    ("Asia/Tehran", date(2021, 9, 22)),  # a Wednesday, 24:00 -> 23:00 of the day before
    ("Asia/Amman", date(2021, 10, 29)),  # a Friday, 01:00 -> 00:00
    ("Antarctica/Vostok", date(2023, 12, 18)),  # a Monday, 02:00 -> 00:00
    ("Antarctica/Casey", date(2020, 10, 4)),
    ("UTC", date(2026, 6, 17)),
)
"""Days on which clocks are changed, each in its zone; some of them days of work."""


def minutes_from(moment: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """Every whole minute from a moment on, with what the clock on the wall shows."""
    place = ZoneInfo(zone)
    at = moment
    while True:
        yield at, at.astimezone(place).replace(tzinfo=None)
        at += MINUTE


def naive_working(moment: datetime, working: WorkingTime) -> Iterator[tuple[datetime, bool]]:
    """Every minute from a moment on, and whether it is working time.

    A shift begins when the clock first shows its start, or more, on a working day; it ends when the clock first
    shows its end, or more, or a later day.
    """
    begun: set[date] = set()
    ended: set[date] = set()
    for at, shown in minutes_from(moment - timedelta(days=2), working.zone):
        day = shown.date()
        ended.update(earlier for earlier in begun if earlier < day)
        if shown.time() >= working.hours.start:
            begun.add(day)
        if shown.time() >= working.hours.end:
            ended.add(day)
        works = any(d.weekday() < 5 and d not in working.free for d in begun - ended)
        if at >= moment:
            yield at, works


@st.composite
def around_changes(draw: st.DrawFn) -> tuple[datetime, WorkingTime]:
    """A moment within two days of a change of clocks, and somebody who works there, at any hours."""
    zone, day = draw(st.sampled_from(CHANGES))
    minutes = draw(st.integers(-2 * 24 * 60, 2 * 24 * 60))
    moment = datetime.combine(day, time(12), UTC) + minutes * MINUTE
    start = draw(st.integers(0, 24 * 60 - 2))
    end = draw(st.integers(start + 1, 24 * 60 - 1))
    free = draw(st.frozensets(st.dates(day - timedelta(3), day + timedelta(3)), max_size=3))
    hours = Hours(time(start // 60, start % 60), time(end // 60, end % 60))
    return moment, WorkingTime(zone, hours, free)


@given(around_changes())
def test_the_next_working_moment_is_the_first_minute_that_a_stepping_clock_finds(
    case: tuple[datetime, WorkingTime],
) -> None:
    """Computing and stepping through minutes give the same moment, gaps and folds included."""
    moment, working = case
    expected = next(at for at, works in naive_working(moment, working) if works)
    assert next_working_moment(moment, working) == expected


@given(around_changes(), st.integers(1, 9 * 60))
def test_working_hours_add_up_as_a_stepping_clock_counts_them(
    case: tuple[datetime, WorkingTime], minutes: int
) -> None:
    """So many working minutes later is the end of the last of the minutes counted one by one."""
    moment, working = case
    if minutes > 60 * (working.hours.end.hour - working.hours.start.hour):
        minutes = minutes % 60 + 1
    left = minutes
    for at, works in naive_working(moment, working):
        left -= works
        if left == 0:
            assert add_working_hours(moment, minutes * MINUTE, working) == at + MINUTE
            return


@given(st.sampled_from(CHANGES), st.integers(-1, 1), st.integers(0, 24 * 60 - 1))
def test_a_local_time_is_the_first_minute_at_which_the_clock_shows_it_or_more(
    change: tuple[str, date], shift: int, minute: int
) -> None:
    """Of a time that comes twice the first counts; one that is skipped moves forward to the end of the gap."""
    zone, middle = change
    day, at = middle + timedelta(shift), time(minute // 60, minute % 60)
    start = datetime.combine(day, time(0), UTC) - timedelta(days=2)
    wanted = datetime.combine(day, at)
    expected = next(moment for moment, shown in minutes_from(start, zone) if shown >= wanted)
    assert moment_of(day, at, zone) == expected


@given(st.sampled_from(CHANGES), st.integers(-1, 1), st.tuples(st.times(), st.times()))
def test_later_on_the_clock_is_never_earlier_in_time(
    change: tuple[str, date], shift: int, times: tuple[time, time]
) -> None:
    """The order of local times of a day is the order of their moments, through every gap and fold."""
    zone, day = change[0], change[1] + timedelta(shift)
    early, late = sorted(times)
    assert moment_of(day, early, zone) <= moment_of(day, late, zone)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), "Europe/Berlin", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        (date(2026, 4, 24), time(0, 0), "Africa/Cairo", datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
        (date(2011, 12, 30), time(9, 0), "Pacific/Apia", datetime(2011, 12, 30, 10, 0, tzinfo=UTC)),
    ],
)
def test_local_times_on_days_when_clocks_change(day: date, at: time, zone: str, expected: datetime) -> None:
    """A time skipped moves to the end of the gap, a time that comes twice is its first, a day skipped is the next."""
    assert moment_of(day, at, zone) == expected


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(-15, 15).filter(bool),
    st.frozensets(st.dates(date(2019, 12, 1), date(2030, 2, 1)), max_size=8),
)
def test_working_days_are_counted_one_by_one(day: date, days: int, free: frozenset[date]) -> None:
    """The result is a working day, and between the two lie as many working days as were asked for."""
    result = add_working_days(day, days, free)
    first, last = (day + timedelta(1), result) if days > 0 else (result, day - timedelta(1))
    between = [first + timedelta(n) for n in range((last - first).days + 1)]
    working = [d for d in between if d.weekday() < 5 and d not in free]
    assert len(working) == abs(days)
    assert result in working


@pytest.mark.parametrize(
    ("day", "days", "free", "expected"),
    [
        (date(2026, 9, 14), 5, NO_DAYS, date(2026, 9, 21)),
        (date(2026, 9, 18), 1, NO_DAYS, date(2026, 9, 21)),
        (date(2026, 9, 18), 1, frozenset({date(2026, 9, 21)}), date(2026, 9, 22)),
        (date(2026, 9, 14), -2, NO_DAYS, date(2026, 9, 10)),
        (date(2026, 9, 19), 0, NO_DAYS, date(2026, 9, 21)),
        (date(2026, 9, 18), 0, NO_DAYS, date(2026, 9, 18)),
    ],
)
def test_weekends_and_free_days_are_stepped_over(
    day: date, days: int, free: frozenset[date], expected: date
) -> None:
    """From a Monday, a Friday, a Saturday, with and without a holiday after it."""
    assert add_working_days(day, days, free) == expected


def test_a_slip_of_the_keyboard_in_a_date_is_reckoned_with() -> None:
    """The last and first dates there are do not break the sum."""
    assert add_working_days(date.max, 5, NO_DAYS) > date(9000, 1, 1)
    assert add_working_days(date.min, -5, NO_DAYS) < date(1901, 1, 1)


@pytest.mark.parametrize("name", ["", "Nowhere/Else", "Europe", "../etc/passwd", "\0", "x" * 5000])
def test_an_unknown_zone_is_read_as_utc(name: str) -> None:
    """A reminder at an odd hour is better than none."""
    assert zone_of(name) is UTC


def test_the_day_is_the_one_of_the_place() -> None:
    """Late on Monday in London is Tuesday in Sydney."""
    moment = datetime(2026, 9, 14, 21, tzinfo=UTC)
    assert local_day(moment, "Europe/London") == date(2026, 9, 14)
    assert local_day(moment, "Australia/Sydney") == date(2026, 9, 15)


def test_four_working_hours_across_a_weekend() -> None:
    """Asked on Friday at 15:00 in Berlin: two hours on Friday, two on Monday."""
    friday = datetime(2026, 9, 18, 13, tzinfo=UTC)
    berlin = WorkingTime("Europe/Berlin")
    assert add_working_hours(friday, timedelta(hours=4), berlin) == datetime(2026, 9, 21, 9, tzinfo=UTC)


def test_no_hours_added_is_the_next_working_moment() -> None:
    """On a Saturday that is Monday at nine."""
    saturday = datetime(2026, 9, 19, 12, tzinfo=UTC)
    monday = datetime(2026, 9, 21, 9, tzinfo=UTC)
    assert add_working_hours(saturday, timedelta(0), WorkingTime()) == monday


def test_hours_are_not_taken_away() -> None:
    """A negative length is a mistake of the caller."""
    with pytest.raises(ValueError, match="added"):
        add_working_hours(datetime(2026, 9, 14, tzinfo=UTC), timedelta(hours=-1), WorkingTime())


def test_hours_past_midnight_are_refused() -> None:
    """Working hours that end before they start are not known here."""
    with pytest.raises(ValueError, match="end before they start"):
        Hours(time(22), time(6))
