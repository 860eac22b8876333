"""A payload's meaning, done: stored and acknowledged first, everything that may take time behind it."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.behind import Behind
from bot.chat.served import House
from bot.chat.slack import listen, marking, messages, picking
from bot.chat.slack.answer import AGAIN, Answer
from bot.chat.slack.counter import Counter
from bot.chat.slack.files import attach
from bot.chat.slack.homes import Homes
from bot.chat.slack.meanings import (
    Asked,
    Command,
    Known,
    LooksAtWindow,
    Marked,
    Meaning,
    OpensForm,
    PicksPoint,
    Presses,
    PutsWindow,
    Said,
    SentForm,
    StartsFrom,
)
from bot.chat.slack.people import People
from bot.chat.slack.reading import moment
from bot.chat.slack.tidings import Tidings
from bot.chat.slack.windows import Windows
from bot.domain.errors import OutsideError, PersonError
from bot.domain.heard import Replied
from bot.domain.says import Place, Reply, Say

log = logging.getLogger(__name__)

NAMES_S = 1.0
"""How long a message may wait for the name of an author nobody has met."""

FRESH = timedelta(minutes=10)
"""How long after its first message a thread is looked for again: as long as Slack brings an event again."""


@dataclass(kw_only=True)
class Desk:
    """Takes what Slack brings; `counter` answers what a person asks for and waits for."""

    house: House
    client: AsyncWebClient
    people: People
    counter: Counter
    homes: Homes
    tidings: Tidings
    windows: Windows
    behind: Behind
    team: str
    bot_user: str
    bot_id: str = ""
    url: str = ""
    agents: frozenset[str] = frozenset()

    def known(self) -> Known:
        """What payloads are read against now."""
        names, rules = self.people.names, self.house.rules
        return Known(self.team, self.bot_user, self.bot_id, self.url, names, self.agents, rules)

    async def take(self, payload: object) -> Answer:
        """Do what a payload means; 503 where it could not be stored, so that Slack sends it again."""
        now = self.house.clock.now()
        unknown = self.people.unknown(listen.people_in(payload))
        learning = self.behind.later(self.people.learn(unknown)) if unknown else None
        meaning = listen.meaning(payload, self.known(), now)
        try:
            if learning is not None and await self._needs_names(meaning):
                await asyncio.wait({learning}, timeout=NAMES_S)  # once a person: a message brings no name
                meaning = listen.meaning(payload, self.known(), now)
            return await self._take(meaning)
        except OutsideError as error:
            log.warning("an input could not be stored: %s", error.key)
            return Answer(AGAIN)

    async def _needs_names(self, meaning: Meaning) -> bool:
        """Whether names nobody has met are shown: of an author in a review's thread, of somebody picked in a form."""
        return isinstance(meaning, SentForm) or (isinstance(meaning, Said) and await self._is_held(meaning))

    async def finish(self) -> None:
        """Wait for what runs behind, at most 5 s."""
        await self.behind.finish()

    async def _take(self, meaning: Meaning) -> Answer:
        match meaning:
            case Said():
                return await self._said(meaning)
            case Command(home=True, kind="show"):
                self.behind.later(self.homes.show(meaning))
                return Answer()
            case Command() | SentForm() | Presses():
                answer = await self._done(meaning)
                if meaning.home:
                    self.behind.later(self.homes.after(meaning))
                return answer
            case Asked():
                await self._asked(meaning)
            case _:
                await self.tidings.take(meaning)
        return Answer()

    async def _done(self, meaning: Command | SentForm | Presses) -> Answer:
        match meaning:
            case Command():
                return await self.counter.command(meaning)
            case SentForm():
                return await self.counter.sent(meaning)
            case Presses(heard=heard):
                await self.house.accept(heard, self.counter.teller(meaning))
        return Answer()

    async def _asked(self, meaning: Asked) -> None:
        match meaning:
            case Marked():
                await self._marked(meaning)
            case OpensForm():
                self.behind.later(self.counter.open_form(meaning))
            case PicksPoint():
                self.behind.later(self._picked(meaning))
            case PutsWindow():
                self.behind.later(self.windows.put(meaning))
            case LooksAtWindow():
                self.behind.later(self.windows.look(meaning))
            case StartsFrom():
                self.behind.later(self.counter.start_from(meaning))

    async def _picked(self, picked: PicksPoint) -> None:
        """A trace is read again for it, which may take a while: behind the acknowledgement."""
        place, tell = picked.place, self.counter.teller(picked)
        thread = messages.thread(place, self.known()) if place.root and not place.direct else None
        try:
            heard = await asyncio.to_thread(picking.chosen, self.house, picked, thread)
        except PersonError as error:
            sentence = self.house.voice.error(error.key, dict(error.values))
            await tell(
                Reply(say=Say("error", {"sentence": sentence}, place=Place.WHISPER, to=picked.by.person))
            )
            return
        if heard is not None:
            await self.house.accept(heard, tell)

    async def _said(self, said: Said) -> Answer:
        """Kept only where the thread is a review's; all else is dropped, unlogged.

        A thread begun by us a moment ago, while one is being opened, may be a review's that does not know it yet.
        """
        if said.place.shared:
            self.counter.places.is_shared(said.place.channel)
        if not await self._is_held(said):
            return Answer(AGAIN) if await self._may_be_ours(said) else Answer()
        if not isinstance(said.heard, Replied) or said.heard.text.strip():
            await self.house.accept(said.heard)
        for file in said.files:
            self.behind.later(attach(self.house, self.client, said.heard, file))
        return Answer()

    async def _may_be_ours(self, said: Said) -> bool:
        begun = moment(said.place.root)
        fresh = begun is not None and self.house.clock.now() - begun < FRESH
        if not (fresh and said.under_us) or said.place.direct:
            return False
        return await asyncio.to_thread(self.house.store.is_opening)

    async def _is_held(self, said: Said) -> bool:
        """Whether something was said in a review's thread."""
        thread = said.heard.thread
        if thread is None:
            return False
        return await asyncio.to_thread(self.house.store.held_in, thread) is not None

    async def _marked(self, marked: Marked) -> None:
        """A message to be an answer or talk. Nothing where it is none of a review's: check marks are everywhere."""
        where = (marked.place, marked.message, self.team)
        found = await asyncio.to_thread(marking.statement_of, self.house.store, *where)
        if found is not None:
            tell = self.counter.teller(marked) if marked.response_url else None
            await self.house.accept(marking.pressed(marked, *found), tell)
