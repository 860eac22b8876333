"""The bot as it is served in the fake tenant: people act, and all that follows is done before a test looks."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.chat.pace import Pace
from bot.chat.teams.door import MESSAGES
from bot.cli.serving import TEAMS_REFILL_S, Served, serving
from bot.domain.review import Review, person_key
from bot.settings import Settings
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.teams.fake.openid import APP, PASSWORD, TENANT, OpenId
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.values import Channel, Message, Person
from tests.adapters.teams.sides import teams_of
from tests.databases import blank_at
from tests.transcripts.test_in_teams import free_port

SECONDS = 60  # of the fake's time in which everything said must have gone out


@dataclass
class Hall:
    """Mia in the team `ops` with the bot, which hears plain replies there."""

    teams: FakeTeams
    served: Served
    time: FakeTime

    async def settle(self, within: timedelta = timedelta(seconds=SECONDS)) -> None:
        """Work off, send, and let the time pass that the pace and lost answers ask for."""
        end = self.time.now() + within
        while True:
            await teams_of(self.served).desk.finish()
            await self.served.app.inbox.finish()
            await self.served.app.settle()
            await self.teams.settled()
            due = self.served.app.store.next_due()
            if due is None or due > end:
                return
            self.time.advance(max(due - self.time.now(), timedelta()))

    async def open(self, channel: Channel, line: str) -> Message:
        """A review opened by Mia; the first message of its thread."""
        await self.ask(channel, line)
        return self.teams.posts(channel)[-1]

    async def ask(self, channel: Channel, line: str) -> None:
        """The same, where it may be that no thread can be made."""
        await self.teams.say("Mia", channel, f"agent-incident {line}")
        await self.settle()

    async def reply(self, root: Message, text: str, who: Person | str = "Mia") -> Message:
        """A plain reply in a thread."""
        message = await self.teams.reply(who, root, text)
        await self.settle()
        return message

    def review(self, number: int) -> Review:
        """A review with its statement log."""
        mia = self.teams.world.person("Mia")
        with self.served.app.store.reading() as lists:
            review = lists.review(person_key("teams", TENANT, mia.aad), number)
        assert review is not None
        return review


@asynccontextmanager
async def hall(folder: Path, *, limits: bool = False, paced: bool = True) -> AsyncIterator[Hall]:
    """Served over a database of its own, at the pace it keeps in Teams or at none; `limits` as in FakeTeams."""
    time = FakeTime()
    async with OpenId() as openid, FakeTeams(time, openid, limits=limits) as teams:
        where = openid.addresses(teams.world.base)
        settings = replace(
            Settings(),
            database=blank_at(folder / "teams.sqlite3"),
            quiet_seconds=0.0,
            teams_app_id=APP,
            teams_app_password=PASSWORD,
            teams_tenant_id=TENANT,
            teams_login_url=where.login,
            teams_openid_url=where.openid,
            teams_services=(teams.world.base,),
            http_port=free_port(),
        )
        teams.bring_to(f"http://{settings.http_host}:{settings.http_port}{MESSAGES}")
        ticks = itertools.count(0.0, 1000.0)
        now = (lambda: time.now().timestamp()) if paced else (lambda: next(ticks))
        pace = Pace(monotonic=now, refill_s=TEAMS_REFILL_S)
        async with serving(settings, time, pace) as served:
            place = Hall(teams, served, time)
            teams.world.add_person("Mia")
            await teams.install(teams.world.add_team("ops", ["Mia"]), by="Mia", rsc=True)
            await place.settle()
            yield place


def play(
    folder: Path, story: Callable[[Hall], Awaitable[None]], *, limits: bool = False, paced: bool = True
) -> None:
    """Run a story in a hall."""

    async def run() -> None:
        async with hall(folder, limits=limits, paced=paced) as place:
            await story(place)

    asyncio.run(run())
