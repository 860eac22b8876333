"""The fake Slack: one workspace on loopback, strict, with people in it who do what people do."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.adapters.slack.fake.delivery import Courier
from tests.adapters.slack.fake.pressing import Pressing
from tests.adapters.slack.fake.sockets import Sockets
from tests.adapters.slack.fake.times import FakeTime, Time
from tests.adapters.slack.fake.trouble import Troubles
from tests.adapters.slack.fake.values import Call, Message, User, View
from tests.adapters.slack.fake.web import Web
from tests.adapters.slack.fake.world import World


class FakeSlack(Pressing):
    """A workspace and its servers; `async with` runs them, and leaving asserts that nothing was wrong.

    `judging=False` switches every check off, for measuring; `echo=False` keeps the app's own deeds unreported.
    """

    def __init__(self, time: Time | None = None, *, judging: bool = True, echo: bool = True) -> None:
        self.time = time or FakeTime()
        world = World(self.time)
        world.judging = judging
        self.sockets = Sockets(world)
        super().__init__(world, Courier(world, self.sockets))
        self.web = Web(world, self.sockets)
        self._runner: web.AppRunner | None = None
        if echo:
            world.tell = self.tell

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes(self.web.routes())
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
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if kind is None and self.violations:
            raise AssertionError("a strict Slack would not stand for:\n" + "\n".join(self.violations))

    @property
    def base_url(self) -> str:
        """For `AsyncWebClient(base_url=…)` and `SLACK_API_URL`."""
        return f"{self.world.base}/api/"

    @property
    def violations(self) -> list[str]:
        """Everything a strict Slack would not stand for, in the order it came."""
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

    def fail(self, method: str, error: str, *, times: int = 1, **more: object) -> None:
        """Answer the next calls of a method (`*`: any) with an error of Slack's."""
        self.troubles.fail(method, error, times=times, **more)

    @property
    def latency_s(self) -> float:
        """Real seconds every call takes before it is answered."""
        return self.web.latency_s

    @latency_s.setter
    def latency_s(self, seconds: float) -> None:
        self.web.latency_s = seconds

    @property
    def calls(self) -> list[Call]:
        """Every request to the Web API, in order."""
        return self.web.calls

    def calls_to(self, method: str) -> list[Call]:
        """The requests to one method."""
        return [call for call in self.calls if call.method == method]

    async def until(self, true: Callable[[], object], *, within_s: float = 10.0) -> None:
        """Come back when the condition holds; AssertionError after `within_s` real seconds."""
        await self.world.pulse.until(true, within_s=within_s)

    async def settled(self) -> None:
        """Come back when the app has taken all that was sent, echoes of its own deeds included."""
        await self.until(lambda: self.courier.idle)

    async def verify_address(self) -> bool:
        """Whether the app answers Slack's challenge, as when its address is typed into the settings."""
        ack = await self.courier.once("events_api", {"type": "url_verification", "challenge": "3eZbrw1a"})
        return ack.ok and "3eZbrw1a" in str(ack.body)

    def over_http(self, url: str) -> None:
        """Bring everything to this address, signed, instead of over sockets."""
        self.courier.url = url

    def hold(self) -> None:
        """Keep events back until `release`."""
        self.courier.held = []

    def thread(self, channel: str, ts: str) -> list[Message]:
        """What people see in a thread: its root and the replies."""
        return self.world.channel(channel).thread(ts)

    def card(self, channel: str, ts: str) -> Message:
        """The root of a thread."""
        return self.world.channel(channel).messages[ts]

    def posts(self, channel: str) -> list[Message]:
        """What stands top-level in a place."""
        found = self.world.channel(channel).messages.values()
        return sorted((m for m in found if not m.is_reply), key=lambda message: message.ts)

    def seen_by(self, user: User | str) -> list[Message]:
        """What was shown to one person alone: ephemeral messages, direct messages, and Slack's own complaints."""
        who = self.world.user(user).id
        found = [message for message in self.world.whispers if message.to == who]
        for place in self.world.channels.values():
            if place.kind in ("im", "mpim") and who in place.members:
                found += place.messages.values()
        return sorted(found, key=lambda message: message.ts)

    def screen(self, user: User | str) -> View | None:
        """The form on top of a person's screen."""
        who = self.world.user(user).id
        found = [
            v for v in self.world.views.values() if v.user == who and v.open and v.body.get("type") == "modal"
        ]
        return found[-1] if found else None

    def home(self, user: User | str) -> View | None:
        """The home tab of a person."""
        return self.world.homes.get(self.world.user(user).id)
