"""A bare bolt app beside the fake, over HTTP or a socket: what the fake is tried with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.fake.slack import FakeSlack


def client_of(slack: FakeSlack) -> AsyncWebClient:
    """Slack's own client, with the bot's token and no retries."""
    return AsyncWebClient(token=slack.world.bot_token, base_url=slack.base_url, retry_handlers=[])


def app_of(slack: FakeSlack) -> AsyncApp:
    """A bolt app that listens to nothing yet."""
    return AsyncApp(client=client_of(slack), signing_secret=slack.world.signing_secret)


@asynccontextmanager
async def over_http(slack: FakeSlack, app: AsyncApp) -> AsyncIterator[str]:
    """The app behind an address of its own, to which everything is brought."""

    async def dispatch(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", dispatch)
    runner = web.AppRunner(server, access_log=None, handle_signals=False, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        slack.over_http(f"http://{host}:{port}/slack/events")
        yield f"http://{host}:{port}/slack/events"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_socket(
    slack: FakeSlack, app: AsyncApp, *, ping_s: float = 5.0
) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app behind a socket, connected."""
    opener = AsyncWebClient(token=slack.world.app_token, base_url=slack.base_url)
    handler = AsyncSocketModeHandler(app, slack.world.app_token, web_client=opener, ping_interval=ping_s)
    await handler.connect_async()  # type: ignore[no-untyped-call] # bolt leaves it untyped
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # bolt leaves it untyped
