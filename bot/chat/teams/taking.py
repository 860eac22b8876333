"""An activity's meaning, done: stored first, everything that may take time behind the acknowledgement."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

from bot.chat.behind import Behind
from bot.chat.picking import chosen
from bot.chat.served import House
from bot.chat.teams import listen
from bot.chat.teams.counter import Counter
from bot.chat.teams.dialogs import Dialogs
from bot.chat.teams.files import Files
from bot.chat.teams.meanings import (
    Activity,
    Asked,
    Command,
    Handed,
    Ignored,
    Installed,
    Known,
    LooksAtWindow,
    Meaning,
    OpensForm,
    PicksPoint,
    Presses,
    Said,
    SentForm,
)
from bot.chat.teams.once import Once
from bot.chat.teams.people import People
from bot.chat.teams.said import SaidWords
from bot.chat.teams.tidings import Tidings
from bot.chat.teams.views import told
from bot.chat.teams.windows import Windows
from bot.domain.errors import OutsideError, PersonError
from bot.domain.says import Place, Reply, Say

log = logging.getLogger(__name__)

STORED, AGAIN, DONE = 202, 503, 200


@dataclass(frozen=True)
class Answer:
    """A status, and for an invoke the body it waits for."""

    status: int = STORED
    body: dict[str, Any] | None = None


@dataclass(kw_only=True)
class Desk:
    """Takes what Teams brings."""

    house: House
    known: Known
    people: People
    words: SaidWords
    counter: Counter
    dialogs: Dialogs
    windows: Windows
    files: Files
    tidings: Tidings
    behind: Behind
    _once: Once[None] = field(default_factory=Once)

    async def take(self, activity: Activity) -> Answer:
        """Do what an activity means; 503 where it could not be stored, so that it may come again."""
        meaning = listen.meaning(activity, self.known, self.house.clock.now())
        try:
            if isinstance(meaning, Asked) or (isinstance(meaning, Installed) and meaning.place.direct):
                await self.people.heard(activity)
            answer = await self._take(meaning, activity)
        except OutsideError as error:
            log.warning("an input could not be stored: %s", error.key)
            return _waited(activity, self.house.voice.error(error.key, dict(error.values)))
        return Answer(DONE, {}) if _is_invoke(activity) and answer.body is None else answer

    def failed(self, activity: Activity) -> Answer:
        """What is answered where a fault of ours kept an activity from being taken: a sentence to whoever waits."""
        return _waited(activity, self.house.words("teams_form_late"))

    async def finish(self) -> None:
        """Wait for what runs behind, at most 5 s."""
        await self.behind.finish()

    async def _take(self, meaning: Meaning, activity: Activity) -> Answer:
        match meaning:
            case Ignored():
                return Answer()
            case Said():
                held = await self.words.take(meaning, activity)
                return Answer() if held else Answer(AGAIN)
            case Presses(heard=heard):
                await self.house.accept(heard, self.counter.teller(meaning))
            case OpensForm():
                return Answer(DONE, await self.dialogs.open_form(meaning))
            case LooksAtWindow():
                return Answer(DONE, await self.windows.look(meaning))
            case SentForm():
                return Answer(DONE, await self.dialogs.sent(meaning))
            case Command() if (asked := self.counter.heard(meaning)) is not None:
                await self.house.accept(asked, self.counter.teller(meaning))
            case Command() | Handed() | PicksPoint():
                self.behind.later(self._once(meaning.id, lambda: self._asked(meaning)))
            case _:
                await self.tidings.take(meaning)
        return Answer()

    async def _asked(self, meaning: Command | Handed | PicksPoint) -> None:
        """Once, however often the activity is brought."""
        match meaning:
            case Command():
                await self.counter.command(meaning)
            case Handed():
                await self._handed(meaning)
            case PicksPoint():
                await self._picked(meaning)

    # -- files and decision points
    async def _handed(self, handed: Handed) -> None:
        """Each file is evidence of the review it is for; where that is not clear, whoever handed it is asked."""
        review = await asyncio.to_thread(self.files.review_of, handed)
        if review is None:
            await self.counter.asks(handed, "teams_which_review")
            return
        for file in handed.files:
            await self.files.attach(handed, review, file)

    async def _picked(self, picked: PicksPoint) -> None:
        """A trace is read again for it, which may take a while."""
        tell = self.counter.teller(picked)
        number = picked.about.review
        if number is None:
            number = await self.counter.number_here(picked)
        if number is None:
            return
        try:
            heard = await asyncio.to_thread(chosen, self.house, picked, number)
        except PersonError as error:
            sentence = self.house.voice.error(error.key, dict(error.values))
            say = Say("error", {"sentence": sentence}, place=Place.WHISPER, to=picked.by.person)
            await tell(Reply(say=say))
            return
        await self.house.accept(heard, tell)


def _is_invoke(activity: Activity) -> bool:
    return activity.get("type") == "invoke"


def _waited(activity: Activity, sentence: str) -> Answer:
    """To whoever waits for a dialog a sentence; all else may come again."""
    return Answer(DONE, told(sentence)) if _is_invoke(activity) else Answer(AGAIN)
