"""How fast we may post: a bucket of three a channel, refilled one a second or slower; one update of a card in five.

Reminders go out forty a minute: Slack lets fifty conversations a minute be opened, and others want some. Each has its
place in the queue, so that one that has to wait is tried again when it may go, and not before.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.errors import Later

BUCKET = 3.0
REFILL_S = 1.0  # seconds a post, on Slack
UPDATE_S = 5.0  # seconds between two updates of one message
REMINDER_S = 1.5  # seconds a reminder; with ten at once no minute has more than fifty: Slack's third tier
AT_ONCE = 10  # where none went out for a while
EARLY_S = 0.5  # a clock may show a little less when its moment has come
FORGET_AT = 10_000  # places remembered before the full buckets among them are forgotten


@dataclass
class Pace:
    """Keeps the count in memory: a restart begins with full buckets, which Slack's own short bursts allow."""

    monotonic: Callable[[], float] = time.monotonic
    refill_s: float = REFILL_S
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    _updates: dict[str, float] = field(default_factory=dict)
    _places: dict[str, float] = field(default_factory=dict)  # when each waiting reminder may go, by its key
    _next: float = -math.inf  # when the one after them may

    def post(self, channel: str) -> None:
        """Take a token of a channel; Later, until there is one."""
        now = self.monotonic()
        left, at = self._buckets.get(channel, (BUCKET, now))
        left = min(BUCKET, left + (now - at) / self.refill_s)
        if left < 1.0:
            raise Later("paced", retry_after=(1.0 - left) * self.refill_s)
        self._forget(now)
        self._buckets[channel] = (left - 1.0, now)

    def reminder(self, key: str) -> None:
        """Take the next place among reminders, each its own, by its key; Later, until its time."""
        now = self.monotonic()
        place = self._places.pop(key, None)
        if place is None:
            place = max(self._next, now - (AT_ONCE - 1) * REMINDER_S)
            self._next = place + REMINDER_S
        if place - now > EARLY_S:
            self._places[key] = place
            raise Later("paced", retry_after=place - now)

    def update(self, message: str) -> None:
        """Note an update of a message; Later, where the last one is too near."""
        now = self.monotonic()
        last = self._updates.get(message)
        if last is not None and now - last < UPDATE_S:
            raise Later("paced", retry_after=UPDATE_S - (now - last))
        self._updates[message] = now

    def _forget(self, now: float) -> None:
        if len(self._buckets) + len(self._updates) > FORGET_AT:
            full = BUCKET * self.refill_s
            self._buckets = {c: held for c, held in self._buckets.items() if now - held[1] < full}
            self._updates = {m: at for m, at in self._updates.items() if now - at < UPDATE_S}
