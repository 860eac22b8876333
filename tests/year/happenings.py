"""What happens over the year, one act of somebody at a time: some are silent, away, or gone for good."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.nudges import NudgeKind
from bot.domain.review import PersonKey
from tests.year import comings
from tests.year.asking import ASKING_ACTS
from tests.year.building import WALL_ACTS
from tests.year.people import CHANNELS
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
    """Somebody is away for some days or weeks: they say so, or the chat shows it, with an end or without one."""
    person, days = town.rng.choice(town.at_work()), town.rng.choice([2, 4, 8, 15])
    if town.rng.random() < 0.5:
        await comings.say_away(town, person, town.shown(person, town.now).date() + timedelta(days))
    else:
        if town.people[person].shown_away is not None:
            await comings.take_status_off(town, person)  # else it is the same absence, told of again
        end = town.now + days * DAY + timedelta(minutes=town.rng.randrange(24 * 60))
        await comings.show_status(town, person, end if town.rng.random() < 0.7 else None)


async def be_back(town: Town) -> None:
    """Somebody away is back before the day they said, or takes their status off."""
    away = [person for person in town.here() if town.is_away(person)]
    if away:
        person = town.rng.choice(away)
        diary = town.people[person]
        if diary.shown_away is not None and town.rng.random() < 0.7:
            await comings.take_status_off(town, person)
        else:
            await comings.say_away(town, person, None)


async def be_undisturbed(town: Town) -> None:
    """Some hours, or a night; they begin now, or later today."""
    person, rng = town.someone(), town.rng
    begins = town.now + timedelta(minutes=rng.randrange(15 * 60)) if rng.random() < 0.4 else None
    length = timedelta(hours=rng.randrange(1, 15), minutes=rng.randrange(60))
    await comings.rest(town, person, begins, (begins or town.now) + length)


async def move(town: Town) -> None:
    """Somebody lives in another zone from now on."""
    if town.rng.random() < 0.5:
        zones = sorted({diary.zone for diary in town.people.values()})
        await comings.move(town, town.someone(), town.rng.choice(zones))


async def leave_channel(town: Town) -> None:
    """Somebody leaves a channel in which reviews are held."""
    await comings.go_from(town, town.someone(), town.rng.choice(CHANNELS))


async def join_channel(town: Town) -> None:
    """Somebody who left a channel comes into it again."""
    if left := [(p, c) for p in town.here() for c in sorted(town.people[p].left_channels)]:
        await comings.come_into(town, *town.rng.choice(left))


def shut_out(town: Town) -> None:
    """Somebody takes no more messages; the house finds out with the next one."""
    town.house.chat.shut.add(town.someone())


async def write_again(town: Town) -> None:
    """Somebody who took no messages writes to us: they take them again."""
    if shut := sorted(town.house.chat.shut - town.left):
        person = town.rng.choice(shut)
        town.house.chat.shut.remove(person)
        await comings.say_away(town, person, None)


async def leave(town: Town) -> None:
    """Somebody is gone for good."""
    await comings.leave(town, town.someone())


ACTS: tuple[tuple[Act, int], ...] = (
    *ASKING_ACTS,
    (put_off, 12),
    (be_away, 5),
    (be_back, 2),
    (be_undisturbed, 15),
    (move, 2),
    (leave_channel, 1),
    (join_channel, 2),
    (shut_out, 1),
    (write_again, 2),
    *WALL_ACTS,
)
"""What happens, and how often beside the others."""


async def something(town: Town) -> None:
    """One act of somebody."""
    (act,) = town.rng.choices([act for act, _ in ACTS], [often for _, often in ACTS])
    done = act(town)
    if done is not None:
        await done
