"""Reads every message against what must hold of it, and looks at the end of every day of every person."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey, Review
from bot.domain.vocabulary import WallStatus
from tests.domain import naive
from tests.domain.naive_look import QUARTER, Item, Look
from tests.year.chat import NUDGES, Message, Shown
from tests.year.invariants import of_message, troubles
from tests.year.town import NO_REVIEW, Town, people_of

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
        """Words that are no reminders must only not reach somebody who is gone; a reminder lost tells who is."""
        if message.key not in NUDGES:
            if message.to is not None and self.town.people[message.to].gone and not message.lost:
                self._wrong("to somebody gone", message)
            return
        place = PLACES[message.key]
        told = [self._told(message, item, place) for item in message.items]
        for each in told:
            for trouble in troubles(self.town, each):
                self._wrong(trouble, each)
            if not self._is_owed(each):
                self._wrong("not owed", each)
        for trouble in of_message(self.town, message, told):
            self._wrong(trouble, message)
        if place is Where.DIRECT and message.to is not None:
            self._count(message, message.to)
        for each in told:
            self.town.told[each.review].append(each)
        if message.lost and message.to is not None:
            self.town.changes(message.to, replace(self.town.people[message.to], gone=True))

    def _is_owed(self, told: Told) -> bool:
        """Whether a second implementation finds it owed by then; it counts working hours by quarters begun.

        It knows nothing of words about absences, of one that was put off only what it is about, and thinks that a word
        covers all of its day.
        """
        review = self.town.reviews[told.review]
        before = [t for t in self.town.told[told.review] if (t.about, t.to) == (told.about, told.to)]
        again = any(t.kind is told.kind is NudgeKind.OWNER_GONE and t.later is not None for t in before)
        if told.kind is NudgeKind.AWAY or again or _has_run_out_since(review, told.about, before):
            return True
        item = Item(told.review, told.kind, told.about, told.to, told.place)
        by = told.at + QUARTER if told.kind is NudgeKind.SILENT else told.at
        return item in naive.ripe(self.town.look_at(review), by)

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
        if self.town.people[person].gone:
            return False
        look = Look(NO_REVIEW, self.town.people, (), self.town.free)
        return look.may_hear(Item(NO_REVIEW.number, NudgeKind.WALL_DUE, "", person), ten)

    def _ripe(self, person: PersonKey, at: datetime, numbers: Iterable[int]) -> set[Item]:
        """What a second implementation finds owed to somebody in reviews, where it rests on none besides."""
        found: set[Item] = set()
        for review in map(self.town.reviews.__getitem__, numbers):
            if person in self._people_of(review):
                look = self.town.look_at(review)
                if not look.diary(review.owner).gone:
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


def _has_run_out_since(review: Review, about: str, before: list[Told]) -> bool:
    """Whether the proof of a wall ran out after the last word about it, be it on the same day."""
    wall = review.wall(about)
    if wall is None or wall.status is not WallStatus.EXPIRED or not wall.changes:
        return False
    return all(told.at < wall.changes[-1].at for told in before)


def _at(town: Town, person: PersonKey, at: time) -> datetime:
    shown = town.shown(person, town.now)
    return shown.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0).astimezone(town.now.tzinfo)
