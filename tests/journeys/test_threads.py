"""What comes in is stored while everything else waits for the database."""

import asyncio
import threading

from bot.app import with_threads
from bot.inbox import AT_ONCE as JOURNEYS
from bot.outbox import AT_ONCE as ROWS

PATIENCE_S = 30.0  # so that a failure ends


def test_a_thread_is_free_while_every_journey_and_row_waits() -> None:
    """As many threads wait as the doors may hold at once; one more hop comes back."""

    async def run() -> str:
        with_threads()
        let_go = threading.Event()
        held = [asyncio.create_task(asyncio.to_thread(let_go.wait)) for _ in range(JOURNEYS + ROWS)]
        try:
            return await asyncio.wait_for(asyncio.to_thread(lambda: "stored"), PATIENCE_S)
        finally:
            let_go.set()
            await asyncio.gather(*held)

    assert asyncio.run(run()) == "stored"
