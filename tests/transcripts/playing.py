"""A dialogue file played through the terminal chat in this process, over a real SQLite file."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.chat.player import Failure, Outcome
from bot.chat.terminal.dialect import plain_text
from bot.chat.terminal.session import Session
from bot.cli.playing import perform
from bot.domain.review import Review
from bot.settings import Settings
from storage.store import open_store
from tests.databases import blank_at

HERE = Path(__file__).parent
DIALOGUES = tuple(sorted(HERE.glob("*.play")))
"""Every dialogue of this folder."""

OPEN_FORM = " form: "
"""Fills in the form that stands open: one on a terminal's screen ends with the process that drew it."""

REMARK, EXPECTATION, SET_IN = "#", ">", (" ", "\t")
MESSAGE = re.compile(r"AR-\d+#\d+\.[0-9a-f]{12}")
"""The id of a message in the terminal: its number on the screen, and a part left to chance."""


def text_of(name: str) -> str:
    """A dialogue of this folder."""
    return (HERE / f"{name}.play").read_text("utf-8")


@dataclass(frozen=True)
class Played:
    """How a dialogue went, the session in which it ended, the lines of its screen, and where it left its files."""

    name: str
    outcome: Outcome
    session: Session
    lines: list[str]
    folder: Path

    @property
    def failures(self) -> str:
        """What was expected and not said, and what was said that is most like it; empty where all went well."""
        return "\n".join(self._failure(failure) for failure in self.outcome.failures)

    def _failure(self, failure: Failure) -> str:
        error, who = failure.error, failure.who or "all"
        why = self.session.sentence(error) if error else f"{failure.kind}, to {who}"
        return "\n".join((f"{self.name}:{failure.line}: {why}", *failure.excerpt()))

    @property
    def said(self) -> list[str]:
        """Every message of the bot as it stands at the end, its buttons with it; places of files left out."""
        shown = (plain_text(shown.card) for shown in self.session.screen.shown)
        return [text.replace(str(self.folder), "") for text in shown]

    @property
    def messages(self) -> int:
        """How many there are: the card, what was posted after it, what was said to persons alone."""
        return len(self.session.screen.shown)

    @property
    def documents(self) -> dict[str, str]:
        """What was published, by file name, without the ids that the terminal gives to messages."""
        paths = sorted((self.folder / "reviews").iterdir())
        return {path.name: MESSAGE.sub("", path.read_text("utf-8")) for path in paths}

    @property
    def review(self) -> Review:
        """The first review, read back from the database."""
        with closing(open_store(self.folder / "play.sqlite3")) as store, store.unit() as work:
            found = work.review(1)
        assert found is not None
        return found

    @property
    def stored(self) -> tuple[str, ...]:
        """The bytes of the database and of what is kept as evidence, as text."""
        hashes = [evidence.kept_sha256 for evidence in self.review.evidence]
        with closing(open_store(self.folder / "play.sqlite3")) as store:
            blobs = [store.blob(sha256) or b"" for sha256 in hashes]
        files = [path.read_bytes() for path in self.folder.glob("play.sqlite3*")]
        return tuple(content.decode("latin-1") for content in (*files, *blobs))


def play(text: str, name: str, folder: Path) -> Played:
    """Play a dialogue in an empty folder; its files are taken from this one."""
    settings = Settings(database=blank_at(folder / "play.sqlite3"), markdown_dir=folder / "reviews")
    lines: list[str] = []
    outcome, session = asyncio.run(perform(text, name, HERE, settings, lines.append))
    return Played(name, outcome, session, lines, folder)


def with_restarts(text: str) -> str:
    """The dialogue with a restart after every act, once what followed from it was looked at."""
    return "\n".join((*_restarting(text), "restart"))


def _restarting(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if _is_act(line) and OPEN_FORM not in line:
            yield "restart"
        yield line


def _is_act(line: str) -> bool:
    """Whether a line begins an act: no remark, no further line of one, nothing expected."""
    if not line.strip() or line.startswith((REMARK, *SET_IN)):
        return False
    return EXPECTATION not in line.partition(" ")[0]
