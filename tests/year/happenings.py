"""What happens over the year, one act of somebody at a time: some are silent, away, or gone for good."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.nudges import NudgeKind
from bot.domain.review import PersonKey
from tests.year.asking import ASKING_ACTS
from tests.year.building import WALL_ACTS
from tests.year.people import ZONES
from tests.year.town import Town

CAN_WAIT = frozenset(NudgeKind) - {NudgeKind.AWAY, NudgeKind.NEEDS_OWNER}
DAY = timedelta(days=1)

Act = Callable[[Town], Awaitable[None] | None]


def put_off(town: Town) -> None:
    """Somebody presses [Later] in one of their newest words: tomorrow, in three days, a week, on a date."""
    since = town.now - 3 * DAY
    rows = [
        t for told in town.told.values() for t in told[-4:] if t.kind in CAN_WAIT and t.at > since and t.to
    ]
    fresh = [t for t in rows if t.later is None and t is _newest(town, t.review, t.about, t.to)]
    if fresh:
        told = town.rng.choice(fresh)
        assert told.to is not None
        if not town.people[told.to].gone:
            today = town.shown(told.to, town.now).date()
            town.put_off(told, today + timedelta(town.rng.choice([1, 3, 7, town.rng.randrange(1, 40)])))


def _newest(town: Town, review: int, about: str, to: PersonKey | None) -> object:
    return next(t for t in reversed(town.told[review]) if (t.about, t.to) == (about, to))


async def be_away(town: Town) -> None:
    """Somebody is away for some days or weeks."""
    people = town.at_work()
    person = town.rng.choice(people)
    town.go_away(person, town.now.date() + timedelta(town.rng.choice([2, 4, 8, 15])))


async def be_undisturbed(town: Town) -> None:
    """Some hours, or a night."""
    person = town.someone()
    await town.rest(
        person, town.now + timedelta(hours=town.rng.randrange(1, 15), minutes=town.rng.randrange(60))
    )


async def move(town: Town) -> None:
    """Somebody lives in another zone from now on."""
    if town.rng.random() < 0.5:
        await town.move(town.someone(), town.rng.choice(ZONES))


async def leave(town: Town) -> None:
    """Somebody is gone for good."""
    await town.leave(town.someone())


ACTS: tuple[tuple[Act, int], ...] = (
    *ASKING_ACTS,
    (put_off, 12),
    (be_away, 4),
    (be_undisturbed, 15),
    (move, 2),
    *WALL_ACTS,
)
"""What happens, and how often beside the others."""


async def something(town: Town) -> None:
    """One act of somebody."""
    (act,) = town.rng.choices([act for act, _ in ACTS], [often for _, often in ACTS])
    done = act(town)
    if done is not None:
        await done
