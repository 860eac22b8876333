"""Names of people: from memory at once, from Slack behind, so that nothing waits for them."""

import asyncio
import logging
from collections.abc import Iterable

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.meanings import PersonChanged
from bot.chat.slack.troubles import tried
from bot.domain.errors import OutsideError
from bot.domain.heard import Speaker
from bot.domain.review import person_key
from bot.ports import Store

log = logging.getLogger(__name__)

AT_ONCE = 4


class People:
    """Names by user id; those met before are read from the database at the start."""

    def __init__(self, client: AsyncWebClient, store: Store, team: str) -> None:
        self.names: dict[str, str] = {}
        self._client = client
        self._store = store
        self._team = team
        self._asked: set[str] = set()
        self._hands = asyncio.Semaphore(AT_ONCE)

    async def remember(self) -> None:
        """Everybody met in this workspace."""
        for speaker in await asyncio.to_thread(self._met):
            self.names[speaker.person.split(":", 2)[2]] = speaker.name

    def _met(self) -> tuple[Speaker, ...]:
        with self._store.unit() as work:
            return work.people(f"slack:{self._team}")

    def unknown(self, ids: Iterable[str]) -> frozenset[str]:
        """Who nobody has asked Slack about yet."""
        return frozenset(ids) - self.names.keys() - self._asked

    async def learn(self, ids: frozenset[str]) -> None:
        """Ask Slack for names; a person it will not tell of keeps their id as name."""
        self._asked |= ids
        await asyncio.gather(*(self._learn(user) for user in ids))

    async def _learn(self, user: str) -> None:
        try:
            async with self._hands:
                answer = await tried(self._client.users_info(user=user))
        except OutsideError as error:
            log.info("the name of a person is not known: %s", error.key)
            self._asked.discard(user)
            return
        found = answer.get("user", {})
        profile = found.get("profile", {})
        name = profile.get("display_name") or found.get("real_name") or found.get("name") or user
        await self._keep(user, str(name))

    async def changed(self, news: PersonChanged) -> None:
        """Slack says that something about a person is different."""
        if news.name:
            await self._keep(news.user, news.name)

    async def _keep(self, user: str, name: str) -> None:
        if self.names.get(user) == name:
            return
        self.names[user] = name
        await asyncio.to_thread(self._meet, Speaker(person_key("slack", self._team, user), name))

    def _meet(self, who: Speaker) -> None:
        with self._store.unit() as work:
            work.meet(who)
