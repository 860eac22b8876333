"""Slack by HTTP: bolt checks who speaks, ours stores before anybody is told. And the clients that speak to Slack."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
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
from bot.chat.slack.troubles import FAULT
from bot.domain.errors import Later, Refused, Unsure

CALL_S = 10
OK = 200


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


Take = Callable[[object], Awaitable[BoltResponse]]
"""Takes a payload; returns what it is answered."""


def taking(desk: Desk, echo: Echo) -> Take:
    """What the desk answers to a payload, as bolt sends it."""

    async def take(payload: object) -> BoltResponse:
        echo.heard()
        answer = await desk.take(payload)
        return BoltResponse(status=answer.status, body=answer.body or "")

    return take


class _Taking(AsyncMiddleware):
    """Hands every payload to the desk; a class, because for a function bolt gathers 20 arguments an event."""

    def __init__(self, take: Take) -> None:
        self._take = take

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
        return await self._take(req.body)


def bolt_app(take: Take, client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """The app: whatever passes bolt's own checks goes to the desk before anything is authorized.

    Registered later, an event that comes while the first `auth.test` fails would be answered 200 and lost.
    """
    return AsyncApp(
        client=client,
        signing_secret=signing_secret or None,
        before_authorize=_Taking(take),
        request_verification_enabled=bool(signing_secret),
        ignoring_self_events_enabled=False,
    )
