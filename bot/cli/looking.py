"""Slack looked at with the keys of the settings; `checking` says what is found."""

from collections.abc import AsyncIterator

from bot.chat.findings import Finding, gathered
from bot.chat.slack import ways_in
from bot.chat.slack.checkup import Wanted, looking_client, unreachable, workspace
from bot.chat.slack.post import PLATFORM
from bot.cli.held import held
from bot.cli.manifest import EVENTS, scopes
from bot.clock import SystemClock
from bot.ports import Clock
from bot.settings import Settings


async def slack(settings: Settings, clock: Clock | None = None) -> tuple[Finding, ...]:
    """What the keys that are set are good for, and whether Slack reaches us, within 10 s."""
    client = looking_client(settings.slack_bot_token, settings.slack_api_url)
    legs: list[AsyncIterator[Finding]] = []
    if settings.slack_bot_token:
        wanted = Wanted(scopes(), settings.slack_channel, tuple(held(settings, PLATFORM)))
        legs.append(workspace(client, wanted, clock or SystemClock()))
    if settings.slack_app_token:
        legs.append(ways_in.socket(looking_client(settings.slack_app_token, settings.slack_api_url)))
    elif settings.slack_signing_secret:
        door = ways_in.Door(settings.http_host, settings.http_port, EVENTS, settings.slack_signing_secret)
        legs.append(ways_in.port(door))
    return await gathered(*legs, late=unreachable(client))
