"""A look at one review for working out a second time who is owed a word: people, their days, what they were told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from bot.domain.due import Diary
from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey, Review

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
UNKNOWN = Diary()
BEGIN, DIRECT, END = time(9), time(10), time(17)


@dataclass(frozen=True)
class Item:
    """One thing owed."""

    review: int
    kind: NudgeKind
    about: str
    to: PersonKey | None
    place: Where = Where.DIRECT


def works_on(day: date, free: frozenset[date]) -> bool:
    """Monday to Friday, unless the day is free."""
    return day.isoweekday() <= 5 and day not in free


@cache
def shifted(day: date, days: int, free: frozenset[date]) -> date:
    """So many working days after a day, or before it; none: the day itself, or the next working one."""
    if days == 0:
        return day if works_on(day, free) else shifted(day + DAY, 0, free)
    step = DAY if days > 0 else -DAY
    for _ in range(abs(days)):
        day += step
        while not works_on(day, free):
            day += step
    return day


@cache
def after_hours(since: datetime, hours: int, zone: ZoneInfo, free: frozenset[date]) -> datetime:
    """When so many working hours have passed, counted by quarters."""
    left, at = hours * 4, since
    while left:
        shown = at.astimezone(zone)
        if works_on(shown.date(), free) and BEGIN <= shown.time() < END:
            left -= 1
        at += QUARTER
    return at


@dataclass(frozen=True)
class Look:
    """One review and all that its words depend on. `free` are everybody's days off, `told` what people have seen."""

    review: Review
    people: Mapping[PersonKey, Diary]
    told: tuple[Told, ...]
    free: frozenset[date] = field(default_factory=frozenset)
    last_owner: PersonKey | None = None

    def diary(self, person: PersonKey) -> Diary:
        """What is known of somebody's time."""
        return self.people.get(person, UNKNOWN)

    def shown(self, person: PersonKey, at: datetime) -> datetime:
        """What the clock on somebody's wall shows."""
        return at.astimezone(ZoneInfo(self.diary(person).zone or "UTC"))

    def off(self, person: PersonKey) -> frozenset[date]:
        """Days on which somebody does not work, besides weekends."""
        own = self.diary(person).free
        return self.free | own if own else self.free

    def may_hear(self, item: Item, at: datetime) -> bool:
        """Whether a word may be said at this moment: in hours, undisturbed, not away, one direct message a day."""
        person = item.to or self.review.owner
        shown, diary = self.shown(person, at), self.diary(person)
        begin = DIRECT if item.place is Where.DIRECT else BEGIN
        if not works_on(shown.date(), self.off(person)) or not begin <= shown.time() < END:
            return False
        if item.to is None:
            return True
        begun = diary.undisturbed_from is None or diary.undisturbed_from <= at
        if begun and diary.undisturbed_until is not None and at < diary.undisturbed_until:
            return False
        if self.away(person, at) or at < self.shown_until(person):
            return False
        heard = (t for t in self.told if t.to == person and t.place is Where.DIRECT)
        return item.place is not Where.DIRECT or all(
            self.shown(person, t.at).date() != shown.date() for t in heard
        )

    def away(self, person: PersonKey, at: datetime) -> bool:
        """Whether somebody is away on the day of this moment, by their own word or by what the chat shows."""
        day, diary = self.shown(person, at).date(), self.diary(person)
        if diary.away_until is not None and day < diary.away_until:
            return True
        if not self.status_counts(person) or diary.shown_away is None:
            return False
        until = diary.shown_away.until
        return until is None or day < self._works_from(person, until)

    def status_counts(self, person: PersonKey) -> bool:
        """Whether what the chat shows is newer than what they said."""
        diary = self.diary(person)
        since = diary.shown_away.since if diary.shown_away else None
        return since is not None and (diary.away_said_at is None or diary.away_said_at < since)

    def shown_until(self, person: PersonKey) -> datetime:
        """When the absence that the chat shows is over; long ago where there is none, or no end is known."""
        shown = self.diary(person).shown_away
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)
        return (shown.until or long_ago) if shown and self.status_counts(person) else long_ago

    def _works_from(self, person: PersonKey, at: datetime) -> date:
        """The first day on which somebody works at that moment or later."""
        while True:
            shown = self.shown(person, at)
            if works_on(shown.date(), self.off(person)) and BEGIN <= shown.time() < END:
                return shown.date()
            at += QUARTER

    def lead(self) -> PersonKey | None:
        """Who answers for the review: the owner, else the agent's last owner."""
        for person in (self.review.owner, self.last_owner):
            if person is not None and not self.diary(person).gone:
                return person
        return None

    def heir(self, person: PersonKey | None) -> PersonKey | None:
        """Somebody, or who answers for the review in their place."""
        return self.lead() if person is None or self.diary(person).gone else person

    def heard(self, about: str, to: PersonKey | None, *kinds: NudgeKind) -> list[Told]:
        """What somebody was told about something of this review, oldest first."""
        return [t for t in self._by_about.get((about, to), ()) if t.kind in kinds]

    @cached_property
    def _by_about(self) -> dict[tuple[str, PersonKey | None], list[Told]]:
        found: dict[tuple[str, PersonKey | None], list[Told]] = {}
        for told in sorted(self.told, key=lambda t: t.at):
            if told.review == self.review.number:
                found.setdefault((told.about, told.to), []).append(told)
        return found

    def item(self, kind: NudgeKind, about: str, to: PersonKey | None, place: Where = Where.DIRECT) -> Item:
        """Something of this review."""
        return Item(self.review.number, kind, about, to, place)

    def reached(self, person: PersonKey, at: datetime, day: date) -> bool:
        """Whether it is ten on a day, or later, where somebody is."""
        shown = self.shown(person, at)
        return (shown.date(), shown.time()) >= (day, DIRECT)

    def days_on(self, person: PersonKey, at: datetime, *waits: tuple[datetime, int]) -> bool:
        """Whether it is ten on the day that many working days after each of these moments, or later."""
        off = self.off(person)
        return all(
            self.reached(person, at, shifted(self.shown(person, moment).date(), days, off))
            for moment, days in waits
        )
