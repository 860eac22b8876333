"""A house whose clock is moved from one due moment to the next, for tests of reminders."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.clock import ManualClock
from bot.domain.due import Diary
from bot.domain.heard import FormSent, Heard, Pressed, Speaker
from bot.domain.reminders import PLAN
from bot.domain.review import Act, PersonKey, Progress, Review, Stage, ThreadRef
from bot.domain.says import Reply
from bot.domain.vocabulary import Question
from bot.journeys import JOURNEYS
from bot.ports import Store, Timer
from bot.voice import load_voice
from tests.domain.making import MONDAY, make_review
from tests.journeys.fakes import FakeVoice, Town

WORKSPACE = "terminal:desk"
ANA = PersonKey("terminal:desk:ana")
BEN = PersonKey("terminal:desk:ben")


@dataclass(frozen=True)
class Message:
    """One message people got: when, where (a thread or a person), and the key of its words."""

    at: datetime
    place: str
    key: str


def asked_review(number: int = 7, owner: PersonKey = ANA, **changes: object) -> Review:
    """A review in its thread, whose first question was put to its owner on Monday at ten."""
    asked: dict[str, Any] = {
        "workspace": WORKSPACE,
        "owner": owner,
        "opener": owner,
        "thread": ThreadRef("terminal", "desk", "lobby", str(number)),
        "channel": "lobby",
        "asking": Question.DECISION,
        "progress": (Progress(Question.DECISION, "A", Stage.ASKED),),
        "acts": (Act(MONDAY, "asked"),),
    }
    return make_review(number=number, **{**asked, **changes})


class House:
    """A store with the doors around it, real journeys, and a chat that keeps what it shows."""

    def __init__(self, store: Store, start: datetime = MONDAY) -> None:
        self.store = store
        self.clock = ManualClock(start)
        self.messages: list[Message] = []
        self._voice = FakeVoice(script=load_voice(None).script)
        self._town = Town(store, clock=self.clock, journeys=JOURNEYS, voice=self._voice)

    def keep(self, *reviews: Review) -> None:
        """Reviews as they stand, to be planned at once."""
        with self.store.unit() as work:
            for review in reviews:
                if review.thread is not None:
                    self._town.chat.places.setdefault(review.thread.thread, review.thread.channel)
                work.keep(review)
                work.wait(Timer(review.number, PLAN, self.clock.now()))

    def know(self, person: PersonKey, diary: Diary) -> None:
        """What is known of somebody's time."""
        with self.store.unit() as work:
            work.keep_diary(person, diary)

    def review(self, number: int) -> Review:
        """A review as it stands."""
        return self._town.review(number)

    def put_off(self, number: int, about: str, person: PersonKey, until: date) -> None:
        """As [Later] does it."""
        with self.store.unit() as work:
            assert work.put_off(number, about, person, until)
            work.wait(Timer(number, PLAN, self.clock.now()))

    def press(
        self, number: int, press: str, value: str, person: PersonKey, *, thread: ThreadRef | None = None
    ) -> None:
        """A button, pressed by somebody: in a thread, or outside any."""
        base = self._base(number, person, f"{press}:{value}")
        self.hear(Pressed(**base, thread=thread, press=press, value=value))

    def fill(self, number: int, form: str, target: str, fields: dict[str, str], person: PersonKey) -> None:
        """A form, opened outside any thread and sent."""
        base = self._base(number, person, f"{form}:{target}")
        self.hear(FormSent(**base, form=form, target=target, fields=tuple(fields.items())))

    def _base(self, number: int, person: PersonKey, what: str) -> dict[str, Any]:
        now = self.clock.now()
        id_ = f"{person}:{what}:{now.isoformat()}"
        return {"id": id_, "at": now, "by": Speaker(person, "Ana"), "review": number}

    def hear(self, heard: Heard) -> Reply | None:
        """Anything heard, and all that follows; what is answered at once."""
        reply = asyncio.run(self._town.inbox.hear(heard))
        self.settle()
        return reply

    def shut_out(self, person: PersonKey) -> None:
        """Somebody takes no more messages of ours."""
        self._town.chat.shut.add(person)

    @property
    def uploads(self) -> dict[str, bytes]:
        """Files that were put into threads, by name."""
        return self._town.chat.uploads

    def restart(self) -> None:
        """The process ends and another begins; the chat is the same place."""
        chat = self._town.chat
        self._town = Town(self.store, clock=self.clock, journeys=JOURNEYS, chat=chat, voice=self._voice)

    def run(self, until: datetime, *, every: timedelta = timedelta(hours=1)) -> list[Message]:
        """Let time pass, look at each hour; what people got meanwhile."""
        before = len(self.messages)
        while True:
            self.settle()
            if self.clock.now() >= until:
                return self.messages[before:]
            self.clock.advance(min(every, until - self.clock.now()))

    def settle(self) -> None:
        """Everything that is due now."""
        asyncio.run(self._settle())

    async def _settle(self) -> None:
        while await self._town.ticker.tick() or await self._town.outbox.drain():
            pass
        chat = self._town.chat  # where a card is drawn anew shows nothing new
        for _, message in chat.keys[len(self.messages) :]:
            self.messages.append(Message(self.clock.now(), chat.places[message], chat.shown[message]))


def told(messages: Iterable[Message]) -> list[tuple[str, str, str]]:
    """Messages as (day and hour in UTC, place, key of the words)."""
    return [(f"{m.at:%a %H:%M}", m.place, m.key) for m in messages]
