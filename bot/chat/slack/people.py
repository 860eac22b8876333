"""Names of people, from memory at once and from Slack behind, so that nothing waits for them; and where they live."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.served import House
from bot.chat.slack.meanings import Away, PersonChanged
from bot.chat.slack.news import status
from bot.chat.slack.reading import moment, number
from bot.chat.slack.troubles import tried
from bot.domain.due import Diary
from bot.domain.errors import OutsideError
from bot.domain.heard import BOT, Membership, Resting, Speaker, StatusShown, ZoneKnown
from bot.domain.review import PersonKey, person_key

log = logging.getLogger(__name__)

AT_ONCE = 4


class People:
    """Names by user id; those met before are read from the database at the start."""

    def __init__(self, client: AsyncWebClient, house: House, team: str) -> None:
        self.names: dict[str, str] = {}
        self._client = client
        self._house = house
        self._team = team
        self._zones: dict[str, tuple[str, bool]] = {}  # and whether the account is off, as passed on last
        self._rests: dict[str, tuple[int, int]] = {}  # as passed on last
        self._shown: dict[str, tuple[str, int]] = {}  # the status beside a name, the same
        self._asked: set[str] = set()
        self._hands = asyncio.Semaphore(AT_ONCE)

    async def remember(self) -> frozenset[str]:
        """Everybody met in this workspace; the ids of those whose zone is not known yet."""
        met, diaries = await asyncio.to_thread(self._met)
        self.names |= {_user(speaker.person): speaker.name for speaker in met}
        self._zones |= {_user(person): (diary.zone, diary.gone) for person, diary in diaries.items()}
        return frozenset(self.names.keys() - self._zones.keys())

    def _met(self) -> tuple[tuple[Speaker, ...], Mapping[PersonKey, Diary]]:
        with self._house.store.unit() as work:
            met = work.people(f"slack:{self._team}")
            return met, work.diaries(speaker.person for speaker in met)

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
        await self._placed(user, str(found.get("tz") or ""), gone=bool(found.get("deleted")))
        await self._shows(user, status(found), number(profile, "status_expiration"))

    async def changed(self, news: PersonChanged) -> None:
        """Slack says that something about a person is different. Of those nobody met, nothing is kept."""
        if news.user not in self.names:
            return
        if news.name:
            await self._keep(news.user, news.name)
        await self._placed(news.user, news.zone, gone=news.gone)
        await self._shows(news.user, news.status, news.status_until)

    async def rests(self, news: Away) -> None:
        """Slack says when somebody wants to be left alone: now, or next. It does not tell again of a daily rest."""
        now = self._house.clock.now()
        on = news.on and now.timestamp() < news.end
        rest = (news.start, news.end) if on else (0, 0)
        if news.user not in self.names or self._rests.get(news.user) == rest:
            return
        self._rests[news.user] = rest
        person = person_key("slack", self._team, news.user)
        begins = _at(news.start) if on and news.start > now.timestamp() else None
        key = f"rest:{person}:{rest[0]}:{rest[1]}:{now.isoformat()}"
        until = _at(news.end) if on else None
        await self._house.accept(Resting(id=key, at=now, by=BOT, person=person, until=until, begins=begins))

    async def moved(self, user: str, channel: str, *, here: bool) -> None:
        """Somebody came into a channel, or left it. OutsideError where it could not be stored."""
        if user not in self.names:
            return
        person, now = person_key("slack", self._team, user), self._house.clock.now()
        key = f"member:{person}:{channel}:{int(here)}:{now.isoformat()}"
        await self._house.accept(
            Membership(id=key, at=now, by=BOT, person=person, channel=channel, here=here)
        )

    async def _shows(self, user: str, shown: str | None, until: int) -> None:
        """The status beside somebody's name; which of them means that they are away is the policy's."""
        if shown is None or self._shown.get(user) == (shown, until):
            return
        self._shown[user] = (shown, until)
        person, now = person_key("slack", self._team, user), self._house.clock.now()
        key = f"status:{person}:{shown}:{until}:{now.isoformat()}"
        end = _at(until) if until > 0 else None
        await self._house.accept(StatusShown(id=key, at=now, by=BOT, person=person, status=shown, until=end))

    async def _placed(self, user: str, zone: str, *, gone: bool) -> None:
        if self._zones.get(user) == (zone, gone):
            return
        self._zones[user] = (zone, gone)
        person, now = person_key("slack", self._team, user), self._house.clock.now()
        key = f"zone:{person}:{zone}:{int(gone)}:{now.isoformat()}"
        await self._house.accept(ZoneKnown(id=key, at=now, by=BOT, person=person, zone=zone, gone=gone))

    async def _keep(self, user: str, name: str) -> None:
        if self.names.get(user) == name:
            return
        self.names[user] = name
        await asyncio.to_thread(self._meet, Speaker(person_key("slack", self._team, user), name))

    def _meet(self, who: Speaker) -> None:
        with self._house.store.unit() as work:
            work.meet(who)


def _at(seconds: int) -> datetime | None:
    """The moment so many seconds after 1970; None for one no calendar holds."""
    return moment(str(seconds))


def _user(person: PersonKey) -> str:
    return person.split(":", 2)[2]
