"""Work that nobody waits for: run behind the acknowledgement, finished before the process ends."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.domain.errors import Incident

log = logging.getLogger(__name__)

FINISH_S = 5.0


class Behind:
    """Runs work behind; trouble is logged, and nothing of what was said with it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin, and come back at once."""
        task = asyncio.create_task(self._logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def finish(self) -> None:
        """Wait for what runs, at most 5 s."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISH_S)

    async def _logged(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Incident as error:
            log.warning("something asked for could not be done: %s", error.key)
