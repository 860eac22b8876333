"""The ways to channels and people: as they are known, else as Teams tells them when it is asked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bot.chat.teams.book import PERSON, Book, Channel, Reach
from bot.chat.teams.botframework import Connector
from bot.domain.errors import Refused


class Ways:
    """Reads the book, and writes into it what it had to ask for."""

    def __init__(self, connector: Connector, book: Book, tenant: str) -> None:
        self._connector = connector
        self._book = book
        self._tenant = tenant

    async def hears(self, channel: str) -> bool:
        """Whether a plain reply was ever heard in the team of a channel: where one is, all are."""
        place = await self._book.channel(channel)
        team = await self._book.team(place.team) if place else None
        return team is not None and bool(team.hears)

    async def channel(self, channel: str) -> Channel:
        """How a channel is reached.

        One nobody was heard in yet, as the incident channel on its first day, is called where the others of the tenant
        are: Teams says whether the bot is in it. Refused `teams_not_in` where nobody at all was heard.
        """
        place = await self._book.channel(channel)
        if place is not None:
            return place
        heard = [held.service for _, held in self._book.channels()]
        heard += [held.service for _, held in self._book.people()]
        if not heard:
            raise Refused("teams_not_in")
        return Channel(Counter(heard).most_common(1)[0][0])

    async def person(self, user: str, near: str = "") -> Reach | None:
        """How somebody is reached; None where Teams knows them in no team of the bot's.

        Somebody who was picked, and never heard, is looked up among the members of a channel: of `near` first, then of
        one of each team. Later where Teams could not be asked.
        """
        reach = await self._book.person(user)
        if reach is not None or not user:
            return reach
        for channel, place in self._one_of_each_team(near):
            try:
                told = await self._connector.member(place.service, channel, user.replace("~", ":"))
            except Refused:
                continue
            if own := str(told.get("id") or ""):
                found = Reach(place.service, own, str(told.get("name") or ""))
                await self._book.keep(PERSON + user, found)
                return found
        return None

    async def is_in(self, channel: str, user: str) -> bool:
        """Whether somebody who was heard is a member of a channel. Later where Teams could not be asked."""
        place, reach = await self._book.channel(channel), await self._book.person(user)
        if place is None or reach is None:
            return False
        try:
            await self._connector.member(place.service, channel, reach.id)
        except Refused:
            return False
        return True

    async def is_member(self, channel: str, reach: Reach) -> bool:
        """Whether somebody is in a channel by now; nobody is whose account is gone. Later where Teams does not say."""
        try:
            place = await self.channel(channel)
            await self._connector.member(place.service, channel, reach.id)
        except Refused:
            return False
        return True

    async def chat(self, user: str, reach: Reach, *, stale: str = "") -> str:
        """The conversation with one person alone, begun where there is none yet, or none but the `stale` one."""
        if reach.chat and reach.chat != stale:
            return reach.chat
        chat = await self._connector.begin_direct(reach.service, self._tenant, reach.id)
        now = await self._book.person(user) or reach  # they may have been heard meanwhile
        await self._book.keep(PERSON + user, replace(now, chat=chat))
        return chat

    def _one_of_each_team(self, near: str) -> Iterator[tuple[str, Channel]]:
        asked: set[str] = set()
        for channel, place in sorted(self._book.channels(), key=lambda known: known[0] != near):
            team = place.team or channel
            if team not in asked:
                asked.add(team)
                yield channel, place
