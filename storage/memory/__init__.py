"""The store in memory: the same contract, for tests and for playing a dialogue. Nothing outlives the process."""

from storage.memory.store import MemoryStore

__all__ = ["MemoryStore"]
