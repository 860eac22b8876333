"""An agent posts a run to the bot as it is served, and the wall that records what it sees stands."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.cli.capturing import SETTLED, Captures
from bot.cli.serving import Served, serving
from bot.domain.register import figures
from bot.domain.vocabulary import WallStatus
from bot.settings import Settings
from bot.traces.receiving.door import PATH
from tests.adapters.receiving.sending import TOKEN
from tests.adapters.receiving.test_served import send
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.databases import blank_at
from tests.journeys.captures import ANA, WORKSPACE, review_of, run, sevens, without_windows


def served(
    database: Path, time: FakeTime, act: Callable[[Served, str], Awaitable[None]], **changes: Any
) -> None:
    """An act while the bot is served on a free port by Socket Mode."""

    async def serve() -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        async with FakeSlack(time) as slack:
            settings = replace(
                Settings(),
                database=database,
                slack_bot_token=slack.world.bot_token,
                slack_app_token=slack.world.app_token,
                slack_api_url=slack.base_url,
                http_port=port,
                **{"traces_token": TOKEN, **changes},
            )
            async with serving(settings, time) as here:
                await act(here, f"http://127.0.0.1:{port}{PATH}")

    asyncio.run(serve())


def looking(here: Served) -> Captures:
    """What looks for windows there."""
    assert here.captures is not None
    return here.captures


def status(here: Served) -> WallStatus:
    """What the wall is now."""
    with here.app.store.unit() as work:
        review = work.review(7)
    assert review is not None
    return review.walls[0].status


def test_a_run_that_is_posted_makes_the_wall_stand(tmp_path: Path) -> None:
    """One without windows does not, the next does; the register counts the wall among those that stand."""
    time = FakeTime()
    database = blank_at(tmp_path / "r.sqlite3")

    async def act(here: Served, url: str) -> None:
        with here.app.store.unit() as work:
            work.keep(review_of(thread=None))
        time.advance(timedelta(hours=2))
        assert await send(url, run(sevens(1), change=without_windows)) == 200
        time.advance(SETTLED)
        assert await looking(here).look() == 0
        assert await send(url, run()) == 200
        time.advance(SETTLED)
        assert await looking(here).look() == 1
        assert status(here) is WallStatus.STANDING
        with here.app.store.reading() as lists:
            lines, walls = lists.reviews(ANA, WORKSPACE), lists.walls(ANA, WORKSPACE)
        assert figures(lines, walls, time.now().date()).standing == 1

    served(database, time, act)


def test_a_run_that_was_posted_before_a_restart_is_found_by_the_next_process(tmp_path: Path) -> None:
    """As soon as it serves, without anybody doing anything."""
    time = FakeTime()
    database = blank_at(tmp_path / "r.sqlite3")

    async def posts(here: Served, url: str) -> None:
        with here.app.store.unit() as work:
            work.keep(review_of(thread=None))
        time.advance(timedelta(hours=2))
        assert await send(url, run()) == 200

    async def finds(here: Served, _: str) -> None:
        async with asyncio.timeout(60):  # so that a fault ends the test
            while status(here) is not WallStatus.STANDING:
                await asyncio.sleep(0)

    served(database, time, posts)
    time.advance(timedelta(days=2))
    served(database, time, finds)


def test_where_agents_send_nothing_nobody_looks(tmp_path: Path) -> None:
    """Without a token there are no runs."""

    async def act(here: Served, _: str) -> None:
        assert here.captures is None

    served(blank_at(tmp_path / "r.sqlite3"), FakeTime(), act, traces_token="")
