"""A stage for tests of the fake: Mia and Ana in a team, a bot that only writes down, bare calls to the connector."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.teams.fake.activities import CARD
from tests.adapters.teams.fake.delivery import Keys
from tests.adapters.teams.fake.elements import Json
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.values import Channel


def text_block(text: str = "what happened", **more: Any) -> Json:
    """A paragraph."""
    return {"type": "TextBlock", "text": text, "wrap": True} | more


def submit(title: str = "Go", *, fetch: bool = False, **data: Any) -> Json:
    """A button; `fetch` has it open a dialog."""
    opening = {"msteams": {"type": "task/fetch"}} if fetch else {}
    return {"type": "Action.Submit", "title": title, "data": {"press": "go"} | data | opening}


def card(*body: Json, **more: Any) -> Json:
    """A card."""
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body or (text_block(),))} | more


def attached(content: Json) -> Json:
    """A card as messages and dialogs carry it."""
    return {"contentType": CARD, "content": content}


def message(content: Json | None = None, **more: Any) -> Json:
    """A message of the bot with one card."""
    return {
        "type": "message",
        "attachments": [attached(content or card())],
        "summary": "what happened",
    } | more


def dialog(content: Json, **more: Any) -> Json:
    """The answer that opens a dialog."""
    return {"task": {"type": "continue", "value": {"title": "A form", "card": attached(content)} | more}}


class Bot:
    """Writes down what it hears, and answers as told: status and body, 202 and nothing when nothing was told."""

    def __init__(self) -> None:
        self.heard: list[Json] = []
        self.tokens: list[str] = []
        self.answers: deque[tuple[int, Json | None]] = deque()
        self.waits: asyncio.Event | None = None

    async def take(self, request: web.Request) -> web.Response:
        """Hear one activity."""
        self.heard.append(await request.json())
        self.tokens.append(request.headers.get("Authorization", ""))
        status, body = self.answers.popleft() if self.answers else (202, None)
        if self.waits is not None:
            await self.waits.wait()
        return web.Response(status=status) if body is None else web.json_response(body, status=status)

    def kinds(self) -> list[str]:
        """What was heard, with the event or the name of the invoke."""
        return [
            ":".join(filter(None, (a["type"], a.get("name"), a["channelData"].get("eventType"))))
            for a in self.heard
        ]


class Caller:
    """Calls the connector as a bot would, without any library of Microsoft's."""

    def __init__(self, teams: FakeTeams, session: aiohttp.ClientSession) -> None:
        self._teams = teams
        self._session = session
        self.token = "token"

    async def __call__(self, method: str, *parts: str, body: Json | None = None, query: str = "") -> Any:
        """Status and answer of a call below `/v3/conversations`, each part of its path encoded."""
        path = "/".join(("v3/conversations", *(quote(part, safe="") for part in parts)))
        status, _, answer = await self.raw(method, path + query, body=body)
        return status, answer

    async def raw(
        self, method: str, path: str, *, body: Json | None = None
    ) -> tuple[int, dict[str, str], Any]:
        """Status, headers and answer of a call by its path to the letter."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = URL(self._teams.service + path, encoded=True)
        async with self._session.request(method, url, json=body, headers=headers) as response:
            is_json = response.content_type == "application/json"
            answer = await (response.json() if is_json else response.text())
            return response.status, dict(response.headers), answer


def people(teams: FakeTeams, *, rsc: bool = False) -> Channel:
    """Mia and Ana in the team `ops` with the app, and its channel `incidents`."""
    for name in ("Mia", "Ana"):
        teams.world.add_person(name, email=f"{name.lower()}@acme.test")
    team = teams.world.add_team("ops", ["Mia", "Ana"])
    team.installed, team.rsc = True, rsc
    return teams.world.add_channel("incidents", team)


def play(
    story: Callable[[FakeTeams, Bot, Caller], Awaitable[None]],
    *,
    rsc: bool = False,
    limits: bool = False,
    time: FakeTime | None = None,
    keys: Keys | None = None,
) -> None:
    """Run a story on the stage."""

    async def run() -> None:
        bot = Bot()
        routes = web.Application()
        routes.router.add_post("/teams/messages", bot.take)
        async with (
            FakeTeams(time, keys, limits=limits) as teams,
            TestServer(routes) as server,
            aiohttp.ClientSession() as session,
        ):
            people(teams, rsc=rsc)
            teams.bring_to(str(server.make_url("/teams/messages")))
            await story(teams, bot, Caller(teams, session))

    asyncio.run(run())
