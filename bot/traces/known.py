"""What stands in a file again and again, taken apart once.

Every question to a model records the conversation so far: most messages of a run come many times, and so do
instructions and definitions of tools.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from bot.domain.growing import Pieces
from bot.domain.trace import ContextItem, Fact, Tool, Where
from bot.traces.blocks import Place
from bot.traces.json_text import of_value
from bot.traces.parts import message_items, part_items
from bot.traces.tools import stated
from bot.traces.windows import Lines, Quoted, Shown, Texts, Values

FindsFacts = Callable[[Mapping[str, object]], tuple[Fact, ...]]


class Known:
    """The messages, lists of parts and lists of tools of one file; equal ones share their texts.

    `values` are the windows in values of OTLP JSON.
    """

    def __init__(self) -> None:
        self._pieces: dict[bytes, tuple[ContextItem, ...]] = {}
        self._parts: dict[str, tuple[ContextItem, ...] | None] = {}
        self._plain: dict[bytes, object] = {}
        self._tools: dict[str, tuple[Tool, ...]] = {}
        self.values, self._texts = Values(), Texts()
        self._resource: tuple[Mapping[str, object], tuple[Fact, ...]] = ({}, ())

    def window(self, held: str | Quoted, where: Where) -> Pieces[ContextItem] | None:
        """The messages in a JSON list, None where it is none.

        One that goes on from an earlier one shares its pieces, and only the rest of it is taken apart.
        """
        lines: Lines = self.values if isinstance(held, Quoted) else self._texts
        shown: Shown = held if isinstance(held, Quoted) else self._texts.shown(held)
        line = shown.line
        lines.leave(line)
        listed = of_value(shown.rest.encode(), list[msgspec.Raw])
        if listed is None:
            return None
        new = listed[1:] if line.count else listed
        found = line.pieces.and_more(self._all(new, Place(where, line.count)), where)
        if found:
            lines.add(shown, line.count + len(new), found)
        return found

    def messages(self, held: str, where: Where, role: str) -> tuple[ContextItem, ...] | None:
        """The messages in a JSON list that is no window; `role` is that of those that name none."""
        listed = of_value(held.encode(), list[msgspec.Raw])
        return None if listed is None else tuple(self._all(listed, Place(where, 0, role)))

    def _all(self, listed: Sequence[msgspec.Raw], first: Place) -> Iterator[ContextItem]:
        for position, message in enumerate(listed, first.message or 0):
            written = bytes(message)
            found = self._pieces.get(written)
            if found is None:
                found = self._pieces[written] = message_items(message, Place(first.where, position))
                if not first.role:
                    yield from found
                    continue
            yield from map(Place(first.where, position, first.role).again, found)

    def plain(self, value: msgspec.Raw, read: Callable[[msgspec.Raw], object]) -> object:
        """What `read` finds in a value that stands in many spans to the letter."""
        written = bytes(value)
        if written not in self._plain:
            self._plain[written] = read(value)
        return self._plain[written]

    def parts(self, held: str, place: Place) -> tuple[ContextItem, ...] | None:
        """The pieces in a JSON list of parts, None where it is none."""
        if held not in self._parts:
            raw = msgspec.Raw(held.encode())
            is_list = of_value(raw, list[msgspec.Raw]) is not None
            unplaced = Place(place.where, place.message)
            self._parts[held] = tuple(part_items(raw, unplaced)) if is_list else None
        found = self._parts[held]
        return None if found is None else tuple(map(place.again, found))

    def of_resource(self, resource: Mapping[str, object], read: FindsFacts) -> tuple[Fact, ...]:
        """The facts that `read` finds in a resource, which is that of many spans one after another."""
        if self._resource[0] is not resource:
            self._resource = (resource, read(resource))
        return self._resource[1]

    def tools(self, definitions: str, where: Where) -> Pieces[Tool]:
        """The tools in a JSON list, as far as its text can be trusted."""
        found = self._tools.get(definitions)
        if found is None:
            found = self._tools[definitions] = stated(definitions, where)
        return Pieces(found, where=where)
