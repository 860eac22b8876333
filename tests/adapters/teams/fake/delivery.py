"""Bringing activities to the bot: signed, tried again where it broke down, and on demand twice or in another order."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from tests.adapters.teams.fake.elements import Json
from tests.adapters.teams.fake.openid import ISSUER
from tests.adapters.teams.fake.world import World

TURN_S = 15  # of the fake's time a message may take
INVOKE_S = 5  # of the fake's time an invoke may take
RETRY_AFTER_S = (0, 10)  # whether Teams tries again after a 5xx was not seen; here it does
HANG_S = 30  # real seconds after which a test is told that nothing happens any more


class Keys(Protocol):
    """Who signs what is brought to the bot, and knows the tokens the bot was given: `openid.OpenId` does."""

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token that says so."""

    def admits(self, authorization: str) -> bool:
        """Whether the header of a call holds a token that was given to the bot."""


class FixedKeys:
    """Without any cryptography: for tests of the fake, and of what lies behind the checks."""

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Always the same."""
        del claims
        return "signed"

    def admits(self, authorization: str) -> bool:
        """The word `token` alone."""
        return authorization == "Bearer token"


@dataclass
class Ack:
    """What the bot answered, or why nothing came."""

    status: int = 0
    body: Any = None
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether it took it."""
        return 200 <= self.status < 300

    @property
    def broke(self) -> bool:
        """Whether it is worth another try."""
        return self.status == 0 or self.status >= 500


@dataclass
class Delivery:
    """One activity and how it went."""

    activity: Json
    attempts: list[Ack] = field(default_factory=list)
    tried: asyncio.Event = field(default_factory=asyncio.Event)


class Courier:
    """Brings what happened to the bot's address. `twice`: each message once more; `held`: kept back until released."""

    def __init__(self, world: World, keys: Keys) -> None:
        self._world = world
        self._keys = keys
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = ""
        self.twice = False
        self.claims: Json = {}  # said in place of the right ones: another audience, an old moment, …
        self.deliveries: list[Delivery] = []
        self.held: list[Delivery] | None = None
        self._napping = 0

    async def event(self, activity: Json) -> Delivery:
        """Bring one; back after the first attempt, others go on behind. Held back, it is back at once."""
        delivery = Delivery(activity)
        self.deliveries.append(delivery)
        if self.held is not None:
            self.held.append(delivery)
        elif self.url:
            self._spawn(self._insist(delivery))
            await asyncio.wait_for(delivery.tried.wait(), HANG_S)
        return delivery

    async def release(self, order: Callable[[list[Delivery]], list[Delivery]] = list) -> None:
        """Bring what was held back, in another order if wanted, one after the other."""
        held, self.held = self.held or [], None
        for delivery in order(held):
            self._spawn(self._insist(delivery))
            await asyncio.wait_for(delivery.tried.wait(), HANG_S)

    async def again(self, delivery: Delivery) -> Ack:
        """Bring the very same once more."""
        return await self._attempt(delivery, TURN_S)

    async def invoke(self, make: Callable[[], Json]) -> Ack:
        """Ask and wait for the answer; the client tries three times in all, each an activity of its own."""
        ack = Ack(why="nobody listens")
        for _ in range(3):
            delivery = Delivery(make())
            self.deliveries.append(delivery)
            ack = await asyncio.wait_for(self._attempt(delivery, INVOKE_S), HANG_S)
            if not ack.broke:
                break
        self._world.pulse.beat()
        return ack

    @property
    def idle(self) -> bool:
        """Whether nothing is under way; what waits for its next try does not count."""
        return len(self._tasks) == self._napping

    async def close(self) -> None:
        """No try after this."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._world.pulse.beat()

    async def _insist(self, delivery: Delivery) -> None:
        ack = await self._attempt(delivery, TURN_S)
        if self.twice:
            await self._attempt(delivery, TURN_S)
        delivery.tried.set()
        for wait_s in RETRY_AFTER_S:
            if not ack.broke:
                return
            if wait_s:
                self._napping += 1
                try:
                    await self._world.time.sleep(wait_s)
                finally:
                    self._napping -= 1
            ack = await self._attempt(delivery, TURN_S)

    async def _attempt(self, delivery: Delivery, within_s: float) -> Ack:
        """One try, given up after so much of the fake's time; a late answer is heard by nobody."""
        doing = asyncio.ensure_future(self._post(delivery.activity))
        waiting = asyncio.ensure_future(self._world.time.sleep(within_s))
        try:
            await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
            ack = doing.result() if doing.done() else Ack(why="too late")
        finally:
            doing.cancel()
            waiting.cancel()
        delivery.attempts.append(ack)
        self._judge(delivery.activity, ack)
        return ack

    async def _post(self, activity: Json) -> Ack:
        if not self.url:
            return Ack(why="nobody listens")
        self._session = self._session or aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        headers = {"Authorization": f"Bearer {self._keys.sign(self._said())}"}
        try:
            async with self._session.post(self.url, json=activity, headers=headers) as response:
                text = await response.text()
                is_json = response.content_type == "application/json" and text
                return Ack(response.status, json.loads(text) if is_json else text or None)
        except aiohttp.ClientError as error:
            return Ack(why=str(error) or type(error).__name__)

    def _said(self) -> Json:
        now = int(time.time())
        claims: Json = {"iss": ISSUER, "aud": self._world.app, "serviceurl": self._world.service}
        return claims | {"nbf": now - 60, "exp": now + 3600} | self.claims

    def _judge(self, activity: Json, ack: Ack) -> None:
        if ack.ok and ack.body is not None and activity["type"] != "invoke":
            self._world.wrong(f"{activity['type']}: answered with a body")
        if ack.status and not ack.ok and not ack.broke:
            self._world.wrong(f"{activity['type']}: answered with {ack.status}")
