"""What the terminal is given besides: things to look up in its one workspace, and all that is due done at once."""

from typing import Protocol

from bot.chat import house
from bot.domain.review import PersonKey
from bot.domain.says import Reply


class House(house.House, Protocol):
    """One process, as the terminal sees it."""

    async def look(self, kind: str, argument: str, viewer: PersonKey) -> Reply:
        """Look something up for a person."""

    async def open_form(self, number: int, viewer: PersonKey, form: str, target: str) -> Reply:
        """A form filled with what a review holds."""

    async def settle(self) -> None:
        """Do all that is due: what waits, what is to go out."""
