"""`agent-incident play` and `demo`: a dialogue script through the terminal chat, with a clock moved by hand."""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.chat.dialogue import parse
from bot.chat.player import Failure, Outcome
from bot.chat.player import play as play_acts
from bot.chat.terminal.play import TerminalDriver
from bot.chat.terminal.screen import Screen
from bot.chat.terminal.session import Session
from bot.cli.given import STANDARD_INPUT, text_of
from bot.cli.house import at_once, catch_up, enter, screen
from bot.cli.out import say
from bot.cli.records import write_evidence
from bot.clock import ManualClock
from bot.ports import Voice
from bot.settings import Settings
from bot.voice import load_voice

START = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
"""When a play begins unless it says `at`: a Monday."""

DEMO = Path(__file__).parents[1] / "demo"
DEMO_OUT = Path("var/demo")


def play(asked: argparse.Namespace, settings: Settings) -> int:
    """A script of the user's; its reviews are gone afterwards. 1 where something else was said than expected."""
    text = text_of(asked.script)
    folder = Path() if asked.script == STANDARD_INPUT else Path(asked.script).parent
    with tempfile.TemporaryDirectory(prefix="agent-incident-") as place:
        apart = replace(settings, database=Path(place) / "play.sqlite3", markdown_dir=Path(place) / "reviews")
        outcome, session = asyncio.run(perform(text, asked.script, folder, apart, say))
    _report(outcome, session, asked.script)
    return 0 if outcome.went_well else 1


def demo(_: argparse.Namespace, settings: Settings) -> int:
    """The incident that comes with the program, in `var/demo`; an earlier one there is replaced."""
    shutil.rmtree(DEMO_OUT, ignore_errors=True)
    database, reviews = DEMO_OUT / "agent-incident.sqlite3", DEMO_OUT / "reviews"
    settings = replace(settings, database=database, markdown_dir=reviews)
    script = DEMO / "refund.play"
    outcome, session = asyncio.run(perform(script.read_text("utf-8"), script.name, DEMO, settings, say))
    if not outcome.went_well:
        _report(outcome, session, script.name)
        return 1
    evidence = DEMO_OUT / "evidence"
    write_evidence(database, 1, evidence)
    words = session.words
    say("\n" + words("demo_done"))
    for key, path in (
        ("demo_review", reviews / "AR-1.md"),
        ("demo_json", reviews / "AR-1.json"),
        ("demo_evidence", evidence),
        ("demo_database", database),
    ):
        say(words(key, path=str(path.resolve())))
    return 0


async def perform(
    text: str, name: str, folder: Path, settings: Settings, write: Callable[[str], None]
) -> tuple[Outcome, Session]:
    """Play a script in the database of the settings; PersonError where it is no script."""
    acts = parse(text, name)
    voice = load_voice(settings.prompts_dir)
    stage = Theatre(at_once(settings), screen(voice.words, write, echo=True), ManualClock(START), voice)
    session = await stage.opened()
    driver = TerminalDriver(session, stage, advance=stage.clock.advance, folder=folder)
    try:
        outcome = await play_acts(acts, driver)
        return outcome, await driver.close()
    finally:
        await stage.closed()


@dataclass
class Theatre:
    """Where a play takes place: `bot.chat.terminal.play.Stage`."""

    settings: Settings
    screen: Screen
    clock: ManualClock
    voice: Voice
    _app: App | None = None

    async def opened(self) -> Session:
        """A process, and a session at its screen."""
        self._app, session = await enter(self.settings, self.screen, self.clock, self.voice)
        await catch_up(self._app, session)
        return session

    async def closed(self) -> None:
        """The process ends."""
        if self._app is not None:
            await self._app.stop()
            self._app = None

    async def restarted(self, session: Session) -> Session:
        """A new process: forms that were open are gone, everything else is in the database."""
        del session
        await self.closed()
        return await self.opened()

    async def paced(self, session: Session, seconds: float) -> Session:
        """A new process with another pause before the bot speaks; what people had open stays open."""
        self.settings = replace(
            self.settings,
            quiet_seconds=seconds,
            longest_seconds=max(seconds, self.settings.longest_seconds),
        )
        after = await self.restarted(session)
        after.forms, after.thread, after.speaker = session.forms, session.thread, session.speaker
        return after


def _report(outcome: Outcome, session: Session, name: str) -> None:
    """How it went, each failure with what was wanted and what was said instead."""
    words = session.words
    say("")
    for failure in outcome.failures:
        for line in _failure(failure, session, name):
            say(line)
    counts = {"acts": outcome.acts, "expectations": outcome.expectations}
    if outcome.went_well:
        say(words("play_well", **counts))
    else:
        unmet = sum(failure.kind != "act" for failure in outcome.failures)
        say(words("play_badly", **counts, failures=unmet))


def _failure(failure: Failure, session: Session, name: str) -> list[str]:
    why = session.sentence(failure.error) if failure.error else ""
    values = {"file": name, "line": failure.line, "who": failure.who, "why": why}
    keys = {"missing": "play_missing", "present": "play_present", "act": "play_act"}
    shown = failure.excerpt() if failure.kind != "act" else ()
    return [session.words(keys[failure.kind], **values), *(f"  {line}" for line in shown)]
