"""The chat at a real terminal: lines are edited and remembered, answers have colour, and leaving loses nothing."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat.terminal.cells import cells
from bot.chat.terminal.dialect import WIDTH
from bot.cli.records import whole_review
from tests.adapters.terminal.desk import OPENING, words
from tests.databases import blank_at

ROOT = Path(__file__).parents[3]
ANSWER = "It could stop or ask a person; it chose to mail the list."
LONGEST_S = 60.0
CTRL_C, CTRL_D, UP, HOME = "\x03", "\x04", "\x1b[A", "\x01"
XTERM = {"TERM": "xterm", "NO_COLOR": "", "PROMPT_TOOLKIT_NO_CPR": "1"}  # it does not say where its cursor is
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\x08\s]")


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """A process inherits that interrupts are ignored, as in a job in the background: these are to hear theirs."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Terminal:
    """A process at a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self.database = blank_at(folder / "r.sqlite3")
        settings = {
            "DATABASE": str(self.database),
            "MARKDOWN_DIR": str(folder / "reviews"),
            "PROMPTS_DIR": "",
        }
        environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT), **XTERM}
        self._ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "bot", "chat"]
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=ROOT
        )
        os.close(theirs)
        self.seen = ""
        self.looked_at = 0

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def resize(self, columns: int) -> None:
        """Make the window so wide."""
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def wait_for(self, text: str) -> None:
        """Read on until these words are there, blanks and codes taken out; at most a minute."""
        wanted = CODES.sub("", text)
        while (found := self.words().find(wanted, self.looked_at)) < 0:
            assert select.select([self._ours], [], [], LONGEST_S)[0], f"never seen: {text}"
            self.seen += os.read(self._ours, 65536).decode(errors="replace")
        self.looked_at = found + len(wanted)

    def words(self) -> str:
        """All that was written, blanks and codes taken out."""
        return CODES.sub("", self.seen)

    def ended(self) -> int:
        """The exit code; what is still written is read first."""
        with contextlib.suppress(OSError):  # the terminal's other end is closed
            while select.select([self._ours], [], [], LONGEST_S)[0]:
                self.seen += os.read(self._ours, 65536).decode(errors="replace")
        return self.process.wait(LONGEST_S)

    def close(self) -> None:
        """Nothing is left running."""
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A chat just started."""
    with contextlib.closing(Terminal(tmp_path)) as made:
        yield made


def test_a_line_is_edited_remembered_and_answered_in_colour(terminal: Terminal) -> None:
    """The arrow key brings it back in another run too, without what may not be kept."""
    terminal.wait_for("> ")
    terminal.type(f"na: {OPENING.removeprefix('ana: ')}{HOME}a\r")
    terminal.wait_for("[1]")
    terminal.wait_for("AR-1 ana> ")
    terminal.type(f"{ANSWER}\r")
    terminal.wait_for(words("mark_taken", number=1))
    assert "\x1b[36m┌ " in terminal.seen
    terminal.wait_for("> ")
    terminal.type(f"{UP}{HOME}lee: \r")
    terminal.wait_for(words("mark_taken", number=2))
    terminal.wait_for("> ")
    terminal.type(CTRL_D)
    assert terminal.ended() == 0
    assert CODES.sub("", words("interrupted")) in terminal.words()
    log = whole_review(terminal.database, 1).statements
    assert [(s.author, s.text) for s in log] == [("terminal:desk:ana", ANSWER), ("terminal:desk:lee", ANSWER)]
    assert ANSWER in terminal.database.with_name("chat-history").read_text("utf-8")


def test_ctrl_c_ends_it_and_a_secret_is_not_remembered(terminal: Terminal) -> None:
    """Whoever starts it again goes on."""
    secret = "sk_live_" + "EXAMPLEexample1234567890abcd"
    terminal.wait_for("> ")
    terminal.type(f"{OPENING}\r")
    terminal.wait_for("AR-1 ana> ")
    terminal.type(f"I used Authorization: Bearer {secret} to replay it.\r")
    terminal.wait_for(words("mark_taken", number=1))
    terminal.wait_for("> ")
    terminal.type(CTRL_C)
    assert terminal.ended() == 0
    history = terminal.database.with_name("chat-history").read_text("utf-8")
    assert "to replay it" in history
    assert secret not in history
    assert len(whole_review(terminal.database, 1).statements) == 1


def test_what_is_written_fits_the_window_as_it_is_by_then(terminal: Terminal) -> None:
    """Made narrow, then wide again: no line of the bot is broken by the terminal."""
    terminal.resize(60)
    terminal.wait_for("> ")
    terminal.type(f"{OPENING}\r")
    terminal.wait_for("AR-1 ana> ")
    narrow = cards_in(terminal.seen)
    terminal.resize(120)
    terminal.type("/agent-incident help\r")
    terminal.wait_for(words("chat_help").splitlines()[-1])
    wide = cards_in(terminal.seen)[len(narrow) :]
    assert max(map(cells, narrow)) <= 60
    assert 60 < max(map(cells, wide)) <= WIDTH


def cards_in(seen: str) -> list[str]:
    """The lines of the bot's cards, without codes."""
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen).splitlines()
    return [line for line in lines if line.startswith(tuple("┌│└"))]


@pytest.mark.parametrize("odd", ["a folder", "not to be read"])
def test_a_history_that_cannot_be_kept_is_no_reason_to_stop(odd: str, tmp_path: Path) -> None:
    """What is typed is taken all the same."""
    path = tmp_path / "chat-history"
    if odd == "a folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere" / "history")
    with contextlib.closing(Terminal(tmp_path)) as terminal:
        terminal.wait_for("> ")
        terminal.type(f"{OPENING}\r")
        terminal.wait_for("AR-1 ana> ")
        terminal.type(CTRL_D)
        assert terminal.ended() == 0
        assert "Traceback" not in terminal.seen


def test_an_interrupt_at_a_pipe_is_one_sentence(tmp_path: Path) -> None:
    """Exit code 130, as shells expect, and what was said is kept."""
    settings = {"DATABASE": str(blank_at(tmp_path / "r.sqlite3")), "PROMPTS_DIR": "", "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "bot", "chat"]
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=ROOT) as chat:
        assert chat.stdin is not None
        assert chat.stdout is not None
        assert chat.stderr is not None
        chat.stdin.write(f"{OPENING}\n{ANSWER}\n".encode())
        chat.stdin.flush()
        for line in chat.stdout:
            if words("mark_taken", number=1) in line.decode():
                break
        chat.send_signal(signal.SIGINT)
        chat.stdout.read()
        assert chat.stderr.read().decode().strip() == words("interrupted")
    assert chat.returncode == 130
    assert [s.text for s in whole_review(tmp_path / "r.sqlite3", 1).statements] == [ANSWER]


def test_nobody_reading_ends_the_chat(tmp_path: Path) -> None:
    """`chat | head -1`: it ends without a word, and nothing counts as shown that was not."""
    settings = {"DATABASE": str(blank_at(tmp_path / "r.sqlite3")), "PROMPTS_DIR": "", "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "bot", "chat"]
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=ROOT) as chat:
        assert chat.stdin is not None
        assert chat.stdout is not None
        assert chat.stderr is not None
        chat.stdout.readline()
        chat.stdout.close()
        with contextlib.suppress(BrokenPipeError):  # it may have ended at its second line
            chat.stdin.write(f"{OPENING}\n".encode())
            chat.stdin.close()
        assert chat.stderr.read() == b""
    assert chat.returncode == -signal.SIGPIPE
