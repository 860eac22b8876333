"""Work that would go to another thread, done at once in this one: what comes first is then the seed's doing alone."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OneThread(ThreadPoolExecutor):
    """Starts no thread. Most of a year in memory would be the changing from one thread to another."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """The result of the call, or its error."""
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - not swallowed: raised where the result is asked for
            done.set_exception(error)
        return done
