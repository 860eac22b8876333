"""Every call is kept and judged: arguments, tokens, scopes, rations."""

import asyncio
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.fake import schemas
from tests.adapters.slack.fake.bare import client_of
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import SECTION, ask, people, refused
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import Channel


def test_tokens_are_told_apart() -> None:
    """None, a wrong one, the other kind, one of an app taken away."""

    async def story(slack: FakeSlack, client: AsyncWebClient, _place: Channel) -> None:
        tokens = ("", "xoxb-other", slack.world.app_token)
        clients = [AsyncWebClient(token=token, base_url=slack.base_url) for token in tokens]
        asked = [await refused(other.auth_test()) for other in clients]
        assert asked == ["not_authed", "invalid_auth", "not_allowed_token_type"]
        assert (await client.auth_test())["bot_id"] == "B0BOT"
        slack.world.revoked = "token_revoked"
        assert await refused(client.auth_test()) == "token_revoked"

    ask(story)


def test_rationed_history_gives_fifteen_a_minute() -> None:
    """A second look within the minute is HTTP 429."""
    time = FakeTime()

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        slack.world.rationed = True
        for number in range(20):
            await client.chat_postMessage(channel=place.id, text=str(number))
        page = await client.conversations_history(channel=place.id, limit=100)
        assert len(page["messages"]) == 15
        with pytest.raises(SlackApiError) as caught:
            await client.conversations_history(channel=place.id)
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "60"
        time.advance(timedelta(minutes=1))
        assert (await client.conversations_history(channel=place.id))["has_more"] is True

    ask(story, time=time)


@pytest.mark.skipif(bool(schemas.ABSENT), reason=schemas.ABSENT or "the method schemas are here")
def test_arguments_are_judged_by_slacks_own_schemas() -> None:
    """An unknown argument, a number out of range, the wrong verb and a method unknown to the shelf are noted."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        sent = await client.chat_postMessage(channel=place.id, text="x")
        await client.chat_postMessage(channel=place.id, text="x", shout=True)
        assert slack.forgive() == ["chat.postMessage: unknown argument shout"]
        await client.conversations_replies(channel=place.id, ts=sent["ts"], limit=2000)
        assert "2000" in slack.forgive()[0]
        await client.api_call("users.info", http_verb="POST", params={"user": "U1"})
        assert slack.forgive() == ["users.info: POST instead of GET"]
        assert (
            await refused(client.api_call("chat.update", json={"channel": place.id})) == "invalid_arguments"
        )
        assert await refused(client.api_call("emoji.list")) == "unknown_method"
        assert slack.forgive()

    ask(story)


@pytest.mark.skipif(bool(schemas.ABSENT), reason=schemas.ABSENT or "the method schemas are here")
def test_a_scope_not_granted_is_named() -> None:
    """`missing_scope` brings `needed` and `provided`, by the kind of place; every answer names what was granted."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        granted = (await client.auth_test()).headers["x-oauth-scopes"]
        assert "chat:write" in granted.split(",")
        slack.world.scopes -= {"channels:history"}
        with pytest.raises(SlackApiError) as caught:
            await client.conversations_history(channel=place.id)
        assert caught.value.response["error"] == "missing_scope"
        assert caught.value.response["needed"] == "channels:history"

    ask(story)


def test_calls_are_kept_in_order_without_the_token() -> None:
    """What was asked, by which verb, with which arguments, when."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        await client.chat_postMessage(channel=place.id, text="x", blocks=[SECTION])
        await client.conversations_info(channel=place.id)
        first, second = slack.calls
        assert (first.method, first.verb, first.args["blocks"]) == ("chat.postMessage", "POST", [SECTION])
        assert (second.method, second.verb, second.args) == (
            "conversations.info",
            "GET",
            {"channel": place.id},
        )
        assert first.at == slack.time.now()

    ask(story)


def test_without_judges_nothing_is_noted() -> None:
    """For measuring: the same refusals of places and threads, no opinion on blocks and arguments."""

    async def run() -> None:
        async with FakeSlack(judging=False, echo=False) as slack:
            place = people(slack)
            client = client_of(slack)
            await client.chat_postMessage(channel=place.id, text="<!here>", blocks=[SECTION] * 60, shout=True)
            assert await refused(client.chat_postMessage(channel="C404", text="x")) == "channel_not_found"
            assert not slack.violations
            assert not slack.courier.deliveries

    asyncio.run(run())
