"""A stretch of time lived through: the clock jumps from one moment at which something happens to the next."""

import asyncio
import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from bot.clock import ManualClock
from bot.domain.due import Policy
from bot.domain.nudges import Told
from bot.domain.review import PersonKey
from bot.ports import Store
from tests.year import asking, happenings
from tests.year.house import Death, House
from tests.year.one_thread import OneThread
from tests.year.people import ZONES, made_holidays, made_people
from tests.year.town import Town
from tests.year.watching import Watch

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ACTS_A_DAY = 18
RESTARTS_A_DAY = 2
LOOKS_A_DAY = 2
REMEMBERED = timedelta(days=7)
"""What was done with longer ago is not asked for again."""

BEFORE_TEN, FIVE = time(9, 52), time(17)

Happening = Callable[[], Awaitable[None] | None]


@dataclass(frozen=True)
class Stretch:
    """How long, from which day, with how many people, reviews opened in it, and people who leave."""

    first: date
    days: int
    people: int
    reviews: int
    leavers: int
    seed: int = 1
    zones: tuple[str, ...] = ZONES


@dataclass(frozen=True)
class Lived:
    """What came of it."""

    watch: Watch
    house: House
    told: tuple[Told, ...]


def _keep_all(before: datetime) -> None:
    """Most stores keep what they did."""
    del before


class Life:
    """The calendar of a stretch: what happens when; things of one moment in the order they were put in."""

    def __init__(
        self, stretch: Stretch, reopen: Callable[[], Store], forget: Callable[[datetime], None] = _keep_all
    ) -> None:
        self._forget = forget
        self._stretch = stretch
        rng = random.Random(stretch.seed)  # noqa: S311 - the same seed gives the same year
        free = made_holidays(rng, stretch.first, stretch.days)
        start = datetime.combine(stretch.first, time(0), UTC)
        house = House(reopen, ManualClock(start), Policy(free=free))
        self.town = Town(house, rng, made_people(stretch.people, stretch.zones), free)
        self.watch = Watch(self.town)
        self._end = start + stretch.days * DAY
        self._count = itertools.count()
        self._calendar: list[tuple[datetime, int, Happening]] = []

    async def live(self) -> Lived:
        """Every day of it."""
        asyncio.get_running_loop().set_default_executor(OneThread())
        self._begin()
        town, house = self.town, self.town.house
        while town.now < self._end:
            until = self._calendar[0][0] if self._calendar else self._end
            due = house.next_due(until)
            house.clock.advance(max((due or until) - town.now, timedelta(0)))
            if due is not None:
                await self._settle()
            while self._calendar and self._calendar[0][0] <= town.now:
                _, _, happening = heapq.heappop(self._calendar)
                done = happening()
                if done is not None:
                    await done
        with house.store.unit() as work:
            told = tuple(each for number in town.reviews for each in work.told(number))
        self.watch.against(told)
        return Lived(self.watch, house, told)

    async def _settle(self) -> None:
        house = self.town.house
        await house.settle()
        self.town.look()
        self.watch.look()
        if left := house.left_undone():
            self.watch.wrong.append(f"left undone at {self.town.now}: {left}")
            raise AssertionError(self.watch.wrong)

    def _begin(self) -> None:
        town, rng, stretch = self.town, self.town.rng, self._stretch
        with town.house.store.unit() as work:
            for person, diary in town.people.items():
                work.keep_diary(person, diary)
        for n in range(stretch.days):
            self._plan_day(town.now + n * DAY)
        for n in range(stretch.reviews):
            opened = 0.85 * rng.random() if n >= stretch.reviews // 8 else 0.02 * rng.random()
            self._at(town.now + opened * stretch.days * DAY, lambda: asking.begin(town))
        for _ in range(stretch.leavers):
            self._at(self._moment(town.now, stretch.days), lambda: happenings.leave(town))
        for part, by in ((2, HOUR), (3, -HOUR)):  # the clock is wrong by an hour for a working day
            wrong = datetime.combine(stretch.first, time(6), UTC) + stretch.days // part * DAY
            self._at(wrong, partial(town.house.clock.advance, by))
            self._at(wrong + 8 * HOUR, partial(town.house.clock.advance, -by))
        for person in town.people:
            self._next_day(person)

    def _plan_day(self, day: datetime) -> None:
        town = self.town
        for _ in range(ACTS_A_DAY):
            self._at(self._moment(day, 1), lambda: happenings.something(town))
        for _ in range(RESTARTS_A_DAY):
            how = town.rng.choice(list(Death))
            self._at(self._moment(day, 1), partial(town.house.die, how))
        for _ in range(LOOKS_A_DAY):
            self._at(self._moment(day, 1), self._settle)
        self._at(day, lambda: self._end_day(day))

    def _end_day(self, day: datetime) -> None:
        """Whatever is given up stays so: it is looked for once a day."""
        dead, lost = self.town.house.store.dead(), sum(m.lost for m in self.town.house.chat.book)
        if len(dead) != lost:
            self.watch.wrong.append(f"given up before {day}: {dead}, lost were {lost}")
        self._forget(day - REMEMBERED)

    def _moment(self, first: datetime, days: int) -> datetime:
        """Any second of so many days."""
        return first + timedelta(seconds=self.town.rng.randrange(days * 24 * 60 * 60))

    def _at(self, moment: datetime, happening: Happening) -> None:
        heapq.heappush(self._calendar, (moment, next(self._count), happening))

    def _next_day(self, person: PersonKey) -> None:
        """Somebody's day is looked at before ten and at five, where they are that morning."""
        shown = self.town.shown(person, self.town.now)
        day = shown.date() if shown.time() < BEFORE_TEN else shown.date() + DAY
        self._at(self._local(person, day, BEFORE_TEN), lambda: self._open_day(person))

    def _open_day(self, person: PersonKey) -> None:
        shown = self.town.shown(person, self.town.now)
        self.watch.open_day(person)
        self._at(self._local(person, shown.date(), FIVE), lambda: self._close_day(person))

    def _close_day(self, person: PersonKey) -> None:
        self.watch.close_day(person)
        self._next_day(person)

    def _local(self, person: PersonKey, day: date, at: time) -> datetime:
        zone = self.town.shown(person, self.town.now).tzinfo
        return datetime.combine(day, at, zone).astimezone(UTC)
