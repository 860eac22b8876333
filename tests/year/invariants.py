"""What must hold of every message of the year, and at the end of every day of every person."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey, Review, Stage
from bot.domain.vocabulary import Question, Status, WallStatus
from tests.domain import naive
from tests.domain.naive_look import Item, Look, shifted, works_on
from tests.year.house import NUDGES, Message, Shown
from tests.year.town import ENDED, Town, people_of

MOST_ITEMS = 10  # of one message
PLACES = {"nudge": Where.DIRECT, "nudge_thread": Where.THREAD, "nudge_channel": Where.CHANNEL}
ASKING = (NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST)
WALLS = {NudgeKind.WALL_DUE, NudgeKind.WALL_LATE}


@dataclass
class Watch:
    """Reads each message the chat showed, and counts the days of each person."""

    town: Town
    read: int = 0
    wrong: list[str] = field(default_factory=list)
    days: dict[PersonKey, Counter[date]] = field(default_factory=dict)
    full: set[tuple[PersonKey, date]] = field(default_factory=set)  # a message that could not hold all
    at_ten: dict[PersonKey, tuple[date, set[Item], dict[int, int]]] = field(default_factory=dict)
    checked: int = 0
    owed: int = 0

    def look(self) -> None:
        """At all messages shown since the last look."""
        book = self.town.house.chat.book
        for message in book[self.read :]:
            self._look_at(message)
        self.read = len(book)

    def _look_at(self, message: Message) -> None:
        """A message was shown; words that are no reminders must only not go to somebody who is gone."""
        if message.key not in NUDGES:
            return
        place = PLACES[message.key]
        told = [self._told(message, item, place) for item in message.items]
        for each in told:
            self._expect(not self._troubles(each), each, *self._troubles(each))
        self._expect(len(set(told)) == len(told), message, "an item twice")
        if place is Where.DIRECT and message.to is not None:
            day = self.town.shown(message.to, message.at).date()
            mine = self.days.setdefault(message.to, Counter())
            mine[day] += 1
            self._expect(mine[day] == 1, message, "a second message that day")
            self._expect(not self._heard_on(message.to, day), message, "a second message that day, by today's zone")
            if message.rest:
                self._expect(len(message.items) == MOST_ITEMS, message, "counted what there was room for")
                self.full.add((message.to, day))
        for each in told:
            self.town.told[each.review].append(each)

    def _expect(self, holds: bool, what: object, *why: str) -> None:  # noqa: FBT001 - the one thing expected
        if not holds:
            self.wrong.append(f"{', '.join(why)}: {what}")

    def _told(self, message: Message, item: Shown, place: Where) -> Told:
        to = None if place is Where.CHANNEL else message.to
        day = self.town.shown(to or self.town.reviews[item.review].owner, message.at).date()
        return Told(item.review, NudgeKind(item.kind), item.about, to, place, day, message.at)

    def _heard_on(self, person: PersonKey, day: date) -> bool:
        before = (t for told in self.town.told.values() for t in told[-9:] if t.to == person)
        return any(t.place is Where.DIRECT and self.town.shown(person, t.at).date() == day for t in before)

    # -- one item
    def _troubles(self, told: Told) -> list[str]:
        """What is wrong with one item of a message."""
        review = self.town.reviews[told.review]
        before = [t for t in self.town.told[told.review] if t.about == told.about]
        return [*self._at_a_bad_time(told, review), *_loud(told), *self._idle(told, review), *_disorder(told, before)]

    def _at_a_bad_time(self, told: Told, review: Review) -> Iterable[str]:
        person = told.to or review.owner
        diary, shown = self.town.people[person], self.town.shown(person, told.at)
        begin = time(10) if told.place is Where.DIRECT else time(9)
        if not works_on(shown.date(), self.town.free) or not begin <= shown.time() < time(17):
            yield "out of hours"
        if told.to is None:
            return
        if diary.gone:
            yield "to somebody gone"
        if diary.away_until is not None and shown.date() < diary.away_until:
            yield "to somebody away"
        if diary.undisturbed_until is not None and told.at < diary.undisturbed_until:
            yield "not to be disturbed"

    def _idle(self, told: Told, review: Review) -> Iterable[str]:
        """About something that is answered, ended, settled, or stands."""
        if review.status in ENDED:
            yield "of a review that was taken back"
        if told.kind in ASKING and not _waits(review, told):
            yield "about a question that nobody waits for"
        for wall in review.walls:
            if wall.id == told.about:
                stands = wall.status is WallStatus.STANDING
                over = wall.status in {WallStatus.DECLINED, WallStatus.NOT_APPLICABLE, WallStatus.SUPERSEDED}
                if over or (stands and told.kind in WALLS):
                    yield "about a wall that stands or was ended"
                if told.kind in WALLS and wall.due is not None:
                    yield from self._too_early(told, wall.due)
        if any(u.id == told.about and u.settled_at is not None for u in review.unknowns):
            yield "about something settled"

    def _too_early(self, told: Told, due: date) -> Iterable[str]:
        """Due before late: from two working days before its date on, late from seven after."""
        assert told.to is not None
        today = self.town.shown(told.to, told.at).date()
        first = shifted(due, 7 if told.kind is NudgeKind.WALL_LATE else -2, self.town.free)
        if today < first and not self._put_off_until(told, today):
            yield "too early for the date of its wall"

    def _put_off_until(self, told: Told, today: date) -> bool:
        """Whether somebody asked to hear of it by today."""
        rows = (t for t in self.town.told[told.review] if (t.about, t.to) == (told.about, told.to))
        return any(t.later is not None and t.later <= today for t in rows)

    # -- every day
    def open_day(self, person: PersonKey) -> None:
        """Just before ten: what is owed to somebody by ten, if they can be written to today."""
        town, now = self.town, self.town.now
        ten = _at(town, person, time(10))
        if self._free_for(person, ten):
            owed = self._ripe(person, ten)
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
        left = self._ripe(person, _at(town, person, time(16, 59))) & owed
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

    def _ripe(self, person: PersonKey, at: datetime) -> set[Item]:
        """What a second implementation finds owed to somebody, where it rests on no other review."""
        found: set[Item] = set()
        for review in self.town.going_on():
            if person in set(people_of(review)) and not self.town.people[review.owner].gone:
                told = tuple(self.town.told[review.number])
                look = Look(review, self.town.people, told, self.town.free, self.town.last_owner(review))
                found |= {item for item in naive.ripe(look, at) if item.to == person}
        return {item for item in found if item.kind is not NudgeKind.NEEDS_OWNER}

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
        self._expect(mine == theirs, dict((mine - theirs) + (theirs - mine)), "told and shown differ")
        days = Counter((t.review, t.kind, t.about, t.to, t.place, t.for_day) for t in kept)
        twice = [row for row, times in days.items() if times > 1]
        self._expect(not twice, twice, "twice for one day of its cadence")


def _at(town: Town, person: PersonKey, at: time) -> datetime:
    shown = town.shown(person, town.now)
    return shown.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0).astimezone(town.now.tzinfo)


def _loud(told: Told) -> Iterable[str]:
    """Lateness, or anything but the first word, where everybody reads it."""
    allowed = {
        Where.THREAD: {NudgeKind.SILENT},
        Where.CHANNEL: {NudgeKind.NEEDS_OWNER},
        Where.DIRECT: set(NudgeKind) - {NudgeKind.SILENT},
    }
    if told.kind not in allowed[told.place]:
        yield f"not for {told.place}"


def _waits(review: Review, told: Told) -> bool:
    if review.status is not Status.OPEN:
        return False
    letter, _, name = told.about.partition(":")
    question = Question(name)
    step = review.step(question, letter)
    return review.asking is question or (step.stage is Stage.ASKED and step.asked_of is not None)


def _disorder(told: Told, before: list[Told]) -> Iterable[str]:
    """Thread, direct, last, and no fourth; the owner hears of a stall after the last word, the channel after all."""
    mine = [t.kind for t in before if t.to == told.to]
    if told.kind in ASKING and mine.count(told.kind):
        yield "the same step again"
    if told.kind in ASKING and [k for k in mine if k in ASKING] != list(ASKING[: ASKING.index(told.kind)]):
        yield "out of order"
    if told.kind is NudgeKind.STALLED and told.about != "rest" and all(t.kind is not NudgeKind.LAST for t in before):
        yield "stalled before the last word"
    put_off = sum(t.later is not None for t in before if t.to == told.to)
    if told.kind is NudgeKind.UNKNOWN_DUE and mine.count(told.kind) >= 3 + put_off:
        yield "a fourth word about an unknown"
    once = {NudgeKind.AWAY, NudgeKind.NEEDS_OWNER}
    if told.kind in once and told.kind in mine:
        yield "said once, said again"


