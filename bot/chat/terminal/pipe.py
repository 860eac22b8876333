"""Lines from a pipe or a file: as they come, whatever they are written in, until their end."""

import asyncio
import codecs
import contextlib
import itertools
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator

WAITING = 100  # lines read ahead
CHUNK = 65536
ENCODINGS = ("utf-8", "cp1252", "latin-1")
MARKS = (
    (codecs.BOM_UTF8, ""),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""What may stand before the first line, and the encoding it tells where that is not told by the lines."""


async def piped(source: int, told: Callable[[str], None]) -> AsyncIterator[str]:
    """Lines of a pipe or file by its descriptor; `told` hears of an encoding that had to be guessed.

    They are read in a thread that holds nobody up when the program ends: past Python's buffer, whose lock it would
    keep.
    """
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    loop, room = asyncio.get_running_loop(), threading.Semaphore(WAITING)

    def read() -> None:
        # The program may end while lines are still waiting: then nobody takes them any more.
        with contextlib.suppress(RuntimeError):
            for raw in itertools.chain(lines_of(source), (b"",)):
                room.acquire()  # given back by whoever takes the line
                loop.call_soon_threadsafe(queue.put_nowait, raw)

    threading.Thread(target=read, name="stdin", daemon=True).start()
    while raw := await queue.get():
        room.release()
        yield decoded(raw, told).rstrip("\r\n")


def lines_of(source: int) -> Iterator[bytes]:
    """Whole lines with their ends, as they come; the last one may lack its end."""
    held: list[bytes] = []
    for chunk in _unmarked(source):
        first, *further = chunk.split(b"\n")
        held.append(first)
        for piece in further:
            yield b"".join(held) + b"\n"
            held = [piece]
    if last := b"".join(held):
        yield last


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


def _unmarked(source: int) -> Iterator[bytes]:
    """What comes, without the mark it may begin with; UTF-16, which only its mark tells, becomes UTF-8."""
    chunks = _read(source)
    begun = b""
    while len(begun) < len(codecs.BOM_UTF8) and (chunk := next(chunks, b"")):
        begun += chunk
    mark, encoding = next((found for found in MARKS if begun.startswith(found[0])), (b"", ""))
    rest = itertools.chain((begun[len(mark) :],), chunks)
    return _recoded(rest, encoding) if encoding else rest


def _recoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _read(source: int) -> Iterator[bytes]:
    """Chunks until the end; a source that cannot be read any more, as a terminal that was closed, has ended."""
    with contextlib.suppress(OSError):
        while chunk := os.read(source, CHUNK):
            yield chunk
