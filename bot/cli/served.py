"""The house behind a chat platform: what its adapter is given."""

from dataclasses import dataclass

from bot.app import App
from bot.chat.served import Tell
from bot.chat.words import Words
from bot.cli.house import AppHouse, tools
from bot.domain.heard import Heard
from bot.domain.mine import Line
from bot.domain.review import PersonKey
from bot.domain.says import Reply
from bot.journeys.looking import Asked
from bot.ports import Clock
from bot.settings import Settings


@dataclass(frozen=True)
class ServedHouse(AppHouse):
    """`bot.chat.served.House` over an app."""

    words: Words

    async def accept(self, heard: Heard, tell: Tell | None = None) -> None:
        """By the door in, acknowledged once it is stored."""
        await self.app.inbox.accept(heard, tell)

    async def look(self, kind: str, argument: str, viewer: PersonKey, workspace: str) -> Reply:
        """A list, or one review."""
        return await self.app.inbox.look(Asked(kind, argument, viewer, workspace))

    async def mine(self, viewer: PersonKey, workspace: str) -> tuple[Line, ...]:
        """All that waits for a person."""
        return await self.app.inbox.mine(Asked("mine", "", viewer, workspace))

    async def open_form(
        self, number: int, viewer: PersonKey, workspace: str, form: str, target: str
    ) -> Reply:
        """A form of a review."""
        return await self.app.inbox.open_form(Asked("form", str(number), viewer, workspace), form, target)


def house_of(app: App, clock: Clock, words: Words, settings: Settings) -> ServedHouse:
    """The app as the adapter sees it."""
    return ServedHouse(app, clock, *tools(settings), words)
