"""A nudge, what has been told already, and when a nudge can go out to its person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import next_working_moment, within
from bot.domain.due import Diaries
from bot.domain.review import PersonKey, Review


class NudgeKind(StrEnum):
    """What a nudge is for."""

    SILENT = "silent"  # asked, nothing came
    STILL_SILENT = "still_silent"  # the second word about it
    LAST = "last"  # the third: nothing after it
    STALLED = "stalled"  # the review's owner hears that a question, or the whole review, stands still
    REST = "rest"  # four lines were given: the rest, on the next working day
    UNKNOWN_DUE = "unknown_due"  # an owned unknown reaches its date
    WALL_DUE = "wall_due"  # before, on and after the date of a wall
    WALL_LATE = "wall_late"  # until it stands, the same can happen tomorrow
    DRILL_DUE = "drill_due"  # does it still hold?
    SAME_TOMORROW = "same_tomorrow"  # the last line of the review is stale
    NO_WALL_YET = "no_wall_yet"  # the review date of "no wall yet" has come
    QUIET = "quiet"  # go on?
    AWAY = "away"  # somebody who owes something is away: wait, or hand over
    OWNER_GONE = "owner_gone"  # what somebody gone owned is back with the review's owner
    NEEDS_OWNER = "needs_owner"  # the review's owner is gone or silent


class Where(StrEnum):
    """Where a nudge is said."""

    THREAD = "thread"
    DIRECT = "direct"  # outside the thread, to one person; once a day, several items in one
    CHANNEL = "channel"


@dataclass(frozen=True)
class Nudge:
    """One thing owed to one person."""

    review: int
    kind: NudgeKind
    about: str  # `A:decision`, `W2`, `U1`, ...: nudges with the same `about` are one row of reminders
    to: PersonKey | None  # in the thread: who was asked; None: whoever reads it
    place: Where
    due_at: datetime  # since when it is owed, which may be long ago
    for_day: date  # the day of the cadence it stands for: all earlier ones are covered by it
    items: tuple[
        str, ...
    ] = ()  # what is open: facets of a question (none: its verdict), or ids of walls and unknowns


@dataclass(frozen=True)
class Told:
    """A nudge that was sent, and until when its reader put it off."""

    review: int
    kind: NudgeKind
    about: str
    to: PersonKey | None
    place: Where
    for_day: date
    at: datetime
    later: date | None = None  # [Later]: nothing about it before that day, and then again


def told(nudge: Nudge, at: datetime) -> Told:
    """The nudge as sent at a moment."""
    return Told(nudge.review, nudge.kind, nudge.about, nudge.to, nudge.place, nudge.for_day, at)


@dataclass(frozen=True)
class Ready:
    """A nudge and when it can go out; `blocked_at` is since when its person's absence keeps it back."""

    nudge: Nudge
    send_at: datetime
    blocked_at: datetime | None = None


@dataclass(frozen=True)
class Round:
    """One look at one review: everything reminders depend on."""

    review: Review
    diaries: Diaries
    told: tuple[Told, ...]  # may hold those of other reviews: a person's day is one
    now: datetime
    last_owner: PersonKey | None = None  # who owned the last review of this agent

    @property
    def lead(self) -> PersonKey | None:
        """Who answers for the review: its owner, else the agent's last owner, else nobody."""
        candidates = (self.review.owner, self.last_owner)
        return next((p for p in candidates if p is not None and not self.diaries.is_gone(p)), None)

    def heir(self, person: PersonKey | None) -> PersonKey | None:
        """The person, or who answers for the review where there is none or they are gone."""
        return self.lead if person is None or self.diaries.is_gone(person) else person

    def sent(self, about: str, to: PersonKey | None, *kinds: NudgeKind) -> tuple[Told, ...]:
        """What was told to somebody about something, oldest first."""
        found = (
            t
            for t in self.told
            if t.review == self.review.number and t.about == about and t.to == to and t.kind in kinds
        )
        return tuple(sorted(found, key=lambda t: t.at))

    def is_told(self, kind: NudgeKind, about: str, to: PersonKey | None) -> bool:
        """Whether somebody has been told this."""
        return bool(self.sent(about, to, kind))

    def nudge(
        self,
        kind: NudgeKind,
        about: str,
        to: PersonKey | None,
        due_at: datetime,
        *,
        place: Where = Where.DIRECT,
        items: tuple[str, ...] = (),
    ) -> Nudge:
        """A nudge of this review, for the day it is due."""
        day = self.diaries.today(to or self.review.owner, due_at)
        return Nudge(self.review.number, kind, about, to, place, due_at, day, items)

    def handed_back(self, about: str, owner: PersonKey | None) -> Ready | None:
        """What somebody gone owned comes back at once to who answers for the review, said once."""
        lead = self.lead
        if owner is None or lead is None or owner == self.review.owner or not self.diaries.is_gone(owner):
            return None
        if self.is_told(NudgeKind.OWNER_GONE, about, lead):
            return None
        return self.ready(self.nudge(NudgeKind.OWNER_GONE, about, lead, self.now, items=(about,)))

    def ready(self, nudge: Nudge) -> Ready:
        """When a nudge can go out: from now on, in hours, undisturbed, not away, one direct message a day."""
        person = nudge.to or self.review.owner
        working = self.diaries.working(person)
        if nudge.place is Where.DIRECT:
            direct = self.diaries.direct(person)
            working = replace(direct, free=direct.free | self._days_told(person))
        from_then = max(nudge.due_at, self.now)
        if nudge.to is None:
            return Ready(nudge, next_working_moment(from_then, working))
        send_at = self.diaries.disturbable(person, from_then, working)
        if not self.diaries.is_away(person, send_at):
            return Ready(nudge, send_at)
        back = self.diaries.disturbable(person, self.diaries.back(person, send_at), working)
        return Ready(nudge, back, blocked_at=next_working_moment(nudge.due_at, working))

    def _days_told(self, person: PersonKey) -> frozenset[date]:
        """The days on which somebody has had their one message, by their own clock."""
        messages = (t for t in self.told if t.to == person and t.place is Where.DIRECT)
        return frozenset(self.diaries.today(person, t.at) for t in messages)


@dataclass(frozen=True)
class Series:
    """A cadence of days about one thing for one person; after its last day it may repeat without an end."""

    about: str
    to: PersonKey
    days: tuple[tuple[date, NudgeKind], ...]  # ascending; a repetition has the kind of the first
    repeat_days: int = 0  # calendar days, 0 for no repetition
    put_off: tuple[tuple[date, NudgeKind], ...] = ()  # the day its reader chose: nothing repeats from it


def next_in(series: Series, look: Round) -> Ready | None:
    """The next nudge of a series: days missed meanwhile are one nudge, and it covers them all."""
    kinds = {kind for _, kind in series.days}
    before = look.sent(series.about, series.to, *kinds, NudgeKind.OWNER_GONE)
    covered = max((t.for_day for t in before), default=date.min)
    if before and (later := before[-1].later) is not None and later > covered:
        covered, later = within(later) - timedelta(days=1), within(later)
        series = replace(series, put_off=((later, before[-1].kind),))
    if (first := _first_after(covered, series)) is None:
        return None
    due_at = look.diaries.direct_moment(series.to, first[0])
    ready = look.ready(look.nudge(first[1], series.about, series.to, due_at, items=(series.about,)))
    return replace(ready, nudge=_caught_up(ready, covered, series, look))


def _caught_up(ready: Ready, covered: date, series: Series, look: Round) -> Nudge:
    """The nudge standing for every day reached when it goes out; that a wall is late is not lost among them."""
    today = look.diaries.today(series.to, ready.send_at)
    days = sorted({*series.days, *series.put_off, *_repeated(series, today)})
    reached = tuple(day for day in days if covered < day[0] <= today)
    late = any(kind is NudgeKind.WALL_LATE for _, kind in reached)
    last, kind = reached[-1]
    return replace(ready.nudge, for_day=last, kind=NudgeKind.WALL_LATE if late else kind)


def _repeated(series: Series, today: date) -> Iterator[tuple[date, NudgeKind]]:
    """The last repetition reached by a day, which may lie millennia ahead: of an absence nobody knows the end."""
    last = series.days[-1][0]
    times = (today - last).days // series.repeat_days if series.repeat_days else 0
    if times > 0:
        yield last + timedelta(days=times * series.repeat_days), series.days[0][1]


def _first_after(covered: date, series: Series) -> tuple[date, NudgeKind] | None:
    """The first day of a series that nothing told has covered."""
    last, kind = series.days[-1][0], series.days[0][1]
    days = {*series.days, *series.put_off}
    if series.repeat_days:
        times = max((covered - last).days // series.repeat_days, 0) + 1
        days.add((last + timedelta(days=times * series.repeat_days), kind))
    return min((day for day in days if day[0] > covered), default=None)
