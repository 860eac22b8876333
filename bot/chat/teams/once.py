"""What is done once, however often it is brought: whoever brings it again is answered the same."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")

REMEMBERED = 1_000
"""Answers kept, the oldest forgotten first: Teams brings something again within seconds."""


class Once(Generic[T]):
    """Does things by their ids. What failed is forgotten, and done when it is brought again."""

    def __init__(self) -> None:
        self._done: dict[str, asyncio.Task[T]] = {}

    async def __call__(self, id_: str, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do it, or wait for whoever does it already. Raises whatever the work raises."""
        task = self._done.get(id_)
        if task is None:
            task = asyncio.create_task(work())
            self._remember(id_, task)
        return await asyncio.shield(task)

    def _remember(self, id_: str, task: asyncio.Task[T]) -> None:
        self._done[id_] = task
        if len(self._done) > REMEMBERED:
            del self._done[next(iter(self._done))]

        def ended(task: asyncio.Task[T]) -> None:
            if (task.cancelled() or task.exception() is not None) and self._done.get(id_) is task:
                del self._done[id_]

        task.add_done_callback(ended)
