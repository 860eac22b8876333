"""`agent-incident serve`: the bot in Slack and in Teams, by Socket Mode and on our one HTTP server."""

import argparse
import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.app import App, Traces, build, with_threads
from bot.chat.pace import Pace
from bot.chat.words import Words
from bot.cli.capturing import Captures, captures_of
from bot.cli.fetching import Runs
from bot.cli.hooks import hook_routes
from bot.cli.house import drawer, fetcher
from bot.cli.out import say
from bot.cli.side import Side
from bot.cli.slack_side import is_set as slack_is_set
from bot.cli.slack_side import slack_side
from bot.cli.teams_side import is_set as teams_is_set
from bot.cli.teams_side import teams_side
from bot.cli.web import listening, trace_routes
from bot.clock import SystemClock
from bot.domain.errors import PersonError
from bot.ports import Clock
from bot.settings import Settings
from bot.voice import load_voice
from bot.voice.speaking import SpokenVoice

TEAMS_REFILL_S = 2.01
"""Seconds a post in one thread of Teams: with a full bucket at its beginning, no hour has more than the 1,800 it takes.

Source: Microsoft's rate limits of bots.
"""

GARBAGE_AFTER = 10_000
"""New objects between two looks for garbage; at Python's own 700, a burst spends a sixth of its time looking."""


def serve(asked: argparse.Namespace, settings: Settings) -> int:
    """Until Ctrl-C or SIGTERM."""
    asyncio.run(_serve(settings, insecure_local=asked.insecure_local))
    return 0


async def _serve(settings: Settings, *, insecure_local: bool) -> None:
    async with serving(settings, SystemClock(), insecure_local=insecure_local) as served:
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
    """What runs: the app, its platforms, and how they are reached, in words."""

    app: App
    where: str
    sides: Sequence[Side]
    captures: Captures | None  # None: agents send no spans here


@contextlib.asynccontextmanager
async def serving(
    settings: Settings, clock: Clock, pace: Pace | None = None, *, insecure_local: bool = False
) -> AsyncIterator[Served]:
    """Every platform that is set, served while the block runs; `pace` in place of each one's own.

    `insecure_local` serves Teams without credentials, to this machine alone. PersonError where the settings do not
    suffice.
    """
    voice = load_voice(settings.prompts_dir)
    with_threads()
    async with contextlib.AsyncExitStack() as stack:
        sides: list[Side] = []
        if slack_is_set(settings):
            sides.append(await stack.enter_async_context(slack_side(settings, clock, voice.words, pace)))
        if teams_is_set(settings) or insecure_local:
            slower = pace or Pace(refill_s=TEAMS_REFILL_S)
            teams = teams_side(settings, clock, voice.words, slower, insecure_local=insecure_local)
            sides.append(await stack.enter_async_context(teams))
        if not sides:
            raise PersonError("serve_nothing")
        app = _built(settings, clock, voice, sides)
        stack.push_async_callback(app.stop)
        for side in sides:
            await side.join(app)
        await app.start()
        captures = captures_of(app, clock, voice.words, settings) if settings.traces_token else None
        async with _open(app, clock, voice, settings, sides, captures):
            yield Served(app, _where(voice.words, sides, settings), tuple(sides), captures)
        for side in sides:
            await side.finish()


def _built(settings: Settings, clock: Clock, voice: SpokenVoice, sides: Sequence[Side]) -> App:
    runs = Runs(settings)
    runs.load()
    traces = Traces(
        links=runs.links,
        fetcher=fetcher(settings, runs, voice.words),
        drawer=drawer(settings, voice.words),
    )
    chats = [side.chat for side in sides]
    return build(settings, chats=chats, clock=clock, voice=voice, traces=traces)


@contextlib.asynccontextmanager
async def _open(
    app: App,
    clock: Clock,
    voice: SpokenVoice,
    settings: Settings,
    sides: Sequence[Side],
    captures: Captures | None,
) -> AsyncIterator[None]:
    """Everything that comes in, while the block runs: the one server, sockets, and windows that are looked for."""
    async with contextlib.AsyncExitStack() as stack:
        routes = [route for side in sides for route in side.routes()]
        routes += await stack.enter_async_context(trace_routes(app.store, clock, voice, settings))
        routes += hook_routes(app, clock, voice, settings, sides[0].workspace)
        await stack.enter_async_context(listening(routes, settings))
        for side in sides:
            await stack.enter_async_context(side.connected())
        if captures is not None:
            await stack.enter_async_context(captures.running())
        yield


def _where(words: Words, sides: Sequence[Side], settings: Settings) -> str:
    """How the platforms come in, and where spans and pipelines do."""
    doors = {"serve_traces": settings.traces_token, "serve_hooks": settings.hooks_token}
    at = {"host": settings.http_host, "port": settings.http_port}
    beside = (words(key, **at) for key, token in doors.items() if token)
    return "; ".join((*(side.where() for side in sides), *beside))
