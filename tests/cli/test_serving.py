"""What keeps the bot from being served is one error with its sentence."""

import asyncio
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.serving import serving
from bot.clock import SystemClock
from bot.domain.errors import OutsideError
from bot.settings import Settings
from storage.store import open_store
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime


async def serve(settings: Settings) -> None:
    """Serve for a moment, by HTTP, beside a Slack that answers."""
    async with FakeSlack(FakeTime()) as slack:
        world = slack.world
        ours = replace(
            settings,
            slack_bot_token=world.bot_token,
            slack_signing_secret=world.signing_secret,
            slack_api_url=slack.base_url,
        )
        async with serving(ours, SystemClock()):
            pass


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_an_address_that_cannot_be_had_is_named(host: str, tmp_path: Path) -> None:
    """Taken by another, or none; the database is let go of."""
    database = tmp_path / "r.sqlite3"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = replace(Settings(), database=database, http_host=host, http_port=port)
        with pytest.raises(OutsideError) as refusal:
            asyncio.run(serve(settings))
    values = refusal.value.values
    assert (refusal.value.key, values["host"], values["port"]) == ("serve_address", host, port)
    assert values["why"]
    open_store(database).close()
