"""What people ask for in words. The answer goes to whoever asked, alone, save where all may read it."""

import asyncio
from dataclasses import dataclass

from bot.chat import commands
from bot.chat.served import House
from bot.chat.teams import limits
from bot.chat.teams.meanings import Asked, Command, Known
from bot.chat.teams.reading import thread
from bot.chat.teams.telling import Tell, Telling
from bot.domain import wall_filters
from bot.domain.agents import change_in
from bot.domain.heard import AgentChanged, Opened, SaidAway
from bot.domain.tree import Card, CardButton, Paragraph, Text

LOOKS = ("list", "show", "walls", "mine", "register", "help")
OPEN = "open"
"""The form that opens a review."""


@dataclass(kw_only=True)
class Counter:
    """Does what a command says. `incident_channel` is empty for "where it was asked"."""

    house: House
    telling: Telling
    known: Known
    incident_channel: str = ""

    def heard(self, command: Command) -> Opened | AgentChanged | SaidAway | None:
        """The input a command is; None for one that only asks for something, or lacks what it needs."""
        match command.kind:
            case "open" | "quick":
                channel = self.incident_channel or command.place.channel
                return self.opened(command, channel) if command.argument and channel else None
            case commands.CHANGED:
                return self._changed(command)
            case commands.AWAY | commands.BACK if command.kind == commands.BACK or command.argument:
                return SaidAway(id=command.id, at=command.at, by=command.by, until=command.argument)
            case _:
                return None

    async def command(self, command: Command) -> None:
        """Do what is asked for by a command that is no input, or say what it lacks."""
        match command.kind:
            case "open" | "quick" | "offer":
                await self._offer(command)
            case "unknown":
                nearest = f"agent-incident {command.argument}"
                await self._wrong(command, "unknown_command", word=command.argument, nearest=nearest)
            case "form":
                await self._offered(command)
            case commands.CHANGED:
                await self._wrong(command, "change_unread")
            case commands.AWAY:
                await self._wrong(command, "away_unread")
            case kind if kind in LOOKS:
                await self._looked(command, kind)

    def opened(self, command: Command, channel: str) -> Opened:
        """The opening in a channel."""
        return Opened(
            id=command.id,
            at=command.at,
            by=command.by,
            line=command.argument,
            workspace=self.known.workspace,
            channel=channel,
            asked_in=command.place.channel,
            quick=command.kind == "quick",
            redactions=command.redactions,
        )

    def _changed(self, command: Command) -> AgentChanged | None:
        """An agent changed: its reviews hear so, and whoever told it hears how many do."""
        told = change_in(command.argument)
        if told is None:
            return None
        agent, what = told
        return AgentChanged(
            id=command.id,
            at=command.at,
            by=command.by,
            workspace=self.known.workspace,
            agent=agent,
            what=what,
        )

    async def _offer(self, command: Command) -> None:
        """The form that opens a review, behind a button, with what was typed in it."""
        line = command.argument[: limits.VALUE]
        button = CardButton(f"form:{OPEN}", self.house.words("teams_open_title"), line)
        await self.here(command, self._card("teams_open_form", button))

    async def _looked(self, command: Command, kind: str) -> None:
        """A list, or one review: without a number, that of the thread."""
        argument = command.argument
        if kind == "show" and not argument:
            if (number := await self.number_here(command)) is None:
                await self.here(command, self._card("teams_show_which"))
                return
            argument = str(number)
        if kind == "walls":
            argument = wall_filters.located(argument, command.place.channel)
        reply = await self.house.look(kind, argument, command.by.person, self.known.workspace)
        if kind == "help" and reply.say is not None:
            await self.here(command, self.house.voice.speak(reply.say))
        else:
            await self.teller(command)(reply)

    async def _offered(self, command: Command) -> None:
        """A form asked for in words: behind a button, in the thread of its review."""
        named = commands.form_of(command.argument)
        number = await self.number_here(command)
        if named is None or number is None:
            await self.here(command, self._card("teams_form_where", form=command.argument))
            return
        form = self.house.voice.form(named[0], {}, target=named[1])
        button = CardButton(f"form:{form.key}", form.title, form.target, number)
        await self.here(command, self._card("teams_form_here", button))

    async def number_here(self, asked: Asked) -> int | None:
        """The review held in the thread something was asked in; None outside any."""
        where = thread(asked.place, self.known)
        return None if where is None else await asyncio.to_thread(self.house.store.held_in, where)

    # -- answers
    def teller(self, asked: Asked) -> Tell:
        """Shows a direct reply to whoever asked, alone."""
        return self.telling.teller(asked)

    async def here(self, asked: Asked, card: Card) -> None:
        """Where it was asked, for all who read there."""
        where = thread(asked.place, self.known)
        if where is None:
            await self.telling.alone(asked, card)
        else:
            await self.telling.there(asked, where, card)

    async def asks(self, asked: Asked, key: str) -> None:
        """Say a sentence of the adapter where something was asked."""
        await self.here(asked, self._card(key))

    async def _wrong(self, command: Command, key: str, **values: object) -> None:
        sentence = self.house.voice.error(key, dict(values))
        await self.here(command, Card((Paragraph((Text(sentence),)),)))

    def _card(self, key: str, *buttons: CardButton, **values: object) -> Card:
        return Card((Paragraph((Text(self.house.words(key, **values)),)),), buttons)
