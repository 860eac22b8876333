"""Scripts through the terminal: the `Driver` of `bot.chat.player` over a session and a clock moved by hand."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.chat.terminal import buttons, doing, filling, proving
from bot.chat.terminal.listen import slash
from bot.chat.terminal.session import Session
from bot.chat.terminal.taking import perform
from bot.chat.terminal.typed import Arrives, IsAgent, Says
from bot.domain.errors import Incident, PersonError
from bot.domain.heard import Speaker

Advance = Callable[[timedelta], None]


class Stage(Protocol):
    """Where a play takes place: it can be left by everybody and entered again."""

    async def restarted(self, session: Session) -> Session:
        """A session of a new process over the same database, at the same screen."""

    async def paced(self, session: Session, seconds: float) -> Session:
        """The same, with another pause before the bot speaks."""


class TerminalDriver:
    """Plays people at a terminal. Files are taken from `folder`."""

    def __init__(self, session: Session, stage: Stage, *, advance: Advance, folder: Path) -> None:
        self._session = session
        self._stage = stage
        self._advance = advance
        self._folder = folder
        self._mark = 0
        self._agents: set[str] = set()

    # -- acts
    async def says(self, who: str, text: str) -> None:
        """Words, or a command with a slash; nothing else of the terminal's is understood here."""
        speaker = await self._begin(who)
        typed = slash(text) if text.startswith("/") else None
        await self._told(perform(self._session, speaker, typed or Says(text), text), speaker)

    async def presses(self, who: str, label: str, on: str) -> None:
        """By label."""
        speaker = await self._begin(who)
        screen, thread = self._session.screen, self._session.thread
        found = buttons.labelled(screen, speaker.person, thread, label, on)
        await self._told(doing.press(self._session, speaker, found), speaker)

    async def chooses(self, who: str, words: str) -> None:
        """By words of the point's line."""
        speaker = await self._begin(who)
        screen, thread = self._session.screen, self._session.thread
        found = buttons.containing(screen, speaker.person, thread, words, doing.POINT)
        await self._told(doing.press(self._session, speaker, found), speaker)

    async def fills(self, who: str, fields: dict[str, str], form: str, target: str) -> None:
        """Without a name, the form this person has open. PersonError where none is, or a value is none."""
        speaker = await self._begin(who)
        session = self._session
        if form:
            found = None if target else buttons.opening(session.screen, speaker.person, session.thread, form)
            about = found[1].review or found[0].review if found else None
            value = found[1].value if found else target
            number = about or session.number
            await self._told(filling.open_form(session, speaker, form, value, review=number), speaker)
        dialog = session.forms.get(speaker.person)
        if dialog is None:
            raise PersonError("play_no_form", who=who)
        reading = await session.reading()
        dialog.fill(fields, reading)
        await self._told(filling.send(session, speaker, dialog, reading.people), speaker)

    async def edits(self, who: str, number: int, text: str) -> None:
        """By the number shown."""
        speaker = await self._begin(who)
        await self._told(doing.edit(self._session, speaker, number, text), speaker)

    async def deletes(self, who: str, number: int) -> None:
        """By the number shown."""
        speaker = await self._begin(who)
        await self._told(doing.delete(self._session, speaker, number), speaker)

    async def attaches(self, who: str, path: str, kind: str) -> None:
        """From the script's folder."""
        speaker = await self._begin(who)
        await proving.attach_file(self._session, speaker, str(self._folder / path), kind)

    async def links(self, who: str, url: str) -> None:
        """Not fetched."""
        speaker = await self._begin(who)
        await proving.attach_link(self._session, speaker, url)

    async def arrives(self, who: str) -> None:
        """Met, and silent."""
        await perform(self._session, await self._begin(who), Arrives())

    async def is_agent(self, who: str) -> None:
        """Marked from now on."""
        self._agents.add(who.casefold())
        await perform(self._session, await self._begin(who), IsAgent())

    async def passes(self, time: timedelta) -> None:
        """The clock is moved, and all that is due is done."""
        self._act()
        self._advance(time)
        await self._session.house.settle()

    async def pauses(self, seconds: float) -> None:
        """A process with another pace takes over."""
        self._act()
        self._session = await self._stage.paced(self._session, seconds)

    async def restart(self) -> None:
        """Everything in memory is dropped, open forms as well."""
        self._act()
        self._session = await self._stage.restarted(self._session)

    # -- what came of it
    def now(self) -> datetime:
        """The clock of the play."""
        return self._session.house.clock.now()

    def heard_in_thread(self) -> Sequence[str]:
        """Shown to all."""
        return [text for to, text in self._session.screen.heard[self._mark :] if to is None]

    def heard_alone(self, name: str) -> Sequence[str]:
        """Shown to one."""
        ending = f":{name.casefold()}"
        heard = self._session.screen.heard[self._mark :]
        return [text for to, text in heard if to is not None and to.endswith(ending)]

    async def close(self) -> Session:
        """The session as it is at the end."""
        return self._session

    def _act(self) -> None:
        self._session.screen.burst += 1
        self._mark = len(self._session.screen.heard)

    async def _begin(self, who: str) -> Speaker:
        self._act()
        speaker = await self._session.called(who)
        return replace(speaker, agent=speaker.agent or who.casefold() in self._agents)

    async def _told(self, doing_it: Awaitable[object], speaker: Speaker) -> None:
        """A person's mistake is a sentence to them alone, as in the chat: a script may expect it."""
        try:
            await doing_it
        except Incident as error:
            self._session.screen.note(self._session.sentence(error), speaker.person)
