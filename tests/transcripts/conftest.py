"""What the transcript tests share: dialogues played, each with a database of its own."""

from collections.abc import Callable
from functools import cache

import pytest

from tests.transcripts.playing import Played, play, text_of


@pytest.fixture(scope="session")
def perform(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Played]:
    """Plays a text under a name, each time in an empty folder."""

    def run(text: str, name: str) -> Played:
        return play(text, name, tmp_path_factory.mktemp("play"))

    return run


@pytest.fixture(scope="session")
def played(perform: Callable[[str, str], Played]) -> Callable[[str], Played]:
    """A dialogue of this folder as it stands, by name; played once, however many tests look at it."""

    @cache
    def run(name: str) -> Played:
        return perform(text_of(name), name)

    return run
