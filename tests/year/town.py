"""A town: people in twelve zones, their diaries, and reviews as the town's own books have them.

People's acts are written straight as states of reviews: kept in one unit with the `plan` timer, as a journey's end
does. What is heard of people's time comes in as inputs, see `comings`.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.due import Diary
from bot.domain.nudges import Told
from bot.domain.reminders import PLAN
from bot.domain.review import Act, Participant, PersonKey, Review, ThreadRef
from bot.domain.vocabulary import Status
from bot.journeys.keeping import PLAN_AFTER
from bot.ports import Timer
from tests.domain.making import make_review
from tests.domain.naive_look import Look
from tests.year.house import House
from tests.year.people import CHANNELS, WORKSPACE

AGENTS = tuple(f"agent-{n}" for n in range(12))
FINISHED = frozenset({Status.FILED, Status.REVIEWED, Status.CLOSED})
ENDED = frozenset({Status.WITHDRAWN, Status.MERGED})
NO_REVIEW = make_review()
"""For looks at people alone."""


@dataclass
class Town:
    """The people, the reviews as they stand, and what people have seen of each; a year of it is one seed."""

    house: House
    rng: random.Random
    people: dict[PersonKey, Diary]
    free: frozenset[date]
    reviews: dict[int, Review] = field(default_factory=dict)
    told: dict[int, list[Told]] = field(default_factory=dict)
    of_agent: dict[str, list[int]] = field(default_factory=dict)  # numbers of its reviews, oldest first
    changed: dict[PersonKey, datetime] = field(default_factory=dict)  # when somebody's time last changed
    left: set[PersonKey] = field(default_factory=set)  # gone for good
    _around: dict[str, Mapping[PersonKey, Diary]] = field(default_factory=dict)

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
        """Whether somebody is away today, or at this moment."""
        look = Look(NO_REVIEW, self.people, (), self.free)
        return look.away(person, self.now) or self.now < look.shown_until(person)

    def someone(self) -> PersonKey:
        """Anybody who is here."""
        return self.rng.choice(self.here())

    def going_on(self) -> list[Review]:
        """Reviews that were neither withdrawn nor merged."""
        return [review for review in self.reviews.values() if review.status not in ENDED]

    def last_owner(self, review: Review) -> PersonKey | None:
        """Who owned the newest finished review of its agent, among the newest twenty."""
        newest = (self.reviews[number] for number in reversed(self.of_agent.get(review.agent, [])[-20:]))
        return next((r.owner for r in newest if r.status in FINISHED), None) if review.agent else None

    # -- reviews
    def keep(self, review: Review, kind: str = "", by: PersonKey | None = None) -> Review:
        """The review as somebody left it, with what they did among its acts, to be planned anew."""
        acts = (*review.acts, Act(self.now, kind, by)) if kind else review.acts
        kept = _with_everybody(replace(review, version=review.version + 1, acts=acts))
        with self.house.store.unit() as work:
            work.keep(kept)
            work.wait(Timer(kept.number, PLAN, self.now + PLAN_AFTER))
        self.reviews[kept.number] = kept
        return kept

    def open(self, **fields: object) -> Review:
        """A new review in a thread of its own."""
        with self.house.store.unit() as work:
            number = work.new_number()
        owner, channel = self.someone(), self.rng.choice(CHANNELS)
        blank = Review(
            number=number,
            workspace=WORKSPACE,
            title=f"Something happened, {number}",
            opener=owner,
            owner=owner,
            opened_at=self.now,
            thread=ThreadRef("terminal", "desk", channel, f"thread-{number}"),
            channel=channel,
            agent=self.rng.choice(AGENTS),
        )
        self.told[number] = []
        self.of_agent.setdefault(blank.agent, []).append(number)
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

    # -- what the house did
    def look(self) -> None:
        """What the calendar changed, into the books: a proof that ran out is no act of anybody."""
        while self.house.touched:
            self.read(self.house.touched.pop())

    def read(self, number: int) -> None:
        """A review as the house has it now, into the books."""
        with self.house.store.unit() as work:
            review = work.review(number)
        assert review is not None
        self.reviews[number] = review

    def changes(self, person: PersonKey, diary: Diary) -> None:
        """Somebody's time is another from now on."""
        self.people[person] = diary
        self.changed[person] = self.now
        self._around.clear()

    # -- looks
    def around(self, channel: str) -> Mapping[PersonKey, Diary]:
        """Everybody as a channel has them: who left it is gone from there."""
        if channel not in self._around:
            self._around[channel] = {
                person: replace(diary, gone=True) if channel in diary.left_channels else diary
                for person, diary in self.people.items()
            }
        return self._around[channel]

    def look_at(self, review: Review) -> Look:
        """A review with all that its words depend on, for working out a second time who is owed what."""
        told = tuple(self.told[review.number])
        return Look(review, self.around(review.channel), told, self.free, self.last_owner(review))


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
