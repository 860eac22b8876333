"""Whether the name of a host is known, asked so that nobody has to wait for the machine's own look-up."""

import asyncio
import contextlib
import socket
import threading


async def is_known(host: str) -> bool:
    """Whether the name leads anywhere; may be cancelled at any time.

    asyncio's own look-up runs in a thread that even the end of the process waits for, and one that gets no answer
    takes half a minute.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bool] = loop.create_future()

    def tell(known: bool) -> None:  # noqa: FBT001 - the loop passes it by position
        if not answer.done():
            answer.set_result(known)

    def ask() -> None:
        try:
            socket.getaddrinfo(host, None)
            known = True
        except (OSError, UnicodeError):  # UnicodeError: no name could be written so
            known = False
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, known)

    threading.Thread(target=ask, name="slack-host", daemon=True).start()
    return await answer
