"""When somebody may be told something: the cadence of reminders, and each person's own days and hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendar import NO_DAYS, Hours, WorkingTime, add_working_days, local_day, moment_of, within
from bot.domain.review import PersonKey, Wall
from bot.domain.vocabulary import Severity, Strength
from bot.domain.walls import strength


class Who(StrEnum):
    """Whom a step of the cadence tells, where a policy can choose."""

    THREAD = "thread"  # who was asked, in the thread
    ASKED = "asked"  # who was asked, by direct message
    LAST_OWNER = "last_owner"  # who owned the last review of this agent
    CHANNEL = "channel"  # whoever reads it
    ACCEPTER = "accepter"  # who accepted that no wall stands yet
    REVIEW_OWNER = "review_owner"


def first_wall_days() -> dict[tuple[Severity, Strength], int]:
    """Calendar days until the first date proposed for a wall: sooner for a strong one of a serious incident."""
    serious = {Severity.SERIOUS_INCIDENT, Severity.DISASTER}
    return {
        (severity, grade): 15 if severity in serious and grade is Strength.STRONG else 30
        for severity in Severity
        for grade in Strength
    }


@dataclass(frozen=True)
class Policy:
    """The cadence of reminders; days are working days unless they say calendar. Source: the table of nudges."""

    zone: str = "UTC"  # where a person's own is not known
    hours: Hours = field(default_factory=Hours)  # the same
    free: frozenset[date] = NO_DAYS  # everybody's days off: holidays, and those of the company
    direct_at: time = time(10)  # direct messages are not sent before
    first_word: Who = Who.THREAD  # or ASKED
    silent_hours: int = 4  # working hours after asking: the first word, in the thread
    still_silent_days: int = 1
    last_days: int = 3
    stalled_days: int = 5  # the review's owner hears
    most: int = 3  # nudges for one question, or one unknown
    owner_silent_days: int = 5  # after the owner's last nudge the next ones are asked
    next_owners: tuple[Who, ...] = (Who.LAST_OWNER, Who.CHANNEL)  # or the channel alone
    unknown_days: tuple[int, ...] = (0, 3, 5)  # from the date of an unknown
    wall_days: tuple[int, ...] = (-2, 0, 3)  # from the date of a wall, then every `repeat`
    repeat_calendar_days: int = 7
    late_days: int = 7
    late_too: tuple[Who, ...] = (Who.ACCEPTER,)  # besides its owner; or REVIEW_OWNER, or nobody
    drill_calendar_days: int = 7  # before the drill runs out
    stale_calendar_days: int = 30  # "same tomorrow?"
    quiet_days: int = 5
    first_unknown_days: int = 5  # the first date of an unknown
    first_wall_calendar_days: Mapping[tuple[Severity, Strength], int] = field(
        default_factory=first_wall_days, hash=False
    )


@dataclass(frozen=True)
class Diary:
    """What is known of one person's time. Somebody gone will not come back: their account is off or deleted."""

    zone: str = ""  # IANA name, of which an unknown one is read as UTC; empty: the policy's
    hours: Hours | None = None  # None: the policy's
    free: frozenset[date] = NO_DAYS  # days off besides those of the policy
    away_until: date | None = None  # the first day back
    undisturbed_until: datetime | None = None  # do-not-disturb: aware; hours, not an absence
    gone: bool = False


@dataclass(frozen=True)
class Diaries:
    """Everybody's diaries under one policy, which says what a person's own does not: zone, hours, days off."""

    policy: Policy
    people: Mapping[PersonKey, Diary] = field(default_factory=dict)
    _whole: dict[PersonKey, Diary] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Diaries put together so far: each is asked for many times in one look at a review."""

    def of(self, person: PersonKey) -> Diary:
        """The diary of a person, with the zone and the days off of the policy."""
        if person not in self._whole:
            own, policy = self.people.get(person, Diary()), self.policy
            whole = replace(own, zone=own.zone or policy.zone, free=own.free | policy.free)
            self._whole[person] = whole
        return self._whole[person]

    def is_gone(self, person: PersonKey) -> bool:
        """Whether the account is off or deleted."""
        return self.of(person).gone

    def working(self, person: PersonKey) -> WorkingTime:
        """When the person works, absences aside."""
        diary = self.of(person)
        return WorkingTime(diary.zone, diary.hours or self.policy.hours, diary.free)

    def today(self, person: PersonKey, moment: datetime) -> date:
        """The date where the person is."""
        return local_day(moment, self.of(person).zone)

    def is_away(self, person: PersonKey, moment: datetime) -> bool:
        """Whether a moment lies before the person's first day back."""
        back = self.of(person).away_until
        return back is not None and self.today(person, moment) < back

    def back(self, person: PersonKey, moment: datetime) -> datetime:
        """The moment itself, or the start of the first day back of somebody who is away then."""
        diary = self.of(person)
        if diary.away_until is None or not self.is_away(person, moment):
            return moment
        return max(moment, moment_of(within(diary.away_until), time(0), diary.zone))

    def undisturbed(self, person: PersonKey, moment: datetime) -> datetime:
        """The moment itself, or the end of the person's do-not-disturb."""
        return max(moment, self.of(person).undisturbed_until or moment)

    def days_after(self, person: PersonKey, moment: datetime, days: int) -> date:
        """The working day of a person that many working days after a moment."""
        return add_working_days(self.today(person, moment), days, self.of(person).free)

    def direct(self, person: PersonKey) -> WorkingTime:
        """When a direct message may be sent: working time, not before the hour of the policy.

        Somebody whose working hours do not hold that hour gets it at their start.
        """
        working = self.working(person)
        hours = working.hours
        if hours.start < self.policy.direct_at < hours.end:
            return replace(working, hours=Hours(self.policy.direct_at, hours.end))
        return working

    def direct_moment(self, person: PersonKey, day: date) -> datetime:
        """The moment of a day from which a direct message may be sent, working day or not."""
        direct = self.direct(person)
        return moment_of(day, direct.hours.start, direct.zone)


def first_due(
    wall: Wall, severity: Severity, policy: Policy, *, from_day: date, free: frozenset[date]
) -> date:
    """The first date proposed for a wall, by the policy's table of severity and grade; always a working day."""
    days = policy.first_wall_calendar_days[severity, strength(wall)]
    return add_working_days(within(from_day) + timedelta(days=days), 0, free)
