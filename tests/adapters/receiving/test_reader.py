"""The process that reads requests: another one takes its place, and none outlives us."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.domain.errors import Later, PersonError
from bot.traces.receiving import reader as reader_module
from bot.traces.receiving.digesting import Asked, digest
from bot.traces.receiving.reader import Reader
from tests.adapters.receiving.sending import NOW, PASSWORD, request, span

T = TypeVar("T")

GOOD = Asked(request(span(db_password=PASSWORD), span(number=2, agent="refund-desk")), False, NOW, 10**8)  # noqa: FBT003 - as declared
BAD = Asked(b"\xff", False, NOW, 10**8)  # noqa: FBT003 - as declared

LEFT_ALONE = """
import asyncio, os, signal
from bot.traces.receiving.reader import Reader

async def main():
    reader = Reader()
    await reader.start()
    print(reader._process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def reading(act: Callable[[Reader], Awaitable[T]]) -> T:
    """What comes of an act with a reader."""

    async def run() -> T:
        reader = Reader()
        try:
            return await act(reader)
        finally:
            await reader.stop()

    return asyncio.run(run())


def test_a_request_is_read_as_in_our_own_process() -> None:
    """Every field comes through."""
    assert reading(lambda reader: reader.digest(GOOD)) == digest(GOOD)


def test_requests_are_read_one_after_another_however_they_end() -> None:
    """A refusal keeps its key and its values, and hinders nobody behind it."""

    async def act(reader: Reader) -> list[object]:
        asked = (GOOD, BAD, GOOD)
        return list(await asyncio.gather(*map(reader.digest, asked), return_exceptions=True))

    first, refused, last = reading(act)
    assert first == last == digest(GOOD)
    assert isinstance(refused, PersonError)
    assert (refused.key, refused.values) == ("traces_unreadable", {"form": "protobuf"})


def test_where_the_process_ended_the_request_comes_again_to_another() -> None:
    """Killed from outside, as by a machine without memory."""

    async def act(reader: Reader) -> object:
        await reader.start()
        process = reader._process  # noqa: SLF001 - to be killed
        assert process is not None
        process.kill()
        with pytest.raises(Later):
            await reader.digest(GOOD)
        return await reader.digest(GOOD)

    assert reading(act) == digest(GOOD)


def test_a_request_that_takes_too_long_ends_the_process_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next one is answered with its own answer."""

    async def act(reader: Reader) -> object:
        await reader.start()
        with monkeypatch.context() as hurried:
            hurried.setattr(reader_module, "LONGEST_S", 0.0)
            with pytest.raises(Later):
                await reader.digest(BAD)
        return await reader.digest(GOOD)

    assert reading(act) == digest(GOOD)


def test_a_request_that_is_given_up_leaves_no_answer_behind() -> None:
    """The next one hears its own."""

    async def act(reader: Reader) -> object:
        await reader.start()
        given_up = asyncio.create_task(reader.digest(BAD))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)
        return await reader.digest(GOOD)

    assert reading(act) == digest(GOOD)


def test_it_does_not_outlive_us_however_we_end() -> None:
    """Killed, we could not end it: it ends by itself."""
    killed = subprocess.run([sys.executable, "-c", LEFT_ALONE], check=False, stdout=subprocess.PIPE)
    assert killed.returncode == -signal.SIGKILL
    pid = int(killed.stdout)
    while _runs(pid):  # it ends on its own; the runner's own limit of time is the bound
        os.sched_yield()


def _runs(pid: int) -> bool:
    """Whether a process is there and not merely unburied."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
