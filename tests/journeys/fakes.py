"""Stand-ins that honour the ports: a chat, a voice and a target whose faults a test can choose."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import ManualClock, Ticker
from bot.delivery import Delivery
from bot.domain.errors import Incident, PersonLost
from bot.domain.heard import Heard, Opened, Published, Replied, Speaker, ThreadOpened, Ticked
from bot.domain.report.pictures import RunPicture
from bot.domain.review import PersonKey, Review, ThreadRef
from bot.domain.review import Publication as Made
from bot.domain.says import Choice, Reply, Say
from bot.domain.script import Script
from bot.domain.tree import Card, Document, Paragraph, Text
from bot.inbox import Inbox
from bot.journeys.desk import Desk, Journey
from bot.outbox import Outbox
from bot.ports import Clock, Form, OpenThread, Outgoing, Paint, Publication, RunFetcher, Store, Work

START = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
MIA = Speaker(PersonKey("terminal:desk:mia"), "Mia")
THREAD = ThreadRef("terminal", "desk", "lobby", "1")


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call: before the deed, or after it (the reply is lost)."""

    error: BaseException
    after: bool = False


@dataclass
class FakeChat:
    """A chat platform in memory: `shown` is what its users see, `faults` the errors of the next calls."""

    platform: str = "terminal"
    shows: Paint = Paint.TEXT
    looks: bool = True
    shown: dict[str, str] = field(default_factory=dict)  # message id -> text
    keys: list[tuple[str, str]] = field(default_factory=list)  # key and message id, in order
    places: dict[str, str] = field(default_factory=dict)  # message id -> thread or person
    reactions: list[tuple[str, str]] = field(default_factory=list)
    faults: deque[Fault | None] = field(default_factory=deque)
    find_faults: deque[Fault | None] = field(default_factory=deque)
    calls: list[str] = field(default_factory=list)
    shut: set[PersonKey] = field(default_factory=set)
    uploads: dict[str, bytes] = field(default_factory=dict)
    hanging: asyncio.Event | None = None  # while set to an event, calls wait for it

    async def _call(self, name: str, faults: deque[Fault | None]) -> Fault | None:
        self.calls.append(name)
        if self.hanging is not None:
            await self.hanging.wait()
        fault = faults.popleft() if faults else None
        if fault is not None and not fault.after:
            raise fault.error
        return fault

    async def _show(self, name: str, place: str, card: Card, key: str) -> str:
        fault = await self._call(name, self.faults)
        message = str(len(self.keys) + 1)
        self.keys.append((key, message))
        self.shown[message], self.places[message] = text_of(card), place
        if fault is not None:
            raise fault.error
        return message

    async def open_thread(self, channel: str, card: Card, key: str) -> ThreadRef:
        """A thread named after its first message."""
        return ThreadRef(self.platform, "desk", channel, await self._show("open_thread", channel, card, key))

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """Shown in the thread."""
        return await self._show("post", thread.thread, card, key)

    async def announce(self, channel: str, card: Card, key: str) -> str:
        """Shown in the channel."""
        return await self._show("announce", channel, card, key)

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """The text of a message replaced."""
        fault = await self._call("update", self.faults)
        assert self.places[message] in (thread.channel, thread.thread)
        self.shown[message] = text_of(card)
        if fault is not None:
            raise fault.error

    async def whisper(self, thread: ThreadRef, person: PersonKey, card: Card, key: str) -> str:
        """Shown to one person, in the thread."""
        return await self._show("whisper", f"{thread.thread}/{person}", card, key)

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """Shown to one person, outside the thread."""
        if person in self.shut:
            raise PersonLost("slack_refused", said="user_disabled")
        return await self._show("direct", person, card, key)

    async def react(self, thread: ThreadRef, message: str, mark: str) -> None:
        """A mark on a message."""
        await self._call(f"react {thread.thread}", self.faults)
        self.reactions.append((message, mark))

    async def find(self, thread: ThreadRef, key: str) -> str | None:
        """The message shown under a key, in the thread, the channel, or with the person named as channel."""
        await self._call("find", self.find_faults)
        place = thread.thread or thread.channel
        return next((m for k, m in self.keys if k == key and self.places[m] == place), None)

    async def upload(self, thread: ThreadRef, name: str, content: bytes, described: str = "") -> str:
        """Put into the thread under its name."""
        del described
        self.uploads[name] = content
        return f"{thread.thread}/{name}"


class FakeVoice:
    """Speaks the key of what is said; `broken` are the keys whose template cannot be rendered."""

    def __init__(self, broken: Mapping[str, Incident] | None = None, script: Script | None = None) -> None:
        self.script = script or Script((), (), ())
        self.broken = dict(broken or {})

    def speak(self, say: Say) -> Card:
        """One paragraph: the key."""
        if say.key in self.broken:
            raise self.broken[say.key]
        return Card((Paragraph((Text(say.key),)),))

    def form(self, key: str, values: dict[str, str], *, target: str = "") -> Form:
        """A form without fields, titled with its values."""
        return Form(key, " ".join(values.values()), "send", (), target)

    def error(self, key: str, values: dict[str, object]) -> str:
        """The key and its values."""
        return f"{key} {sorted(values.items())}"

    def document(self, review: Review, pictures: Sequence[RunPicture] = ()) -> Document:
        """A document without blocks."""
        del pictures
        return Document((("id", review.key),), ())

    def invitation(self, review: Review, about: str, at: datetime, now: datetime) -> bytes:
        """What the call is about, and when."""
        return f"{review.key} {about} {at.isoformat()} {now.isoformat()}".encode()


@dataclass
class FakePublisher:
    """A target in memory; `faults` are the errors of the next calls."""

    name: str = "pages"
    faults: deque[BaseException] = field(default_factory=deque)
    published: list[tuple[Review, Publication | None]] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    async def publish(self, review: Review, previous: Publication | None, choice: Choice = "") -> Publication:
        """The same page again and again, with a digest that counts."""
        if self.faults:
            raise self.faults.popleft()
        self.published.append((review, previous))
        self.choices.append(choice)
        return Publication(f"https://pages.example/{review.key}", f"digest-{len(self.published)}")


def text_of(card: Card) -> str:
    """The text of a card of FakeVoice."""
    (block,) = card.blocks
    assert isinstance(block, Paragraph)
    (part,) = block.parts
    assert isinstance(part, Text)
    return part.text


def opened(number: int = 1, channel: str = "lobby") -> Opened:
    """Somebody opens a review."""
    return Opened(
        id=f"open-{number}", at=START, by=MIA, line="it refunded", workspace="terminal:desk", channel=channel
    )


def replied(id_: str, thread: ThreadRef = THREAD) -> Replied:
    """Somebody writes in the thread."""
    return Replied(id=id_, at=START, by=MIA, thread=thread, message=id_, text=f"words of {id_}")


def new_review(number: int = 1, thread: ThreadRef | None = None) -> Review:
    """A review as it is at its opening."""
    person = MIA.person
    return Review(
        number, "terminal:desk", "it refunded", person, person, START, thread=thread, channel="lobby"
    )


def opening(work: Work, heard: Opened, desk: Desk) -> Reply | None:
    """A review, its thread to be made, and a first question behind it."""
    number = work.new_number()
    work.keep(replace(new_review(number), channel=heard.channel))
    work.say(Outgoing(f"review:{number}:open", number, OpenThread(Say("card")), desk.now))
    work.say(Outgoing(f"review:{number}:v1:ask", number, Say("ask", id="ask"), desk.now))
    return None


def threading(work: Work, heard: ThreadOpened, desk: Desk) -> Reply | None:  # noqa: ARG001 - a journey's signature
    """The thread is kept."""
    review = work.review(heard.review or 0)
    assert review is not None
    work.keep(replace(review, thread=heard.thread, version=review.version + 1))
    return None


def answering(work: Work, heard: Replied, desk: Desk) -> Reply | None:
    """The answer is kept, and one thing is said about it."""
    assert heard.thread is not None
    review = work.review_in(heard.thread)
    assert review is not None
    version = review.version + 1
    work.keep(replace(review, version=version, harm=f"{review.harm}|{heard.text}"))
    work.say(Outgoing(f"review:{review.number}:took:{heard.id}", review.number, Say("took"), desk.now))
    return None


def publishing(work: Work, heard: Published, desk: Desk) -> Reply | None:
    """What became of a publication is kept."""
    review = work.review(heard.review or 0)
    assert review is not None
    made = Made(heard.target, heard.version, heard.digest, desk.now, heard.link, heard.trouble)
    work.keep(replace(review, version=review.version + 1, publications=(*review.publications, made)))
    return None


def ticking(work: Work, heard: Ticked, desk: Desk) -> Reply | None:
    """A timer says its name."""
    assert heard.review is not None
    work.say(Outgoing(f"review:{heard.review}:{heard.id}", heard.review, Say(heard.timer), desk.now))
    return None


SMALL: Mapping[type[Heard], Journey[Any]] = {
    Opened: opening,
    ThreadOpened: threading,
    Replied: answering,
    Published: publishing,
    Ticked: ticking,
}
"""The least that makes the doors turn: journeys without an interview."""


class Town:
    """Both doors of one process over a store, with a chat and a target; a second Town is a restart or a replica."""

    def __init__(
        self,
        store: Store,
        *,
        clock: ManualClock | None = None,
        journeys: Mapping[type[Heard], Journey[Any]] = SMALL,
        chat: FakeChat | None = None,
        voice: FakeVoice | None = None,
    ) -> None:
        self.store = store
        self.clock = clock or ManualClock(START)
        self.chat = chat or FakeChat()
        self.pages = FakePublisher()
        self.runs: RunFetcher | None = None
        self.voice = voice or FakeVoice()
        self.wakes = 0
        self.inbox = Inbox(store=store, voice=self.voice, journeys=journeys, desk=self._desk, wake=self._wake)
        self.outbox = self.new_outbox(self.clock)
        self.ticker = Ticker(store=store, clock=self.clock, recover=self.inbox.recover)

    def new_outbox(self, clock: Clock) -> Outbox:
        """An outbox as after a restart, over the same store and the same world outside."""
        chats, pages = {self.chat.platform: self.chat}, {self.pages.name: self.pages}
        return Outbox(Delivery(self.store, chats, self.voice, pages, clock, self.runs), self.inbox.follow)

    def _desk(self) -> Desk:
        return Desk(self.voice.script, self.clock.now(), (self.pages.name,))

    def _wake(self) -> None:
        self.wakes += 1

    def put(self, *rows: Outgoing) -> None:
        """Rows into the outbox, as a journey would."""
        with self.store.unit() as work:
            for row in rows:
                work.say(row)

    def keep(self, review: Review) -> None:
        """A review, as a journey would keep it."""
        with self.store.unit() as work:
            work.keep(review)

    def review(self, number: int = 1) -> Review:
        """A review as it stands."""
        with self.store.unit() as work:
            review = work.review(number)
        assert review is not None
        return review

    def said(self) -> list[str]:
        """What the chat shows, oldest first."""
        return list(self.chat.shown.values())

    def later(self, seconds: float) -> None:
        """Time passes."""
        self.clock.advance(timedelta(seconds=seconds))
