"""The finished review put into its thread as a file, each error on the way met once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.adapters.slack.fault_uses import FILES
from tests.adapters.slack.faults import Scene, Story, faults, few, findings


async def published(scene: Scene) -> None:
    """The owner says that it is done."""
    root = await scene.open()
    await scene.answer(root)
    scene.begin()
    await scene.place.reply(root, "done")


async def published_somewhere(scene: Scene) -> None:
    """The file is there, and only its address is missing."""
    await published(scene)
    scene.seen.matter = "words"


STORIES: Mapping[str, Story] = dict.fromkeys(FILES, published) | {"where a file stands": published_somewhere}


def test_one_error_of_each_kind(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing lost, nothing posted twice, and told to whom the table says."""
    assert findings(tmp_path, STORIES, few(FILES), caplog) == []


@pytest.mark.long
@pytest.mark.parametrize("use", FILES)
def test_each_documented_error(use: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The same for every error Slack documents, and for what happens on the way."""
    assert findings(tmp_path, STORIES, faults({use: FILES[use]}), caplog) == []
