"""How often one bot may call in one thread: the documented windows, counted on the fake's clock."""

from collections import deque
from datetime import datetime, timedelta
from math import ceil

SENDS = ((7, 1), (8, 2), (60, 30), (1800, 3600))  # so many in so many seconds
LOOKS = ((14, 1), (16, 2), (120, 30), (3600, 3600))
CHANGES = frozenset(("send", "create", "update", "delete"))


class Windows:
    """The calls of the last hour, by kind and thread."""

    def __init__(self) -> None:
        self._calls: dict[tuple[bool, str], deque[datetime]] = {}

    def wait_s(self, kind: str, conversation: str, now: datetime) -> int:
        """0 where the call may be made, which is then counted; else the whole seconds to wait."""
        changes = kind in CHANGES
        made = self._calls.setdefault((changes, conversation), deque())
        while made and now - made[0] >= timedelta(hours=1):
            made.popleft()
        waits = [
            timedelta(seconds=seconds) - (now - made[-most])
            for most, seconds in (SENDS if changes else LOOKS)
            if len(made) >= most and now - made[-most] < timedelta(seconds=seconds)
        ]
        if not waits:
            made.append(now)
            return 0
        return ceil(max(waits) / timedelta(seconds=1))
