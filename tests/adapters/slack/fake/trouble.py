"""Faults on demand: what the next calls of a method meet instead of a good answer."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.adapters.slack.fake.values import Json


@dataclass
class Trouble:
    """One fault. `error` is an answer of Slack's; `status` another HTTP status; `drop` a lost connection."""

    error: str = ""
    more: Json = field(default_factory=dict)
    status: int = 200
    retry_after_s: int | None = None
    drop: str = ""  # "before" or "after" the deed
    gate: asyncio.Event | None = None  # the call waits here before the deed


class Troubles:
    """Faults waiting for their calls; `*` stands for any method."""

    def __init__(self) -> None:
        self._queued: dict[str, deque[Trouble]] = {}
        self._aims: dict[str, Callable[[Json], bool]] = {}

    def take(self, method: str, args: Mapping[str, object]) -> Trouble | None:
        """The fault this call meets, None where it meets none."""
        for name in (method, "*"):
            if self._queued.get(name) and (name not in self._aims or self._aims[name](dict(args))):
                return self._queued[name].popleft()
        return None

    def aim(self, method: str, at: Callable[[Json], bool]) -> None:
        """Let the faults of a method meet calls with such arguments alone."""
        self._aims[method] = at

    @property
    def left(self) -> int:
        """How many faults nobody has met yet."""
        return sum(len(queued) for queued in self._queued.values())

    def forget(self) -> None:
        """Take away what nobody has met, and every aim."""
        self._queued.clear()
        self._aims.clear()

    def fail(self, method: str, error: str, *, times: int = 1, **more: object) -> None:
        """Answer with an error of Slack's; `more` is added to the answer (`needed`, `provided`)."""
        self._add(method, Trouble(error=error, more=dict(more)), times)

    def limit(self, method: str, *, retry_after_s: int = 2, times: int = 1) -> None:
        """Answer with HTTP 429 and `Retry-After`."""
        self._add(method, Trouble(error="ratelimited", status=429, retry_after_s=retry_after_s), times)

    def break_down(self, method: str, *, status: int = 503, times: int = 1) -> None:
        """Answer with an HTML page and a status of 5xx."""
        self._add(method, Trouble(status=status), times)

    def drop(self, method: str, *, when: str = "after", times: int = 1) -> None:
        """Lose the connection before the deed, or after it: then it is done and nobody hears so."""
        self._add(method, Trouble(drop=when), times)

    def stall(self, method: str) -> asyncio.Event:
        """Have the next call wait, before the deed, until the event is set."""
        gate = asyncio.Event()
        self._add(method, Trouble(gate=gate), 1)
        return gate

    def _add(self, method: str, trouble: Trouble, times: int) -> None:
        self._queued.setdefault(method, deque()).extend([trouble] * times)
