"""Waiting for something to become true, without sleeping in tests."""

import asyncio
from collections.abc import Callable

LOOK_AGAIN_S = 0.02  # for conditions on what lies outside the fake, which sends no beat


class Pulse:
    """Beats whenever something at the fake has changed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def beat(self) -> None:
        """Something has changed: whoever waits looks again."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, true: Callable[[], object], *, within_s: float = 10.0) -> None:
        """Come back when the condition holds; AssertionError after `within_s` real seconds, which only a hang needs."""
        deadline = asyncio.get_running_loop().time() + within_s
        while not true():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"it did not come true within {within_s:g} s")
            try:
                await asyncio.wait_for(self._event.wait(), LOOK_AGAIN_S)
            except TimeoutError:
                continue
