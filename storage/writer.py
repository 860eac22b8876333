"""The one thread that writes: inputs first and many in one commit, then one unit of work, then again."""

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.domain.errors import OutsideError

T = TypeVar("T")

GROUP = 256  # inputs in one commit at most

Job = Callable[[Connection], T]


class Writer:
    """Runs units of work one after another on one connection, each in its own transaction.

    A unit of work waits for those before it. An input waits for the running unit alone, and goes with all inputs that
    wait by then. What is asked of it by a unit of work itself would wait for ever and is refused with RuntimeError.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._inputs: deque[tuple[Job[Any], Future[Any]]] = deque()
        self._units: deque[tuple[Job[Any], Future[Any]]] = deque()
        self._ready = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="storage-writer", daemon=True)
        self._holder: int | None = None  # the thread inside a lent transaction
        self._thread.start()

    def unit(self, job: Job[T]) -> T:
        """The result of a unit of work, committed; its error, rolled back."""
        return self._queue(self._units, job).result()

    def input(self, job: Job[T]) -> T:
        """The result of a small job that commits together with others of its kind; it must not fail alone."""
        return self.input_soon(job).result()

    def input_soon(self, job: Job[T]) -> "Future[T]":
        """The same without waiting for it."""
        return self._queue(self._inputs, job)

    @contextlib.contextmanager
    def lent(self) -> Iterator[Connection]:
        """A unit of work in the caller's thread; committed on leaving, rolled back on leaving with an error."""
        granted: Future[Connection] = Future()
        given_back: Future[None] = Future()

        def lend(connection: Connection) -> None:
            granted.set_result(connection)
            given_back.result()

        unit = self._queue(self._units, lend)
        unit.add_done_callback(lambda done: _pass_on(done, granted))
        connection = granted.result()
        self._holder = threading.get_ident()
        try:
            yield connection
        except BaseException as error:
            self._holder = None
            given_back.set_exception(error)
            unit.exception()
            raise
        self._holder = None
        given_back.set_result(None)
        unit.result()

    def close(self) -> None:
        """Finish what is queued; what comes later is refused with OutsideError `storage_closed`."""
        with self._ready:
            self._closing = True
            self._ready.notify()
        self._thread.join()

    def _queue(self, queue: "deque[tuple[Job[Any], Future[Any]]]", job: Job[T]) -> "Future[T]":
        if threading.get_ident() in (self._holder, self._thread.ident):
            raise RuntimeError("a unit of work asked the store for another one: it would wait for itself")
        future: Future[T] = Future()
        with self._ready:
            if self._closing:
                raise OutsideError("storage_closed")
            queue.append((job, future))
            self._ready.notify()
        return future

    def _run(self) -> None:
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._inputs or self._units or self._closing)
                inputs = [self._inputs.popleft() for _ in range(min(GROUP, len(self._inputs)))]
                units = [self._units.popleft()] if self._units else []
            if not inputs and not units:
                return
            for group in (inputs, units):
                if group:
                    self._commit(group)

    def _commit(self, group: list[tuple[Job[Any], Future[Any]]]) -> None:
        """All of a group in one transaction: each hears its result after the commit, or all hear the error."""
        try:
            with self._connection.begin():
                results = [job(self._connection) for job, _ in group]
        except BaseException as error:  # noqa: BLE001 - not swallowed: raised in the thread that asked
            for _, future in group:
                future.set_exception(error)
        else:
            for (_, future), result in zip(group, results, strict=True):
                future.set_result(result)


def _pass_on(unit: "Future[None]", granted: "Future[Connection]") -> None:
    """A unit that could not even begin never lends its connection: whoever waits for it hears why."""
    if not granted.done() and (error := unit.exception()) is not None:
        granted.set_exception(error)
