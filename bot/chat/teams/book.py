"""How people and channels of a tenant are reached: as they were last heard of, kept between processes."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from bot.chat.payload import mapping, text
from bot.chat.teams.meanings import Activity, Place
from bot.chat.teams.reading import id_of, zone
from bot.ports import Addresses

T = TypeVar("T")

STANDARD = "standard"

CHANNEL, PERSON, TEAM = "channel:", "person:", "team:"
"""How keys of the three kinds of addresses begin; the id follows."""


CLOSED = {"private": "teams_private", "shared": "teams_shared"}
"""Kinds of channels in which no review is held, and the sentence that says so."""


@dataclass(frozen=True)
class Channel:
    """A channel, and the team it is in."""

    service: str
    team: str = ""
    group: str = ""  # the team's Entra group
    name: str = ""
    kind: str = ""  # shared or private; empty for a standard one


@dataclass(frozen=True)
class Reach:
    """Somebody: Teams' own id of them, their name and zone, and the conversation with them alone once there is one."""

    service: str
    id: str
    name: str = ""
    zone: str = ""
    chat: str = ""
    channel: str = ""  # where they were last heard in a thread, and that thread
    root: str = ""


@dataclass(frozen=True)
class Team:
    """A team the bot is in; `hears` is not empty once a plain reply was heard there."""

    service: str
    name: str = ""
    hears: str = ""


class Book:
    """Addresses in memory, each written when it changes. What another process learns is read when it is missed."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._known: dict[str, Mapping[str, str]] = {}
        self._addresses: Addresses

    async def open(self, addresses: Addresses) -> None:
        """Read everything kept. OutsideError where the database is out of reach."""
        self._addresses = addresses
        self._known = dict(await asyncio.to_thread(addresses.of, self._workspace))

    async def channel(self, channel: str) -> Channel | None:
        """How a channel is reached; None for one the bot never heard of."""
        return await self._read(CHANNEL + channel, Channel)

    async def person(self, user: str) -> Reach | None:
        """How somebody is reached, by the id they are kept under; None for somebody never heard of."""
        return await self._read(PERSON + user, Reach)

    async def team(self, team: str) -> Team | None:
        """What is known of a team."""
        return await self._read(TEAM + team, Team)

    def channels(self) -> tuple[tuple[str, Channel], ...]:
        """All channels known here, by id."""
        return self._all(CHANNEL, Channel)

    def people(self) -> tuple[tuple[str, Reach], ...]:
        """Everybody heard of here, by the id they are kept under."""
        return self._all(PERSON, Reach)

    async def known_as(self, id_: str) -> str:
        """The id somebody is kept under, by that or by Teams' own; empty for somebody never heard of."""
        if await self.person(id_) is not None:
            return id_
        return next((user for user, reach in self.people() if reach.id.replace(":", "~") == id_), "")

    async def keep(self, key: str, found: Channel | Reach | Team) -> None:
        """Keep an address in place of an earlier one; one that says the same is not written again."""
        held = {name: value for name, value in asdict(found).items() if value}
        if self._known.get(key) != held:
            self._known[key] = held
            await asyncio.to_thread(self._addresses.keep, self._workspace, key, held)

    async def forget(self, key: str) -> None:
        """The bot is not there any more."""
        if self._known.pop(key, None) is not None:
            await asyncio.to_thread(self._addresses.forget, self._workspace, key)

    async def placed(self, where: Place) -> None:
        """Learn where a channel is reached by now. What an activity does not tell of it stays as it was told."""
        if not where.channel:
            return
        known = await self.channel(where.channel) or Channel(where.service)
        told = Channel(
            service=where.service,
            team=where.team or known.team,
            group=where.group or known.group,
            name=where.name or known.name,
            kind=where.kind.replace(STANDARD, "") if where.kind else known.kind,
        )
        await self.keep(CHANNEL + where.channel, told)

    async def met(self, activity: Activity, where: Place) -> None:
        """Learn from an activity where its author is reached by now."""
        who = mapping(activity, "from")
        user, own = id_of(who), text(who, "id")
        if not user or own.startswith("28:"):
            return
        before = await self.person(user) or Reach(where.service, own)
        here = where.channel and where.root
        found = Reach(
            service=where.service,
            id=own,
            name=text(who, "name") or before.name,
            zone=zone(activity) or before.zone,
            chat=where.conversation if where.direct else before.chat,
            channel=where.channel if here else before.channel,
            root=where.root if here else before.root,
        )
        await self.keep(PERSON + user, found)

    async def _read(self, key: str, kind: type[T]) -> T | None:
        if key not in self._known:
            found = await asyncio.to_thread(self._addresses.one, self._workspace, key)
            if found is None:
                return None
            self._known[key] = found
        return _made(self._known[key], kind)

    def _all(self, prefix: str, kind: type[T]) -> tuple[tuple[str, T], ...]:
        held = sorted((key, found) for key, found in self._known.items() if key.startswith(prefix))
        return tuple((key.removeprefix(prefix), _made(found, kind)) for key, found in held)


def _made(held: Mapping[str, str], kind: type[T]) -> T:
    names = {one.name for one in fields(kind)}  # type: ignore[arg-type]  # a dataclass, each of the three
    known: dict[str, Any] = {name: value for name, value in held.items() if name in names}
    return kind(**{"service": "", **({"id": ""} if "id" in names else {}), **known})
