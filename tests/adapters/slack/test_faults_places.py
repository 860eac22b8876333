"""Looking into places, coming into them and opening one to write to somebody, each error met once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.adapters.slack.fault_uses import PLACES
from tests.adapters.slack.faults import Scene, Story, faults, few, findings


async def looking_for_card(scene: Scene) -> None:
    """The answer to the first post is lost, so it is looked for."""
    scene.place.slack.troubles.drop("chat.postMessage")
    scene.begin()
    await scene.open_or_not()


async def looking_for_words(scene: Scene) -> None:
    """The answer to a post in the thread is lost, so it is looked for there."""
    root = await scene.open()
    scene.place.slack.troubles.drop("chat.postMessage")
    scene.begin()
    await scene.answer(root)


async def kind(scene: Scene) -> None:
    """Slack is asked before a review is opened in a place the bot has not met."""
    scene.begin()
    await scene.open_or_not()


async def joining(scene: Scene) -> None:
    """The bot is not in the public place a review is opened in."""
    scene.channel.members.discard(scene.place.slack.world.bot.id)
    scene.begin()
    await scene.open_or_not()


async def writing_to(scene: Scene) -> None:
    """Somebody takes the review over whom the bot has never written to."""
    root = await scene.open()
    await scene.answer(root, scene.colleague)
    scene.begin()
    await scene.place.reply(root, f"hand over to @{scene.colleague.name}")


STORIES: Mapping[str, Story] = {
    "looking for a card": looking_for_card,
    "looking for words in a thread": looking_for_words,
    "what kind of place it is": kind,
    "coming into a public place": joining,
    "a place to write to one person": writing_to,
}


def test_one_error_of_each_kind(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing lost, nothing posted twice, and told to whom the table says."""
    assert findings(tmp_path, STORIES, few(PLACES), caplog) == []


@pytest.mark.long
@pytest.mark.parametrize("use", PLACES)
def test_each_documented_error(use: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The same for every error Slack documents, and for what happens on the way."""
    assert findings(tmp_path, STORIES, faults({use: PLACES[use]}), caplog) == []
