"""The door in: what is heard is stored first, then worked off in order, one journey in one transaction."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from bot.domain.errors import OutsideError, PersonError
from bot.domain.heard import (
    CaptureSeen,
    Heard,
    MergedIn,
    PersonGone,
    Published,
    Repeated,
    Replied,
    ThreadLost,
    ThreadOpened,
    Ticked,
)
from bot.domain.mine import Line
from bot.domain.review import PersonKey
from bot.domain.says import Place, Reply, Say
from bot.journeys import looking
from bot.journeys.desk import Desk, Journey
from bot.journeys.looking import Asked
from bot.lines import Lines, line_of
from bot.ports import Lists, Store, Voice

log = logging.getLogger(__name__)

T = TypeVar("T")

Tell = Callable[[Reply], Awaitable[None]]
"""Shows what only makes sense now to the person it is for."""

Stored: TypeAlias = "asyncio.Future[bool]"
"""Done as soon as an input is in the database: whether it was new; the error where it could not be stored."""

STOP_S = 2.0  # what was accepted may be worked off; it is stored, and the process ends within 10
BATCH = 100  # waiting inputs read in one hop
AT_ONCE = 4  # journeys in worker threads at a time: storing what comes in must always find a free thread
NEVER_REFUSED = (
    Replied,
    ThreadOpened,
    ThreadLost,
    PersonGone,
    MergedIn,
    Published,
    Ticked,
    Repeated,
    CaptureSeen,
)
"""No person's mistake can lie in these: a PersonError there is a fault of ours, and the input is kept."""


class Inbox:
    """Stores every input before anything else happens, then lets its journey run.

    When `hear` has returned the input is stored; OutsideError means that the platform must send it again.
    Inputs of one review are worked off in the order they came.
    """

    def __init__(
        self,
        *,
        store: Store,
        voice: Voice,
        journeys: Mapping[type[Heard], Journey[Any]],
        desk: Callable[[], Desk],
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._voice = voice
        self._journeys = journeys
        self._desk = desk
        self._wake = wake
        self._lines = Lines()
        self._hands = asyncio.Semaphore(AT_ONCE)
        self._in_hand: set[str] = set()
        self._accepting: set[asyncio.Task[None]] = set()

    async def hear(self, heard: Heard) -> Reply | None:
        """Store an input and work it off; returns what only makes sense now.

        An id known already is worked off where it still waits, and has no effect where it does not. While an
        earlier input of its review waits for another try, this one is stored and waits too, without reply.
        """
        return await self._take(heard, self._storing(heard))

    async def accept(self, heard: Heard, tell: Tell | None = None) -> None:
        """Store an input and return: its platform can be told. It is worked off right behind.

        What only makes sense now goes to `tell`. OutsideError means that the platform must send it again.
        """
        stored = self._storing(heard)
        work = asyncio.create_task(self._accepted(heard, stored, tell), name=heard.id)
        self._accepting.add(work)
        work.add_done_callback(self._accepting.discard)
        await asyncio.shield(stored)

    async def follow(self, heard: Heard) -> None:
        """Work off an input that was stored with what it follows from; what fails in it waits for another try."""
        stored: Stored = asyncio.get_running_loop().create_future()
        stored.set_result(False)
        await self._accepted(heard, stored, None)

    def _storing(self, heard: Heard) -> Stored:
        """An input on its way into the database; in hand from now on, so that no recovery takes it as left over."""
        self._in_hand.add(heard.id)
        try:
            return asyncio.wrap_future(self._store.receive_soon(heard))
        except OutsideError:
            self._in_hand.discard(heard.id)
            raise

    async def finish(self) -> None:
        """Wait for what was accepted and is still worked off, 2 s at most: what is left is stored."""
        if self._accepting:
            await asyncio.wait(self._accepting, timeout=STOP_S)

    async def _accepted(self, heard: Heard, stored: Stored, tell: Tell | None) -> None:
        try:
            reply = await self._take(heard, stored)
        except OutsideError as error:
            if stored.exception() is None:  # else whoever brought the input hears it
                log.warning("input %s is stored and waits for another try: %s", heard.id, error.key)
            return
        if reply is not None and tell is not None:
            try:
                await tell(reply)
            except OutsideError as error:
                log.warning("the reply to input %s could not be shown: %s", heard.id, error.key)

    async def _take(self, heard: Heard, stored: Stored) -> Reply | None:
        """Wait until it is stored, and for its turn; work it off."""
        self._in_hand.add(heard.id)
        try:
            with self._lines.stand(line_of(heard)) as turn:
                await asyncio.shield(stored)
                await asyncio.shield(turn)
                if self._lines.is_closed_to(heard):
                    self._lines.close_behind(heard)
                    return None
                return await self._work(heard)
        finally:
            self._in_hand.discard(heard.id)

    async def recover(self) -> int:
        """Work off what is stored and waits: from before a restart, from other processes, after a failed try.

        Each input gets one try a call; nobody waits for its direct reply any more. Returns how many were tried.
        OutsideError where the database is out of reach.
        """
        tried: set[str] = set()
        while True:
            closed = self._lines.closed
            batch = await asyncio.to_thread(self._store.unhandled, BATCH)
            waiting = [pending.heard for pending in batch]
            fresh = [heard for heard in waiting if heard.id not in tried | self._in_hand]
            if not fresh:
                break
            for heard in fresh:
                tried.add(heard.id)
                with self._lines.stand(line_of(heard)) as turn:
                    await asyncio.shield(turn)
                    await self._work(heard)
        if len(waiting) < BATCH:  # else more may wait than were seen
            self._lines.open_again(closed, {line_of(heard) for heard in waiting})
        return len(tried)

    async def look(self, asked: Asked) -> Reply:
        """Look something up for its viewer: a read, without a place in any line."""
        desk = self._desk()
        today, policy = desk.now.date(), desk.policy
        return await self._read(asked, lambda lists: Reply(say=looking.look(lists, asked, today, policy)))

    async def mine(self, asked: Asked) -> tuple[Line, ...]:
        """All that waits for the viewer, a line each with its buttons. A read, like `look`."""
        desk = self._desk()
        today, policy = desk.now.date(), desk.policy
        return await asyncio.to_thread(self._looked, lambda lists: looking.mine(lists, asked, today, policy))

    async def open_form(self, asked: Asked, form: str, target: str = "") -> Reply:
        """The form to open now, filled; `asked.argument` is the review's number. A read, like `look`."""
        return await self._read(
            asked, lambda lists: Reply(form=looking.opened_form(lists, asked, form, target))
        )

    async def _read(self, asked: Asked, read: Callable[[Lists], Reply]) -> Reply:
        try:
            return await asyncio.to_thread(self._looked, read)
        except PersonError as error:
            return self._error(asked.viewer, error)

    def _looked(self, read: Callable[[Lists], T]) -> T:
        with self._store.reading() as lists:
            return read(lists)

    async def _work(self, heard: Heard) -> Reply | None:
        try:
            return await self._try(heard)
        except OutsideError:
            self._lines.close_behind(heard)
            raise

    async def _try(self, heard: Heard) -> Reply | None:
        try:
            async with self._hands:
                reply = await asyncio.to_thread(self._run, heard)
        except OutsideError:
            raise
        except PersonError as error:
            return await (self._failed if isinstance(heard, NEVER_REFUSED) else self._refused)(heard, error)
        except Exception as fault:  # noqa: BLE001 - the one broad except of the house: a fault stops no other input
            return await self._failed(heard, fault)
        self._wake()
        return reply

    def _run(self, heard: Heard) -> Reply | None:
        journey = self._journeys[type(heard)]
        desk = self._desk()
        try:
            return self._store.handle(heard.id, lambda work: journey(work, heard, desk))
        except StopIteration as fault:  # no future takes this one: whoever waits for it would wait for ever
            raise RuntimeError("a journey ran out of something") from fault

    async def _refused(self, heard: Heard, error: PersonError) -> Reply:
        """The unit was rolled back; the input is done with, and its sender is told what would be accepted."""
        await asyncio.to_thread(self._store.handle, heard.id, lambda _: None)
        return self._error(heard.by.person, error)

    def _error(self, person: PersonKey, error: PersonError) -> Reply:
        sentence = self._voice.error(error.key, dict(error.values))
        return Reply(say=Say("error", {"sentence": sentence}, place=Place.WHISPER, to=person))

    async def _failed(self, heard: Heard, fault: Exception) -> Reply:
        """The unit was rolled back; the input is kept for another try, and its sender is told so."""
        where = heard.review if heard.review is not None else heard.thread
        log.error("input %s of review %s could not be worked off", heard.id, where, exc_info=fault)
        self._lines.close_behind(heard)
        await asyncio.to_thread(self._store.failed, heard.id, f"{type(fault).__name__}: {fault}"[:300])
        return Reply(say=Say("fault", {"input": heard.id}, place=Place.WHISPER, to=heard.by.person))
