"""Faults on demand and limits: each met by the call it was meant for, the deed done or not as promised."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import aiohttp
import pytest

from tests.adapters.slack.fake.times import START, FakeTime
from tests.adapters.teams.fake.pace import Windows
from tests.adapters.teams.fake.stage import Bot, Caller, message, play
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.trouble import Troubles

PLACE = "19:incidents@thread.tacv2"
PATH = "v3/conversations/19%3Aincidents%40thread.tacv2/activities"


def limit(troubles: Troubles) -> None:
    """Too many requests."""
    troubles.limit("send", retry_after_s=7)


def refuse(troubles: Troubles) -> None:
    """A precondition failed behind the service."""
    troubles.refuse("send", 412, "PreconditionFailed")


def proxy(troubles: Troubles) -> None:
    """A proxy answers in place of the service."""
    troubles.break_down("send", status=504)


def proxy_after(troubles: Troubles) -> None:
    """A proxy answers, and the service has done it."""
    troubles.break_down("*", status=502, done=True)


def nothing(troubles: Troubles) -> None:
    """It is done, and no id comes back."""
    troubles.empty("send")


@pytest.mark.parametrize(
    ("trouble", "status", "answer", "posts"),
    [
        (limit, 429, "Throttled", 0),
        (refuse, 412, "PreconditionFailed", 0),
        (proxy, 504, "<html>", 0),
        (proxy_after, 502, "<html>", 1),
        (nothing, 202, "", 1),
    ],
)
def test_a_fault_is_met_once(
    trouble: Callable[[Troubles], None], status: int, answer: str, posts: int
) -> None:
    """The answer is as promised, the deed too, and the next call is good."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        trouble(teams.troubles)
        got, headers, text = await call.raw("POST", PATH, body=message())
        assert (got, headers.get("Retry-After")) == (status, "7" if status == 429 else None)
        assert answer in str(text)
        assert len(teams.posts("incidents")) == posts
        assert (await call("POST", PLACE, "activities", body=message()))[0] == 201
        assert teams.troubles.left == 0

    play(story)


@pytest.mark.parametrize(("done", "posts"), [(False, 0), (True, 1)])
def test_a_connection_is_lost_before_the_deed_or_after_it(*, done: bool, posts: int) -> None:
    """The caller sees the same; only the channel tells whether it was done."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        teams.troubles.drop("send", done=done)
        with pytest.raises(aiohttp.ClientError):
            await call("POST", PLACE, "activities", body=message())
        assert len(teams.posts("incidents")) == posts

    play(story)


def test_a_fault_can_be_aimed_at_some_calls_alone() -> None:
    """Others pass it by."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        general = "19:ops@thread.tacv2"
        teams.troubles.break_down("send")
        teams.troubles.aim("send", lambda met: met.conversation == general)
        assert (await call("POST", PLACE, "activities", body=message()))[0] == 201
        assert (await call("POST", general, "activities", body=message()))[0] == 502

    play(story)


def test_a_call_can_be_kept_waiting() -> None:
    """The deed is done once the gate opens."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        gate = teams.troubles.stall("send")
        waiting = asyncio.create_task(call("POST", PLACE, "activities", body=message()))
        await teams.until(lambda: teams.troubles.left == 0)
        assert not teams.posts("incidents")
        gate.set()
        await waiting
        assert len(teams.posts("incidents")) == 1

    play(story)


@pytest.mark.parametrize(
    ("kind", "every_s", "good", "wait_s"),
    [("send", 0.2, 8, 1), ("send", 0.4, 60, 6), ("send", 1.9, 1800, 180), ("members", 0.2, 120, 6)],
)
def test_calls_are_counted_in_every_documented_window(
    kind: str, every_s: float, good: int, wait_s: int
) -> None:
    """Who calls at an even pace meets the window that is full first, and hears how long to wait."""
    windows, now, made = Windows(), START, 0
    while not (wait := windows.wait_s(kind, PLACE, now)):
        made += 1
        now += timedelta(seconds=every_s)
    assert (made, wait) == (good, wait_s)


def test_the_eighth_message_of_a_second_is_too_many_for_a_thread() -> None:
    """Another thread is not held up, and after the wait it goes on."""
    time = FakeTime()

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        first, second = [await teams.say("Mia", "incidents", "hello") for _ in range(2)]
        one, other = (f"{PLACE};messageid={root.id}" for root in (first, second))
        sent = [(await call("POST", one, "activities", body=message()))[0] for _ in range(8)]
        assert sent == [201] * 7 + [429]
        assert (await call("POST", other, "activities", body=message()))[0] == 201
        path = (
            f"v3/conversations/{one.replace(':', '%3A').replace('@', '%40').replace(';', '%3B')}/activities"
        )
        _, headers, _ = await call.raw("POST", path, body=message())
        time.advance(timedelta(seconds=int(headers["Retry-After"])))
        assert (await call("POST", one, "activities", body=message()))[0] == 201
        assert len(teams.thread(first)) == 1 + 8

    play(story, limits=True, time=time)
