"""What the adapters of chat platforms are given besides: a door that acknowledges first, and their own words."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.chat import house
from bot.chat.words import Words
from bot.domain.heard import Heard
from bot.domain.mine import Line
from bot.domain.review import PersonKey
from bot.domain.says import Reply

Tell = Callable[[Reply], Awaitable[None]]


class House(house.House, Protocol):
    """One process, as this adapter sees it."""

    @property
    def words(self) -> Words:
        """The words of the adapter itself."""

    async def accept(self, heard: Heard, tell: Tell | None = None) -> None:
        """Store an input and return; it is worked off behind. OutsideError where it cannot be stored."""

    async def look(self, kind: str, argument: str, viewer: PersonKey, workspace: str) -> Reply:
        """Look something up for a person."""

    async def mine(self, viewer: PersonKey, workspace: str) -> tuple[Line, ...]:
        """All that waits for a person. OutsideError where the database is out of reach."""

    async def open_form(
        self, number: int, viewer: PersonKey, workspace: str, form: str, target: str
    ) -> Reply:
        """A form filled with what a review holds."""
