"""Bringing things to the app: signed over HTTP or over a socket, again where nobody acknowledged within 3 s."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.adapters.slack.fake import signing
from tests.adapters.slack.fake.sockets import Sockets
from tests.adapters.slack.fake.values import Json
from tests.adapters.slack.fake.world import World

ACK_S = 3.0
RETRY_AFTER_S = (0, 60, 300)  # at once, after a minute, after five
HANG_S = 30.0  # real seconds: only a bug in a test needs them


@dataclass(frozen=True)
class Ack:
    """What came of one attempt; `why` uses Slack's words for a retry's reason."""

    ok: bool
    body: Any = None
    status: int = 0
    why: str = ""
    no_retry: bool = False


@dataclass
class Delivery:
    """One thing brought to the app: `kind` is events_api, slash_commands or interactive."""

    kind: str
    payload: Json
    attempts: list[Ack] = field(default_factory=list)
    tried: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acked(self) -> bool:
        """Whether the app has acknowledged it."""
        return any(attempt.ok for attempt in self.attempts)


@dataclass
class How:
    """How events are brought: `twice` sends each once more, `lose_first` makes the retry the first to arrive."""

    twice: bool = False
    lose_first: bool = False


class Courier:
    """Brings what happened to the app; `url` set means HTTP, else Socket Mode."""

    def __init__(self, world: World, sockets: Sockets) -> None:
        self._world = world
        self._sockets = sockets
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = ""
        self.how = How()
        self.stamp_shift_s = 0  # signs as of then: an old request, or one from the future
        self.deliveries: list[Delivery] = []
        self.held: list[Delivery] | None = None
        self._in_flight = 0
        self._napping = 0

    async def event(self, envelope: Json) -> Delivery:
        """Bring an event; back after the first attempt, retries go on behind. Held back, it is back at once."""
        delivery = Delivery("events_api", envelope)
        self.deliveries.append(delivery)
        if self.held is not None:
            self.held.append(delivery)
            return delivery
        self.spawn(self._insist(delivery))
        if self.url or self._sockets.hearing:
            await asyncio.wait_for(delivery.tried.wait(), HANG_S)
        return delivery

    async def release(self, order: Callable[[list[Delivery]], list[Delivery]] = list) -> None:
        """Bring what was held back, in another order if wanted, one after the other."""
        held, self.held = self.held or [], None
        for delivery in order(held):
            self.spawn(self._insist(delivery))
            await asyncio.wait_for(delivery.tried.wait(), HANG_S)

    async def once(self, kind: str, payload: Json) -> Ack:
        """Bring a command or an interaction: Slack tries it one time only."""
        delivery = Delivery(kind, payload)
        self.deliveries.append(delivery)
        ack = await asyncio.wait_for(self._attempt(delivery, 0, ""), HANG_S)
        self._world.pulse.beat()
        return ack

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it behind; it ends with the fake at the latest."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way; what waits for its next retry does not count."""
        return self._in_flight == 0 and len(self._tasks) == self._napping

    async def close(self) -> None:
        """No retry after this."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._world.pulse.beat()

    async def _insist(self, delivery: Delivery) -> None:
        reason = "connection_failed"
        if self.how.lose_first:
            delivery.attempts.append(Ack(ok=False, why=reason))
        for retry in range(len(delivery.attempts), 1 + len(RETRY_AFTER_S)):
            if retry and RETRY_AFTER_S[retry - 1]:
                self._napping += 1
                await self._world.time.sleep(RETRY_AFTER_S[retry - 1])
                self._napping -= 1
            ack = await self._attempt(delivery, retry, reason if retry else "")
            if self.how.twice and retry == 0:
                await self._attempt(delivery, 1, "http_timeout")
            self._tried(delivery)
            if ack.ok or ack.no_retry:
                return
            reason = ack.why

    def _tried(self, delivery: Delivery) -> None:
        delivery.tried.set()
        self._world.pulse.beat()

    async def _attempt(self, delivery: Delivery, retry: int, reason: str) -> Ack:
        self._in_flight += 1
        try:
            ack = await (self._over_http if self.url else self._over_socket)(delivery, retry, reason)
        finally:
            self._in_flight -= 1
        delivery.attempts.append(ack)
        return ack

    async def _over_http(self, delivery: Delivery, retry: int, reason: str) -> Ack:
        self._session = self._session or aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        body, media_type = signing.body(delivery.kind, delivery.payload)
        headers = signing.headers(body, self._world.signing_secret, stamp_shift_s=self.stamp_shift_s)
        headers |= {"Content-Type": media_type}
        if retry:
            headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": reason}
        return await self._in_time(self._post(self._session, body, headers), "http_timeout")

    async def _post(self, session: aiohttp.ClientSession, body: bytes, headers: dict[str, str]) -> Ack:
        try:
            async with session.post(self.url, data=body, headers=headers) as response:
                text = await response.text()
                answer = json.loads(text) if response.content_type == "application/json" and text else text
                if response.ok:
                    return Ack(ok=True, body=answer or None, status=response.status)
                no_retry = response.headers.get("x-slack-no-retry") == "1"
                return Ack(ok=False, body=answer, status=response.status, why="http_error", no_retry=no_retry)
        except aiohttp.ClientError:
            return Ack(ok=False, why="connection_failed")

    async def _over_socket(self, delivery: Delivery, retry: int, reason: str) -> Ack:
        takes_answer = delivery.kind != "events_api"
        envelope: Json = {"envelope_id": f"env-{self._world.number()}", "type": delivery.kind}
        envelope |= {"payload": delivery.payload, "accepts_response_payload": takes_answer}
        if not takes_answer:
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        ack = await self._sockets.send(envelope)
        if ack is None:
            return Ack(ok=False, why="connection_failed")
        return await self._in_time(self._acked(ack, delivery), "timeout")

    async def _acked(self, coming: asyncio.Future[Json], delivery: Delivery) -> Ack:
        answer = (await coming).get("payload")
        if answer and delivery.kind == "events_api":
            self._world.wrong("an ack with a payload for an envelope that takes none")
        return Ack(ok=True, body=answer)

    async def _in_time(self, work: Coroutine[Any, Any, Ack], why: str) -> Ack:
        """The work's result, or a failure once 3 s of the fake's time have passed."""
        doing = asyncio.ensure_future(work)
        waiting = asyncio.ensure_future(self._world.time.sleep(ACK_S))
        try:
            await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
            return doing.result() if doing.done() else Ack(ok=False, why=why)
        finally:
            doing.cancel()
            waiting.cancel()
