"""How people and channels are reached, kept in memory."""

import threading
from collections.abc import Mapping


class MemoryAddresses:
    """`bot.ports.Addresses` of one process."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], dict[str, str]] = {}
        self._turn = threading.Lock()

    def keep(self, workspace: str, key: str, address: Mapping[str, str]) -> None:
        """Keep it, in place of an earlier one."""
        with self._turn:
            self._kept[workspace, key] = dict(address)

    def forget(self, workspace: str, key: str) -> None:
        """Forget it."""
        with self._turn:
            self._kept.pop((workspace, key), None)

    def of(self, workspace: str) -> Mapping[str, Mapping[str, str]]:
        """All of a workspace."""
        with self._turn:
            return {key: dict(kept) for (here, key), kept in self._kept.items() if here == workspace}

    def one(self, workspace: str, key: str) -> Mapping[str, str] | None:
        """One by its key."""
        with self._turn:
            kept = self._kept.get((workspace, key))
        return None if kept is None else dict(kept)
