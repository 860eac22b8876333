"""News of people and places, and what each does to reviews.

Teams tells a bot nothing of an account that is gone, nor of a thread whose first message its author deleted.
"""

import asyncio
from dataclasses import dataclass, replace

from bot.chat.served import House
from bot.chat.teams.book import CHANNEL, TEAM, Book, Team
from bot.chat.teams.meanings import (
    ChannelGone,
    ChannelTold,
    Installed,
    Known,
    LeftTeam,
    Meaning,
    Place,
    Removed,
)
from bot.chat.teams.reading import person
from bot.domain.heard import BOT, Membership, ThreadLost, thread_lost_id
from bot.domain.review import ThreadRef

LOST = "teams_lost"


@dataclass(kw_only=True)
class Tidings:
    """Does what the news ask for."""

    house: House
    book: Book
    known: Known

    async def take(self, news: Meaning) -> None:
        """One piece of news. OutsideError where it could not be stored."""
        match news:
            case Installed(place=place) if place.team:
                await self.book.placed(place)
                held = await self.book.team(place.team) or Team(place.service)
                name = place.team_name or held.name
                await self.book.keep(TEAM + place.team, replace(held, service=place.service, name=name))
            case ChannelTold(place=place):
                await self.book.placed(place)
            case Removed(place=place) if place.team:
                await self._removed(place)
            case ChannelGone(place=place):
                await self._gone(place.channel)
            case LeftTeam():
                await self._moved(news)
            case _:
                pass

    async def hears(self, place: Place) -> None:
        """A plain reply was heard: where one is, all are."""
        held = await self.book.team(place.team) or Team(place.service)
        if place.team and not held.hears:
            await self.book.keep(TEAM + place.team, replace(held, hears="yes"))

    async def _removed(self, place: Place) -> None:
        """The bot is out of a team: nothing can be said in its channels."""
        for channel in self._channels(place.team):
            await self._gone(channel)
        await self.book.forget(TEAM + place.team)

    async def _gone(self, channel: str) -> None:
        """Nothing can be said in a channel any more: each review held there hears so, once; its owner is told alone."""
        here, now = ThreadRef("teams", self.known.tenant, channel, ""), self.house.clock.now()
        for number, thread in await asyncio.to_thread(self.house.store.held_at, here):
            id_ = thread_lost_id(thread)
            lost = ThreadLost(id=id_, at=now, by=BOT, review=number, thread=thread, why=LOST)
            await self.house.accept(lost)
        await self.book.forget(CHANNEL + channel)

    async def _moved(self, news: LeftTeam) -> None:
        """People came into a team or left it: into or out of each channel of it in which somebody was heard."""
        channels = [news.channel] if news.channel else self._channels(news.place.team)
        for id_ in news.people:
            if not (user := await self.book.known_as(id_)):
                continue
            who = person(user, self.known)
            for channel in channels:
                key = f"{news.id}:{who}:{channel}:{int(news.here)}"
                heard = Membership(id=key, at=news.at, by=BOT, person=who, channel=channel, here=news.here)
                await self.house.accept(heard)

    def _channels(self, team: str) -> list[str]:
        return [channel for channel, held in self.book.channels() if held.team == team]
