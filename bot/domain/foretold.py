"""What would be sent about a review if nobody did anything: the reminders' own rules, played ahead of the clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.domain.calendar import DAY, moment_of, within
from bot.domain.due import Diaries, Diary, Policy
from bot.domain.nudges import Nudge, Told, Where, told
from bot.domain.reminders import gather, next_due, owed
from bot.domain.review import PersonKey, Review
from bot.domain.vocabulary import WallStatus
from bot.domain.walls import expire, proved_until

_PROVED = frozenset({WallStatus.STANDING, WallStatus.DRILLED})


@dataclass(frozen=True)
class Foretold:
    """One message to come: when, to whom, where, and all that it would hold."""

    at: datetime
    to: PersonKey | None  # in the thread: who was asked; None: whoever reads it
    place: Where
    nudges: tuple[Nudge, ...]


@dataclass(frozen=True)
class Outlook:
    """All that reminders of one review depend on, besides the review and the time."""

    policy: Policy
    diaries: Mapping[PersonKey, Diary]
    told: tuple[Told, ...] = ()  # may hold what persons were told about other reviews
    last_owner: PersonKey | None = None


def foretold(review: Review, outlook: Outlook, now: datetime, until: datetime) -> tuple[Foretold, ...]:
    """Every message about a review from a moment on until another, in order, proofs running out on their day."""
    return tuple(_played(review, outlook, now, until))


def _played(review: Review, outlook: Outlook, now: datetime, until: datetime) -> Iterator[Foretold]:
    policy, diaries, last = outlook.policy, outlook.diaries, outlook.last_owner
    before = outlook.told
    while now <= until:
        review = _as_of(review, outlook, now)
        nudges = owed(review, policy, diaries, before, now, last_owner=last)
        before += tuple(told(nudge, now) for nudge in nudges)
        for message in gather(nudges):
            yield Foretold(now, message.to, message.place, message.nudges)
        word = next_due(review, policy, diaries, before, now, last_owner=last)
        moments = [*_runs_out(review, outlook, now), *([word] if word else [])]
        if not moments:
            return
        now = min(moments)


def _as_of(review: Review, outlook: Outlook, now: datetime) -> Review:
    """The review as the calendar leaves it: walls whose proof has run out are no longer proved."""
    people = Diaries(outlook.policy, outlook.diaries)
    walls = (expire(w, now=now, today=people.today(w.owner or review.owner, now)) for w in review.walls)
    return replace(review, walls=tuple(walls))


def _runs_out(review: Review, outlook: Outlook, now: datetime) -> Iterator[datetime]:
    """When the proof of each wall has run out: the first moment of the day after its last, where its owner is."""
    people = Diaries(outlook.policy, outlook.diaries)
    for wall in review.walls:
        until = proved_until(wall) if wall.status in _PROVED else None
        if until is not None:
            zone = people.of(wall.owner or review.owner).zone
            moment = moment_of(within(within(until) + DAY), time(0), zone)
            if moment > now:
                yield moment


def concerned(review: Review) -> frozenset[PersonKey]:
    """Everybody who may be owed a word about a review, the agent's last owner aside."""
    builders = (wall.owner for wall in review.walls)
    finders = (unknown.owner for unknown in review.unknowns)
    asked = (step.asked_of for step in review.progress)
    accepter = review.no_wall_yet.by if review.no_wall_yet else None
    named = (review.owner, *builders, *finders, *asked, accepter)
    return frozenset(person for person in named if person is not None)
