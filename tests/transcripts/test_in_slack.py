"""Whole dialogues through Slack: the same files as in the terminal, played in the fake workspace."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.chat.dialogue import Act, parse
from bot.chat.player import Outcome, play
from bot.settings import Settings
from tests.adapters.slack.driver import SlackDriver
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.databases import blank_at
from tests.transcripts.playing import DIALOGUES, HERE, text_of, with_restarts

OF_THE_TERMINAL = {
    "unknown_command": "Slack itself answers commands it does not know, and one without words opens a form",
}
"""Dialogues that do not play in Slack, and why."""

HTTP_AT_ONCE = "happy_path"
"""Played by HTTP in every run; the others in the long one, for behind the door both are the same."""


RESTARTED = ("access_control", "quick", "talk_and_bursts")
"""Restarted after every act: forms, four lines and a burst are cut in two there."""

TWICE = ("happy_path", "restricted", "talk_and_bursts")
"""With every event twice."""


def acts_of(name: str) -> tuple[Act, ...]:
    """The acts of a dialogue."""
    return parse(text_of(name), name)


@dataclass(frozen=True)
class Played:
    """How a dialogue went, and every message of the bot as it stands at the end; places of files left out."""

    outcome: Outcome
    said: tuple[str, ...]


def played(acts: tuple[Act, ...], folder: Path, serve: Callable[[Settings, FakeSlack], Settings]) -> Played:
    """A dialogue over a database of its own, served as the settings say that `serve` makes."""

    async def run() -> Played:
        time = FakeTime()
        async with FakeSlack(time) as slack:
            settings = replace(
                Settings(),
                database=blank_at(folder / "slack.sqlite3"),
                markdown_dir=folder / "reviews",
                quiet_seconds=0.0,
                slack_bot_token=slack.world.bot_token,
                slack_api_url=slack.base_url,
            )
            driver = SlackDriver(slack, time, serve(settings, slack), HERE)
            await driver.start()
            try:
                outcome = await play(acts, driver)
                return Played(outcome, tuple(text.replace(str(folder), "") for text in driver.said()))
            finally:
                await driver.stop()

    return asyncio.run(run())


def by_socket(settings: Settings, slack: FakeSlack) -> Settings:
    """Socket Mode."""
    return replace(settings, slack_app_token=slack.world.app_token)


def failures(name: str, done: Played) -> str:
    """What was expected and not said, and what was said that is most like it; empty where all went well."""
    return "\n".join(
        "\n".join((f"{name}:{one.line}: {one.error or one.kind} {one.who or 'all'}", *one.excerpt()))
        for one in done.outcome.failures
    )


@pytest.mark.parametrize("name", [path.stem for path in DIALOGUES])
def test_a_dialogue_goes_in_slack_as_written(name: str, tmp_path: Path) -> None:
    """Every act can be done, and every expectation is met; a failure shows what was said instead."""
    if name in OF_THE_TERMINAL:
        pytest.skip(OF_THE_TERMINAL[name])
    assert failures(name, played(acts_of(name), tmp_path, by_socket)) == ""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(path.stem, marks=() if path.stem == HTTP_AT_ONCE else pytest.mark.long)
        for path in DIALOGUES
        if path.stem not in OF_THE_TERMINAL
    ],
)
def test_a_dialogue_goes_in_slack_over_http(name: str, tmp_path: Path) -> None:
    """Every request signed, on the one server and port; whoever checks it reads the wall's clock, as it is signed."""
    port = free_port()

    def by_http(settings: Settings, slack: FakeSlack) -> Settings:
        slack.over_http(f"http://127.0.0.1:{port}/slack/events")
        return replace(
            settings,
            slack_signing_secret=slack.world.signing_secret,
            http_host="127.0.0.1",
            http_port=port,
        )

    assert failures(name, played(acts_of(name), tmp_path, by_http)) == ""


@pytest.mark.parametrize("name", RESTARTED)
def test_a_restart_after_every_act_is_not_noticed_in_slack(name: str, tmp_path: Path) -> None:
    """What stands in Slack stays, buttons and forms too; everything else is read from the database."""
    acts = parse(with_restarts(text_of(name)), name)
    assert failures(name, played(acts, tmp_path, by_socket)) == ""


@pytest.mark.parametrize("name", TWICE)
def test_what_slack_delivers_twice_counts_once(name: str, tmp_path: Path) -> None:
    """Every event comes again, as after an acknowledgement that was lost: nothing is said twice."""

    def twice(settings: Settings, slack: FakeSlack) -> Settings:
        slack.courier.how.twice = True
        return by_socket(settings, slack)

    once = played(acts_of(name), tmp_path / "once", by_socket)
    again = played(acts_of(name), tmp_path / "twice", twice)
    assert failures(name, again) == ""
    assert again.said == once.said


def free_port() -> int:
    """A port of the loopback nobody listens at."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
