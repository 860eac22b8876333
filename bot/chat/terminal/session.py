"""One window and whoever sits at it: who speaks, in which thread, and how what they do reaches the house."""

import asyncio
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from bot.chat.terminal.form import Dialog, Reading, question, title
from bot.chat.terminal.house import House
from bot.chat.terminal.post import DESK, PLATFORM, WORKSPACE, thread_ref
from bot.chat.terminal.screen import Screen
from bot.chat.words import Words
from bot.domain.errors import Incident, PersonError
from bot.domain.heard import FormSent, Heard, Replied, Speaker
from bot.domain.redaction import Redacted, redact
from bot.domain.review import PersonKey, Review, person_key
from bot.domain.says import FormAsked, Reply

H = TypeVar("H", bound=Heard)


@dataclass
class Session:
    """What a platform's server would hold: everything else is in the database, or stands on the screen."""

    house: House
    screen: Screen
    words: Words
    thread: str = ""
    speaker: Speaker | None = None
    forms: dict[PersonKey, Dialog] = field(default_factory=dict)
    pasting: str = ""
    pasted: list[str] = field(default_factory=list)
    unkept: Heard | None = None  # what could not be kept, perhaps: said again, it is the same input

    # -- who is here
    async def people(self) -> tuple[Speaker, ...]:
        """Everybody met so far, by name."""
        return await asyncio.to_thread(self._people)

    def _people(self) -> tuple[Speaker, ...]:
        with self.house.store.unit() as work:
            return work.people(WORKSPACE)

    async def called(self, name: str) -> Speaker:
        """Whoever has this name; somebody new is met, and that is said, so that a slip of the keys shows."""
        key = person_key(PLATFORM, DESK, name.casefold())
        for known in await self.people():
            if known.person == key:
                return known
        new = Speaker(key, name)
        await self.meet(new)
        self.screen.note(self.words("person_new", name=name))
        return new

    async def meet(self, who: Speaker) -> None:
        """Remember somebody."""
        await asyncio.to_thread(self._meet, who)

    def _meet(self, who: Speaker) -> None:
        with self.house.store.unit() as work:
            work.meet(who)

    # -- what they do
    def redact(self, text: str) -> Redacted:
        """What somebody typed without its secrets, before anything else is done with it."""
        return redact(text, rules=self.house.rules)

    def base(self, who: Speaker, *, review: int | None = None) -> dict[str, Any]:
        """What every input holds: its id, the time, who, and where."""
        about = self.number if review is None else review
        return {
            "id": f"t{uuid.uuid4().hex}",
            "at": self.house.clock.now(),
            "by": who,
            "thread": thread_ref(f"AR-{about}") if about else None,
            "review": about or None,
        }

    async def send(self, heard: Heard) -> None:
        """Let the house hear it, show what only makes sense now, then all that follows."""
        heard = self.again(heard) or heard
        self.unkept = heard
        reply = await self.house.hear(heard)
        self.unkept = None
        await self.replied(reply, heard.by, heard.review)
        await self.house.settle()

    def again(self, heard: H) -> H | None:
        """The input that this one was already, where it failed the last time: nobody knows whether it was kept."""
        held = self.unkept
        if type(held) is not type(heard):
            return None
        names = {"id", "at"} | ({"message"} if isinstance(heard, (Replied, FormSent)) else set())
        same = replace(heard, **{name: getattr(held, name) for name in names})
        return same if same == held else None

    def is_long(self, text: str) -> bool:
        """Whether a text is more than one answer may hold."""
        return len(text) > self.house.caps.answer_characters

    async def is_kept(self, number: int, message: str) -> bool:
        """Whether the log of a review holds a message."""
        return await asyncio.to_thread(self._is_kept, number, message)

    def _is_kept(self, number: int, message: str) -> bool:
        with self.house.store.unit() as work:
            return work.statement(number, message) is not None

    async def replied(self, reply: Reply | None, who: Speaker, review: int | None) -> None:
        """A direct reply: a form to fill, or something for one person's eyes."""
        if reply is None:
            return
        if reply.say is not None:
            card = self.house.voice.speak(reply.say)
            key = f"review:{review}:" if review else ""
            self.screen.card(card, key=key, thread=self.thread, to=who.person)
        if reply.form is not None and review is not None:
            await self.opened(reply.form, who, review, None)

    async def opened(self, asked: FormAsked, who: Speaker, review: int, version: int | None) -> Dialog:
        """A form opened for somebody; its first field is asked."""
        form = self.house.voice.form(asked.form, dict(asked.values), target=asked.target)
        dialog = self.forms[who.person] = Dialog(form, review, version)
        self.screen.note(title(dialog, self.words), who.person)
        await self.asks(dialog, who)
        return dialog

    async def asks(self, dialog: Dialog, who: Speaker) -> None:
        """The field that is asked next."""
        self.screen.note(question(dialog, await self.people(), self.words), who.person)

    async def reading(self) -> Reading:
        """What values are read against now."""
        return Reading(await self.people(), self.house.clock.now().date())

    # -- where they are
    @property
    def number(self) -> int:
        """The number of the review whose thread this is, 0 for none."""
        return int(self.thread.removeprefix("AR-") or 0)

    def need_thread(self) -> str:
        """The thread. PersonError `no_review_open` where there is none yet."""
        if not self.thread:
            raise PersonError("no_review_open")
        return self.thread

    async def review(self, viewer: Speaker, number: int = 0) -> Review:
        """The review of the thread, or one by number. PersonError `no_such_review` where it is not for this viewer."""
        wanted = number or self.number
        found = await asyncio.to_thread(self._review, viewer.person, wanted)
        if found is None:
            raise PersonError("no_such_review", number=wanted)
        return found

    def _review(self, viewer: PersonKey, number: int) -> Review | None:
        with self.house.store.reading() as lists:
            return lists.review(viewer, number)

    def sentence(self, error: Incident) -> str:
        """An error in words."""
        return self.house.voice.error(error.key, dict(error.values))
