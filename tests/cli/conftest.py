"""What the tests of the command line share."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.cli.playing import perform
from bot.settings import Settings
from tests.cli.runs import DEMO_TRACE, SCRIPT, Shell
from tests.databases import blank_at


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """An empty folder."""
    return Shell(tmp_path, capsys)


@pytest.fixture(scope="session")
def one_review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one review that holds an answer and a trace, made once."""
    folder = tmp_path_factory.mktemp("reviewed")
    settings = Settings(database=blank_at(folder / "r.sqlite3"), markdown_dir=folder / "reviews")
    script = f"{SCRIPT}mira attaches {DEMO_TRACE} as trace\n"
    written: list[str] = []
    asyncio.run(perform(script, "made.play", folder, settings, written.append))
    return settings.database


@pytest.fixture
def reviewed(shell: Shell, one_review: Path) -> Shell:
    """The same in a folder of its own."""
    shutil.copy(one_review, shell.database)
    return shell
