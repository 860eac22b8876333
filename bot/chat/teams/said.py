"""Words said in channels: kept where their thread is a review's. Teams brings all others of the team as well."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.chat.served import House
from bot.chat.teams.meanings import Activity, Place, Said
from bot.chat.teams.people import People
from bot.chat.teams.tidings import Tidings
from bot.domain.heard import Replied
from bot.domain.review import ThreadRef

FRESH = timedelta(minutes=10)
"""How old a thread's first message is at most where the thread may be a review's that does not know it yet."""

NOT_YET_S, LOOK_S = 5.0, 0.1
"""How long words in such a thread wait for that, and between two looks; Teams gives a message about 15 s."""

DIGITS = 15  # of a message's id: milliseconds since 1970, for thousands of years to come


@dataclass(frozen=True, kw_only=True)
class SaidWords:
    """Takes them."""

    house: House
    people: People
    tidings: Tidings

    async def take(self, said: Said, activity: Activity) -> bool:
        """Keep words of a review's thread; whether that is settled, else they should come again.

        All others are dropped: not stored, not learned from, not logged. A thread begun a moment ago may be a review's
        that does not know it yet: its words are answered for once it does. OutsideError where they cannot be stored.
        """
        thread = said.heard.thread
        if thread is None:
            return True
        end = asyncio.get_running_loop().time() + NOT_YET_S
        while not await asyncio.to_thread(self._is_held, thread):
            if not self._is_fresh(said.place) or not await asyncio.to_thread(self.house.store.is_opening):
                return True
            if asyncio.get_running_loop().time() > end:
                return False
            await asyncio.sleep(LOOK_S)
        await self._keep(said, activity)
        return True

    async def _keep(self, said: Said, activity: Activity) -> None:
        await self.people.heard(activity)
        if isinstance(said.heard, Replied):
            if not said.addressed:
                await self.tidings.hears(said.place)
            if not said.heard.text.strip():
                return
        if said.unheard is not None:
            await self.house.accept(said.unheard)
        await self.house.accept(said.heard)

    def _is_held(self, thread: ThreadRef) -> bool:
        return self.house.store.held_in(thread) is not None

    def _is_fresh(self, where: Place) -> bool:
        """Whether a thread began within the last minutes, as the id of its first message tells."""
        if not (where.root.isascii() and where.root.isdigit() and len(where.root) <= DIGITS):
            return False
        begun = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(where.root))
        return abs(self.house.clock.now() - begun) < FRESH
