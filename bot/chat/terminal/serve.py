"""The loop: lines from a terminal with editing and history, or from a pipe, until their end."""

import asyncio
import itertools
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

from bot.chat.terminal import taking
from bot.chat.terminal.session import Session
from bot.chat.terminal.taking import END_OF_PASTE

WAITING = 100  # lines read ahead from a pipe
CHUNK = 65536
ENCODINGS = ("utf-8", "cp1252", "latin-1")


async def serve(session: Session, lines: AsyncIterator[str]) -> None:
    """Take lines until there are no more; a text still being pasted ends with them."""
    async for typed in lines:
        await taking.line(session, typed)
    if session.pasting:
        await taking.line(session, END_OF_PASTE)


async def piped(source: int, told: Callable[[str], None]) -> AsyncIterator[str]:
    """Lines of a pipe or file by its descriptor; `told` hears of an encoding that had to be guessed.

    They are read in a thread that holds nobody up when the program ends: past Python's buffer, whose lock it would
    keep.
    """
    queue: asyncio.Queue[bytes] = asyncio.Queue(WAITING)
    loop = asyncio.get_running_loop()

    def read() -> None:
        for raw in itertools.chain(lines_of(source), (b"",)):
            asyncio.run_coroutine_threadsafe(queue.put(raw), loop).result()

    threading.Thread(target=read, name="stdin", daemon=True).start()
    while raw := await queue.get():
        yield decoded(raw, told).rstrip("\r\n")


def lines_of(source: int) -> Iterator[bytes]:
    """Whole lines with their ends, as they come; the last one may lack its end."""
    held = b""
    while chunk := os.read(source, CHUNK):
        *whole, held = (held + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if held:
        yield held


def decoded(raw: bytes, told: Callable[[str], None]) -> str:
    """A line as text; one that is not UTF-8 is read as Windows-1252 or Latin-1, and that is told: nothing is lost."""
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != ENCODINGS[0]:
            told(encoding)
        return text
    raise AssertionError(ENCODINGS)  # the last one reads every byte


async def typed_lines(session: Session, history: Path) -> AsyncIterator[str]:
    """Lines typed at a terminal: edited, kept in a history file, with the speaker's name in front.

    Ctrl-C or Ctrl-D ends them.
    """
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - a tenth of a second that a pipe does not need
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 - the same

    from bot.chat.terminal.history import CleanHistory  # noqa: PLC0415 - the same

    asking: PromptSession[str] = PromptSession(history=CleanHistory(str(history)))
    while True:
        try:
            with patch_stdout(raw=True):
                typed = await asking.prompt_async(prompt_of(session))
        except (EOFError, KeyboardInterrupt):
            return
        yield typed


def prompt_of(session: Session) -> str:
    """Whose turn it is, and where."""
    name = session.speaker.name if session.speaker else ""
    place = f"{session.thread} " if session.thread else ""
    return f"{place}{name}> "
