"""How things reach an app over HTTP: signed, late, twice, again where it did not answer."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.adapters.slack.fake.delivery import How
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import Heard, play
from tests.adapters.slack.fake.times import FakeTime


def test_an_event_can_come_twice_late_out_of_order_or_by_its_retry_alone() -> None:
    """The same event_id, with the headers of a retry; what was held back comes in the order asked for."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        slack.courier.how = How(twice=True)
        await slack.say("mia", "incidents", "one")
        assert heard.retries == [("", ""), ("1", "http_timeout")]
        assert heard.events[0] == heard.events[1]
        slack.courier.how = How(lose_first=True)
        await slack.say("mia", "incidents", "two")
        assert heard.retries[2:] == [("1", "connection_failed")]
        slack.courier.how = How()
        slack.hold()
        for text in ("three", "four"):
            await slack.say("mia", "incidents", text)
        assert len(heard.events) == 3
        await slack.courier.release(lambda held: held[::-1])
        assert [event["text"] for event in heard.events[3:]] == ["four", "three"]

    play(story)


def test_an_event_not_taken_comes_again_at_once_after_a_minute_and_after_five() -> None:
    """Three retries with their number and reason, then Slack gives up."""
    time = FakeTime()

    async def story(slack: FakeSlack, _app: AsyncApp, _heard: Heard) -> None:
        slack.world.subscribed |= {"pin_added"}
        event = {"type": "pin_added", "user": "U1", "channel_id": "C1", "event_ts": slack.world.ts()}
        delivery = await slack.happen(event)
        assert delivery is not None

        def tried(often: int) -> bool:
            return len(delivery.attempts) == often and time.sleepers > 0

        for attempts, wait in ((2, 60), (3, 300)):
            await slack.until(partial(tried, attempts))
            time.advance(timedelta(seconds=wait))
        await slack.until(lambda: len(delivery.attempts) == 4)
        assert {(attempt.status, attempt.why) for attempt in delivery.attempts} == {(404, "http_error")}

    play(story, time=time)


def test_an_app_that_takes_three_seconds_is_given_up_on() -> None:
    """The person who typed the command sees `operation_timeout`, and the event comes again as `http_timeout`."""
    time = FakeTime()

    async def story(slack: FakeSlack, app: AsyncApp, _heard: Heard) -> None:
        late = asyncio.Event()

        @app.command("/agent-incident")
        async def dawdle(ack: Any) -> None:
            late.set()
            await asyncio.Event().wait()
            await ack()

        typing = asyncio.create_task(slack.command("mia", "incidents", "it mailed the wrong list"))
        await late.wait()
        time.advance(timedelta(seconds=3))
        ack = await typing
        assert not ack.ok
        assert [m.text for m in slack.seen_by("mia")] == ["operation_timeout"]

    play(story, time=time)


@pytest.mark.parametrize(
    ("shift", "secret", "status"), [(-280, "", 200), (-320, "", 401), (0, "another", 401)]
)
def test_signatures_are_good_for_five_minutes_and_of_one_secret(shift: int, secret: str, status: int) -> None:
    """Bolt takes what was signed 280 s ago, and refuses 320 s and a wrong secret; it reads the clock of the wall."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        slack.courier.stamp_shift_s = shift
        slack.world.signing_secret = secret or slack.world.signing_secret
        await slack.say("mia", "incidents", "x")
        assert slack.courier.deliveries[0].attempts[0].status == status
        assert bool(heard.events) is (status == 200)

    play(story)


def test_the_address_is_proved_by_a_challenge() -> None:
    """Bolt answers it by itself."""

    async def story(slack: FakeSlack, _app: AsyncApp, _heard: Heard) -> None:
        assert await slack.verify_address()

    play(story)
