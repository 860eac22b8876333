"""What is heard of people's time and of where they are, said to the house and written into the town's books."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.domain.absence import ShownAway
from bot.domain.heard import (
    BOT,
    Membership,
    PersonGone,
    Resting,
    SaidAway,
    Speaker,
    StatusShown,
    ZoneKnown,
)
from bot.domain.review import PersonKey
from tests.year.people import WORKSPACE
from tests.year.town import Town


async def move(town: Town, person: PersonKey, zone: str) -> None:
    """Somebody lives by another clock."""
    town.changes(person, replace(town.people[person], zone=zone))
    await town.house.hear(ZoneKnown(**_of_platform(town), person=person, zone=zone, gone=False))


async def rest(town: Town, person: PersonKey, begins: datetime | None, until: datetime) -> None:
    """Somebody does not want to be disturbed for some hours, from now on or later."""
    diary = replace(town.people[person], undisturbed_from=begins, undisturbed_until=until)
    town.changes(person, diary)
    await town.house.hear(Resting(**_of_platform(town), person=person, until=until, begins=begins))


async def say_away(town: Town, person: PersonKey, until: date | None) -> None:
    """Somebody says until which day they are away, or that they are back; whoever writes is there."""
    diary = replace(town.people[person], away_until=until, away_said_at=town.now, gone=False)
    town.changes(person, diary)
    words = f"until {until.isoformat()}" if until else ""
    by = Speaker(person, person.rpartition(":")[2])
    await town.house.hear(SaidAway(id=_id(town), at=town.now, by=by, until=words))


async def show_status(town: Town, person: PersonKey, until: datetime | None) -> None:
    """The chat shows beside a name that somebody is away: until a moment, or until it is taken off."""
    town.changes(person, replace(town.people[person], shown_away=ShownAway(town.now, until)))
    await town.house.hear(StatusShown(**_of_platform(town), person=person, status="palm_tree", until=until))


async def take_status_off(town: Town, person: PersonKey) -> None:
    """The chat shows nothing any more."""
    town.changes(person, replace(town.people[person], shown_away=None))
    await town.house.hear(StatusShown(**_of_platform(town), person=person, status=""))


async def go_from(town: Town, person: PersonKey, channel: str) -> None:
    """Somebody leaves a channel."""
    left = town.people[person].left_channels | {channel}
    town.changes(person, replace(town.people[person], left_channels=left))
    await town.house.hear(Membership(**_of_platform(town), person=person, channel=channel, here=False))


async def come_into(town: Town, person: PersonKey, channel: str) -> None:
    """Somebody is in a channel again."""
    left = town.people[person].left_channels - {channel}
    town.changes(person, replace(town.people[person], left_channels=left))
    await town.house.hear(Membership(**_of_platform(town), person=person, channel=channel, here=True))


async def leave(town: Town, person: PersonKey) -> None:
    """Somebody's account is off: what is known of their time, and each review that waits for them, hears it."""
    diary = replace(town.people[person], gone=True)
    town.changes(person, diary)
    town.left.add(person)
    await town.house.hear(ZoneKnown(**_of_platform(town), person=person, zone=diary.zone, gone=True))
    with town.house.store.reading() as lists:
        waiting = [r.number for r in lists.mine(person, WORKSPACE, town.now.date())]
    for number in waiting:
        await town.house.hear(PersonGone(**_of_platform(town), review=number, person=person))
        town.read(number)


def _of_platform(town: Town) -> dict[str, Any]:
    return {"id": _id(town), "at": town.now, "by": BOT}


def _id(town: Town) -> str:
    return f"heard:{town.rng.getrandbits(64)}"
