"""Windows that go on from earlier ones: what they share is held once, and what was looked at is not looked at again.

The messages of a run accumulate. Copying, or looking at, every window from its beginning would make a long run cost the
square of its length.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, overload

from bot.domain.trace import ContextItem, Tool, Where

Piece = TypeVar("Piece", ContextItem, Tool)


class Pieces(Sequence[Piece]):
    """Pieces in order, of which a longer sequence may hold the same list; equal to a tuple of the same pieces.

    `where` is that of all pieces where the list was begun elsewhere.
    """

    __slots__ = ("_count", "_held", "_where")

    def __init__(
        self, held: Sequence[Piece] = (), count: int | None = None, where: Where | None = None
    ) -> None:
        self._held: Sequence[Piece] = (
            held  # never looked at beyond the count: whoever goes on from here adds to it
        )
        self._count = len(held) if count is None else count
        self._where = where

    def and_more(self, items: Iterable[Piece], where: Where | None = None) -> "Pieces[Piece]":
        """These pieces, then more. Only the second sequence that goes on from the same place copies them."""
        held = self._held
        if not isinstance(held, list) or len(held) != self._count:
            held = list(islice(held, self._count))
        held.extend(items)
        return Pieces(held, where=where)

    def anywhere(self) -> "Pieces[Piece]":
        """The same pieces, each where it stood when the list was begun."""
        return self if self._where is None else Pieces(self._held, self._count)

    def goes_on_from(self, before: Sequence[Piece]) -> bool:
        """Whether it is known, without a look at the pieces, that it begins with all of the others."""
        return isinstance(before, Pieces) and self.line == before.line and len(self) >= len(before)

    @property
    def line(self) -> int:
        """What it has in common with all that hold the same list, as long as one of them is there."""
        return id(self._held)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Piece: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Piece, ...]: ...
    def __getitem__(self, place: int | slice) -> Piece | tuple[Piece, ...]:
        found = range(self._count)[place]
        if isinstance(found, int):
            return self._here(self._held[found])
        return tuple(self._all_here(map(self._held.__getitem__, found)))

    def __iter__(self) -> Iterator[Piece]:
        return self._all_here(islice(self._held, self._count))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pieces | tuple):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _all_here(self, items: Iterator[Piece]) -> Iterator[Piece]:
        return items if self._where is None else map(self._here, items)

    def _here(self, item: Piece) -> Piece:
        where = self._where
        return item if where is None or where == item.where else item.at(where)


def anywhere(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces for a look that does not ask where they stand: those of a shared list need not be copied for it."""
    return pieces.anywhere() if isinstance(pieces, Pieces) else pieces


class Growing:
    """The windows of one run, in the order in which they are looked at."""

    def __init__(self) -> None:
        self._last: dict[int, Pieces[ContextItem]] = {}  # by the list they hold

    def known(self, messages: Sequence[ContextItem]) -> int:
        """How many of the first pieces stood in the last window that holds the same list."""
        if not isinstance(messages, Pieces):
            return 0
        before = self._last.get(messages.line)
        self._last[messages.line] = messages
        return len(before) if before is not None and messages.goes_on_from(before) else 0
