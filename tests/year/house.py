"""A house whose clock is moved, and whose process dies at chosen places."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.clock import ManualClock, Ticker
from bot.delivery import Delivery
from bot.domain.due import Policy
from bot.domain.errors import Later, Unsure
from bot.domain.heard import Due, Heard, Ticked
from bot.domain.says import Reply
from bot.inbox import Inbox
from bot.journeys import JOURNEYS
from bot.journeys.desk import Desk, Journey
from bot.outbox import Outbox
from bot.ports import Store, Work
from bot.voice import load_voice
from tests.journeys.fakes import Fault
from tests.year.chat import Chat, ReadableVoice
from tests.year.noting import noting

NEVER = 200
"""Rounds in which everything that is due at one moment is done, many times over."""

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


class House:
    """Both doors and the ticker over a store; `reopen` gives the store of a new process."""

    def __init__(self, reopen: Callable[[], Store], clock: ManualClock, policy: Policy) -> None:
        self.clock = clock
        self.chat = Chat(clock)
        self._voice = ReadableVoice(load_voice(None))
        self._reopen = reopen
        self._policy = policy
        self._death = Death.IDLE
        self._behind = False
        self.restarts = 0
        self.touched: set[int] = set()  # reviews that a timer or a debt had written anew
        self.heard: deque[str] = deque(
            maxlen=5
        )  # the last timers and debts worked off, for who looks for a fault
        self._start()

    def _start(self) -> None:
        self.store = self._reopen()
        voice, journeys = self._voice, dict(JOURNEYS)
        journeys |= {kind: self._undone(JOURNEYS[kind]) for kind in (Due, Ticked)}
        self._inbox = Inbox(
            store=self.store, voice=voice, journeys=journeys, desk=self._desk, wake=lambda: None
        )
        chats = {self.chat.platform: self.chat}
        self._outbox = Outbox(Delivery(self.store, chats, voice, {}, self.clock), self._inbox.follow)
        self._ticker = Ticker(store=self.store, clock=self.clock, recover=self._recover)

    def _desk(self) -> Desk:
        return Desk(self._voice.script, self.clock.now(), (), policy=self._policy)

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
        rounds = 0
        while await self._round():
            rounds += 1
            assert rounds < NEVER, f"no rest at {self.clock.now()}: {self.heard}"
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
            self.heard.append(heard.id)
            reply = journey(noting(work, self.touched), heard, desk)
            if self._death is Death.UNDONE:
                self._death = Death.IDLE
                raise Died
            return reply

        return run

    def next_due(self, until: datetime) -> datetime | None:
        """When something is due next, None where nothing is by `until`."""
        moments = [since for _, since in self.store.owed(until, 1)]
        if (due := self.store.next_due()) is not None and due <= until:
            moments.append(due)
        return min(moments, default=None)

    def left_undone(self) -> tuple[object, ...]:
        """What is due by now and still waits; nothing, in a house that settled."""
        now = self.clock.now()
        return (*self.store.owed(now, 1), *self.store.due(now, 1), *self.store.unhandled(1))
