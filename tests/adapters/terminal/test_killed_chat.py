"""A chat killed at any moment goes on where it stood: nothing said is lost, and nothing stands twice."""

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli.records import whole_review
from tests.adapters.terminal.desk import DEMO_TRACE, OPENING, words
from tests.databases import blank_at

ROOT = Path(__file__).parents[3]
SAID = (
    "It could stop, ask a person, or mail the list; it chose to mail it.",
    "It had been told to tell every customer by noon.",
    "The old list was in its window, the new one was not.",
)
TAKEN = re.compile(re.escape(words("mark_taken", number=7)).replace("7", r"(\d+)"))


class Chat:
    """A real process at a pipe."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "r.sqlite3"
        settings = {"DATABASE": str(self.database), "MARKDOWN_DIR": str(folder / "reviews")}
        self._environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT), "PROMPTS_DIR": ""}

    def typed(self, lines: Sequence[str], *, killed_after: int | None = None) -> list[str]:
        """What the process wrote of these lines; killed once so many lines were written, else until its end."""
        command = [sys.executable, "-m", "bot", "chat"]
        pipe = subprocess.PIPE
        chat = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=self._environment, text=True, cwd=ROOT)
        assert chat.stdin is not None
        assert chat.stdout is not None
        with chat.stdout as output:
            with chat.stdin as entry:
                entry.write("".join(f"{line}\n" for line in lines))
            written: list[str] = []
            for line in output:
                if killed_after is not None and len(written) >= killed_after:
                    break
                written.append(line.rstrip("\n"))
            if killed_after is not None:
                chat.kill()
        code = chat.wait()
        assert killed_after is not None or code == 0
        return written

    def kept(self) -> list[str]:
        """Texts of the log, in order."""
        return [statement.text for statement in whole_review(self.database, 1).statements]

    def stored(self) -> int:
        """How many lines the file holds, worked off or not; none before the file and its tables are made."""
        if not self.database.exists() or not self.count(
            "SELECT count(*) FROM sqlite_master WHERE name = 'inbox'"
        ):
            return 0
        return self.count("SELECT count(*) FROM inbox WHERE kind IN ('opened', 'replied')")

    def count(self, question: str, *values: str) -> int:
        """What plain SQL counts."""
        with contextlib.closing(sqlite3.connect(self.database)) as raw:
            found: int = raw.execute(question, values).fetchone()[0]
            return found


def go_on_until_all_is_said(chat: Chat, killed_after: int) -> None:
    """Every line in a process that is killed; what it had not stored is typed again, as a person does who looks."""
    again: list[str] = []
    for line in (OPENING, *(f"ana: {said}" for said in SAID)):
        before = chat.stored()
        written = chat.typed([*again, line], killed_after=killed_after + 12 * bool(again))
        new = chat.stored() - before
        acknowledged = [int(found[1]) for text in written if (found := TAKEN.search(text))]
        assert max(acknowledged, default=0) < max(1, chat.stored())
        again = [*again, line][new:]
    chat.typed(again)


def assert_nothing_lost_or_doubled(chat: Chat) -> None:
    """One review, each answer once and in order, every input handled, every word sent."""
    assert chat.count("SELECT count(*) FROM review") == 1
    assert chat.kept() == list(SAID)
    assert chat.count("SELECT count(*) FROM inbox WHERE state != 'handled'") == 0
    assert chat.count("SELECT count(*) FROM outbox WHERE state != 'sent'") == 0
    review = whole_review(chat.database, 1)
    assert (
        max(Counter(finding.facet for finding in review.findings if not finding.decision).values(), default=1)
        == 1
    )


def test_a_chat_goes_on_where_it_stood(tmp_path: Path) -> None:
    """Ended by the end of its input: the next process shows the thread and its newest question again."""
    chat = Chat(tmp_path)
    blank_at(chat.database)
    first = chat.typed([OPENING, SAID[0]])
    again = chat.typed([])
    assert words("chat_start", database=str(chat.database)) in " ".join(" ".join(first).split())
    assert any("AR-1" in line and line.startswith("┌") for line in again)
    assert [line for line in again if line.startswith("└")]
    assert set(again) - set(first) <= {line for line in again if line.startswith(("  ", "│", "└"))}
    assert chat.kept() == [SAID[0]]


def test_a_killed_chat_loses_nothing(tmp_path: Path) -> None:
    """Killed in the middle of each answer, at every line that is typed."""
    chat = Chat(tmp_path)
    blank_at(chat.database)
    go_on_until_all_is_said(chat, 16)
    assert_nothing_lost_or_doubled(chat)


@pytest.mark.long
@pytest.mark.parametrize("killed_after", range(40))
def test_a_chat_killed_anywhere_loses_nothing(killed_after: int, tmp_path: Path) -> None:
    """After every line it can write, one run each."""
    chat = Chat(tmp_path)
    go_on_until_all_is_said(chat, killed_after)
    assert_nothing_lost_or_doubled(chat)


@pytest.mark.long
@pytest.mark.parametrize("killed_after", range(3, 40, 4))
def test_evidence_survives_a_kill(killed_after: int, tmp_path: Path) -> None:
    """A trace is in the record with its bytes, or not at all."""
    chat = Chat(tmp_path)
    chat.typed([OPENING])
    chat.typed([f"ana: trace {DEMO_TRACE}"], killed_after=killed_after)
    chat.typed([])
    evidence = whole_review(chat.database, 1).evidence
    assert len(evidence) == chat.count("SELECT count(*) FROM inbox WHERE kind = 'attached'") <= 1
    for found in evidence:
        assert chat.count("SELECT count(*) FROM blob WHERE sha256 = ?", found.kept_sha256) == 1
