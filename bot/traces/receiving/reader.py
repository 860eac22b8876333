"""The process that reads requests: beside ours, so that no answer in a thread waits for a large body.

It has lower priority, takes one request after another on standard input, and ends with it. A frame is a length of four
bytes and a message in MessagePack.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from bot.domain.errors import Later, PersonError
from bot.traces.receiving.digesting import Asked, Digested, digest

LONGEST_S = 60.0
"""A request that takes longer ends the process: the largest one allowed takes a few seconds."""

BUFFER = 1024 * 1024  # bytes of an answer read ahead
NICE = 10
_HEAD = 4
_GONE = (OSError, asyncio.IncompleteReadError, TimeoutError)


@dataclass(frozen=True)
class _Answer:
    """What a request holds; or the key of an error, and its values."""

    digested: Digested | None = None
    key: str = ""
    values: dict[str, str | int] | None = None


class Reader:
    """Has requests read, one after another. The process is started when it is needed, and anew where it ended."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def digest(self, asked: Asked) -> Digested:
        """What a request holds. Errors as `digesting.digest`, and Later traces_reader_gone where the process ended."""
        async with self._turn:
            try:
                async with asyncio.timeout(LONGEST_S):
                    answer = await self._answer(asked)
            except _GONE as error:
                await self._end()
                raise Later("traces_reader_gone") from error
            except asyncio.CancelledError:
                await self._end()  # what it answers next would be the answer to this one
                raise
        if answer.digested is None:
            raise PersonError(answer.key, **(answer.values or {}))
        return answer.digested

    async def start(self) -> None:
        """Have the process ready before the first request."""
        async with self._turn:
            await self._running()

    async def stop(self) -> None:
        """End the process; a request it is at is given up."""
        await self._end()

    async def _answer(self, asked: Asked) -> _Answer:
        to, come = await self._running()
        to.writelines(_framed(asked))
        await to.drain()
        length = int.from_bytes(await come.readexactly(_HEAD))
        return msgspec.msgpack.decode(await come.readexactly(length), type=_Answer)

    async def _running(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", __name__),
                stdin=PIPE,
                stdout=PIPE,
                limit=BUFFER,
                start_new_session=True,  # Ctrl-C is for us; it ends when we do
            )
        to, come = self._process.stdin, self._process.stdout
        if to is None or come is None:
            raise RuntimeError("a process was started without its pipes")
        return to, come

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()


def serve(come: BinaryIO, to: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while len(head := come.read(_HEAD)) == _HEAD:
        asked = msgspec.msgpack.decode(come.read(int.from_bytes(head)), type=Asked)
        to.writelines(_framed(_answered(asked)))
        to.flush()


def _answered(asked: Asked) -> _Answer:
    try:
        return _Answer(digest(asked))
    except PersonError as error:
        return _Answer(None, error.key, {name: _plain(value) for name, value in error.values.items()})


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)


def _framed(message: object) -> tuple[bytes, bytes]:
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(_HEAD), body


if __name__ == "__main__":
    os.nice(NICE)
    serve(sys.stdin.buffer, sys.stdout.buffer)
