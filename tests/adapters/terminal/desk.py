"""A terminal to sit down at: lines are typed, what was written is looked at; every visit is a new process."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.chat.terminal import taking
from bot.chat.terminal.dialect import Ink
from bot.chat.terminal.screen import Screen
from bot.chat.terminal.session import Session
from bot.cli.house import at_once, catch_up, enter
from bot.cli.records import whole_review
from bot.clock import ManualClock
from bot.domain.review import Review
from bot.settings import Settings
from bot.voice import load_voice
from bot.voice.speaking import SpokenVoice
from tests.databases import blank_at

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
DEMO_TRACE = Path(__file__).parents[3] / "bot" / "demo" / "refund-run.otlp.json"
OPENING = "ana: /agent-incident our agent mailed the wrong list"

Step = str | Callable[[Session], Awaitable[object]]
"""A line typed, or something done to the session that nobody types."""


@cache
def voice() -> SpokenVoice:
    """The words as they ship, read once."""
    return load_voice(None)


@dataclass
class Visit:
    """What came of one visit: every line written, and the session as it was left."""

    lines: list[str]
    session: Session

    @property
    def text(self) -> str:
        """All that was written."""
        return "\n".join(self.lines)

    def told(self) -> list[str]:
        """The words of the terminal and of the bot, each a whole text, in order."""
        return [text for _, text in self.session.screen.heard]


@dataclass
class Desk:
    """A database file and the settings it is used with."""

    folder: Path
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        """Everything lies in the folder."""
        self.settings = Settings(database=self.folder / "r.sqlite3", markdown_dir=self.folder / "reviews")

    def with_settings(self, **changed: int) -> None:
        """The same with other limits."""
        self.settings = replace(self.settings, **changed)  # type: ignore[arg-type]  # names are those of limits

    def visit(self, *steps: Step) -> Visit:
        """Start, type these lines one after the other, leave."""
        return asyncio.run(self._visit(steps))

    async def _visit(self, steps: tuple[Step, ...]) -> Visit:
        if self.folder.is_dir() and not self.settings.database.exists():
            blank_at(self.settings.database)
        lines: list[str] = []
        screen = Screen(lines.append, voice().words, Ink.PLAIN, lines.extend)
        app, session = await enter(at_once(self.settings), screen, ManualClock(NOON), voice())
        try:
            await catch_up(app, session)
            for step in steps:
                await (taking.line(session, step) if isinstance(step, str) else step(session))
        finally:
            await app.stop()
        return Visit(lines, session)

    def review(self, number: int = 1) -> Review:
        """A review with its whole log, read beside."""
        return whole_review(self.settings.database, number)


def sentence(key: str, **values: object) -> str:
    """An error as it is said."""
    return voice().error(key, values)


def words(key: str, **values: object) -> str:
    """A text of the terminal's own."""
    return voice().words(key, **values)
