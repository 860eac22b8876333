"""The receiver beside Slack: in both modes on the one server, and nowhere unless a token is set."""

import asyncio
import io
import socket
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.cli.serving import Served, serving
from bot.cli.web import LARGEST_REQUEST
from bot.domain.personal import Personal
from bot.domain.redaction import Redaction
from bot.settings import Settings
from bot.traces.receiving.door import PATH
from tests.adapters.receiving.sending import JSON, RUN, TOKEN, json_request, json_span
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.databases import blank_at

LARGE = "x" * LARGEST_REQUEST
"""Larger than Slack's own requests may be."""


def served(
    folder: Path,
    act: Callable[[Served, str], Awaitable[None]],
    *,
    way: str,
    token: str,
    also: tuple[Personal, ...] = (),
) -> None:
    """An act while the bot is served on a free port, Slack coming in one way or the other."""

    async def run() -> None:
        time = FakeTime()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        async with FakeSlack(time) as slack:
            world = slack.world
            settings = replace(
                Settings(),
                database=blank_at(folder / "r.sqlite3"),
                slack_bot_token=world.bot_token,
                slack_app_token=world.app_token if way == "socket" else "",
                slack_signing_secret=world.signing_secret,
                slack_api_url=slack.base_url,
                http_port=port,
                traces_token=token,
                redact_also=also,
            )
            async with serving(settings, time) as here:
                await act(here, f"http://127.0.0.1:{port}")

    asyncio.run(run())


async def send(url: str, body: bytes) -> int:
    """The status of a request."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": JSON}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


@pytest.mark.parametrize("way", ["socket", "http"])
def test_spans_are_taken_whichever_way_slack_comes(way: str, tmp_path: Path) -> None:
    """Committed to the database when it is answered; larger ones than Slack's own requests too."""
    long = {"key": "k", "value": {"stringValue": LARGE}}

    async def act(here: Served, url: str) -> None:
        assert PATH in here.where
        assert await send(url + PATH, json_request(json_span(attributes=[long]))) == 200
        (batch,) = here.app.store.received.of_run(RUN)
        assert batch.spans == 1

    served(tmp_path, act, way=way, token=TOKEN)


def test_without_a_token_nothing_is_there(tmp_path: Path) -> None:
    """Not even a refusal of its own."""

    async def act(here: Served, url: str) -> None:
        assert PATH not in here.where
        assert await send(url + PATH, json_request(json_span())) == 404

    served(tmp_path, act, way="http", token="")


def test_by_socket_mode_without_a_token_no_port_is_opened(tmp_path: Path) -> None:
    """As it always was."""

    async def act(_: Served, url: str) -> None:
        with pytest.raises(aiohttp.ClientConnectorError):
            await send(url + PATH, b"{}")

    served(tmp_path, act, way="socket", token="")


def test_requests_of_slack_keep_their_own_limit(tmp_path: Path) -> None:
    """What is large is read nowhere but where it is expected."""

    async def act(_: Served, url: str) -> None:
        assert await send(f"{url}/slack/events", LARGE.encode() + b"xx") == 413

    served(tmp_path, act, way="http", token=TOKEN)


def test_personal_data_goes_before_spans_are_kept_where_it_is_set(tmp_path: Path) -> None:
    """The process that reads requests is told what to take out; what it took is recorded."""
    keys = {"customer.phone": "4155550132", "note": "write to ana@example.org"}
    attributes = [{"key": key, "value": {"stringValue": value}} for key, value in keys.items()]

    async def act(here: Served, url: str) -> None:
        assert await send(url + PATH, json_request(json_span(attributes=attributes))) == 200
        (batch,) = here.app.store.received.of_run(RUN)
        content = zlib.decompress(batch.packed)
        assert b"[redacted: phone]" in content
        assert not [value for value in (b"4155550132", b"ana@example.org") if value in content]
        assert set(batch.redactions) == {Redaction("phone", 1), Redaction("e-mail", 1)}

    served(tmp_path, act, way="http", token=TOKEN, also=(Personal.EMAIL, Personal.PHONE))
