"""Names of people and where their clocks are: told by each thing they do, kept when it changes.

Teams tells a bot nothing of an account that is gone: it is noticed when its person cannot be written to.
"""

import asyncio

from bot.chat.served import House
from bot.chat.teams.book import Book
from bot.chat.teams.meanings import Activity, Known
from bot.chat.teams.reading import author, place, zone
from bot.domain.heard import BOT, Speaker, ZoneKnown
from bot.domain.review import PersonKey


class People:
    """What was passed on already is remembered by this process: a name that stays is written once."""

    def __init__(self, house: House, known: Known, book: Book) -> None:
        self._house = house
        self._known = known
        self._book = book
        self._names: dict[PersonKey, str] = {}
        self._zones: dict[PersonKey, str] = {}

    async def heard(self, activity: Activity) -> None:
        """Somebody did something: their name and where they are reached by now, and their zone where it is told."""
        where, who = place(activity), author(activity, self._known)
        await self._book.placed(where)
        await self._book.met(activity, where)
        if who is None:
            return
        await self.meet(who)
        there = zone(activity)
        if there and self._zones.get(who.person) != there:
            now = self._house.clock.now()
            key = f"zone:{who.person}:{there}:{now.isoformat()}"
            await self._house.accept(
                ZoneKnown(id=key, at=now, by=BOT, person=who.person, zone=there, gone=False)
            )
            self._zones[who.person] = there

    async def meet(self, who: Speaker) -> None:
        """Somebody's name as it is now. OutsideError where it cannot be kept."""
        if self._names.get(who.person) != who.name:
            await asyncio.to_thread(self._meet, who)
            self._names[who.person] = who.name

    async def is_met(self, person: PersonKey) -> bool:
        """Whether somebody was met at any time, by this process or an earlier one."""
        return person in self._names or await asyncio.to_thread(self._is_met, person)

    def _meet(self, who: Speaker) -> None:
        with self._house.store.unit() as work:
            work.meet(who)

    def _is_met(self, person: PersonKey) -> bool:
        with self._house.store.unit() as work:
            return work.person(person) is not None
