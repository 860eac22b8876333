"""Whole dialogues through Teams: the same files as in the terminal, played in the fake tenant."""

import asyncio
import socket
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.chat.dialogue import Act, parse
from bot.chat.player import Outcome, play
from bot.settings import Settings
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.teams.driver import TeamsDriver
from tests.adapters.teams.fake.openid import APP, PASSWORD, TENANT, OpenId
from tests.adapters.teams.fake.teams import FakeTeams
from tests.databases import blank_at
from tests.transcripts.playing import DIALOGUES, HERE, text_of, with_restarts

OF_OTHERS = {
    "unknown_command": "Teams knows no commands: what follows the bot's name is a line that opens a review",
}
"""Dialogues that do not play in Teams, and why."""

RESTARTED = ("quick",)
"""Restarted after every act."""


@dataclass(frozen=True)
class Played:
    """How a dialogue went, and every message of the bot as it stands at the end; places of files left out."""

    outcome: Outcome
    said: tuple[str, ...]


def acts_of(name: str) -> tuple[Act, ...]:
    """The acts of a dialogue."""
    return parse(text_of(name), name)


def played(acts: tuple[Act, ...], folder: Path, *, twice: bool = False) -> Played:
    """A dialogue over a database of its own; `twice`: every activity comes again."""

    async def run() -> Played:
        time = FakeTime()
        async with OpenId() as openid, FakeTeams(time, openid) as teams:
            teams.courier.twice = twice
            where = openid.addresses(teams.world.base)
            settings = replace(
                Settings(),
                database=blank_at(folder / "teams.sqlite3"),
                markdown_dir=folder / "reviews",
                quiet_seconds=0.0,
                teams_app_id=APP,
                teams_app_password=PASSWORD,
                teams_tenant_id=TENANT,
                teams_login_url=where.login,
                teams_openid_url=where.openid,
                teams_services=(teams.world.base,),
                http_port=free_port(),
            )
            driver = TeamsDriver(teams, time, settings, HERE)
            await driver.start()
            try:
                outcome = await play(acts, driver)
                return Played(outcome, tuple(text.replace(str(folder), "") for text in driver.said()))
            finally:
                await driver.stop()

    return asyncio.run(run())


def failures(name: str, done: Played) -> str:
    """What was expected and not said, and what was said that is most like it; empty where all went well."""
    return "\n".join(
        "\n".join((f"{name}:{one.line}: {one.error or one.kind} {one.who or 'all'}", *one.excerpt()))
        for one in done.outcome.failures
    )


@pytest.mark.parametrize("name", [path.stem for path in DIALOGUES])
def test_a_dialogue_goes_in_teams_as_written(name: str, tmp_path: Path) -> None:
    """Every act can be done, and every expectation is met; a failure shows what was said instead."""
    if name in OF_OTHERS:
        pytest.skip(OF_OTHERS[name])
    assert failures(name, played(acts_of(name), tmp_path)) == ""


@pytest.mark.parametrize("name", RESTARTED)
def test_a_restart_after_every_act_is_not_noticed_in_teams(name: str, tmp_path: Path) -> None:
    """What stands in Teams stays, buttons and dialogs too; everything else is read from the database."""
    acts = parse(with_restarts(text_of(name)), name)
    assert failures(name, played(acts, tmp_path)) == ""


def free_port() -> int:
    """A port of the loopback nobody listens at."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
