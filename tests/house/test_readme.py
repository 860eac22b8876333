"""The README promises only what runs: each command in it is run here."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli import run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"`agent-incident ([^`]+)`", README)))
TARGETS = sorted(set(re.findall(r"\bmake ([a-z-]+)", README)))
PATHS = sorted(set(re.findall(r"`((?:bot|storage|prompts|tests)/[\w./]*)`", README)))
LINKS = sorted(set(re.findall(r"\]\(([\w./-]+)\)", README)))

ASIDE = {
    "chat": "is run by tests/cli and tests/adapters/terminal as a process of its own",
    "serve": "is run by tests/adapters/slack against the fake workspace",
}
FILLED = {
    "play FILE": ["play", "lines.play"],
    "trace FILE": ["trace", str(ROOT / "bot/demo/refund-run.otlp.json")],
    "export N --format md": ["export", "1", "--format", "md"],
    "score N": ["score", "1"],
    "when N": ["when", "1"],
    "changed --agent X --model Y": ["changed", "--agent", "refund-desk", "--model", "m-5"],
    "away NAME until 3 Dec": ["away", "mira", "until", "3", "Dec"],
    "teams-package --app-id ID --url https://bot.example.org": [
        "teams-package",
        "--app-id",
        "11111111-2222-4333-8444-555555555555",
        "--url",
        "https://bot.example.org",
        "--out",
        "var/demo/agent-incident-teams.zip",
    ],
    "lint --question decision TEXT": ["lint", "--question", "decision", "It sent the mail twice."],
}
"""Commands of the README with something in place of their capitals."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the review of the demo and a script of two lines."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "lines.play").write_text(
        "ana: /agent-incident it mailed the wrong list\n> What decision", "utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(["demo"], {}) == 0
    return folder


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in ASIDE])
def test_every_command_of_the_readme_runs(
    command: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends well and says something."""
    monkeypatch.chdir(place)
    words = FILLED.get(command) or command.split()
    assert run(words, {"DATABASE": "var/demo/agent-incident.sqlite3"}) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_of_the_readme_is_one_of_make(target: str) -> None:
    """`make -n` knows what it would do; demo and check themselves are what runs here."""
    make = shutil.which("make")
    assert make is not None
    asked = subprocess.run([make, "-n", target], cwd=ROOT, check=True, capture_output=True, text=True)
    assert asked.stdout


@pytest.mark.parametrize("path", [*PATHS, *LINKS])
def test_every_path_of_the_readme_is_there(path: str) -> None:
    """Nothing of the tour has moved away."""
    assert (ROOT / path).exists()


def test_the_picture_is_what_the_demo_says() -> None:
    """`make picture` draws it anew after a word has changed."""
    import importlib.util  # noqa: PLC0415 - docs/ is no package

    where = importlib.util.spec_from_file_location("dialogue", ROOT / "docs" / "dialogue.py")
    assert where is not None
    assert where.loader is not None
    dialogue = importlib.util.module_from_spec(where)
    where.loader.exec_module(dialogue)
    assert dialogue.PICTURE.read_text("utf-8") == dialogue.drawn(dialogue.lines_of_demo())
