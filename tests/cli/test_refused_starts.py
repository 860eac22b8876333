"""What keeps a command from starting is one sentence and code 2; nothing that was kept is touched."""

import asyncio
import contextlib
import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.playing import perform
from bot.settings import Settings
from storage.store import open_store
from tests.adapters.storage.files import as_somebody_else, open_to_all
from tests.adapters.terminal.desk import sentence
from tests.cli.runs import ROOT, Shell
from tests.databases import blank_at


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACE_MAX_BYTES", "lots"),
        ("TRACE_MAX_BYTES", "-1"),
        ("QUIET_SECONDS", "nan"),
        ("WORKSPACE_ZONE", "Mars/Olympus"),
        ("PROMPTS_DIR", "/nowhere/at/all"),
        ("DATABASE", "~nobody-of-that-name/r.sqlite3"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str, shell: Shell) -> None:
    """With its value and what would be good, whatever the command."""
    ran = shell.run("schema", **{name: value})
    assert (ran.code, ran.out) == (2, "")
    assert ran.error.count("\n") == 1
    assert name in ran.error
    assert value in ran.error


@pytest.mark.parametrize(
    ("file", "content", "line"),
    [
        ("say/seen.md.j2", "one\n{% if %}\n", 2),
        ("say/seen.md.j2", "one\n\n{{ nothing_of_ours }}\n", 3),
        ("say/unheard_of.md.j2", "one", 1),
        ("errors.yml", "who_speaks: [who}", 1),
        ("errors.yml", "\nnot_a_key_of_ours: x\n", 2),
        ("notes.txt", "one", 1),
    ],
)
def test_broken_words_are_named_with_file_and_line(file: str, content: str, line: int, shell: Shell) -> None:
    """Before anything is said or any database is made."""
    path = shell.folder / "words" / file
    path.parent.mkdir(parents=True)
    path.write_text(content)
    script = shell.folder / "own.play"
    script.write_text("mira: hello\n")
    ran = shell.run("play", str(script), PROMPTS_DIR=str(shell.folder / "words"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.error.startswith(f"{path}, line {line}: ")
    assert ran.error.count("\n") == 1


def test_words_of_ones_own_are_said(shell: Shell) -> None:
    """A changed sentence in PROMPTS_DIR is heard at once."""
    words = shell.folder / "words"
    words.mkdir()
    (words / "errors.yml").write_text('who_speaks: "Speak up: who is it?"\n')
    (words / "cli.yml").write_text('play_well: "Well done: {{ acts }}."\n')
    script = shell.folder / "own.play"
    script.write_text("mira: /agent-incident it paid twice\n")
    assert shell.run("play", str(script), PROMPTS_DIR=str(words)).out.splitlines()[-1] == "Well done: 1."


def test_a_file_in_use_is_not_opened_twice(tmp_path: Path) -> None:
    """One chat a file; the sentence says so."""
    path = tmp_path / "r.sqlite3"
    environment = {**os.environ, "DATABASE": str(path), "PYTHONPATH": str(ROOT), "PROMPTS_DIR": ""}
    with contextlib.closing(open_store(blank_at(path))):
        ran = subprocess.run(
            [sys.executable, "-m", "bot", "chat"],
            input="",
            capture_output=True,
            text=True,
            env=environment,
            cwd=ROOT,
            check=False,
        )
    assert (ran.returncode, ran.stdout, ran.stderr.strip()) == (
        2,
        "",
        sentence("storage_in_use", path=str(path)),
    )


def test_a_file_that_is_not_ours_is_left_alone(shell: Shell) -> None:
    """Neither somebody's notes nor another program's database is touched, by any command."""
    notes, other = shell.folder / "notes.txt", shell.folder / "other.sqlite3"
    notes.write_text("Call the bank. " * 300)
    with contextlib.closing(sqlite3.connect(other)) as raw, raw:
        raw.execute("CREATE TABLE customers (name TEXT)")
    for path in (notes, other):
        before = path.read_bytes()
        for command in (("export", "1"), ("score", "1"), ("chat",)):
            ran = shell.run(*command, DATABASE=str(path))
            assert (ran.code, ran.error.strip()) == (2, sentence("storage_not_ours", path=str(path)))
        assert path.read_bytes() == before


def test_a_database_below_a_file_cannot_be_made(shell: Shell) -> None:
    """Nor one in a folder that is none."""
    (shell.folder / "file").write_text("x")
    ran = shell.run("chat", DATABASE=str(shell.folder / "file" / "r.sqlite3"))
    assert (ran.code, ran.error.count("\n")) == (2, 1)
    assert str(shell.folder / "file" / "r.sqlite3") in ran.error


def test_a_read_only_database_can_still_be_read_beside(capsys: pytest.CaptureFixture[str]) -> None:
    """A chat is refused in one sentence; nothing is changed."""
    with open_to_all() as directory:
        path = directory / "r.sqlite3"
        open_store(path).close()
        path.chmod(0o444)
        directory.chmod(0o555)
        with as_somebody_else():
            code = run(["check"], {"DATABASE": str(path), "MARKDOWN_DIR": str(directory / "reviews")})
        directory.chmod(0o755)
    assert code == 1
    assert str(path) in capsys.readouterr().out


def test_enough_read_is_no_error() -> None:
    """`schema | head -1`: no traceback, whoever reads no further."""
    command = [sys.executable, "-m", "bot", "schema"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment, cwd=ROOT) as schema:
        assert schema.stdout is not None
        assert schema.stderr is not None
        schema.stdout.close()
        assert schema.stderr.read() == b""
    assert schema.returncode == 1


def test_a_terminal_without_umlauts_gets_their_numbers() -> None:
    """An output that takes ASCII alone is no reason to fail."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "lint", "--question", "decision", "Größe"],
        capture_output=True,
        env=environment,
        cwd=ROOT,
        check=True,
    )
    assert ran.stdout.isascii()


def test_what_programs_read_is_utf_8_whatever_the_terminal_speaks(shell: Shell) -> None:
    """The same bytes everywhere, and JSON that is JSON."""
    settings = Settings(database=blank_at(shell.database), markdown_dir=shell.folder / "reviews")
    script = "mira: /agent-incident Größe falsch, 3 € zu viel 🙂\n"
    asyncio.run(perform(script, "made.play", shell.folder, settings, lambda _: None))
    for command in (("export", "1", "--format", "json"), ("export", "1")):
        ran = run_with(shell, "ascii", *command)
        assert ran.returncode == 0
        assert "Größe falsch, 3 € zu viel 🙂".encode() in ran.stdout
        assert ran.stdout.endswith(b"\n")


def run_with(shell: Shell, encoding: str, *command: str) -> "subprocess.CompletedProcess[bytes]":
    """A command in a process of its own, at a terminal of some encoding."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": encoding,
        "DATABASE": str(shell.database),
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *command], capture_output=True, env=environment, cwd=ROOT, check=False
    )


@pytest.mark.parametrize("command", ["check", "chat", "export 1"])
def test_a_name_no_file_can_have_is_one_sentence(command: str, shell: Shell) -> None:
    """For the database, and for where reviews go; the system's own reason is in it."""
    ran = shell.run(*command.split(), DATABASE="/tmp/" + "x" * 300, MARKDOWN_DIR="x" * 300)  # noqa: S108 - never made
    assert ran.code == (1 if command == "check" else 2)
    reason = os.strerror(errno.ENAMETOOLONG)
    assert (ran.out + ran.error).count(reason) == (2 if command == "check" else 1)


def test_a_chat_nobody_can_type_into_ends_well(tmp_path: Path) -> None:
    """Started without a standard input, as from a scheduler."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE": str(blank_at(tmp_path / "r.sqlite3"))}
    command = f"{sys.executable} -m bot chat <&-"
    ran = subprocess.run(
        ["sh", "-c", command],  # noqa: S607 - a shell closes it
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "r.sqlite3" in "".join(ran.stdout.split())


@pytest.mark.parametrize("command", [("export", "1"), ("score", "1")])
def test_what_only_reads_waits_for_nobody_who_writes(command: tuple[str, ...], reviewed: Shell) -> None:
    """Another process is in the middle of a long write: what stood before it is told at once."""
    with contextlib.closing(sqlite3.connect(reviewed.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = reviewed.run(*command)
    assert (ran.code, ran.error) == (0, "")
