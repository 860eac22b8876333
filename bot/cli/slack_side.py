"""Slack in the process that serves it: by Socket Mode or by HTTP."""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import App
from bot.chat.pace import Pace
from bot.chat.slack.echo import Echo
from bot.chat.slack.places import Places
from bot.chat.slack.post import SlackChat
from bot.chat.slack.serve import bolt_app, connections, posting_client, taking, waiting_client
from bot.chat.slack.socket import Socket
from bot.chat.slack.taking import Desk
from bot.chat.slack.troubles import tried
from bot.chat.words import Words
from bot.cli.manifest import EVENTS
from bot.cli.served import house_of
from bot.cli.slack import desk_of
from bot.ports import Clock
from bot.settings import Settings


@dataclass(kw_only=True)
class SlackSide:
    """`us` is the answer to `auth.test`: which workspace the token is of."""

    settings: Settings
    clock: Clock
    words: Words
    chat: SlackChat
    client: AsyncWebClient
    places: Places
    echo: Echo
    us: Mapping[str, Any]
    desk: Desk = field(init=False)
    socket: Socket | None = None
    _bolt: AsyncApp = field(init=False)

    @property
    def team(self) -> str:
        """Slack's id of the workspace."""
        return str(self.us["team_id"])

    @property
    def workspace(self) -> str:
        """As reviews name it."""
        return f"slack:{self.team}"

    async def join(self, app: App) -> None:
        """The desk around the app; who was met before is known to it."""
        settings = self.settings
        house = house_of(app, self.clock, self.words, settings)
        self.desk = desk_of(house, self.client, self.places, self.us, settings, chat=self.chat)
        unplaced = await self.desk.people.remember()
        self.desk.behind.later(self.desk.people.learn(unplaced))
        take, token = taking(self.desk, self.echo), settings.slack_app_token
        self._bolt = bolt_app(take, self.client, settings.slack_signing_secret)
        if token:
            self.socket = Socket(self._bolt, self.client, token, take=take, echo=self.echo)

    def routes(self) -> Sequence[web.RouteDef]:
        """Where requests come in; nowhere by Socket Mode."""
        if self.socket is not None:
            return ()

        async def hear(request: web.Request) -> web.Response:
            answer = await self._bolt.async_dispatch(await to_bolt_request(request))
            return await to_aiohttp_response(answer)

        return (web.post(EVENTS, hear),)

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """The socket while the block runs, where there is one."""
        if self.socket is None:
            yield
            return
        await self.socket.start()
        try:
            yield
        finally:
            await self.socket.stop()

    async def finish(self) -> None:
        """Wait for what runs behind, at most 5 s."""
        await self.desk.finish()

    def where(self) -> str:
        """By socket or by HTTP."""
        way = "serve_slack_socket" if self.settings.slack_app_token else "serve_slack_http"
        at = {"host": self.settings.http_host, "port": self.settings.http_port}
        return self.words(way, team=self.team, **at)


def is_set(settings: Settings) -> bool:
    """Whether Slack is to be served."""
    return bool(settings.slack_bot_token and (settings.slack_app_token or settings.slack_signing_secret))


@contextlib.asynccontextmanager
async def slack_side(
    settings: Settings, clock: Clock, words: Words, pace: Pace | None = None
) -> AsyncIterator[SlackSide]:
    """Slack's connections while the block runs. OutsideError where Slack does not let us in."""
    async with connections() as session:
        bot = (settings.slack_bot_token, settings.slack_api_url, session)
        posting, waiting = posting_client(*bot), waiting_client(*bot)
        us = await tried(waiting.auth_test())
        places, echo = Places(waiting), Echo()
        chat = SlackChat(posting, team=str(us["team_id"]), words=words, pace=pace, places=places, echo=echo)
        yield SlackSide(
            settings=settings,
            clock=clock,
            words=words,
            chat=chat,
            client=waiting,
            places=places,
            echo=echo,
            us=us,
        )
