"""The demo's dialogue in the fake workspace, and what is drawn of it: the very messages and views the bot sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.chat.dialogue import parse
from bot.chat.player import play
from bot.cli.playing import DEMO
from bot.settings import Settings
from tests.adapters.slack.driver import SlackDriver
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import Json, Message
from tests.adapters.slack.pictures import frames
from tests.adapters.slack.pictures.frames import Posted

PROBED = "# What it could have done"
ANSWERED = "+ 2 min"
WALLED = "mira form wall_owner W2"
"""Where the demo's script is stopped for a look: each begins what is played after it."""

WHO = "ade"
"""Whose home tab is drawn: owner of what is left unknown, and of a wall."""

OWN = "/agent-incident quote-desk sent a quote with last year's prices"
"""A review of theirs, so that the tab shows one."""

REMINDED = datetime(2026, 9, 30, 11, tzinfo=UTC)
"""When both their wall and what they would find out are waited for."""

TITLES = {
    "thread": "A thread in Slack: the card of the review with its buttons, question 1, a recorded run with its "
    "decision points, a shallow answer taken with a reaction, and the probe that follows",
    "form": "The form of question 1 in Slack, its fields filled with what was said in the thread so far",
    "home": "The home tab in Slack: an open question, a wall and a review of one person, each with its buttons",
    "nudge": "A direct message of the bot in Slack: what one person would find out and the wall they build, each with "
    "its date, why it matters, and buttons that answer it, hand it on, or put it off",
}
"""What each picture shows, in words."""


@dataclass(frozen=True)
class Scenes:
    """What was sent: the messages of a thread, a form, a home tab, a direct message; names of people by id."""

    thread: tuple[Posted, ...]
    form: Json
    home: Json
    nudge: Posted
    names: Mapping[str, str]


async def scenes(folder: Path) -> Scenes:
    """The demo played over a database in this folder. AssertionError where it does not go as written."""
    time = FakeTime()
    async with FakeSlack(time) as slack:
        settings = replace(
            Settings(),
            database=folder / "pictures.sqlite3",
            markdown_dir=folder / "reviews",
            quiet_seconds=0.0,
            slack_bot_token=slack.world.bot_token,
            slack_app_token=slack.world.app_token,
            slack_api_url=slack.base_url,
        )
        driver = SlackDriver(slack, time, settings, DEMO)
        await driver.start()
        try:
            return await _seen(driver, slack)
        finally:
            await driver.stop()


async def _seen(driver: SlackDriver, slack: FakeSlack) -> Scenes:
    """The looks, one after the other, each where the script has come to it."""
    script = (DEMO / "refund.play").read_text("utf-8")
    await _play(driver, script[: script.index(PROBED)])
    [root] = slack.posts(driver.channel.id)[-1:]
    thread = tuple(_posted(slack, message) for message in slack.thread(driver.channel.id, root.ts))
    await _play(driver, script[script.index(PROBED) : script.index(ANSWERED)])
    await driver.presses("jonas", "Answer by form", "")
    form = slack.calls_to("views.open")[-1].args["view"]
    await _play(driver, script[script.index(ANSWERED) : script.index(WALLED)])
    await driver.says(WHO, OWN)
    await slack.open_home(WHO)
    await driver.passes(timedelta())
    home = slack.calls_to("views.publish")[-1].args["view"]
    await driver.passes(REMINDED - driver.now())
    nudge = _posted(slack, max(slack.seen_by(WHO), key=lambda message: message.ts))
    return Scenes(thread, form, home, nudge, {user.id: user.name for user in slack.world.users.values()})


async def _play(driver: SlackDriver, script: str) -> None:
    outcome = await play(parse(script), driver)
    assert outcome.went_well, outcome.failures


def _posted(slack: FakeSlack, message: Message) -> Posted:
    """A message as it stands in the thread."""
    author = slack.world.users[message.user]
    return Posted(
        author.name,
        author.is_bot,
        f"{datetime.fromtimestamp(float(message.ts), UTC):%H:%M}",
        message.blocks,
        [slack.world.files[file].name for file in message.files],
        {name: len(users) for name, users in message.reactions.items()},
    )


def drawn(seen: Scenes) -> dict[str, str]:
    """The pictures as SVG, by the last word of their files' names."""
    bot = next(post.name for post in seen.thread if post.is_bot)
    return {
        "thread": frames.thread(seen.thread, "incidents", seen.names, TITLES["thread"]),
        "form": frames.form(seen.form, seen.names, TITLES["form"]),
        "home": frames.home(seen.home, seen.names, bot, TITLES["home"]),
        "nudge": frames.direct([seen.nudge], bot, seen.names, TITLES["nudge"]),
    }
