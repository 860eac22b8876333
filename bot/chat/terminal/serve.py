"""The loop: lines from a terminal with editing and history, or from a pipe, until their end."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import IO

from bot.chat.terminal import taking
from bot.chat.terminal.session import Session
from bot.chat.terminal.taking import END_OF_PASTE

WAITING = 100  # lines read ahead from a pipe


async def serve(session: Session, lines: AsyncIterator[str]) -> None:
    """Take lines until there are no more; a text still being pasted ends with them."""
    async for typed in lines:
        await taking.line(session, typed)
    if session.pasting:
        await taking.line(session, END_OF_PASTE)


async def piped(source: IO[bytes]) -> AsyncIterator[str]:
    """Lines of a pipe or file. They are read in a thread that holds nobody up when the program ends."""
    queue: asyncio.Queue[bytes] = asyncio.Queue(WAITING)
    loop = asyncio.get_running_loop()

    def read() -> None:
        for raw in iter(source.readline, b""):
            asyncio.run_coroutine_threadsafe(queue.put(raw), loop).result()
        asyncio.run_coroutine_threadsafe(queue.put(b""), loop).result()

    threading.Thread(target=read, name="stdin", daemon=True).start()
    while raw := await queue.get():
        yield raw.decode(errors="replace").rstrip("\r\n")


async def typed_lines(session: Session, history: Path) -> AsyncIterator[str]:
    """Lines typed at a terminal: edited, kept in a history file, with the speaker's name in front.

    Ctrl-C or Ctrl-D ends them.
    """
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - a tenth of a second that a pipe does not need
    from prompt_toolkit.history import FileHistory  # noqa: PLC0415 - the same
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 - the same

    asking: PromptSession[str] = PromptSession(history=FileHistory(str(history)))
    while True:
        try:
            with patch_stdout(raw=True):
                yield await asking.prompt_async(prompt_of(session))
        except (EOFError, KeyboardInterrupt):
            return


def prompt_of(session: Session) -> str:
    """Whose turn it is, and where."""
    name = session.speaker.name if session.speaker else ""
    place = f"{session.thread} " if session.thread else ""
    return f"{place}{name}> "


def writer() -> Callable[[str], None]:
    """Writes a line to standard output, at once; a sign its encoding does not have is written as its number."""

    def write(line: str) -> None:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stdout.flush()

    return write
