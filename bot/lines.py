"""Who waits behind whom: one line a review, first come first served, until its first fails and all behind it wait."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping, Set

from bot.domain.heard import Heard


class Lines:
    """The lines of one process. What stands in them is stored; what is lost with them is only whose turn it was."""

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Future[None]] = {}
        self._left: dict[str, str] = {}

    @contextlib.contextmanager
    def stand(self, line: str) -> Iterator[asyncio.Future[None]]:
        """Take the last place; what is yielded is done when all who stood before have left."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        turn = self._last.get(line) or _done()
        self._last[line] = mine
        mine.add_done_callback(lambda _: self._leave(line, mine))
        try:
            yield turn
        finally:
            # Whoever leaves early (not stored, cancelled) lets nobody past those who still stand before.
            turn.add_done_callback(lambda _: mine.set_result(None))

    def close_behind(self, heard: Heard) -> None:
        """Close the line of one that waits for another try: those that come meanwhile wait too."""
        self._left[line_of(heard)] = heard.id

    def is_closed_to(self, heard: Heard) -> bool:
        """Whether an earlier one of its line waits for another try."""
        return line_of(heard) in self._left

    @property
    def closed(self) -> Mapping[str, str]:
        """The closed lines by now, each with the id of the newest that was left waiting in it."""
        return dict(self._left)

    def open_again(self, closed: Mapping[str, str], waiting: Set[str]) -> None:
        """Open the lines in which nothing waits any more; one that got a newcomer since `closed` stays closed."""
        for line, newest in closed.items():
            if line not in waiting and self._left.get(line) == newest:
                del self._left[line]

    def _leave(self, line: str, mine: "asyncio.Future[None]") -> None:
        if self._last.get(line) is mine:
            del self._last[line]


def _done() -> "asyncio.Future[None]":
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.set_result(None)
    return future


def line_of(heard: Heard) -> str:
    """Whose turn it is decided by: the thread, or the review's number where an input carries no thread.

    A timer knows the number alone and stands in a line of its own: it has no order among messages, and the
    database lets one journey of a review run at a time.
    """
    if heard.thread is not None:
        thread = heard.thread
        return f"thread:{thread.platform}:{thread.workspace}:{thread.channel}:{thread.thread}"
    return f"review:{heard.review}" if heard.review is not None else f"input:{heard.id}"
