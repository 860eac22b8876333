"""Faults on demand: each is met once, by the call it was meant for, and the deed is done or not as promised."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.fake.bare import client_of
from tests.adapters.slack.fake.slack import FakeSlack


def play(story: Callable[[FakeSlack, AsyncWebClient], Awaitable[None]]) -> None:
    """Run a story in a place the bot is in."""

    async def run() -> None:
        async with FakeSlack() as slack:
            slack.world.add_channel("incidents", id_="C1")
            await story(slack, client_of(slack))

    asyncio.run(run())


def test_an_error_is_answered_as_often_as_asked_and_no_more() -> None:
    """The third call is good again, and nothing was posted before."""

    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.fail("chat.postMessage", "missing_scope", times=2, needed="chat:write", provided="commands")
        for _ in range(2):
            with pytest.raises(SlackApiError) as caught:
                await client.chat_postMessage(channel="C1", text="x")
            assert caught.value.response["needed"] == "chat:write"
        assert not slack.posts("C1")
        await client.chat_postMessage(channel="C1", text="x")
        assert slack.troubles.left == 0

    play(story)


def test_too_many_requests_come_with_the_seconds_to_wait() -> None:
    """HTTP 429, `Retry-After`, nothing done."""

    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.troubles.limit("*", retry_after_s=7)
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel="C1", text="x")
        response = caught.value.response
        assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
        assert not slack.posts("C1")

    play(story)


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_breaks_down_answers_in_html(status: int) -> None:
    """No JSON, and nothing done."""

    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.troubles.break_down("chat.postMessage", status=status)
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel="C1", text="x")
        assert caught.value.response.status_code == status
        assert not slack.posts("C1")

    play(story)


@pytest.mark.parametrize(("when", "posts"), [("before", 0), ("after", 1)])
def test_a_connection_is_lost_before_the_deed_or_after_it(when: str, posts: int) -> None:
    """The caller sees the same; only the thread tells whether it was done."""

    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.troubles.drop("chat.postMessage", when=when)
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel="C1", text="x")
        assert len(slack.posts("C1")) == posts
        assert len(slack.calls_to("chat.postMessage")) == 1

    play(story)


def test_the_clients_own_retry_posts_twice_when_the_reply_is_lost() -> None:
    """Why the outbox owns every retry: with the default handlers one post becomes two."""

    async def story(slack: FakeSlack, _client: AsyncWebClient) -> None:
        slack.troubles.drop("chat.postMessage", when="after")
        await AsyncWebClient(token=slack.world.bot_token, base_url=slack.base_url).chat_postMessage(
            channel="C1", text="x"
        )
        assert len(slack.posts("C1")) == 2

    play(story)


def test_a_call_can_be_kept_waiting() -> None:
    """The deed is done once the gate opens."""

    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        gate = slack.troubles.stall("chat.postMessage")
        call = asyncio.create_task(client.chat_postMessage(channel="C1", text="x"))
        await slack.until(lambda: slack.troubles.left == 0)
        assert not slack.posts("C1")
        gate.set()
        await call
        assert len(slack.posts("C1")) == 1

    play(story)


@pytest.mark.parametrize("where", ["upload", "download"])
def test_files_meet_faults_too(where: str) -> None:
    """The bytes have addresses of their own."""

    async def story(slack: FakeSlack, client: AsyncWebClient) -> None:
        slack.troubles.break_down(where)
        put = client.files_upload_v2(channel="C1", filename="a.txt", content="a")
        if where == "upload":
            with pytest.raises(SlackRequestError, match="Failed to upload"):
                await put
            return
        await put
        link = f"{slack.world.base}/files-pri/T1-{next(iter(slack.world.files))}/a.txt"
        async with aiohttp.ClientSession() as web, web.get(link) as response:
            assert response.status == 503

    play(story)
