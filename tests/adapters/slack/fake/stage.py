"""A stage for tests: a workspace with Mia and Ana in one place, a client or a bare bolt app that hears everything."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.fake.bare import app_of, client_of, over_http
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import Channel, Json

SECTION: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "what happened"}}
EVENTS = (
    *("message", "app_mention", "reaction_added", "reaction_removed", "member_joined_channel"),
    *("user_change", "channel_id_changed", "app_uninstalled", "tokens_revoked", "app_home_opened"),
)


class Heard:
    """What the app heard, in order: events, and the number and reason of the retry each came with."""

    def __init__(self) -> None:
        self.events: list[Json] = []
        self.retries: list[tuple[str, str]] = []

    def types(self) -> list[str]:
        """Kinds of events, with the subtype of messages."""
        return [f"{e['type']}:{e['subtype']}" if e.get("subtype") else e["type"] for e in self.events]

    async def hear(self, event: Json, request: Any) -> None:
        """Note an event."""
        self.events.append(event)
        number, reason = (request.headers.get(f"x-slack-retry-{name}", [""])[0] for name in ("num", "reason"))
        self.retries.append((number, reason))


def people(slack: FakeSlack) -> Channel:
    """Mia (U1) and Ana (U2) with the bot in `incidents` (C1)."""
    slack.world.add_user("mia", id_="U1", email="mia@acme.test")
    slack.world.add_user("ana", id_="U2")
    return slack.world.add_channel("incidents", members=["mia", "ana"], id_="C1")


def ask(
    story: Callable[[FakeSlack, AsyncWebClient, Channel], Awaitable[None]], *, time: FakeTime | None = None
) -> None:
    """Run a story in which the Web API is asked, by Slack's own client."""

    async def run() -> None:
        async with FakeSlack(time) as slack:
            await story(slack, client_of(slack), people(slack))

    asyncio.run(run())


def play(
    story: Callable[[FakeSlack, AsyncApp, Heard], Awaitable[None]], *, time: FakeTime | None = None
) -> None:
    """Run a story in which people act, and an app hears of it over HTTP."""

    async def run() -> None:
        async with FakeSlack(time) as slack:
            people(slack)
            app, heard = app_of(slack), Heard()
            for kind in EVENTS:
                app.event(kind)(heard.hear)
            async with over_http(slack, app):
                await story(slack, app, heard)

    asyncio.run(run())


async def refused(call: Awaitable[Any]) -> str:
    """The error a call was answered with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])
