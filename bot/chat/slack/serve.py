"""Slack, served: bolt checks who speaks, ours stores before anybody is told; by Socket Mode or by HTTP."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chat.slack.echo import Echo
from bot.chat.slack.taking import Desk
from bot.chat.slack.troubles import FAULT, tried
from bot.domain.errors import Later, OutsideError, Refused, Unsure

log = logging.getLogger(__name__)

CALL_S = 10
OK = 200
HEARTBEAT_S = 60.0
PING_S = 10  # between two pings of a socket
DEAF_S = 45.0  # without a word from Slack, a socket is taken for dead
CLOSE_S = 5.0


def connections() -> aiohttp.ClientSession:
    """Connections to Slack that are kept; the SDK by itself makes one for each call. Close it in the end."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=CALL_S), cookie_jar=aiohttp.DummyCookieJar()
    )


def posting_client(token: str, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """For the outbox: it owns every retry, and the SDK's own post twice when a reply is lost."""
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])


def telling_client(token: str, base_url: str, session: aiohttp.ClientSession | None) -> AsyncWebClient:
    """For a direct message a person waits for: tried again only where Slack said that it did nothing."""
    handlers: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)]
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=handlers)


def waiting_client(token: str, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """For what a person waits for, a form to open: tried again once, whatever went wrong."""
    handlers = [
        AsyncRateLimitErrorRetryHandler(max_retry_count=1),
        AsyncServerErrorRetryHandler(max_retry_count=1),
        AsyncConnectionErrorRetryHandler(max_retry_count=1),
    ]
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=handlers)


async def respond(url: str, body: dict[str, Any]) -> None:
    """Answer by the address Slack gave for it.

    Later where it was not reached, Unsure where its reply was lost, Refused where the address holds no more.
    """
    client = AsyncWebhookClient(url, timeout=CALL_S, retry_handlers=[])
    try:
        answer = await client.send_dict(body)
    except aiohttp.ClientConnectorError as error:
        raise Later("slack_unreachable") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unsure("slack_reply_lost") from error
    if answer.status_code >= FAULT:
        raise Unsure("slack_down")
    if answer.status_code != OK:
        raise Refused("slack_refused", said=answer.status_code)


class _Taking(AsyncMiddleware):
    """Hands every payload to the desk; a class, because for a function bolt gathers 20 arguments an event."""

    def __init__(self, desk: Desk, echo: Echo) -> None:
        self._desk = desk
        self._echo = echo

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - bolt passes it by this name
    ) -> BoltResponse:
        if req.body.get("type") == "url_verification" or req.body.get("ssl_check"):
            return await next()
        del resp
        self._echo.heard()
        answer = await self._desk.take(req.body)
        return BoltResponse(status=answer.status, body=answer.body or "")


def bolt_app(desk: Desk, client: AsyncWebClient, signing_secret: str, echo: Echo) -> AsyncApp:
    """The app: whatever passes bolt's own checks goes to the desk before anything is authorized.

    Registered later, an event that comes while the first `auth.test` fails would be answered 200 and lost.
    """
    return AsyncApp(
        client=client,
        signing_secret=signing_secret or None,
        before_authorize=_Taking(desk, echo),
        request_verification_enabled=bool(signing_secret),
        ignoring_self_events_enabled=False,
    )


class Socket:
    """Socket Mode with a watchdog: a socket that says nothing is built anew."""

    def __init__(
        self,
        app: AsyncApp,
        client: AsyncWebClient,
        app_token: str,
        *,
        echo: Echo,
    ) -> None:
        self._app = app
        self._client = client
        self._token = app_token
        self.echo = echo
        self._handler: AsyncSocketModeHandler | None = None
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
        self._handler = AsyncSocketModeHandler(self._app, self._token, web_client=web, ping_interval=PING_S)
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
