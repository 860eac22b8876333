"""A bare connector service on loopback: it keeps every request as it came, and answers what a test queued."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.teams.botframework import Connector, Credentials, Entrance, connect
from tests.adapters.teams.fake.openid import APP, PASSWORD, TENANT, OpenId

PAGE = "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"
KNOWN = Credentials(APP, PASSWORD, TENANT)


@dataclass(frozen=True)
class Request:
    """One request: its path as it was written, and its body as JSON, None where it had none."""

    verb: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Answer:
    """What a request is answered. `lost` ends the connection instead, after the request was read."""

    status: int = 200
    body: str = '{"id": "1700000000001"}'
    headers: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False
    gate: asyncio.Event | None = None


class Service:
    """The service. `url` is what activities would name as their service address."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: deque[Answer] = deque()
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._answer)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        """Its address, with a path of its own as Teams' has."""
        return str(self._server.make_url("/teams/"))

    def next(self, *answers: Answer) -> None:
        """What the next requests are answered; after them, all is well again."""
        self.answers.extend(answers)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        text = await request.text()
        path = request.raw_path
        self.requests.append(
            Request(request.method, path, dict(request.headers), json.loads(text) if text else None)
        )
        answer = self.answers.popleft() if self.answers else Answer()
        if answer.gate is not None:
            await answer.gate.wait()
        if answer.lost:
            assert request.transport is not None
            request.transport.abort()
        page = answer.body.startswith("<")
        kind = "text/html" if page else "application/json"
        return web.Response(text=answer.body, status=answer.status, headers=answer.headers, content_type=kind)


@dataclass(frozen=True)
class Transport:
    """Both sides of the bot, and whom it talks with."""

    entrance: Entrance
    connector: Connector
    service: Service
    openid: OpenId


def play(story: Callable[[Transport], Awaitable[None]], *, credentials: Credentials = KNOWN) -> None:
    """Run a story with a bot that is connected to both fakes."""

    async def run() -> None:
        async with OpenId() as openid, Service() as service:
            entrance, connector = connect(credentials, addresses=openid.addresses(service.url))
            try:
                await story(Transport(entrance, connector, service, openid))
            finally:
                await connector.close()

    asyncio.run(run())
