"""The bot as it is served, in the fake tenant: people act, and all that follows is done before a test looks."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.chat.pace import Pace
from bot.chat.teams.door import MESSAGES
from bot.chat.teams.taking import Desk
from bot.cli.serving import Served, serving
from bot.domain.review import PersonKey, Review, ThreadRef, person_key
from bot.settings import Settings
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.teams.fake.openid import APP, PASSWORD, TENANT, OpenId
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.values import Channel, Message, Person, Team
from tests.adapters.teams.reading import read
from tests.adapters.teams.sides import teams_of
from tests.databases import blank_at

SECONDS = 20  # of the fake's time in which everything said must have gone out
LINE = "refund-desk paid 1,140 EUR in 12 refunds"
ANSWER = (
    "It could stop, ask a person above the limit, or refund in parts. It chose to refund in parts. "
    'It had been told "resolve the ticket in one touch".'
)


@dataclass
class Tenant:
    """Mia and Ana in the team `ops` with the bot, whose channel is `incidents`."""

    teams: FakeTeams
    served: Served
    time: FakeTime
    team: Team
    channel: Channel
    folder: Path
    openid: OpenId

    @property
    def desk(self) -> Desk:
        """What takes activities."""
        return teams_of(self.served).desk

    @property
    def url(self) -> str:
        """Where the bot listens."""
        return self.teams.courier.url.removesuffix(MESSAGES)

    async def settle(self) -> None:
        """Work off, send, and let the time pass that the pace asks for, within 20 s."""
        end = self.time.now() + timedelta(seconds=SECONDS)
        while True:
            await self.teams.settled()
            await self.desk.finish()
            await self.served.app.inbox.finish()
            await self.served.app.settle()
            due = self.served.app.store.next_due()
            if due is None or due > end:
                return
            self.time.advance(max(due - self.time.now(), timedelta()))

    async def open(self, line: str = LINE, who: str = "Mia") -> Message:
        """A review opened by a line behind the bot's name; the root of its thread."""
        await self.teams.say(who, self.channel, f"agent-incident {line}")
        await self.settle()
        return self.roots()[-1]

    async def reply(self, to: Message, text: str, who: str = "Mia", *, mention: bool = False) -> Message:
        """A reply in a thread."""
        message = await self.teams.reply(who, to, text, mention=mention)
        await self.settle()
        return message

    def roots(self) -> list[Message]:
        """The first messages of the bot's threads."""
        return [post for post in self.teams.posts(self.channel) if post.by == self.teams.world.bot_id]

    def thread(self, root: Message) -> list[str]:
        """What the bot says in a thread, its root first."""
        found = self.teams.thread(root)
        return [read(message) for message in found if message.by == self.teams.world.bot_id]

    def alone(self, who: str) -> list[str]:
        """What the bot says to somebody alone."""
        found = self.teams.chat(who)
        return [read(message) for message in found if message.by == self.teams.world.bot_id]

    def key(self, who: str) -> PersonKey:
        """Somebody as reviews name them."""
        return person_key("teams", TENANT, self.teams.world.person(who).aad)

    def ref(self, root: Message) -> ThreadRef:
        """A thread as reviews name it."""
        return ThreadRef("teams", TENANT, root.place, root.thread)

    def review(self, number: int = 1, who: str = "Mia") -> Review:
        """A review with its statement log."""
        with self.served.app.store.reading() as lists:
            review = lists.review(self.key(who), number)
        assert review is not None
        return review

    def texts(self, number: int = 1) -> list[str]:
        """The statements of a review."""
        return [statement.text for statement in self.review(number).statements]

    def kept(self) -> Iterator[bytes]:
        """Everything that was written to the database."""
        for path in self.folder.glob("teams.sqlite3*"):
            yield path.read_bytes()

    def newcomer(self, name: str, **more: str) -> Person:
        """Somebody of the team who has not spoken yet."""
        person = self.teams.world.add_person(name, **more)
        self.team.members.add(person.id)
        return person


@asynccontextmanager
async def tenant(folder: Path, *, rsc: bool = True, incidents: bool = False) -> AsyncIterator[Tenant]:
    """Served over a database of its own; `incidents`: all reviews are held in the channel of that name."""
    time = FakeTime()
    async with OpenId() as openid, FakeTeams(time, openid) as teams:
        for name in ("Mia", "Ana"):
            teams.world.add_person(name)
        team = teams.world.add_team("ops", ["Mia", "Ana"])
        channel = teams.world.add_channel("incidents", team)
        where = openid.addresses(teams.world.base)
        settings = replace(
            Settings(),
            database=blank_at(folder / "teams.sqlite3"),
            markdown_dir=folder / "reviews",
            quiet_seconds=0.0,
            teams_app_id=APP,
            teams_app_password=PASSWORD,
            teams_tenant_id=TENANT,
            teams_login_url=where.login,
            teams_openid_url=where.openid,
            teams_services=(teams.world.base,),
            teams_channel=channel.id if incidents else "",
            http_port=free_port(),
        )
        settings = replace(settings, public_url=f"http://{settings.http_host}:{settings.http_port}")
        teams.bring_to(f"{settings.public_url}{MESSAGES}")
        ticks = itertools.count(0.0, 1000.0)
        pace = Pace(
            monotonic=lambda: next(ticks)
        )  # always ready: how fast the bot may post is tested elsewhere
        async with serving(settings, time, pace) as served:
            place = Tenant(teams, served, time, team, channel, folder, openid)
            await teams.install(team, by="Mia", rsc=rsc)
            await place.settle()
            yield place


def play(
    folder: Path,
    story: Callable[[Tenant], Awaitable[None]],
    *,
    rsc: bool = True,
    incidents: bool = False,
) -> None:
    """Run a story in a tenant."""

    async def run() -> None:
        async with tenant(folder, rsc=rsc, incidents=incidents) as place:
            await story(place)

    asyncio.run(run())


def free_port() -> int:
    """A port of the loopback nobody listens at."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
