"""What every chat adapter is given of the house behind it."""

from typing import Protocol

from bot.chat.capture import Caps, Keeper
from bot.chat.words import Words
from bot.domain.heard import Heard
from bot.domain.redaction_shapes import Rules
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
    def rules(self) -> Rules:
        """What is taken out of everything that people write, drop and look at."""

    @property
    def caps(self) -> Caps:
        """What is too large."""

    async def hear(self, heard: Heard) -> Reply | None:
        """Store an input and work it off. OutsideError where it cannot be stored."""


def keeper(house: House, words: Words) -> Keeper:
    """Keeps evidence in that house."""
    return Keeper(house.store, house.read_trace, house.caps, words, house.without_secrets, house.rules)
