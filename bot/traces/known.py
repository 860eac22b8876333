"""What stands in a file again and again, taken apart once.

Every question to a model records the conversation so far: most messages of a run come many times, and so do
instructions and definitions of tools.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from bot.domain.growing import Pieces
from bot.domain.trace import ContextItem, Tool, Where
from bot.traces.blocks import Place
from bot.traces.json_text import of_value
from bot.traces.parts import message_items
from bot.traces.tools import stated

CONVERSATIONS = 8  # that may be under way at once, each window being looked for among the newest of them
_SPACE = " \t\r\n"

TakesApart = Callable[[msgspec.Raw, Place], Iterable[ContextItem]]


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A list of messages as it was read last: its JSON without the bracket at its end, and what is in it."""

    begun: str = ""
    count: int = 0
    pieces: Pieces = field(default_factory=Pieces)

    def rest_of(self, held: str) -> str | None:
        """A longer list with a 0 in place of all that is in this one; None where it does not go on from it."""
        if not held.startswith(self.begun):
            return None
        rest = held[len(self.begun) :]
        return f"[0{rest}" if rest.lstrip(_SPACE)[:1] in {",", "]"} else None


class Known:
    """The messages, lists of parts and lists of tools of one file; equal ones share their texts."""

    def __init__(self) -> None:
        self._pieces: dict[tuple[TakesApart, bytes], tuple[ContextItem, ...]] = {}
        self._tools: dict[str, tuple[Tool, ...]] = {}
        self._lines: deque[_Line] = deque(maxlen=CONVERSATIONS)

    def window(self, held: str, where: Where) -> Pieces | None:
        """The messages in a JSON list, None where it is none.

        One that goes on from an earlier one shares its pieces, and only the rest of it is taken apart.
        """
        line, rest = self._line(held)
        listed = of_value(rest.encode(), list[msgspec.Raw])
        if listed is None:
            return None
        new = listed[1:] if line.count else listed
        found = line.pieces.and_more(self._all(new, Place(where, line.count)), where)
        if found:
            begun = held.rstrip(_SPACE).removesuffix("]")
            self._lines.append(_Line(begun, line.count + len(new), found))
        return found

    def messages(self, held: str, where: Where, role: str) -> tuple[ContextItem, ...] | None:
        """The messages in a JSON list that is no window; `role` is that of those that name none."""
        listed = of_value(held.encode(), list[msgspec.Raw])
        return None if listed is None else tuple(self._all(listed, Place(where, 0, role)))

    def _line(self, held: str) -> tuple[_Line, str]:
        """The list that this one goes on from, taken out of those that are known, and the rest; else all of it."""
        for line in reversed(self._lines):
            rest = line.rest_of(held)
            if rest is not None:
                self._lines.remove(line)
                return line, rest
        return _Line(), held

    def _all(self, listed: Sequence[msgspec.Raw], first: Place) -> Iterator[ContextItem]:
        for position, message in enumerate(listed, first.message or 0):
            yield from self.pieces(message, Place(first.where, position, first.role), message_items)

    def pieces(self, raw: msgspec.Raw, place: Place, apart: TakesApart) -> tuple[ContextItem, ...]:
        """The pieces that `apart` finds in a JSON value, at their place here."""
        key = (apart, bytes(raw))
        found = self._pieces.get(key)
        if found is None:
            found = self._pieces[key] = tuple(apart(raw, Place(place.where, place.message)))
        return tuple(map(place.again, found))

    def tools(self, definitions: str, where: Where) -> tuple[Tool, ...]:
        """The tools in a JSON list, as far as its text can be trusted."""
        found = self._tools.get(definitions)
        if found is None:
            found = self._tools[definitions] = stated(definitions, where)
        return tuple(
            Tool(one.name, one.description, one.parameters, one.definition, where, one.provenance, one.limit)
            for one in found
        )
