"""Windows as they are written in a file: one that goes on from an earlier one is decoded from where it does.

Windows are most of a file, and most of a window is said again from the one before. How a list begins is compared as
bytes, in the file's own spelling: that two spellings mean the same is not noticed, and only costs time.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from bot.domain.growing import Pieces
from bot.domain.trace import ContextItem

ATTRIBUTE = "gen_ai.input.messages"
"""The one that says again, with every question, all that was said before."""

AGAIN = frozenset({"gen_ai.system_instructions", "gen_ai.tool.definitions"})
"""Those that stand with every question, mostly unchanged."""

CONVERSATIONS = 8  # that may be under way at once, each window being looked for among the newest of them
_BLANKS = " \t\r\n"
_BEGINS = b'{"stringValue":"['  # a list in the text of a value of OTLP JSON, as it is mostly written
_ENDS = b']"}'
_VALUE = msgspec.json.Decoder()


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A list of messages as it was read last: how it is written, without its end, and what is in it."""

    begun: memoryview
    count: int
    pieces: Pieces[ContextItem]


NO_LINE = Line(memoryview(b""), 0, Pieces())
"""What a list goes on from that is read from its beginning."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A list of messages: how it is written, without its end, and the line that it goes on from.

    `rest` is its JSON with a 0 in place of all that the line holds.
    """

    begun: memoryview
    line: Line
    rest: str


@dataclass(frozen=True, slots=True, eq=False)
class Quoted(Shown):
    """A list of messages in the text of a value, of which only the rest has been decoded; `whole` is the value."""

    whole: bytes

    def text(self) -> str:
        """All of the JSON text."""
        return _text(self.whole) or ""


class Lines:
    """The newest conversations of a file, in one way of writing."""

    def __init__(self) -> None:
        self._lines: deque[Line] = deque(maxlen=CONVERSATIONS)

    def begun_in(self, written: bytes) -> Iterator[Line]:
        """Those whose beginning this one shares, the newest first."""
        return (line for line in reversed(self._lines) if written.startswith(line.begun))

    def leave(self, line: Line) -> None:
        """What goes on from a line takes its place, or breaks it."""
        if line in self._lines:
            self._lines.remove(line)

    def add(self, shown: Shown, count: int, pieces: Pieces[ContextItem]) -> None:
        """Keep a list of so many messages as the newest."""
        self._lines.append(Line(shown.begun, count, pieces))


class Texts(Lines):
    """Lists in texts that are at hand."""

    def shown(self, text: str) -> Shown:
        """The list that a text is, if it is one."""
        written = text.encode()
        begun = memoryview(written.rstrip(_BLANKS.encode()).removesuffix(b"]"))
        for line in self.begun_in(written):
            rest = written[len(line.begun) :].decode()
            if _goes_on(rest):
                return Shown(begun, line, f"[0{rest}")
        return Shown(begun, NO_LINE, text)


class Values(Lines):
    """Lists in the texts of values of OTLP JSON, as they are quoted there."""

    def shown(self, value: msgspec.Raw) -> Quoted | None:
        """The list in a value; None where it is no text, or not written as is usual.

        msgspec.DecodeError where the value is broken.
        """
        whole = bytes(value)
        if not (whole.startswith(_BEGINS) and whole.endswith(_ENDS)):
            return None
        begun = memoryview(whole)[: -len(_ENDS)]
        for line in self.begun_in(whole):
            # The line ends within its text, before the bracket that closed the list: what follows can be read alone.
            rest = _text(_BEGINS + b"0" + whole[len(line.begun) :])
            if rest is not None and _goes_on(rest.removeprefix("[0")):
                return Quoted(begun, line, rest, whole)
        text = _text(whole)
        return None if text is None else Quoted(begun, NO_LINE, text, whole)


def _text(value: bytes) -> str | None:
    """The text that a value is, None where it is another value."""
    found = _VALUE.decode(value)
    text = found.get("stringValue") if isinstance(found, dict) and len(found) == 1 else None
    return text if isinstance(text, str) else None


def _goes_on(rest: str) -> bool:
    return rest.lstrip(_BLANKS)[:1] in {",", "]"}
