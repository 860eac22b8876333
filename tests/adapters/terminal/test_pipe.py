"""What is piped into the chat comes as lines, whatever they are written in and however they are cut up."""

import asyncio
import codecs
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot.chat.terminal.pipe import piped
from tests.adapters.terminal.desk import words
from tests.databases import blank_at

ROOT = Path(__file__).parents[3]
SAID = ["ana: Größe 🙂", "", "ana: two\x00 three"]
TEXT = "\n".join(SAID)


def lines(*pieces: bytes) -> tuple[list[str], list[str]]:
    """The lines of a pipe these pieces are written to one after the other, and the encodings that were told."""
    ours, theirs = os.pipe()
    told: list[str] = []

    def write() -> None:
        for piece in pieces:
            os.write(theirs, piece)
        os.close(theirs)

    async def read() -> list[str]:
        return [line async for line in piped(ours, told.append)]

    writer = threading.Thread(target=write)
    writer.start()
    found = asyncio.run(read())
    writer.join()
    os.close(ours)
    return found, told


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode() + b"\n",
        TEXT.replace("\n", "\r\n").encode() + b"\r\n",
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.replace("\n", "\r\n").encode("utf-16-be"),
    ],
    ids=["no end", "plain", "windows", "marked", "utf-16", "utf-16 be"],
)
@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_lines_are_the_same_however_they_are_written_and_cut(content: bytes, size: int) -> None:
    """With line ends of any system, with a mark before them, in UTF-16; a NUL in a line stays in it."""
    pieces = (content[at : at + size] for at in range(0, len(content), size))
    assert lines(*pieces) == (SAID, [])


@pytest.mark.parametrize("content", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_nothing_is_no_line(content: bytes) -> None:
    """A mark alone is nothing either."""
    assert lines(content) == ([], [])


def test_another_encoding_is_told_line_by_line() -> None:
    """What is not UTF-8 is read as what Windows or old systems write; the lines around it are as they are."""
    found, told = lines("a – Größe\n".encode("cp1252"), "b – Größe\n".encode(), b"\x81\n")
    assert found == ["a – Größe", "b – Größe", "\x81"]
    assert told == ["cp1252", "latin-1"]


def test_a_line_of_many_megabytes_comes_whole() -> None:
    """In the time it takes to read it: its pieces are put together once."""
    found, _ = lines(*[b"x" * 65536] * 400, b"\nend")
    assert [len(line) for line in found] == [65536 * 400, 3]


def test_a_source_that_breaks_off_has_ended() -> None:
    """A terminal that was closed gives an error, not an end."""

    async def read() -> list[str]:
        return [line async for line in piped(closed, lambda _: None)]

    closed, other = os.pipe()
    os.close(closed)
    os.close(other)
    assert asyncio.run(read()) == []


def test_an_interrupt_with_many_lines_waiting_is_one_sentence(tmp_path: Path) -> None:
    """Lines read ahead are of no use to anybody then, and nothing is said of them."""
    settings = {"DATABASE": str(blank_at(tmp_path / "r.sqlite3")), "PROMPTS_DIR": "", "PYTHONPATH": str(ROOT)}
    given = tmp_path / "lines"
    given.write_text("ana: here\n" * 100_000)
    command = [sys.executable, "-m", "bot", "chat"]
    with (
        given.open() as source,
        subprocess.Popen(
            command,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **settings},
            cwd=ROOT,
        ) as chat,
    ):
        assert chat.stdout is not None
        assert chat.stderr is not None
        while words("speaks_now", name="ana") not in chat.stdout.readline().decode():
            pass
        chat.send_signal(signal.SIGINT)
        chat.stdout.read()
        assert chat.stderr.read().decode().strip() == words("interrupted")
    assert chat.returncode == 130
