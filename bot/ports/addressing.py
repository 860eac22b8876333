"""How people and channels are reached, where a platform tells it only when they speak."""

from collections.abc import Mapping
from typing import Protocol


class Addresses(Protocol):
    """What a chat adapter keeps of its platform between processes; nothing else reads it. Safe from any thread."""

    def keep(self, workspace: str, key: str, address: Mapping[str, str]) -> None:
        """Keep an address of a workspace (`platform:workspace`), in place of an earlier one under the same key."""

    def forget(self, workspace: str, key: str) -> None:
        """Forget one; nothing happens where there is none."""

    def of(self, workspace: str) -> Mapping[str, Mapping[str, str]]:
        """All of a workspace, by key."""

    def one(self, workspace: str, key: str) -> Mapping[str, str] | None:
        """One by its key."""
