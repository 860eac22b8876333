"""A town: people in twelve zones, their absences, and reviews as the town's own books have them.

People's acts are written straight as states of reviews: kept in one unit with the `plan` timer, as a journey's end
does. What a chat platform tells of people's time comes in as inputs; absences, of which no platform tells yet, are kept
straight, and what they touch is planned anew.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.due import Diary
from bot.domain.heard import BOT, PersonGone, Resting, ZoneKnown
from bot.domain.nudges import Told
from bot.domain.reminders import PLAN
from bot.domain.review import Act, Participant, PersonKey, Review, ThreadRef
from bot.domain.vocabulary import Status
from bot.journeys.keeping import PLAN_AFTER
from bot.ports import Timer
from tests.year.house import House
from tests.year.people import WORKSPACE

AGENTS = tuple(f"agent-{n}" for n in range(12))
FINISHED = frozenset({Status.FILED, Status.REVIEWED, Status.CLOSED})
ENDED = frozenset({Status.WITHDRAWN, Status.MERGED})


@dataclass
class Town:
    """The people, the reviews as they stand, and what people have seen of each; a year of it is one seed."""

    house: House
    rng: random.Random
    people: dict[PersonKey, Diary]
    free: frozenset[date]
    reviews: dict[int, Review] = field(default_factory=dict)
    told: dict[int, list[Told]] = field(default_factory=dict)
    changed: dict[PersonKey, datetime] = field(default_factory=dict)  # when somebody's time last changed

    @property
    def now(self) -> datetime:
        """What the house's clock shows."""
        return self.house.clock.now()

    def shown(self, person: PersonKey, at: datetime) -> datetime:
        """What the clock on somebody's wall shows."""
        return at.astimezone(ZoneInfo(self.people[person].zone))

    def here(self) -> list[PersonKey]:
        """Everybody who is not gone."""
        return [person for person, diary in self.people.items() if not diary.gone]

    def at_work(self) -> list[PersonKey]:
        """Everybody who is there, not away."""
        return [person for person in self.here() if not self.is_away(person)]

    def is_away(self, person: PersonKey) -> bool:
        """Whether somebody's first day back is still to come."""
        until = self.people[person].away_until
        return until is not None and self.shown(person, self.now).date() < until

    def someone(self) -> PersonKey:
        """Anybody who is here."""
        return self.rng.choice(self.here())

    def going_on(self) -> list[Review]:
        """Reviews that were neither withdrawn nor merged."""
        return [review for review in self.reviews.values() if review.status not in ENDED]

    def last_owner(self, review: Review) -> PersonKey | None:
        """Who owned the newest finished review of its agent, among the newest twenty."""
        newest = sorted(
            (r for r in self.reviews.values() if r.agent == review.agent), key=lambda r: -r.number
        )
        return next((r.owner for r in newest[:20] if r.status in FINISHED), None) if review.agent else None

    # -- reviews
    def keep(self, review: Review, kind: str = "", by: PersonKey | None = None) -> Review:
        """The review as somebody left it, with what they did among its acts, to be planned anew."""
        acts = (*review.acts, Act(self.now, kind, by)) if kind else review.acts
        kept = _with_everybody(replace(review, version=review.version + 1, acts=acts))
        with self.house.store.unit() as work:
            work.review(kept.number)
            work.keep(kept)
            work.wait(Timer(kept.number, PLAN, self.now + PLAN_AFTER))
        self.reviews[kept.number] = kept
        return kept

    def open(self, **fields: object) -> Review:
        """A new review in a thread of its own."""
        with self.house.store.unit() as work:
            number = work.new_number()
        owner = self.someone()
        blank = Review(
            number=number,
            workspace=WORKSPACE,
            title=f"Something happened, {number}",
            opener=owner,
            owner=owner,
            opened_at=self.now,
            thread=ThreadRef("terminal", "desk", "lobby", f"thread-{number}"),
            channel="lobby",
            agent=self.rng.choice(AGENTS),
        )
        self.told[number] = []
        return self.keep(replace(blank, **fields))  # type: ignore[arg-type] # fields of any type, by name

    def put_off(self, told: Told, until: date) -> None:
        """Somebody pressed [Later]: as the errand of that form does it."""
        assert told.to is not None
        with self.house.store.unit() as work:
            assert work.put_off(told.review, told.about, told.to, until)
            work.wait(Timer(told.review, PLAN, self.now))
        rows = self.told[told.review]
        last = max(n for n, t in enumerate(rows) if (t.about, t.to) == (told.about, told.to))
        rows[last] = replace(rows[last], later=until)

    # -- people's time
    async def move(self, person: PersonKey, zone: str) -> None:
        """Somebody lives by another clock."""
        self._changed(person, replace(self.people[person], zone=zone))
        await self.house.hear(
            ZoneKnown(id=self._id("zone"), at=self.now, by=BOT, person=person, zone=zone, gone=False)
        )

    async def rest(self, person: PersonKey, until: datetime) -> None:
        """Somebody does not want to be disturbed for some hours."""
        self._changed(person, replace(self.people[person], undisturbed_until=until))
        await self.house.hear(Resting(id=self._id("rest"), at=self.now, by=BOT, person=person, until=until))

    def go_away(self, person: PersonKey, until: date) -> None:
        """Somebody is away from now on, until their first day back."""
        diary = replace(self.people[person], away_until=until)
        self._changed(person, diary)
        with self.house.store.unit() as work:
            work.keep_diary(person, diary)
            for number in work.concerning(person):
                work.wait(Timer(number, PLAN, self.now))

    async def leave(self, person: PersonKey) -> None:
        """Somebody's account is off: what is known of their time, and each review that waits for them, hears it."""
        diary = replace(self.people[person], gone=True)
        self._changed(person, diary)
        await self.house.hear(
            ZoneKnown(id=self._id("gone"), at=self.now, by=BOT, person=person, zone=diary.zone, gone=True)
        )
        with self.house.store.reading() as lists:
            waiting = [r.number for r in lists.mine(person, WORKSPACE, self.now.date())]
        for number in waiting:
            await self.house.hear(
                PersonGone(id=self._id(f"gone:{number}"), at=self.now, by=BOT, review=number, person=person)
            )
            self._read(number)

    def look(self) -> None:
        """What the calendar changed, into the books: a proof that ran out is no act of anybody."""
        while self.house.touched:
            self._read(self.house.touched.pop())

    def _read(self, number: int) -> None:
        with self.house.store.unit() as work:
            review = work.review(number)
        assert review is not None
        self.reviews[number] = review

    def _changed(self, person: PersonKey, diary: Diary) -> None:
        self.people[person] = diary
        self.changed[person] = self.now

    def _id(self, what: str) -> str:
        return f"{what}:{self.rng.getrandbits(64)}"


def _with_everybody(review: Review) -> Review:
    """The review with all who have something to do with it among its participants."""
    known = {each.person for each in review.participants}
    new = [person for person in dict.fromkeys(people_of(review)) if person not in known]
    count = len(review.participants)
    met = (Participant(p, p.rpartition(":")[2], count + n) for n, p in enumerate(new, 1))
    return replace(review, participants=(*review.participants, *met))


def people_of(review: Review) -> Iterator[PersonKey]:
    """Everybody who owns or was asked something."""
    yield review.owner
    yield from (wall.owner for wall in review.walls if wall.owner is not None)
    yield from (unknown.owner for unknown in review.unknowns)
    yield from (step.asked_of for step in review.progress if step.asked_of is not None)
    if review.no_wall_yet is not None:
        yield review.no_wall_yet.by
