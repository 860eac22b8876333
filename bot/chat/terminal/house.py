"""What the terminal is given of the house behind it: the door in, things to look up, and what holds them."""

from typing import Protocol

from bot.chat.capture import Caps
from bot.domain.heard import Heard
from bot.domain.review import PersonKey
from bot.domain.says import Reply
from bot.ports import Clock, Store, TraceReader, Voice


class House(Protocol):
    """One process, as an adapter sees it."""

    @property
    def voice(self) -> Voice:
        """The words."""

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
    def caps(self) -> Caps:
        """What is too large."""

    async def hear(self, heard: Heard) -> Reply | None:
        """Store an input and work it off. OutsideError where it cannot be stored."""

    async def look(self, kind: str, argument: str, viewer: PersonKey) -> Reply:
        """Look something up for a person."""

    async def open_form(self, number: int, viewer: PersonKey, form: str, target: str) -> Reply:
        """A form filled with what a review holds."""

    async def settle(self) -> None:
        """Do all that is due: what waits, what is to go out."""
