"""Commands run in this process, with settings of their own, and what they wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import run

ROOT = Path(__file__).parents[2]
DEMO_TRACE = ROOT / "bot" / "demo" / "refund-run.otlp.json"
SCRIPT = """\
mira: /agent-incident refund-desk paid 1,140 EUR in 12 small refunds
mira: It could stop, ask a person, or pay in parts; it chose to pay in parts.
"""


@dataclass(frozen=True)
class Ran:
    """The exit code, and what went to standard output and standard error."""

    code: int
    out: str
    error: str


@dataclass(frozen=True)
class Shell:
    """A folder to run commands in."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def database(self) -> Path:
        """Where the settings put it."""
        return self.folder / "r.sqlite3"

    def run(self, *arguments: str, **settings: str) -> Ran:
        """Run a command; settings are those of the environment."""
        self.capsys.readouterr()
        code = run(arguments, self._environment(settings))
        written = self.capsys.readouterr()
        return Ran(code, written.out, written.err)

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        ours = {"DATABASE": str(self.database), "MARKDOWN_DIR": str(self.folder / "reviews")}
        return {**ours, **settings}
