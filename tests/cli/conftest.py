"""What the tests of the command line share."""

import asyncio
from pathlib import Path

import pytest

from bot.cli.playing import perform
from bot.settings import Settings
from tests.cli.runs import DEMO_TRACE, SCRIPT, Shell


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """An empty folder."""
    return Shell(tmp_path, capsys)


@pytest.fixture
def reviewed(shell: Shell) -> Shell:
    """A database with one review that holds an answer and a trace."""
    settings = Settings(database=shell.database, markdown_dir=shell.folder / "reviews")
    script = f"{SCRIPT}mira attaches {DEMO_TRACE} as trace\n"
    written: list[str] = []
    asyncio.run(perform(script, "made.play", shell.folder, settings, written.append))
    return shell
