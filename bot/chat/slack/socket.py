"""Socket Mode: payloads come by a socket of ours; a watchdog builds one anew that says nothing."""

import asyncio
import contextlib
import logging
import time

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.echo import Echo
from bot.chat.slack.serve import CALL_S, Take
from bot.chat.slack.troubles import tried
from bot.domain.errors import OutsideError

log = logging.getLogger(__name__)

HEARTBEAT_S = 60.0
PING_S = 10  # between two pings of a socket
DEAF_S = 45.0  # without a word from Slack, a socket is taken for dead
CLOSE_S = 5.0


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler of a socket, past bolt's middleware.

    That checks signatures and authorizes; a payload of our own socket has no signature, and it is taken before
    anything is authorized. A burst of commands is acknowledged in half the time.
    """

    def __init__(self, app: AsyncApp, token: str, web_client: AsyncWebClient, take: Take) -> None:
        super().__init__(app, token, web_client=web_client, ping_interval=PING_S)
        self._take = take

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Take a payload and acknowledge it; not acknowledged where that failed, so that Slack sends it again."""
        began = time.time()
        await send_async_response(client, req, await self._take(req.payload), began)


class Socket:
    """Socket Mode with a watchdog: a socket that says nothing is built anew."""

    def __init__(
        self,
        app: AsyncApp,
        client: AsyncWebClient,
        app_token: str,
        *,
        take: Take,
        echo: Echo,
    ) -> None:
        self._app = app
        self._take = take
        self._client = client
        self._token = app_token
        self.echo = echo
        self._handler: _Handler | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connected when it returns."""
        await self._connect()
        self._watch = asyncio.create_task(self._watchdog(), name="slack-watchdog")

    async def stop(self) -> None:
        """Closed, within 5 s."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        await self._close()

    async def look(self) -> bool:
        """One round of the watchdog: whether all is well. A socket that is not is built anew."""
        if await self.is_well():
            return True
        log.warning("the socket to Slack is built anew")
        await self._close()
        self.echo.begin_anew()
        await self._connect()
        return False

    async def _connect(self) -> None:
        web = AsyncWebClient(token=self._token, base_url=self._client.base_url, timeout=CALL_S)
        self._handler = _Handler(self._app, self._token, web, self._take)
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK has no types here

    async def _close(self) -> None:
        if self._handler is not None:
            with contextlib.suppress(TimeoutError):
                closing = self._handler.close_async()  # type: ignore[no-untyped-call]  # the same
                await asyncio.wait_for(closing, CLOSE_S)
            self._handler = None

    async def _watchdog(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            try:
                await self.look()
            except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("no new socket to Slack yet: %s", type(error).__name__)

    async def is_well(self) -> bool:
        """Whether the socket is open, Slack answers its pings, and what we said came back by it.

        The call to Slack is part of it: some sockets that had gone silent went on after one (python-slack-sdk#1701).
        """
        client = self._handler.client if self._handler is not None else None
        if client is None or not await client.is_connected() or self.echo.is_missing():
            return False
        last = getattr(client, "last_ping_pong_time", None)
        if last is not None and time.time() - last > DEAF_S:
            return False
        try:
            await tried(self._client.auth_test())
        except OutsideError as error:
            log.info("the heartbeat to Slack failed: %s", error.key)
        return True
