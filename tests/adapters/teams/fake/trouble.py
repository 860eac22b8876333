"""Faults on demand: what the next calls of a kind meet instead of a good answer."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.adapters.teams.fake.values import Call

HTML = "<!DOCTYPE html><html><body><h1>It did not work.</h1><p>Try again later.</p></body></html>"


@dataclass
class Trouble:
    """One fault: an answer instead of the good one, after the deed or in place of it."""

    status: int = 200
    code: str = ""  # of the JSON answer; empty for a page in HTML
    retry_after_s: int | None = None
    done: bool = False  # whether the deed is done all the same
    empty: bool = False  # a good answer without a body
    lost: bool = False  # the connection ends without an answer
    gate: asyncio.Event | None = None  # the call waits here before the deed


class Troubles:
    """Faults waiting for calls of a kind: send, create, update, delete, member, members; `*` for any."""

    def __init__(self) -> None:
        self._queued: dict[str, deque[Trouble]] = {}
        self._aims: dict[str, Callable[[Call], bool]] = {}

    def take(self, call: Call) -> Trouble | None:
        """The fault this call meets, None where it meets none."""
        for name in (call.kind, "*"):
            if self._queued.get(name) and (name not in self._aims or self._aims[name](call)):
                return self._queued[name].popleft()
        return None

    def aim(self, kind: str, at: Callable[[Call], bool]) -> None:
        """Let the faults of a kind meet such calls alone."""
        self._aims[kind] = at

    @property
    def left(self) -> int:
        """How many faults nobody has met yet."""
        return sum(len(queued) for queued in self._queued.values())

    def forget(self) -> None:
        """Take away what nobody has met, and every aim."""
        self._queued.clear()
        self._aims.clear()

    def limit(self, kind: str, *, retry_after_s: int | None = 2, times: int = 1) -> None:
        """Answer with 429, and say how long to wait unless `retry_after_s` is None."""
        self._add(kind, Trouble(429, "Throttled", retry_after_s=retry_after_s), times)

    def refuse(self, kind: str, status: int, code: str, *, done: bool = False, times: int = 1) -> None:
        """Answer with an error as the service writes it: 412 `PreconditionFailed`, 413 `MessageSizeTooBig`."""
        self._add(kind, Trouble(status, code, done=done), times)

    def break_down(self, kind: str, *, status: int = 502, done: bool = False, times: int = 1) -> None:
        """Answer with a page in HTML, as a proxy does; the deed may have been done behind it."""
        self._add(kind, Trouble(status, done=done), times)

    def empty(self, kind: str, *, times: int = 1) -> None:
        """Do it, and answer 202 without a body: no id comes back."""
        self._add(kind, Trouble(202, done=True, empty=True), times)

    def drop(self, kind: str, *, done: bool = False, times: int = 1) -> None:
        """Lose the connection before the deed, or after it: then it is done and nobody hears so."""
        self._add(kind, Trouble(lost=True, done=done), times)

    def stall(self, kind: str) -> asyncio.Event:
        """Have the next call wait, before the deed, until the event is set."""
        gate = asyncio.Event()
        self._add(kind, Trouble(gate=gate, done=True), 1)
        return gate

    def _add(self, kind: str, trouble: Trouble, times: int) -> None:
        self._queued.setdefault(kind, deque()).extend([trouble] * times)
