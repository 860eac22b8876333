"""Whole dialogues through Slack: the same files as in the terminal, played in the fake workspace."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.dialogue import parse
from bot.chat.player import Outcome, play
from bot.settings import Settings
from tests.adapters.slack.driver import SlackDriver
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.transcripts.playing import DIALOGUES, HERE, text_of

LEFT_OUT = {
    "unknown_command": "Slack itself answers a command it does not know, and one without words opens a form",
}
"""Dialogues that do not play in Slack, and why."""


def played(name: str, folder: Path) -> Outcome:
    """A dialogue by Socket Mode, over a database of its own."""

    async def run() -> Outcome:
        time = FakeTime()
        async with FakeSlack(time) as slack:
            settings = replace(
                Settings(),
                database=folder / "slack.sqlite3",
                markdown_dir=folder / "reviews",
                quiet_seconds=0.0,
                slack_bot_token=slack.world.bot_token,
                slack_app_token=slack.world.app_token,
                slack_api_url=slack.base_url,
            )
            driver = SlackDriver(slack, time, settings, HERE)
            await driver.start()
            try:
                return await play(parse(text_of(name), name), driver)
            finally:
                await driver.stop()

    return asyncio.run(run())


def failures(name: str, outcome: Outcome) -> str:
    """What was expected and not said, and what was said that is most like it; empty where all went well."""
    return "\n".join(
        "\n".join((f"{name}:{one.line}: {one.error or one.kind} {one.who or 'all'}", *one.excerpt()))
        for one in outcome.failures
    )


@pytest.mark.parametrize("name", [path.stem for path in DIALOGUES])
def test_a_dialogue_goes_in_slack_as_written(name: str, tmp_path: Path) -> None:
    """Every act can be done, and every expectation is met; a failure shows what was said instead."""
    if name in LEFT_OUT:
        pytest.skip(LEFT_OUT[name])
    outcome = played(name, tmp_path)
    assert failures(name, outcome) == ""
