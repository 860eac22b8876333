"""A payload's meaning, done: stored and acknowledged first, everything that may take time behind it."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack import answer, forms, listen, marking, messages, views
from bot.chat.slack.answer import AGAIN, Answer
from bot.chat.slack.files import attach
from bot.chat.slack.house import House
from bot.chat.slack.meanings import (
    Asked,
    Command,
    Known,
    Marked,
    Meaning,
    OpensForm,
    PersonChanged,
    Place,
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

NAMES_S = 1.0
"""How long a message may wait for the name of an author nobody has met."""

REMEMBERED = 1_000
"""Mentions of the bot remembered, to answer each once."""

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
    _asked: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
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
        now = self.house.clock.now()
        unknown = self.people.unknown(listen.people_in(payload))
        learning = self._later(self.people.learn(unknown)) if unknown else None
        meaning = listen.meaning(payload, self.known(), now)
        try:
            if learning is not None and isinstance(meaning, Said) and await self._holder(meaning) is not None:
                await asyncio.wait({learning}, timeout=NAMES_S)  # once a person; a message brings no name
                meaning = listen.meaning(payload, self.known(), now)
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
                return await self._command(meaning) if self._is_new(meaning) else Answer()
            case Presses(heard=heard):
                await self.house.accept(heard, self._teller(meaning))
            case OpensForm():
                self._later(self._open_form(meaning))
            case SentForm():
                return await self._sent(meaning)
            case StartsFrom():
                self._later(self._show_opening(meaning, meaning.text.partition("\n")[0][:300]))
            case Marked():
                await self._marked(meaning)
            case PersonChanged():
                self._later(self.people.changed(meaning))
            case _:
                pass
        return Answer()

    async def _said(self, said: Said) -> None:
        """Kept only where the thread is a review's; all else is dropped, unlogged."""
        if await self._holder(said) is None:
            return
        if not isinstance(said.heard, Replied) or said.heard.text.strip():
            await self.house.accept(said.heard)
        for file in said.files:
            self._later(attach(self.house, self.client, said.heard, file))

    async def _holder(self, said: Said) -> int | None:
        """The review whose thread something was said in."""
        thread = said.heard.thread
        return None if thread is None else await asyncio.to_thread(self.house.store.held_in, thread)

    async def _marked(self, marked: Marked) -> None:
        """A message to be an answer or talk. Nothing where it is none of a review's: check marks are everywhere."""
        found = await asyncio.to_thread(
            marking.statement_of, self.house.store, marked.place, marked.message, self.team
        )
        if found is not None:
            heard = marking.pressed(marked, *found)
            await self.house.accept(heard, self._teller(marked) if marked.response_url else None)

    def _is_new(self, command: Command) -> bool:
        """Whether a mention comes for the first time: Slack tells each twice, as a message and as a mention."""
        if command.trigger_id:
            return True
        if command.id in self._asked:
            return False
        self._asked.append(command.id)
        return True

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
            case "form":
                return await self._offered(command)
            case kind if kind in LOOKS:
                return await self._looked(command, kind)
            case _:
                return Answer()

    async def _looked(self, command: Command, kind: str) -> Answer:
        """A list, or one review: without a number, that of the thread."""
        argument = command.argument
        if kind == "show" and not argument:
            if (number := await self._here(command.place)) is None:
                return self._says(command, "slack_show_which")
            argument = str(number)
        reply = await self.house.look(kind, argument, command.by.person, self.workspace)
        return self._told(command, answer.shown(reply, self.house.voice, self.house.words))

    async def _offered(self, command: Command) -> Answer:
        """A form asked for in words: behind a button, in the thread of its review."""
        if (number := await self._here(command.place)) is None:
            return self._says(command, "slack_form_where", form=command.argument)
        form = self.house.voice.form(command.argument, {})
        return self._told(command, answer.offer(number, form, self.house.words))

    def _says(self, asked: Asked, key: str, **values: object) -> Answer:
        """A sentence of the adapter's to the one who asked."""
        return self._told(asked, {"response_type": "ephemeral", "text": self.house.words(key, **values)})

    async def _here(self, place: Place) -> int | None:
        """The review held in a thread; None outside any."""
        if not place.root:
            return None
        thread = messages.thread(place, self.known())
        return await asyncio.to_thread(self.house.store.held_in, thread)

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
        private = "1" if asked.place.private else ""
        belongs = forms.Belongs(channel=asked.place.channel, thread=asked.place.root, private=private)
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
        return asked.about.review if asked.about.review is not None else await self._here(asked.place)

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

    def _later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run behind the acknowledgement; trouble is logged, and nothing of what was said with it."""
        task = asyncio.create_task(self._logged(work))
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)
        return task

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
