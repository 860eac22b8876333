"""The fake Teams: one tenant and the connector on loopback, strict, with people in it who do what people do."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.adapters.slack.fake.times import FakeTime, Time
from tests.adapters.teams.fake.connector import Connector
from tests.adapters.teams.fake.delivery import Courier, FixedKeys, Keys
from tests.adapters.teams.fake.pressing import Pressing
from tests.adapters.teams.fake.talking import Where, Who
from tests.adapters.teams.fake.trouble import Troubles
from tests.adapters.teams.fake.values import Call, Dialog, Message
from tests.adapters.teams.fake.world import World


class FakeTeams(Pressing):
    """A tenant and its servers; `async with` runs them, and leaving asserts that nothing was wrong.

    `keys` sign what is brought and know the tokens given out; `judging=False` switches every check off, for
    measuring; `limits=True` counts calls per thread and answers 429 beyond the documented windows.
    """

    def __init__(
        self,
        time: Time | None = None,
        keys: Keys | None = None,
        *,
        judging: bool = True,
        limits: bool = False,
    ) -> None:
        self.time = time or FakeTime()
        self.keys = keys or FixedKeys()
        world = World(self.time)
        world.judging = judging
        super().__init__(world, Courier(world, self.keys))
        self.connector = Connector(world, self.keys.admits)
        self.connector.limits = limits
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=1024 * 1024)
        app.add_routes([web.get("/files/{key}", self._file), *self.connector.routes()])
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.world.base = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.courier.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if kind is None and self.violations:
            raise AssertionError("a strict Teams would not stand for:\n" + "\n".join(self.violations))

    @property
    def service(self) -> str:
        """The service address, as activities name it."""
        return self.world.service

    @property
    def violations(self) -> list[str]:
        """Everything a strict Teams would not stand for, in the order it came."""
        return self.world.violations

    def forgive(self) -> list[str]:
        """The violations so far, which are then forgotten: for tests that mean them."""
        found = list(self.violations)
        self.violations.clear()
        return found

    @property
    def troubles(self) -> Troubles:
        """Faults to put in the way of calls."""
        return self.world.troubles

    @property
    def calls(self) -> list[Call]:
        """Every request to the connector, in order."""
        return self.connector.calls

    def calls_to(self, kind: str) -> list[Call]:
        """The requests of one kind: send, create, update, delete, member, members."""
        return [call for call in self.calls if call.kind == kind]

    def bring_to(self, url: str) -> None:
        """The address of the bot, to which everything is brought."""
        self.courier.url = url

    def hold(self) -> None:
        """Keep activities back until `courier.release`; invokes are brought at once all the same."""
        self.courier.held = []

    async def until(self, true: Callable[[], object], *, within_s: float = 10.0) -> None:
        """Come back when the condition holds; AssertionError after `within_s` real seconds."""
        await self.world.pulse.until(true, within_s=within_s)

    async def settled(self) -> None:
        """Come back when the bot has taken all that was brought."""
        await self.until(lambda: self.courier.idle)

    def thread(self, of: Message) -> list[Message]:
        """What people see in a thread: its first message and the replies."""
        found = self.world.channels[of.place].thread(of.thread)
        return [message for message in found if not message.deleted]

    def posts(self, channel: Where) -> list[Message]:
        """The first messages of a channel's threads."""
        found = self.world.channel(channel).messages.values()
        return [message for message in found if not message.root and not message.deleted]

    def chat(self, person: Who) -> list[Message]:
        """What stands in the personal chat of somebody with the bot."""
        found = self.world.chat(person).messages.values()
        return [message for message in found if not message.deleted]

    def screen(self, person: Who) -> Dialog | None:
        """The dialog on somebody's screen."""
        who = self.world.person(person).id
        found = [dialog for dialog in self.world.dialogs if dialog.person == who and dialog.open]
        return found[-1] if found else None

    def told(self, person: Who) -> list[str]:
        """What windows of their own told somebody, in order."""
        who = self.world.person(person).id
        return [notice.text for notice in self.world.notices if notice.person == who]

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["key"])
        return web.Response(status=404) if content is None else web.Response(body=content)
