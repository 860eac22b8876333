"""A house whose clock is moved, whose process dies at chosen places, and whose chat keeps what each message held."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.clock import ManualClock, Ticker
from bot.delivery import Delivery
from bot.domain.due import Policy
from bot.domain.errors import Later, Unsure
from bot.domain.heard import Due, Heard, Ticked
from bot.domain.review import PersonKey, ThreadRef
from bot.domain.says import Button, Reply, Say
from bot.domain.tree import Card, Paragraph, Text
from bot.inbox import Inbox
from bot.journeys import JOURNEYS
from bot.journeys.desk import Desk, Journey
from bot.outbox import Outbox
from bot.ports import Store, Work
from tests.journeys.fakes import FakeChat, FakeVoice, Fault, text_of

NUDGES = frozenset({"nudge", "nudge_thread", "nudge_channel"})
BEHIND = timedelta(minutes=3)
"""Longer than a lease, and than the wait after a first failed try."""


class Death(StrEnum):
    """Where a process ends, or what goes wrong in one that goes on."""

    IDLE = "idle"  # between two looks
    FIRED = "fired"  # timers and debts are in the inbox, nothing is worked off
    CUT = "cut"  # the chat shows the message, its result is not written
    LOST = "lost"  # the chat shows the message, its reply is lost
    BUSY = "busy"  # the chat asks to come back later
    UNDONE = "undone"  # a journey fails at its end: all of it is rolled back


class Died(Exception):
    """The process ended here."""


@dataclass(frozen=True)
class Shown:
    """One item of a message: of which review, what kind of nudge, and what about."""

    review: int
    kind: str
    about: str


@dataclass(frozen=True)
class Message:
    """What the chat showed: when its words were first brought, where (a thread or a person), and what it held."""

    at: datetime
    place: str
    key: str
    items: tuple[Shown, ...]
    to: PersonKey | None
    rest: int  # items that were counted, not shown


class PlainVoice(FakeVoice):
    """Speaks what is said as JSON, so that the chat's side can read it."""

    def speak(self, say: Say) -> Card:
        """The key, whom to, and each item with what its buttons are about."""
        rows: Any = say.values.get("rows", [{}] if say.key == "nudge_channel" else [])
        items = []
        if say.key in NUDGES:
            for place, row in enumerate(rows, 1):
                buttons = [b for b in say.buttons if b.text in {"", str(place)} or len(rows) == 1]
                items.append([row.get("review", say.values.get("review")), *_kind_and_about(row, buttons)])
        said = {"key": say.key, "to": say.to, "items": items, "rest": say.values.get("rest", 0)}
        return Card((Paragraph((Text(json.dumps(said)),)),))


def _kind_and_about(row: Mapping[str, Any], buttons: list[Button]) -> tuple[str, str]:
    """What a row is for and about, the latter as its buttons name it."""
    named = {button.press: button.value for button in buttons}
    kind = row.get("kind", "needs_owner")
    if kind == "needs_owner":
        return kind, named["own_review"].rpartition(":")[0]
    return kind, named["wait"] if kind == "away" else named["form:later"]


class Chat(FakeChat):
    """A chat that keeps when its messages were first brought, and can hang after a deed, until its caller dies."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self.clock = clock
        self.book: list[Message] = []
        self.hang = False
        self.hung = asyncio.Event()
        self._first: dict[str, datetime] = {}

    async def _show(self, name: str, place: str, card: Card, key: str) -> str:
        shown = len(self.keys)
        at = self._first.setdefault(key, self.clock.now())
        try:
            message = await super()._show(name, place, card, key)
        finally:
            if len(self.keys) > shown:
                self.book.append(_read(at, place, card))
        if self.hang:
            self.hung.set()
            await asyncio.Event().wait()
        return message

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """Cards are nobody's business here."""


def _read(at: datetime, place: str, card: Card) -> Message:
    said = json.loads(text_of(card))
    items = tuple(Shown(int(key.removeprefix("AR-")), kind, about) for key, kind, about in said["items"])
    to = PersonKey(said["to"]) if said["to"] else None
    return Message(at, place, said["key"], items, to, said["rest"])


class House:
    """Both doors and the ticker over a store; `reopen` gives the store of a new process."""

    def __init__(self, reopen: Callable[[], Store], clock: ManualClock, policy: Policy) -> None:
        self.clock = clock
        self.chat = Chat(clock)
        self._reopen = reopen
        self._policy = policy
        self._death = Death.IDLE
        self._behind = False
        self.restarts = 0
        self._start()

    def _start(self) -> None:
        self.store = self._reopen()
        voice = PlainVoice()
        journeys = dict(JOURNEYS) | {kind: self._undone(JOURNEYS[kind]) for kind in (Due, Ticked)}
        self._inbox = Inbox(
            store=self.store, voice=voice, journeys=journeys, desk=self._desk, wake=lambda: None
        )
        chats = {self.chat.platform: self.chat}
        self._outbox = Outbox(Delivery(self.store, chats, voice, {}, self.clock), self._inbox.follow)
        self._ticker = Ticker(store=self.store, clock=self.clock, recover=self._recover)

    def _desk(self) -> Desk:
        return Desk(PlainVoice().script, self.clock.now(), (), policy=self._policy)

    def die(self, how: Death) -> None:
        """The process ends in this way when next there is something to do; another begins."""
        self._death = how
        if how is Death.IDLE:
            self._restart()
        elif how is Death.LOST:
            self.chat.faults.append(Fault(Unsure("chat_unreachable"), after=True))
        elif how is Death.BUSY:
            self.chat.faults.append(Fault(Later("chat_busy", retry_after=20.0)))
        self.chat.hang = how is Death.CUT

    def _restart(self) -> None:
        self.restarts += 1
        self._start()

    async def hear(self, heard: Heard) -> Reply | None:
        """Something comes in."""
        return await self._inbox.hear(heard)

    async def settle(self) -> None:
        """Everything that is due now; what a death left half done is finished some minutes later."""
        while await self._round():
            pass
        if self._behind:
            self._behind = False
            self.clock.advance(BEHIND)
            await self.settle()

    async def _round(self) -> int:
        faults = len(self.chat.faults)
        try:
            done = await self._ticker.tick()
        except Died:
            self._restart()
            return 1
        done += await self._drained()
        self._behind = self._behind or len(self.chat.faults) < faults
        return done

    async def _drained(self) -> int:
        """What the outbox sent, cut off where the chat hangs after a deed."""
        draining = asyncio.create_task(self._outbox.drain())
        if not self.chat.hang:
            return await draining
        hung = asyncio.create_task(self.chat.hung.wait())
        await asyncio.wait([draining, hung], return_when=asyncio.FIRST_COMPLETED)
        if not self.chat.hung.is_set():
            hung.cancel()
            return await draining
        self.chat.hang = False
        self.chat.hung.clear()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.wait(rest)
        self._behind = True
        self._restart()
        return 1

    async def _recover(self) -> int:
        if self._death is Death.FIRED and self.store.unhandled(1):
            self._death = Death.IDLE
            raise Died
        return await self._inbox.recover()

    def _undone(self, journey: Journey[Any]) -> Journey[Any]:
        def run(work: Work, heard: Heard, desk: Desk) -> Reply | None:
            reply = journey(work, heard, desk)
            if self._death is Death.UNDONE:
                self._death = Death.IDLE
                raise Died
            return reply

        return run

    def next_moment(self, until: datetime) -> datetime:
        """When something is due next, at the latest `until`."""
        owed = self.store.owed(until, 1)
        moments = [until, *(since for _, since in owed)]
        if (due := self.store.next_due()) is not None:
            moments.append(due)
        return min(moments)

    def left_undone(self) -> tuple[object, ...]:
        """What is due by now and still waits, or was given up; nothing, in a house that settled."""
        now = self.clock.now()
        return (
            *self.store.owed(now, 1),
            *self.store.due(now, 1),
            *self.store.unhandled(1),
            *self.store.dead(),
        )
