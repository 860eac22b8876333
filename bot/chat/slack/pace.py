"""How fast we may post: a bucket of three a channel, refilled one a second; one update of a card in five seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.errors import Later

BUCKET = 3.0
REFILL_S = 1.0  # seconds a post
UPDATE_S = 5.0  # seconds between two updates of one message
FORGET_AT = 10_000  # places remembered before the full buckets among them are forgotten


@dataclass
class Pace:
    """Keeps the count in memory: a restart begins with full buckets, which Slack's own short bursts allow."""

    monotonic: Callable[[], float] = time.monotonic
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    _updates: dict[str, float] = field(default_factory=dict)

    def post(self, channel: str) -> None:
        """Take a token of a channel; Later, until there is one."""
        now = self.monotonic()
        left, at = self._buckets.get(channel, (BUCKET, now))
        left = min(BUCKET, left + (now - at) / REFILL_S)
        if left < 1.0:
            raise Later("slack_paced", retry_after=(1.0 - left) * REFILL_S)
        self._forget(now)
        self._buckets[channel] = (left - 1.0, now)

    def update(self, message: str) -> None:
        """Note an update of a message; Later, where the last one is too near."""
        now = self.monotonic()
        last = self._updates.get(message)
        if last is not None and now - last < UPDATE_S:
            raise Later("slack_paced", retry_after=UPDATE_S - (now - last))
        self._updates[message] = now

    def _forget(self, now: float) -> None:
        if len(self._buckets) + len(self._updates) > FORGET_AT:
            full = BUCKET * REFILL_S
            self._buckets = {c: held for c, held in self._buckets.items() if now - held[1] < full}
            self._updates = {m: at for m, at in self._updates.items() if now - at < UPDATE_S}
