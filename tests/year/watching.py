"""Reads every message against what must hold of it, and looks at the end of every day of every person."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey, Review
from tests.domain import naive
from tests.domain.naive_look import Item, Look, works_on
from tests.year.chat import NUDGES, Message, Shown
from tests.year.invariants import troubles
from tests.year.town import Town, people_of

MOST_ITEMS = 10  # of one message
PLACES = {"nudge": Where.DIRECT, "nudge_thread": Where.THREAD, "nudge_channel": Where.CHANNEL}


@dataclass
class Watch:
    """Reads each message the chat showed, and counts the days of each person."""

    town: Town
    read: int = 0
    wrong: list[str] = field(default_factory=list)
    heard: dict[PersonKey, list[datetime]] = field(default_factory=dict)  # when somebody had a direct message
    full: set[tuple[PersonKey, date]] = field(default_factory=set)  # a message that could not hold all
    at_ten: dict[PersonKey, tuple[date, set[Item], dict[int, int]]] = field(default_factory=dict)
    known: dict[int, tuple[int, frozenset[PersonKey]]] = field(
        default_factory=dict
    )  # by review, of which version
    checked: int = 0
    owed: int = 0

    def look(self) -> None:
        """At all messages shown since the last look."""
        book = self.town.house.chat.book
        for message in book[self.read :]:
            self._look_at(message)
        self.read = len(book)

    def _look_at(self, message: Message) -> None:
        """Words that are no reminders must only not go to somebody who is gone."""
        if message.to is not None and self.town.people[message.to].gone:
            self._wrong("to somebody gone", message)
        if message.key not in NUDGES:
            return
        place = PLACES[message.key]
        told = [self._told(message, item, place) for item in message.items]
        for each in told:
            for trouble in troubles(self.town, each):
                self._wrong(trouble, each)
        if len(set(told)) < len(told):
            self._wrong("an item twice", message)
        if place is Where.DIRECT and message.to is not None:
            self._count(message, message.to)
        for each in told:
            self.town.told[each.review].append(each)

    def _count(self, message: Message, to: PersonKey) -> None:
        day = self.town.shown(to, message.at).date()
        if self._heard_on(to, day):
            self._wrong("a second message that day", message)
        self.heard.setdefault(to, []).append(message.at)
        if message.rest:
            self.full.add((to, day))
            if len(message.items) < MOST_ITEMS:
                self._wrong("counted what there was room for", message)

    def _wrong(self, why: str, what: object) -> None:
        self.wrong.append(f"{why}: {what}")

    def _told(self, message: Message, item: Shown, place: Where) -> Told:
        to = None if place is Where.CHANNEL else message.to
        day = self.town.shown(to or self.town.reviews[item.review].owner, message.at).date()
        return Told(item.review, NudgeKind(item.kind), item.about, to, place, day, message.at)

    def _heard_on(self, person: PersonKey, day: date) -> bool:
        """Whether somebody had a message on a day, by the clock they live by now."""
        return any(self.town.shown(person, at).date() == day for at in self.heard.get(person, ())[-3:])

    # -- every day
    def open_day(self, person: PersonKey) -> None:
        """Just before ten: what is owed to somebody by ten, if they can be written to today."""
        town, now = self.town, self.town.now
        ten = _at(town, person, time(10))
        if self._free_for(person, ten):
            owed = self._ripe(person, ten, town.reviews)
            versions = {item.review: town.reviews[item.review].version for item in owed}
            self.at_ten[person] = (town.shown(person, now).date(), owed, versions)

    def close_day(self, person: PersonKey) -> None:
        """At five: of what was owed at ten nothing is left, unless its review or the person's time changed."""
        day, owed, versions = self.at_ten.pop(person, (date.min, set(), {}))
        town, now = self.town, self.town.now
        ten = _at(town, person, time(10))
        unchanged = town.changed.get(person, now - timedelta(days=9)) < ten - timedelta(hours=1)
        if day != town.shown(person, now).date() or not unchanged or (person, day) in self.full:
            return
        left = self._ripe(person, _at(town, person, time(16, 59)), versions) & owed
        for item in left:
            if town.reviews[item.review].version == versions[item.review]:
                self.wrong.append(f"forgotten on {day}: {item}")
        self.checked += 1
        self.owed += len(owed)

    def _free_for(self, person: PersonKey, ten: datetime) -> bool:
        diary, shown = self.town.people[person], self.town.shown(person, ten)
        return (
            works_on(shown.date(), self.town.free)
            and not diary.gone
            and (diary.away_until is None or shown.date() >= diary.away_until)
            and (diary.undisturbed_until is None or diary.undisturbed_until <= ten)
        )

    def _ripe(self, person: PersonKey, at: datetime, numbers: Iterable[int]) -> set[Item]:
        """What a second implementation finds owed to somebody in reviews, where it rests on none besides."""
        found: set[Item] = set()
        for review in map(self.town.reviews.__getitem__, numbers):
            if person in self._people_of(review) and not self.town.people[review.owner].gone:
                told = tuple(self.town.told[review.number])
                look = Look(review, self.town.people, told, self.town.free, self.town.last_owner(review))
                found |= {item for item in naive.ripe(look, at) if item.to == person}
        return {item for item in found if item.kind is not NudgeKind.NEEDS_OWNER}

    def _people_of(self, review: Review) -> frozenset[PersonKey]:
        version, people = self.known.get(review.number, (-1, frozenset()))
        if version != review.version:
            people = frozenset(people_of(review))
            self.known[review.number] = (review.version, people)
        return people

    # -- the whole year
    def digest(self) -> str:
        """All messages of the year as one hash."""
        lines = sorted(map(repr, self.town.house.chat.book))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def against(self, remembered: Iterable[Told]) -> None:
        """What people saw is what the house remembers as told, each once, and each day of a cadence once."""
        kept = list(remembered)
        seen = [t for told in self.town.told.values() for t in told]
        mine = Counter((t.review, t.kind, t.about, t.to, t.place) for t in kept)
        theirs = Counter((t.review, t.kind, t.about, t.to, t.place) for t in seen)
        if mine != theirs:
            self._wrong("told and shown differ", (mine - theirs) + (theirs - mine))
        days = Counter((t.review, t.kind, t.about, t.to, t.place, t.for_day) for t in kept)
        for row, times in days.items():
            if times > 1:
                self._wrong("twice for one day of its cadence", row)


def _at(town: Town, person: PersonKey, at: time) -> datetime:
    shown = town.shown(person, town.now)
    return shown.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0).astimezone(town.now.tzinfo)
