"""Posting, each of its errors met once: a card, words, a direct message, a word to one person, and what follows."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.adapters.slack.fault_uses import POSTING
from tests.adapters.slack.faults import Scene, Story, faults, few, findings

SECRET = "sk_live_EXAMPLEexample1234567890abcd"


async def opening(scene: Scene) -> None:
    """The first post of a thread meets it."""
    scene.begin()
    await scene.open_or_not()


async def words(scene: Scene) -> None:
    """What is said to an answer meets it."""
    root = await scene.open()
    scene.begin()
    await scene.answer(root)


async def direct(scene: Scene) -> None:
    """The brief of somebody who takes the review over meets it."""
    root = await scene.open()
    await scene.answer(root, scene.colleague)
    scene.place.slack.troubles.aim("chat.postMessage", lambda args: args["channel"].startswith("D"))
    scene.begin()
    await scene.place.reply(root, f"hand over to @{scene.colleague.name}")


async def whisper(scene: Scene) -> None:
    """That a secret was pasted is told to its author alone."""
    root = await scene.open()
    scene.begin()
    await scene.place.reply(root, f"The call used Authorization: Bearer {SECRET}.", scene.colleague)


async def moving(scene: Scene) -> None:
    """[Wrong place]: the review is to go on in another channel; what is said where it stays still counts."""
    root = await scene.open()
    there = scene.place.slack.world.add_channel(f"there{scene.review}", members=["mia"])
    scene.place.slack.troubles.aim("chat.postMessage", lambda args: args["channel"] == there.id)
    scene.begin()
    await scene.place.slack.press("mia", root, "Wrong place …")
    await scene.place.settle()
    view = scene.place.slack.screen("mia")
    assert view is not None
    await scene.place.slack.submit(view, {"To which channel?": there.id})
    await scene.place.settle()


async def last_resort(scene: Scene) -> None:
    """What somebody asked to see could not be shown in the place, so it is written to them."""
    scene.place.slack.troubles.fail("chat.postEphemeral", "user_not_in_channel")
    scene.seen.matter = "alone"
    await asked(scene)


async def asked(scene: Scene) -> None:
    """The walls, asked for by naming the bot: there are none."""
    scene.begin()
    bot = scene.place.slack.world.bot.id
    await scene.place.slack.say(scene.colleague, scene.channel, f"<@{bot}> walls")
    await scene.place.settle()


async def card(scene: Scene) -> None:
    """The card follows an answer."""
    root = await scene.open()
    scene.begin()
    await scene.answer(root)
    scene.seen.matter = "card"


async def taken_back(scene: Scene) -> None:
    """The first message is gone without a word: what comes to stand outside a thread is taken back."""
    root = await scene.open()
    await scene.answer(root)
    for message in list(scene.channel.messages.values()):
        if message.user == scene.place.slack.world.bot.id:
            del scene.channel.messages[message.ts]
    scene.begin()
    await scene.answer(root, scene.colleague)


STORIES: Mapping[str, Story] = {
    "the card that opens a thread": opening,
    "words in a thread": words,
    "a direct message": direct,
    "a word to one person in the thread": whisper,
    "a card in the place a review moves to": moving,
    "an answer of last resort": last_resort,
    "what somebody asked to see": asked,
    "the card as it stands now": card,
    "a reply without its thread taken back": taken_back,
}


def test_one_error_of_each_kind(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing lost, nothing posted twice, and told to whom the table says."""
    assert findings(tmp_path, STORIES, few(POSTING), caplog) == []


@pytest.mark.long
@pytest.mark.parametrize("use", POSTING)
def test_each_documented_error(use: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The same for every error Slack documents, and for what happens on the way."""
    assert findings(tmp_path, STORIES, faults({use: POSTING[use]}), caplog) == []
