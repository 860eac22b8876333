"""What every chat adapter is given of the house behind it."""

from typing import Protocol

from bot.chat.capture import Caps
from bot.domain.heard import Heard
from bot.domain.says import Reply
from bot.ports import Clock, Store, TraceReader, Voice, WithoutSecrets


class House(Protocol):
    """One process, as an adapter sees it."""

    @property
    def voice(self) -> Voice:
        """The words of the review."""

    @property
    def store(self) -> Store:
        """What holds everything."""

    @property
    def clock(self) -> Clock:
        """The time."""

    @property
    def read_trace(self) -> TraceReader:
        """Reads a recorded run."""

    @property
    def without_secrets(self) -> WithoutSecrets:
        """Takes secrets out of a recorded run that is no plain text."""

    @property
    def caps(self) -> Caps:
        """What is too large."""

    async def hear(self, heard: Heard) -> Reply | None:
        """Store an input and work it off. OutsideError where it cannot be stored."""
