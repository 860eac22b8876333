"""When somebody may be told something: the cadence of reminders, and each person's own days and hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.absence import Absence, ShownAway
from bot.domain.calendar import (
    LAST_DAY,
    NO_DAYS,
    Hours,
    WorkingTime,
    add_working_days,
    local_day,
    moment_of,
    next_working_moment,
    within,
)
from bot.domain.review import PersonKey, Review, Wall
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
    away_statuses: frozenset[str] = frozenset({"palm_tree", "face_with_thermometer"})  # of the chat: away
    first_wall_calendar_days: Mapping[tuple[Severity, Strength], int] = field(
        default_factory=first_wall_days, hash=False
    )


NO_PLACES: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Diary:
    """What is known of one person's time. Somebody gone cannot be asked: their account is off, or they take no word."""

    zone: str = ""  # IANA name, of which an unknown one is read as UTC; empty: the policy's
    hours: Hours | None = None  # None: the policy's
    free: frozenset[date] = NO_DAYS  # days off besides those of the policy
    away_until: date | None = None  # by their own word: the first day back
    away_said_at: datetime | None = None  # when they said so, or that they are back; None: not known
    shown_away: ShownAway | None = None  # what the chat shows beside their name; it counts where it is newer
    undisturbed_from: datetime | None = None  # None: what is known of do-not-disturb has begun
    undisturbed_until: datetime | None = None  # do-not-disturb: aware; hours, not an absence
    gone: bool = False
    left_channels: frozenset[str] = NO_PLACES  # in which they are asked nothing any more

    @property
    def shows(self) -> bool:
        """Whether what the chat shows of an absence counts: nothing they said themselves is newer."""
        said_at, shown = self.away_said_at, self.shown_away
        return shown is not None and (said_at is None or said_at < shown.since)


def around(review: Review, people: Mapping[PersonKey, Diary]) -> Mapping[PersonKey, Diary]:
    """Diaries as they count for one review: who left its channel is gone from it."""
    place = review.thread.channel if review.thread else review.channel
    return {
        person: replace(diary, gone=True) if place in diary.left_channels else diary
        for person, diary in people.items()
    }


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

    def absence(self, person: PersonKey) -> Absence | None:
        """The last absence known of somebody, which may be over.

        What the chat shows counts where nothing they said is newer; where both count, the later day holds.
        """
        diary = self.of(person)
        own, shown = diary.away_until, diary.shown_away
        if shown is None or not diary.shows:
            return Absence(own) if own is not None else None
        if shown.until is None:
            return Absence(None, shown.since.date())
        back = self.today(person, next_working_moment(shown.until, self.working(person)))
        return Absence(max(back, own or back))

    def is_away(self, person: PersonKey, moment: datetime) -> bool:
        """Whether a moment lies before the person's first day back."""
        absence = self.absence(person)
        return absence is not None and (absence.back is None or self.today(person, moment) < absence.back)

    def back(self, person: PersonKey, moment: datetime) -> datetime:
        """The moment itself, or the start of the first day back of somebody who is away then.

        That is the last day there is, as long as nobody knows when they are back.
        """
        absence = self.absence(person)
        if absence is None or not self.is_away(person, moment):
            return moment
        day = LAST_DAY if absence.back is None else within(absence.back)
        return max(moment, moment_of(day, time(0), self.of(person).zone))

    def undisturbed(self, person: PersonKey, moment: datetime) -> datetime:
        """The moment itself, or the end of the person's do-not-disturb.

        Of an absence that the chat shows, the hours of its last day are such a rest; the days before are an absence.
        """
        diary = self.of(person)
        if diary.shown_away is not None and diary.shows and not self.is_away(person, moment):
            moment = max(moment, diary.shown_away.until or moment)
        begin, end = diary.undisturbed_from, diary.undisturbed_until
        return moment if end is None or (begin is not None and moment < begin) else max(moment, end)

    def disturbable(self, person: PersonKey, moment: datetime, working: WorkingTime) -> datetime:
        """The first moment of working time from a moment on at which the person may be disturbed."""
        while True:
            at = next_working_moment(self.undisturbed(person, moment), working)
            if self.undisturbed(person, at) == at:
                return at
            moment = at  # a rest to come lies around it

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
