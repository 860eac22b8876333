"""The house behind a terminal: one process of the app, its screen, and a session at it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.app import App, Traces, build
from bot.chat.capture import Caps, Keeper
from bot.chat.terminal import recall
from bot.chat.terminal.post import WORKSPACE, TerminalChat
from bot.chat.terminal.screen import Screen
from bot.chat.terminal.session import Session
from bot.chat.words import Words
from bot.cli.colour import columns, ink
from bot.cli.drawing import Drawer
from bot.cli.fetching import Fetching, Runs
from bot.domain.heard import Heard
from bot.domain.personal_data import rules_for
from bot.domain.redaction_shapes import Rules
from bot.domain.review import PersonKey
from bot.domain.says import Reply
from bot.journeys.looking import Asked
from bot.ports import Clock, Store, TraceReader, Voice, WithoutSecrets
from bot.settings import Settings
from bot.traces.backends.keeping import without_secrets
from bot.traces.reading import read


@dataclass(frozen=True)
class AppHouse:
    """`bot.chat.house.House` over an app: what every adapter is given."""

    app: App
    clock: Clock
    read_trace: TraceReader
    caps: Caps
    without_secrets: WithoutSecrets
    rules: Rules

    @property
    def voice(self) -> Voice:
        """The words of the review."""
        return self.app.voice

    @property
    def store(self) -> Store:
        """The database."""
        return self.app.store

    async def hear(self, heard: Heard) -> Reply | None:
        """By the door in."""
        return await self.app.inbox.hear(heard)


class TerminalHouse(AppHouse):
    """`bot.chat.terminal.house.House` over an app."""

    async def look(self, kind: str, argument: str, viewer: PersonKey) -> Reply:
        """A list, or one review."""
        return await self.app.inbox.look(Asked(kind, argument, viewer, WORKSPACE))

    async def open_form(self, number: int, viewer: PersonKey, form: str, target: str) -> Reply:
        """A form of a review."""
        return await self.app.inbox.open_form(Asked("form", str(number), viewer, WORKSPACE), form, target)

    async def settle(self) -> None:
        """All that is due."""
        await self.app.settle()


def screen(words: Words, write: Callable[[str], None], *, echo: bool) -> Screen:
    """An empty screen; `echo`: people's own words are written too, as a pipe does not show them."""

    def written(lines: list[str]) -> None:
        for line in lines:
            write(line)

    return Screen(write, words, ink(), written if echo else lambda _: None, columns)


async def enter(settings: Settings, at: Screen, clock: Clock, voice: Voice) -> tuple[App, Session]:
    """A new process over the database of the settings, and a session that goes on where it stood."""
    runs = Runs(settings)
    traces = Traces(runs.links, fetcher(settings, runs, at.words), drawer(settings, at.words))
    app = build(settings, chats=[TerminalChat(at)], clock=clock, voice=voice, traces=traces)
    session = Session(TerminalHouse(app, clock, *tools(settings)), at, at.words)
    await recall.everything(session)
    return app, session


async def catch_up(app: App, session: Session) -> None:
    """Do what an earlier process left undone, and stand where it then stands.

    Drawn again from the database: a thread whose opening was cut off in the middle is known by now, and was perhaps
    not shown by this process.
    """
    await app.inbox.recover()
    await app.settle()
    await recall.everything(session)


def tools(settings: Settings) -> tuple[TraceReader, Caps, WithoutSecrets, Rules]:
    """What a house has besides its app, as set."""
    return trace_reader(settings), caps(settings), cleaner(settings), rules_of(settings)


def caps(settings: Settings) -> Caps:
    """The largest things taken."""
    return Caps(settings.blob_max_bytes, settings.trace_max_bytes, settings.answer_max_chars)


def fetcher(settings: Settings, runs: Runs, words: Words) -> Callable[[Store], Fetching]:
    """What fetches runs by their links into a database."""

    def made(store: Store) -> Fetching:
        reader, largest, clean, rules = tools(settings)
        return Fetching(runs, Keeper(store, reader, largest, words, clean, rules))

    return made


def drawer(settings: Settings, words: Words) -> Callable[[Store], Drawer]:
    """What draws the runs in a database."""
    return lambda store: Drawer(store, trace_reader(settings), words, rules_of(settings))


def cleaner(settings: Settings) -> WithoutSecrets:
    """Takes secrets out of runs that are packed or in protobuf."""
    return partial(without_secrets, max_bytes=settings.trace_max_bytes, rules=rules_of(settings))


def rules_of(settings: Settings) -> Rules:
    """What is taken out of all that comes in and is shown: secrets, and the personal data that is set."""
    return rules_for(settings.redact_also)


def trace_reader(settings: Settings) -> TraceReader:
    """Reads a trace of any known form, within the limits of the settings."""
    return partial(read, max_bytes=settings.trace_max_bytes, max_spans=settings.trace_max_spans)


REVIEWS = Path("var/reviews")
"""Where a terminal writes finished reviews unless `MARKDOWN_DIR` says otherwise: it cannot keep a file itself."""


def at_once(settings: Settings) -> Settings:
    """The settings of a terminal: the bot speaks as soon as somebody has ended a line."""
    return replace(settings, quiet_seconds=0.0, markdown_dir=settings.markdown_dir or REVIEWS)


def history(settings: Settings) -> Path:
    """Where typed lines are remembered: beside the database."""
    return settings.database.with_name("chat-history")
