"""Answers to whoever asked. Nobody else would say them again: where Teams, or our own pace, asks to wait, we do."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.teams.meanings import Asked
from bot.chat.teams.post import TeamsChat
from bot.domain.errors import Later, OutsideError
from bot.domain.review import ThreadRef
from bot.domain.says import Reply
from bot.domain.tree import Card
from bot.ports import Voice

log = logging.getLogger(__name__)

PATIENCE_S, BETWEEN_S = 60.0, 2.0
"""How long an answer is tried, and how long between two tries where nobody says."""

Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Says answers; trouble is logged, and nothing of what was said with it."""

    chat: TeamsChat
    voice: Voice
    sleep: Sleep = asyncio.sleep

    async def alone(self, asked: Asked, card: Card) -> None:
        """To the one who asked."""
        await self._brought(lambda: self.chat.direct(asked.by.person, card, asked.id))

    async def there(self, asked: Asked, thread: ThreadRef, card: Card) -> None:
        """In a thread, for all who read it."""
        await self._brought(lambda: self.chat.post(thread, card, asked.id))

    def teller(self, asked: Asked) -> "Tell":
        """Shows a direct reply to whoever asked, alone."""
        return Tell(self, asked)

    async def _brought(self, say: Callable[[], Awaitable[str]]) -> None:
        left = PATIENCE_S
        while True:
            try:
                await say()
            except Later as error:
                wait = BETWEEN_S if error.retry_after is None else error.retry_after
                left -= wait
                if left < 0:
                    log.warning("an answer did not arrive: %s", error.key)
                    return
                await self.sleep(wait)
            except OutsideError as error:
                log.warning("an answer did not arrive: %s", error.key)
                return
            else:
                return


@dataclass(frozen=True)
class Tell:
    """Brings a direct reply."""

    telling: Telling
    asked: Asked

    async def __call__(self, reply: Reply) -> None:
        """Speak it to the one who asked."""
        if reply.say is not None:
            await self.telling.alone(self.asked, self.telling.voice.speak(reply.say))
