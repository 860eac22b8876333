"""`agent-incident serve`: the bot in Slack, by Socket Mode or on our one HTTP server."""

import argparse
import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.app import App, Traces, build, with_threads
from bot.chat.slack.echo import Echo
from bot.chat.slack.pace import Pace
from bot.chat.slack.places import Places
from bot.chat.slack.post import SlackChat
from bot.chat.slack.serve import bolt_app, connections, posting_client, taking, waiting_client
from bot.chat.slack.socket import Socket
from bot.chat.slack.taking import Desk
from bot.chat.slack.troubles import tried
from bot.chat.words import Words
from bot.cli.fetching import Runs
from bot.cli.hooks import hook_routes
from bot.cli.house import drawer, fetcher
from bot.cli.manifest import EVENTS
from bot.cli.out import say
from bot.cli.slack import desk_of, house_of
from bot.cli.web import listening, trace_routes
from bot.clock import SystemClock
from bot.domain.errors import PersonError
from bot.ports import Clock
from bot.settings import Settings
from bot.voice import load_voice

GARBAGE_AFTER = 10_000
"""New objects between two looks for garbage; at Python's own 700, a burst spends a sixth of its time looking."""


def serve(_: argparse.Namespace, settings: Settings) -> int:
    """Until Ctrl-C or SIGTERM."""
    asyncio.run(_serve(settings))
    return 0


async def _serve(settings: Settings) -> None:
    async with serving(settings, SystemClock()) as served:
        words = load_voice(settings.prompts_dir).words
        gc.set_threshold(GARBAGE_AFTER)
        gc.collect()
        gc.freeze()  # what was loaded stays for good: looking through it for garbage stops everybody for 0.1 s
        say(words("serve_start", what=served.where, database=str(settings.database.resolve())))
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        await ended.wait()


@dataclass(frozen=True)
class Served:
    """What runs: the app, the desk that takes what Slack brings, and how it is reached, in words."""

    app: App
    desk: Desk
    where: str
    socket: Socket | None


@contextlib.asynccontextmanager
async def serving(settings: Settings, clock: Clock, pace: Pace | None = None) -> AsyncIterator[Served]:
    """Slack served while the block runs. PersonError where the settings do not suffice."""
    if not settings.slack_bot_token or not (settings.slack_app_token or settings.slack_signing_secret):
        raise PersonError("serve_nothing")
    with_threads()
    async with connections() as session, _slack(settings, clock, pace, session) as served:
        yield served


@contextlib.asynccontextmanager
async def _slack(
    settings: Settings, clock: Clock, pace: Pace | None, session: aiohttp.ClientSession
) -> AsyncIterator[Served]:
    voice = load_voice(settings.prompts_dir)
    bot = (settings.slack_bot_token, settings.slack_api_url, session)
    posting, waiting = posting_client(*bot), waiting_client(*bot)
    us = await tried(waiting.auth_test())
    team = str(us["team_id"])
    places, echo = Places(waiting), Echo()
    chat = SlackChat(posting, team=team, words=voice.words, pace=pace, places=places, echo=echo)
    runs = Runs(settings)
    runs.load()
    traces = Traces(
        links=runs.links,
        fetcher=fetcher(settings, runs, voice.words),
        drawer=drawer(settings, voice.words),
    )
    app = build(settings, chat=chat, clock=clock, voice=voice, traces=traces)
    house = house_of(app, clock, voice.words, settings)
    desk = desk_of(house, waiting, places, us, settings, chat=chat)
    try:
        unplaced = await desk.people.remember()
        desk.behind.later(desk.people.learn(unplaced))
        await app.start()
        take = taking(desk, echo)
        bolt = bolt_app(take, waiting, settings.slack_signing_secret)
        token = settings.slack_app_token
        socket = Socket(bolt, waiting, token, take=take, echo=echo) if token else None
        async with trace_routes(app.store, clock, voice, settings) as spans:
            hooks = hook_routes(app, clock, voice, settings, f"slack:{team}")
            routes = [*spans, *hooks] if socket else [*spans, *hooks, _slack_route(bolt)]
            async with listening(routes, settings), _connected(socket):
                said = _where(voice.words, team, settings)
                yield Served(app, desk, said, socket)
        await desk.finish()
    finally:
        await app.stop()


def _where(words: Words, team: str, settings: Settings) -> str:
    """How Slack comes in, and where spans and pipelines do."""
    way = "serve_slack_socket" if settings.slack_app_token else "serve_slack_http"
    doors = {"serve_traces": settings.traces_token, "serve_hooks": settings.hooks_token}
    keys = [way, *(key for key, token in doors.items() if token)]
    at = {"host": settings.http_host, "port": settings.http_port}
    return "; ".join(words(key, team=team, **at) for key in keys)


@contextlib.asynccontextmanager
async def _connected(socket: Socket | None) -> AsyncIterator[None]:
    """The socket while the block runs, where there is one."""
    if socket is None:
        yield
        return
    await socket.start()
    try:
        yield
    finally:
        await socket.stop()


def _slack_route(bolt: AsyncApp) -> web.RouteDef:
    async def hear(request: web.Request) -> web.Response:
        answer = await bolt.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    return web.post(EVENTS, hear)
