"""The one HTTP server of `serve`: Slack's requests where they come by HTTP, and spans where agents send them."""

import contextlib
from collections.abc import AsyncIterator, Sequence

from aiohttp import web

from bot.domain.errors import OutsideError
from bot.ports import Clock, Store
from bot.settings import Settings
from bot.traces.receiving.door import Door, Rules
from bot.traces.receiving.reader import Reader
from bot.voice.speaking import SpokenVoice

LARGEST_REQUEST = 1024 * 1024  # spans have a limit of their own
STOP_S = 2.0  # a request in hand may finish; the process ends within 10


@contextlib.asynccontextmanager
async def trace_routes(
    store: Store, clock: Clock, voice: SpokenVoice, settings: Settings
) -> AsyncIterator[list[web.RouteDef]]:
    """Where spans are taken while the block runs; nowhere unless a token is set."""
    if not settings.traces_token:
        yield []
        return
    rules = Rules(settings.traces_token, settings.trace_max_bytes, voice.error, settings.redact_also)
    door = Door(store.received, clock, rules, Reader())
    async with door.open():
        yield door.routes()


@contextlib.asynccontextmanager
async def listening(routes: Sequence[web.RouteDef], settings: Settings) -> AsyncIterator[None]:
    """The server while the block runs; none where there are no routes. OutsideError `serve_address`."""
    if not routes:
        yield
        return
    server = web.Application(client_max_size=LARGEST_REQUEST)
    server.add_routes(routes)
    # Bodies come as they were sent: those of spans are unpacked elsewhere, and Slack packs none.
    runner = web.AppRunner(server, access_log=None, auto_decompress=False, shutdown_timeout=STOP_S)
    await runner.setup()
    try:
        await _bound(web.TCPSite(runner, settings.http_host, settings.http_port), settings)
        yield
    finally:
        await runner.cleanup()


async def _bound(site: web.TCPSite, settings: Settings) -> None:
    try:
        await site.start()
    except OSError as error:  # taken, of another machine, or no address at all
        host, port = settings.http_host, settings.http_port
        raise OutsideError("serve_address", host=host, port=port, why=error.strerror or str(error)) from error
