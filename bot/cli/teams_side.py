"""Teams in the process that serves it."""

import contextlib
from collections.abc import AsyncIterator, Sequence

from aiohttp import web

from bot.app import App
from bot.chat.behind import Behind
from bot.chat.teams.book import Book
from bot.chat.teams.botframework import Connector, Credentials, Entrance, connect
from bot.chat.teams.checks import Checks
from bot.chat.teams.counter import Counter
from bot.chat.teams.dialogs import Dialogs
from bot.chat.teams.door import MESSAGES, Door
from bot.chat.teams.files import Files
from bot.chat.teams.meanings import Known
from bot.chat.teams.people import People
from bot.chat.teams.post import Pace, TeamsChat
from bot.chat.teams.said import SaidWords
from bot.chat.teams.shelf import Shelf
from bot.chat.teams.taking import Desk
from bot.chat.teams.telling import Telling
from bot.chat.teams.tidings import Tidings
from bot.chat.teams.ways import Ways
from bot.chat.teams.windows import Windows
from bot.chat.words import Words
from bot.cli.house import tools
from bot.cli.looking_teams import NEEDED, addresses_of
from bot.cli.served import house_of
from bot.domain.errors import PersonError
from bot.ports import Clock
from bot.setting_forms import LOOPBACK
from bot.settings import Settings

LOCAL = "local"
"""The tenant where nobody is asked who they are."""


class TeamsSide:
    """One tenant, one bot."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        words: Words,
        *,
        entrance: Entrance,
        connector: Connector,
        pace: Pace,
    ) -> None:
        self.tenant = settings.teams_tenant_id or LOCAL
        self.workspace = f"teams:{self.tenant}"
        self.desk: Desk
        self._settings = settings
        self._clock = clock
        self._words = words
        self._entrance = entrance
        self._connector = connector
        self._book = Book(self.workspace)
        self._shelf = Shelf(settings.public_url, self.workspace, clock)
        self.chat = TeamsChat(
            connector,
            book=self._book,
            tenant=self.tenant,
            words=words,
            pace=pace,
            serve=self._shelf.put,
        )
        self._door: Door

    async def join(self, app: App) -> None:
        """The desk around the app, and all addresses kept."""
        await self._book.open(app.store.addresses)
        self._shelf.open(app.store)
        *_, rules = tools(self._settings)
        house = house_of(app, self._clock, self._words, self._settings)
        known = Known(self.tenant, rules)
        tidings = Tidings(house=house, book=self._book, known=known)
        counter = Counter(
            house=house,
            telling=Telling(chat=self.chat, voice=house.voice),
            known=known,
            incident_channel=self._settings.teams_channel,
        )
        people, behind = People(house, known, self._book), Behind()
        ways = Ways(self._connector, self._book, self.tenant)
        checks = Checks(book=self._book, known=known, people=people, ways=ways)
        self.desk = Desk(
            house=house,
            known=known,
            people=people,
            words=SaidWords(house=house, people=people, tidings=tidings),
            counter=counter,
            dialogs=Dialogs(house=house, counter=counter, known=known, checks=checks, behind=behind),
            windows=Windows(house=house),
            files=Files(house=house, workspace=self.workspace, also=self._settings.teams_services),
            tidings=tidings,
            behind=behind,
        )
        self._door = Door(self._entrance, self.desk)

    def routes(self) -> Sequence[web.RouteDef]:
        """Where activities come in, and where files are got by a link."""
        return (*self._door.routes(), *self._shelf.routes())

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """With a token fetched ahead; one that cannot be had yet is fetched when something is said."""
        self.desk.behind.later(self._connector.warm())
        yield

    async def finish(self) -> None:
        """Wait for what runs behind, at most 5 s."""
        await self.desk.finish()

    def where(self) -> str:
        """By HTTP."""
        at = {"host": self._settings.http_host, "port": self._settings.http_port, "path": MESSAGES}
        return self._words("serve_teams", tenant=self.tenant, **at)


def is_set(settings: Settings) -> bool:
    """Whether Teams is to be served. PersonError `teams_incomplete` where only some of what it needs is set."""
    missing = [name for name in NEEDED if not getattr(settings, name.lower())]
    if missing and len(missing) < len(NEEDED):
        raise PersonError("teams_incomplete", missing=" and ".join(missing))
    return not missing


@contextlib.asynccontextmanager
async def teams_side(
    settings: Settings, clock: Clock, words: Words, pace: Pace, *, insecure_local: bool = False
) -> AsyncIterator[TeamsSide]:
    """Teams' connections while the block runs; `insecure_local`: nobody is asked who they are, on loopback alone.

    PersonError `serve_not_local` beyond loopback, `teams_extra` where the packages are not installed.
    """
    if insecure_local and settings.http_host not in LOOPBACK:
        raise PersonError("serve_not_local", host=settings.http_host)
    credentials = Credentials(settings.teams_app_id, settings.teams_app_password, settings.teams_tenant_id)
    tenants, addresses = settings.teams_tenants, addresses_of(settings)
    try:
        entrance, connector = connect(
            credentials, addresses=addresses, tenants=tenants, insecure_local=insecure_local
        )
    except ImportError as error:
        raise PersonError("teams_extra", package=error.name or "") from error
    try:
        yield TeamsSide(settings, clock, words, entrance=entrance, connector=connector, pace=pace)
    finally:
        await connector.close()
