"""What people ask for and wait for: commands, forms, lists; each is answered to whoever asked alone."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import commands
from bot.chat.behind import Behind
from bot.chat.served import House, Tell
from bot.chat.slack import answer, first, forms, views
from bot.chat.slack.answer import Answer
from bot.chat.slack.files import attach
from bot.chat.slack.meanings import Asked, Command, OpensForm, Place, SentForm, StartsFrom
from bot.chat.slack.places import Places
from bot.chat.slack.troubles import code_of, tried
from bot.chat.slack.whisper import Whisper
from bot.domain import wall_filters
from bot.domain.agents import change_in
from bot.domain.errors import OutsideError
from bot.domain.heard import AgentChanged, FormSent, Opened, SaidAway
from bot.domain.review import ThreadRef
from bot.domain.says import Reply
from bot.ports import Form

log = logging.getLogger(__name__)

LOOKS = ("list", "show", "walls", "mine", "register", "help")

MOVES, TO = "move", forms.TO
"""The form that moves a review, and its field for the channel, which that for opening one has too."""

TITLE = 300
"""Characters of a message's first line offered as the line that opens a review."""

REMEMBERED = 1_000
"""Mentions of the bot remembered, to answer each once."""


@dataclass(kw_only=True)
class Counter:
    """Answers at once. `client` has retries, since a person waits; `incident_channel` is empty for "there"."""

    house: House
    client: AsyncWebClient
    behind: Behind
    team: str
    whisper: Whisper
    places: Places
    incident_channel: str = ""
    _asked: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    @property
    def workspace(self) -> str:
        """As reviews name it."""
        return f"slack:{self.team}"

    # -- commands
    async def command(self, command: Command) -> Answer:
        """Do it, or begin to. OutsideError where a review to be opened could not be stored."""
        if not self._is_new(command):
            return Answer()
        match command.kind:
            case "open" if not command.argument:
                self.behind.later(self.show_opening(command, ""))
                return Answer()
            case "open" | "quick":
                return await self._open(command)
            case "unknown":
                return self._mistyped(command)
            case "form":
                return await self._offered(command)
            case commands.CHANGED:
                return await self._changed(command)
            case commands.AWAY | commands.BACK:
                return await self._away(command)
            case kind if kind in LOOKS:
                return await self._looked(command, kind)
            case _:
                return Answer()

    def _is_new(self, command: Command) -> bool:
        """Whether a mention comes for the first time: Slack tells each twice, as a message and as a mention."""
        if command.trigger_id:
            return True
        if command.id in self._asked:
            return False
        self._asked.append(command.id)
        return True

    async def _open(self, command: Command) -> Answer:
        """A new review. On the Home, where a form was filled, what is wrong is said at its field."""
        try:
            placed = await self._picked(command) if command.picked else command
        except OutsideError as error:
            sentence = self.house.voice.error(error.key, dict(error.values))
            return Answer(body=views.errors((TO,), TO, sentence))
        draft = first.NOTHING
        if command.first:
            draft = await asyncio.to_thread(first.draft, self.house.store, command.first)
        heard = self._opened(placed, draft)
        if not command.home:
            await self.house.accept(heard, self._with_files(self.teller(placed), heard, draft))
            return Answer()
        text = answer.sentence(await self.house.hear(heard))
        return Answer(body=views.errors((forms.LINE,), forms.LINE, text)) if text else Answer()

    async def _picked(self, command: Command) -> Command:
        """With what the channel that was picked is: private, or not; OutsideError where none is to be opened there."""
        kind = await self.places.open_to_us(command.place.channel)
        return replace(command, place=replace(command.place, private=kind.private))

    def _with_files(self, told: Tell, heard: Opened, draft: first.Draft) -> Tell:
        """Tells, and fetches the files of the message the review was opened from, once it has a number."""

        async def tell(reply: Reply) -> None:
            await told(reply)
            said = replace(heard, review=reply.opened)
            for file in draft.files if reply.opened is not None else ():
                self.behind.later(attach(self.house, self.client, said, file))

        return tell

    def _opened(self, command: Command, draft: first.Draft) -> Opened:
        where = command.place
        return Opened(
            id=command.id,
            at=command.at,
            by=command.by,
            line=command.argument,
            workspace=self.workspace,
            channel=self.incident_channel or where.channel,
            asked_in=where.channel,
            quick=command.kind == "quick",
            private=bool(where.private) and not self.incident_channel,
            redactions=command.redactions,
            first=draft.evidence(command),
        )

    async def _changed(self, command: Command) -> Answer:
        """An agent changed: its reviews hear so, and whoever told it hears how many do."""
        told = change_in(command.argument)
        if told is None:
            return self._told(command, said(self.house.voice.error("change_unread", {})))
        agent, what = told
        heard = AgentChanged(
            id=command.id, at=command.at, by=command.by, workspace=self.workspace, agent=agent, what=what
        )
        await self.house.accept(heard, self.teller(command))
        return Answer()

    async def _away(self, command: Command) -> Answer:
        """Somebody is away until a day, or back; they hear what was understood."""
        if command.kind == commands.AWAY and not command.argument:
            return self._told(command, said(self.house.voice.error("away_unread", {})))
        heard = SaidAway(id=command.id, at=command.at, by=command.by, until=command.argument)
        await self.house.accept(heard, self.teller(command))
        return Answer()

    def _mistyped(self, command: Command) -> Answer:
        nearest = {"word": command.argument, "nearest": f"/agent-incident {command.argument}"}
        return self._told(command, said(self.house.voice.error("unknown_command", dict(nearest))))

    async def _looked(self, command: Command, kind: str) -> Answer:
        """A list, or one review: without a number, that of the thread."""
        argument = command.argument
        if kind == "show" and not argument:
            if (number := await self._here(command.place)) is None:
                return self._told(command, said(self.house.words("slack_show_which")))
            argument = str(number)
        if kind == "walls":
            argument = wall_filters.located(argument, command.place.channel)
        reply = await self.house.look(kind, argument, command.by.person, self.workspace)
        return self._told(command, answer.shown(reply, self.house.voice, self.house.words))

    async def _offered(self, command: Command) -> Answer:
        """A form asked for in words: behind a button, in the thread of its review."""
        named = commands.form_of(command.argument)
        if named is None or (number := await self._here(command.place)) is None:
            return self._told(command, said(self.house.words("slack_form_where", form=command.argument)))
        form = self.house.voice.form(named[0], {}, target=named[1])
        return self._told(command, answer.offer(number, form, self.house.words))

    # -- forms
    async def start_from(self, start: StartsFrom) -> None:
        """The form that opens a review from a message, which is kept before anything is shown."""
        kept = await asyncio.to_thread(first.keep, self.house, start)
        await self.show_opening(start, start.text.partition("\n")[0][:TITLE], kept)

    async def show_opening(self, asked: Asked, line: str, kept: str = "") -> None:
        """The form that opens a review; where it is opened in no channel, and none is set, one is picked in it.

        `kept` is the hash under which the message is kept that it is opened from.
        """
        where = asked.place
        belongs = forms.Belongs(
            channel=where.channel,
            thread=where.root,
            private="1" if where.private else "",
            first=kept,
            home="1" if asked.home else "",
        )
        somewhere = where.channel or self.incident_channel
        form = answer.opening_form if somewhere else answer.opening_form_anywhere
        await self._show(asked, form(self.house.words, line), belongs)

    async def open_form(self, asked: OpensForm) -> None:
        """A read, then the form, within the life of the trigger."""
        about = asked.about.review
        number = about if about is not None else await self._here(asked.place)
        if asked.form == forms.OPEN or number is None:
            await self.show_opening(asked, "")
            return
        reply = await self.house.open_form(number, asked.by.person, self.workspace, asked.form, asked.target)
        if reply.form is None:
            await self.teller(asked)(reply)
            return
        form = self.house.voice.form(reply.form.form, dict(reply.form.values), target=reply.form.target)
        belongs = forms.Belongs(
            review=str(number),
            version=str(asked.about.version or ""),
            target=form.target,
            channel=asked.place.channel,
            thread=asked.place.root,
            home="1" if asked.home else "",
        )
        await self._show(asked, form, belongs)

    async def _show(self, asked: Asked, form: Form, belongs: forms.Belongs) -> None:
        view = views.view(form, self.house.words, metadata=belongs.packed(), workspace=self.workspace)
        try:
            await tried(self.client.views_open(trigger_id=asked.trigger_id, view=view))
        except OutsideError as error:
            log.warning("a form could not be opened: %s %s", error.key, code_of(error))
            await self.whisper(asked, said(self.house.words("slack_form_late")))

    async def sent(self, sent: SentForm) -> Answer:
        """A form is answered in the same request: closed, or with the sentence at its field."""
        try:
            heard = await self._placed(sent.heard)
        except OutsideError as error:
            sentence = self.house.voice.error(error.key, dict(error.values))
            return Answer(body=views.errors(sent.shown, TO, sentence))
        reply = await self.house.hear(heard)
        if text := answer.sentence(reply):
            return Answer(body=views.errors(sent.shown, "", text))
        if reply is not None:
            self.behind.later(self._tell(sent, reply))
        return Answer()

    async def _placed(self, heard: FormSent) -> FormSent:
        """A form that moves a review names a channel: asked of Slack first, whether it is private or not ours alone."""
        channel = dict(heard.fields).get(TO, "")
        if heard.form != MOVES or not channel:
            return heard
        kind = await self.places.open_to_us(channel)
        return replace(heard, fields=(*heard.fields, ("private", "yes" if kind.private else "no")))

    # -- answers
    def teller(self, asked: Asked) -> Tell:
        """Shows a direct reply to whoever asked."""

        async def tell(reply: Reply) -> None:
            try:
                await self._tell(asked, reply)
            except OutsideError as error:
                log.warning("a direct reply did not arrive: %s %s", error.key, code_of(error))

        return tell

    async def _tell(self, asked: Asked, reply: Reply) -> None:
        await self.whisper(asked, answer.shown(reply, self.house.voice, self.house.words))

    def _told(self, asked: Asked, body: dict[str, Any]) -> Answer:
        """What a person asked to see: in the answer to their command, else in the place they asked in."""
        if asked.response_url:
            return Answer(body=body)
        self.behind.later(self.whisper(asked, body))
        return Answer()

    async def _here(self, place: Place) -> int | None:
        """The review held in a thread; None outside any."""
        if not place.root:
            return None
        thread = ThreadRef("slack", self.team, place.channel, place.root)
        return await asyncio.to_thread(self.house.store.held_in, thread)


def said(text: str) -> dict[str, Any]:
    """A sentence to the one who asked."""
    return {"response_type": "ephemeral", "text": text}
