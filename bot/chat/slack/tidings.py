"""News of people, places and the installation, and what each does to reviews."""

import asyncio
import logging
from dataclasses import dataclass

from bot.chat.behind import Behind
from bot.chat.served import House
from bot.chat.slack.homes import Homes
from bot.chat.slack.meanings import (
    Away,
    ChannelMoved,
    HomeOpened,
    JoinedChannel,
    LeftChannel,
    Meaning,
    PersonChanged,
    PostGone,
    Throttled,
    Uninstalled,
)
from bot.chat.slack.people import People
from bot.chat.slack.places import Places
from bot.domain.heard import BOT, PersonGone, ThreadLost, thread_lost_id
from bot.domain.review import PersonKey, ThreadRef, person_key

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Tidings:
    """Does what the news ask for: at once where it is kept, behind where Slack is asked."""

    house: House
    people: People
    places: Places
    homes: Homes
    behind: Behind
    team: str
    _told: bool = False  # that the app was removed; a new installation has a new token, and so a new start

    async def take(self, news: Meaning) -> None:
        """One piece of news. OutsideError where it could not be stored."""
        match news:
            case HomeOpened(user=user):
                self.behind.later(self.homes.publish(user))
            case JoinedChannel(channel=channel, us=True):
                self.behind.later(self._learned(channel))
            case JoinedChannel(user=user, channel=channel):
                await self.people.moved(user, channel, here=True)
            case LeftChannel(user=user, channel=channel):
                await self.people.moved(user, channel, here=False)
            case ChannelMoved(old=old, new=new):
                self.places.forget(old)
                workspace = f"slack:{self.team}"
                await asyncio.to_thread(self.house.store.channel_renamed, workspace, old, new)
            case PostGone():
                await self._post_gone(news)
            case PersonChanged():
                self.behind.later(self.people.changed(news))
                if news.gone:
                    await self._left(person_key("slack", self.team, news.user))
            case Away():
                self.behind.later(self.people.rests(news))
            case Uninstalled():
                self._removed()
            case Throttled():
                log.warning("Slack holds events back: too many in one hour; they come later")

    def _removed(self) -> None:
        """One line in the log that says what to do. Slack tells of it twice: the app is gone, and its tokens are."""
        if not self._told:
            log.error("%s", self.house.voice.error("slack_installation", {}))
            self._told = True

    async def _learned(self, channel: str) -> None:
        """The bot came into a channel: what kind it is is asked before anybody waits for it."""
        self.places.forget(channel)
        await self.places.kind(channel)

    async def _post_gone(self, gone: PostGone) -> None:
        """A message of ours was deleted by somebody. Where it began a review's thread, the owner hears of it once."""
        thread = ThreadRef("slack", self.team, gone.channel, gone.message)
        number = await asyncio.to_thread(self.house.store.held_in, thread)
        if number is not None:
            now, id_ = self.house.clock.now(), thread_lost_id(thread)
            lost = ThreadLost(id=id_, at=now, by=BOT, review=number, thread=thread, why="slack_thread_gone")
            await self.house.accept(lost)

    async def _left(self, person: PersonKey) -> None:
        """Somebody's account is gone: every review in which something waits for them hears of it, once."""
        now = self.house.clock.now()
        for number in await asyncio.to_thread(self._waiting_for, person):
            gone = PersonGone(id=f"gone:{person}:{number}", at=now, by=BOT, review=number, person=person)
            await self.house.accept(gone)

    def _waiting_for(self, person: PersonKey) -> list[int]:
        today = self.house.clock.now().date()
        with self.house.store.reading() as lists:
            return [review.number for review in lists.mine(person, f"slack:{self.team}", today)]
