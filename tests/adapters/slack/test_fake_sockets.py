"""Socket Mode as Slack speaks it, heard through Slack's own client and bolt's handler."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.adapters.slack.fake.bare import app_of, over_socket
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime

Json = dict[str, Any]


class House:
    """A fake with Mia in a place, an app connected by a socket, and what it heard."""

    def __init__(self, time: FakeTime) -> None:
        self.time = time
        self.slack = FakeSlack(time)
        self.heard: list[tuple[str, str]] = []  # text, and the number of the retry
        self.handler: Any = None

    async def hear(self, event: Json, request: Any) -> None:
        """Note a message."""
        self.heard.append((event.get("text", ""), request.headers.get("x-slack-retry-num", [""])[0]))

    async def open_lines(self, count: int) -> None:
        """Come back when so many connections were made since the start."""
        await self.slack.until(lambda: self.slack.sockets.opened >= count)


def play(story: Callable[[House, AsyncApp], Awaitable[None]], *, ping_s: float = 5.0) -> None:
    """Run a story with the app connected."""

    async def run() -> None:
        house = House(FakeTime())
        async with house.slack as slack:
            slack.world.add_user("mia", id_="U1")
            slack.world.add_channel("incidents", members=["mia"], id_="C1")
            app = app_of(slack)
            app.event("message")(house.hear)
            async with over_socket(slack, app, ping_s=ping_s) as handler:
                house.handler = handler
                await house.open_lines(1)
                await story(house, app)

    asyncio.run(run())


def test_an_event_is_acknowledged_by_its_envelope() -> None:
    """Delivered once, acked once, no payload in the ack."""

    async def story(house: House, _app: AsyncApp) -> None:
        await house.slack.say("mia", "incidents", "at nine")
        (delivery,) = house.slack.courier.deliveries
        assert delivery.acked
        assert house.heard == [("at nine", "0")]
        assert len(house.slack.sockets.acks) == 1

    play(story)


def test_a_command_is_answered_in_the_ack() -> None:
    """A command's envelope takes a payload, which its author sees."""

    async def story(house: House, app: AsyncApp) -> None:
        @app.command("/agent-incident")
        async def answer(ack: Any) -> None:
            await ack("nothing is open")

        assert (await house.slack.command("mia", "incidents", "mine")).ok
        assert [m.text for m in house.slack.seen_by("mia")] == ["nothing is open"]

    play(story)


def test_an_envelope_nobody_acknowledges_comes_again() -> None:
    """Bolt does not ack what no listener hears: after 3 s it comes as retry 1."""

    async def story(house: House, _app: AsyncApp) -> None:
        slack = house.slack
        slack.world.subscribed |= {"pin_added"}
        event = {"type": "pin_added", "user": "U1", "channel_id": "C1", "event_ts": slack.world.ts()}
        happening = asyncio.create_task(slack.happen(event))
        await slack.until(lambda: house.time.sleepers)
        house.time.advance(timedelta(seconds=3))
        delivery = await happening
        assert delivery is not None
        assert [attempt.why for attempt in delivery.attempts] == ["timeout"]
        await slack.until(lambda: house.time.sleepers)
        house.time.advance(timedelta(seconds=3))
        await slack.until(lambda: len(delivery.attempts) == 2)

    play(story)


def test_a_refresh_makes_the_client_connect_anew() -> None:
    """After `disconnect` with `refresh_requested` a second connection hears."""

    async def story(house: House, _app: AsyncApp) -> None:
        await house.slack.sockets.disconnect("refresh_requested")
        await house.open_lines(2)
        await house.slack.say("mia", "incidents", "still there?")
        assert [text for text, _ in house.heard] == ["still there?"]

    play(story)


def test_a_cut_line_heals_and_what_came_meanwhile_arrives_by_the_retry() -> None:
    """No connection is a failed attempt; the one after a minute finds the new connection."""

    async def story(house: House, _app: AsyncApp) -> None:
        slack = house.slack
        slack.sockets.cut()
        await slack.until(lambda: not slack.sockets.lines)
        await slack.say("mia", "incidents", "anybody?")
        assert not house.heard
        await house.open_lines(2)
        await slack.until(lambda: house.time.sleepers)
        house.time.advance(timedelta(seconds=60))
        await slack.until(lambda: house.heard)
        assert house.heard == [("anybody?", "2")]

    play(story, ping_s=0.05)


def test_a_deaf_line_answers_pings_and_hears_nothing() -> None:
    """It looks alive to the client; a new connection hears, and the event comes again."""

    async def story(house: House, _app: AsyncApp) -> None:
        slack = house.slack
        slack.sockets.go_deaf()
        await slack.say("mia", "incidents", "anybody?")
        assert await house.handler.client.is_connected()
        await slack.sockets.ping()
        await slack.until(lambda: slack.sockets.lines[0].pongs)
        assert not house.heard
        await house.handler.client.connect_to_new_endpoint(force=True)
        await slack.until(lambda: len(slack.sockets.lines) == 1 and not slack.sockets.lines[0].deaf)
        house.time.advance(timedelta(seconds=3))
        await slack.until(lambda: house.heard)
        assert house.heard == [("anybody?", "1")]

    play(story)


def test_a_dead_line_does_not_answer_pings() -> None:
    """The client notices by itself and connects anew."""

    async def story(house: House, _app: AsyncApp) -> None:
        house.slack.sockets.play_dead()
        await house.open_lines(2)

    play(story, ping_s=0.05)


def test_tickets_serve_once_and_ten_lines_are_the_most() -> None:
    """A used ticket is refused; an eleventh connection is told `too_many_websockets`."""

    async def run() -> None:
        async with FakeSlack() as slack, aiohttp.ClientSession() as web:
            ticket = slack.sockets.ticket()
            lines = [await web.ws_connect(ticket)]
            assert (await lines[0].receive_json())["num_connections"] == 1
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await web.ws_connect(ticket)
            lines += [await web.ws_connect(slack.sockets.ticket()) for _ in range(10)]
            assert (await lines[9].receive_json())["type"] == "hello"
            assert (await lines[10].receive_json())["reason"] == "too_many_websockets"
            for line in lines:
                await line.close()

    asyncio.run(run())
