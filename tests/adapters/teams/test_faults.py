"""Each fault of the connector met once for each use of each call: nothing lost, and somebody told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.adapters.teams.fault_uses import USES
from tests.adapters.teams.faults import Scene, Story, faults, few, findings

SECRET = "sk_live_EXAMPLEexample1234567890abcd"


async def opening(scene: Scene) -> None:
    """The first post of a thread meets it."""
    scene.begin()
    await scene.place.ask(scene.channel, scene.line)


async def words(scene: Scene) -> None:
    """What is said to an answer meets it."""
    root = await scene.open()
    scene.begin()
    await scene.answer(root)


async def card(scene: Scene) -> None:
    """The card follows an answer."""
    root = await scene.open()
    scene.begin()
    await scene.answer(root)


async def whisper(scene: Scene) -> None:
    """That a secret was pasted is told to its author alone; the bot has written to them before."""
    root = await scene.open()
    await scene.place.teams.talk(scene.colleague, "mine")
    await scene.place.settle()
    scene.begin()
    await scene.place.reply(root, f"The call used Authorization: Bearer {SECRET}.", scene.colleague)


async def first_word(scene: Scene) -> None:
    """The brief of somebody who takes the review over, to whom the bot has never written."""
    root = await scene.open()
    await scene.answer(root, scene.colleague)
    scene.begin()
    await scene.place.reply(root, f"hand over to @{scene.colleague.name}")


async def picked(scene: Scene) -> None:
    """The review is handed to somebody nobody has heard, picked in the form."""
    root = await scene.open()
    await scene.answer(root)
    shown = await scene.place.teams.press("Mia", root, "Hand over to …")
    assert shown.dialog is not None
    scene.begin()
    await scene.place.teams.submit(shown.dialog, {"New owner": scene.colleague.aad})
    await scene.place.settle()


STORIES: Mapping[str, Story] = {
    "the card that opens a thread": opening,
    "words in a thread": words,
    "the card as it stands now": card,
    "words to one person": whisper,
    "a chat with one person": first_word,
    "who somebody is": picked,
}


def test_every_use_has_its_story() -> None:
    """None is judged without being met."""
    assert set(STORIES) == set(USES)


def test_one_fault_of_each_kind(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing lost, nothing twice beyond the table, the order kept, and told to whom the judgement says."""
    met = (fault for name, use in USES.items() for fault in few(name, use))
    assert findings(tmp_path, STORIES, met, caplog) == []


@pytest.mark.long
@pytest.mark.parametrize("use", USES)
def test_each_fault(use: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The same for every fault the fake knows and every code Microsoft documents."""
    assert findings(tmp_path, STORIES, faults(use, USES[use]), caplog) == []
