"""A payload's meaning, done: stored and acknowledged first, everything that may take time behind it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack import answer, forms, listen, messages, views
from bot.chat.slack.answer import AGAIN, Answer
from bot.chat.slack.files import attach
from bot.chat.slack.house import House
from bot.chat.slack.meanings import (
    Asked,
    Command,
    Known,
    Meaning,
    OpensForm,
    PersonChanged,
    Presses,
    Said,
    SentForm,
    StartsFrom,
)
from bot.chat.slack.people import People
from bot.chat.slack.troubles import tried
from bot.domain.errors import Incident, OutsideError
from bot.domain.heard import Opened, Replied
from bot.domain.says import Reply

log = logging.getLogger(__name__)

LOOKS = ("list", "show", "walls", "mine", "help")


@dataclass(kw_only=True)
class Desk:
    """Takes what Slack brings. `client` is for what a person waits for; `incident_channel` is empty for "there"."""

    house: House
    client: AsyncWebClient
    people: People
    team: str
    bot_user: str
    bot_id: str = ""
    url: str = ""
    agents: frozenset[str] = frozenset()
    respond: Callable[[str, dict[str, Any]], Awaitable[None]]
    incident_channel: str = ""
    _behind: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def workspace(self) -> str:
        """As reviews name it."""
        return f"slack:{self.team}"

    def known(self) -> Known:
        """What payloads are read against now."""
        return Known(self.team, self.bot_user, self.bot_id, self.url, self.people.names, self.agents)

    async def take(self, payload: object) -> Answer:
        """Do what a payload means; 503 where it could not be stored, so that Slack sends it again."""
        if unknown := self.people.unknown(listen.people_in(payload)):
            self._later(self.people.learn(unknown))
        meaning = listen.meaning(payload, self.known(), self.house.clock.now())
        try:
            return await self._take(meaning)
        except OutsideError as error:
            log.warning("an input could not be stored: %s", error.key)
            return Answer(AGAIN)

    async def finish(self) -> None:
        """Wait for what runs behind, at most 5 s."""
        if self._behind:
            await asyncio.wait(self._behind, timeout=5.0)

    async def _take(self, meaning: Meaning) -> Answer:
        match meaning:
            case Said():
                await self._said(meaning)
            case Command():
                return await self._command(meaning)
            case Presses(heard=heard):
                await self.house.accept(heard, self._teller(meaning))
            case OpensForm():
                self._later(self._open_form(meaning))
            case SentForm():
                return await self._sent(meaning)
            case StartsFrom():
                self._later(self._show_opening(meaning, meaning.text.partition("\n")[0][:300]))
            case PersonChanged():
                self._later(self.people.changed(meaning))
            case _:
                pass
        return Answer()

    async def _said(self, said: Said) -> None:
        """Kept only where the thread is a review's; all else is dropped, unlogged."""
        thread = said.heard.thread
        if thread is None or await asyncio.to_thread(self.house.store.held_in, thread) is None:
            return
        if not isinstance(said.heard, Replied) or said.heard.text.strip():
            await self.house.accept(said.heard)
        for file in said.files:
            self._later(attach(self.house, self.client, said.heard, file))

    async def _command(self, command: Command) -> Answer:
        match command.kind:
            case "open" if not command.argument:
                self._later(self._show_opening(command, ""))
                return Answer()
            case "open" | "quick":
                await self.house.accept(self._opened(command), self._teller(command))
                return Answer()
            case "unknown":
                nearest = {"word": command.argument, "nearest": f"/agent-incident {command.argument}"}
                text = self.house.voice.error("unknown_command", dict(nearest))
                return self._told(command, {"response_type": "ephemeral", "text": text})
            case kind if kind in LOOKS:
                person = command.by.person
                reply = await self.house.look(kind, command.argument, person, self.workspace)
                shown = answer.shown(reply, self.house.voice, self.house.words)
                return self._told(command, shown)
            case _:
                return Answer()

    def _told(self, asked: Asked, body: dict[str, Any]) -> Answer:
        """What a person asked to see: in the answer to their command, else in the place they asked in."""
        if asked.response_url:
            return Answer(body=body)
        self._later(self._whisper(asked, body))
        return Answer()

    def _opened(self, command: Command) -> Opened:
        where = command.place
        return Opened(
            id=command.id,
            at=command.at,
            by=command.by,
            line=command.argument,
            workspace=self.workspace,
            channel=self.incident_channel or where.channel,
            quick=command.kind == "quick",
            private=bool(where.private) and not self.incident_channel,
            redactions=command.redactions,
        )

    async def _show_opening(self, asked: Asked, line: str) -> None:
        form = answer.opening_form(self.house.words, line)
        belongs = forms.Belongs(channel=asked.place.channel, thread=asked.place.root)
        view = views.view(form, self.house.words, metadata=belongs.packed(), workspace=self.workspace)
        await tried(self.client.views_open(trigger_id=asked.trigger_id, view=view))

    async def _open_form(self, asked: OpensForm) -> None:
        """A read, then the form, within the life of the trigger."""
        number = await self._number(asked)
        if asked.form == forms.OPEN or number is None:
            await self._show_opening(asked, "")
            return
        reply = await self.house.open_form(number, asked.by.person, self.workspace, asked.form, asked.target)
        if reply.form is None:
            await self._teller(asked)(reply)
            return
        form = self.house.voice.form(reply.form.form, dict(reply.form.values), target=reply.form.target)
        belongs = forms.Belongs(
            review=str(number),
            version=str(asked.about.version or ""),
            target=form.target,
            channel=asked.place.channel,
            thread=asked.place.root,
        )
        view = views.view(form, self.house.words, metadata=belongs.packed(), workspace=self.workspace)
        await tried(self.client.views_open(trigger_id=asked.trigger_id, view=view))

    async def _number(self, asked: OpensForm) -> int | None:
        """The review a button is about: the one it names, else the one its thread holds."""
        if asked.about.review is not None or not asked.place.root:
            return asked.about.review
        thread = messages.thread(asked.place, self.known())
        return await asyncio.to_thread(self.house.store.held_in, thread)

    async def _sent(self, sent: SentForm) -> Answer:
        """A form is answered in the same request: closed, or with the sentence at its field."""
        reply = await self.house.hear(sent.heard)
        if text := answer.sentence(reply):
            return Answer(body=views.errors(sent.shown, "", text))
        if reply is not None:
            self._later(self._teller(sent)(reply))
        return Answer()

    def _teller(self, asked: Asked) -> "Teller":
        return Teller(self, asked)

    async def _whisper(self, asked: Asked, body: dict[str, Any]) -> None:
        """To the one who asked: by Slack's own address for answers, else as an ephemeral message in the place."""
        if not body:
            return
        if asked.response_url:
            await self.respond(asked.response_url, body)
            return
        await tried(
            self.client.chat_postEphemeral(
                channel=asked.place.channel,
                user=asked.by.person.split(":", 2)[2],
                thread_ts=asked.place.root or None,
                text=body["text"],
                blocks=body.get("blocks"),
            )
        )

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Run behind the acknowledgement; trouble is logged, and nothing of what was said with it."""
        task = asyncio.create_task(self._logged(work))
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)

    async def _logged(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Incident as error:
            log.warning("something asked for in Slack could not be done: %s", error.key)


@dataclass(frozen=True)
class Teller:
    """Shows a direct reply to whoever asked."""

    desk: Desk
    asked: Asked

    async def __call__(self, reply: Reply) -> None:
        """As an ephemeral message."""
        shown = answer.shown(reply, self.desk.house.voice, self.desk.house.words)
        await self.desk._whisper(self.asked, shown)  # noqa: SLF001 - the teller is a part of the desk
