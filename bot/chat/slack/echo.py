"""Whether Slack still tells us what is said: every post of ours comes back as an event, unless the line is deaf."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

LATE_S = 30.0
"""Seconds after a post in which its event, or any other payload, must have come."""

LONGEST_S = 3600.0
"""Longest wait between two new lines while none of them hears: events may be switched off on Slack's side."""


@dataclass
class Echo:
    """Remembers the first post nothing was heard after. A line that answers pings may be deaf all the same.

    Source: slackapi/python-slack-sdk#1701, slackapi/bolt-python#1529: connected, and no events.
    """

    monotonic: Callable[[], float] = time.monotonic
    _heard_at: float = -math.inf
    _waiting_since: float | None = None
    _patience_s: float = LATE_S

    def posted(self, begun: float) -> None:
        """We said something that Slack tells us of; `begun` is when the call began: the event may outrun its answer."""
        if self._waiting_since is None and self._heard_at < begun:
            self._waiting_since = begun

    def heard(self) -> None:
        """A payload came: the line hears."""
        self._heard_at = self.monotonic()
        self._waiting_since = None
        self._patience_s = LATE_S

    def is_missing(self) -> bool:
        """Whether nothing came back for too long."""
        since = self._waiting_since
        return since is not None and self.monotonic() - since > self._patience_s

    def begin_anew(self) -> None:
        """The line is a new one; if it does not hear either, it is given twice as long."""
        self._waiting_since = None
        self._patience_s = min(2 * self._patience_s, LONGEST_S)
