"""What the Slack adapter is given of the house behind it: the door in, things to look up, and what holds them."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.chat.capture import Caps
from bot.chat.words import Words
from bot.domain.heard import Heard
from bot.domain.review import PersonKey
from bot.domain.says import Reply
from bot.ports import Clock, Store, TraceReader, Voice

Tell = Callable[[Reply], Awaitable[None]]


class House(Protocol):
    """One process, as this adapter sees it."""

    @property
    def voice(self) -> Voice:
        """The words of the review."""

    @property
    def words(self) -> Words:
        """The words of the adapter itself."""

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

    async def accept(self, heard: Heard, tell: Tell | None = None) -> None:
        """Store an input and return; it is worked off behind. OutsideError where it cannot be stored."""

    async def hear(self, heard: Heard) -> Reply | None:
        """Store an input and work it off: for what must be answered in the same request."""

    async def look(self, kind: str, argument: str, viewer: PersonKey, workspace: str) -> Reply:
        """Look something up for a person."""

    async def open_form(
        self, number: int, viewer: PersonKey, workspace: str, form: str, target: str
    ) -> Reply:
        """A form filled with what a review holds."""
