"""The lines of a session of Claude Code, each as a node of the tree that their parents make."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from bot.domain.trace import ContextItem, Where
from bot.domain.trace_vocabulary import Part
from bot.traces.blocks import Fields, Place
from bot.traces.json_text import of_value, text
from bot.traces.parts import message_items
from bot.traces.session import listed, members, moment

SHOWN = ("user", "assistant", "attachment")
"""Types of lines that are part of what the model is shown."""

_TYPES = frozenset({*SHOWN, "system", "summary", "progress", "file-history-snapshot", "queue-operation"})
_MARKS = ("parentUuid", "sessionId", "leafUuid")
_SYNTHETIC = "<synthetic>"  # the model of lines that the program itself wrote in the model's place


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, what the model was shown of it, and the id of the answer it is a piece of."""

    number: int
    uuid: str
    parent: str
    fields: Fields
    items: tuple[ContextItem, ...]
    answer: str
    at: datetime | None

    @property
    def place(self) -> str:
        """Where the line stands, as the keys of its values name it."""
        return place_of(self.number)


def place_of(number: int) -> str:
    """Where a line stands, as the keys of its values name it."""
    return f"line {number}"


def is_line(fields: Fields) -> bool:
    """Whether a JSON object is a line of such a session."""
    return text(fields.get("type")) in _TYPES and any(mark in fields for mark in _MARKS)


def lines(texts: Sequence[msgspec.Raw]) -> Iterator[Line]:
    """The lines that are objects; numbers, texts and lists among them are passed over."""
    firsts: dict[str, int] = {}
    for number, raw in enumerate(texts, 1):
        fields = of_value(raw, Fields)
        if fields is None:
            continue
        answer = _answer(fields, number)
        at = firsts.setdefault(answer, number) if answer else number
        uuid = text(fields.get("uuid")) or place_of(number)
        parent = text(fields.get("parentUuid"))
        yield Line(number, uuid, parent, fields, _items(fields, number, at), answer, moment(fields))


def in_a_row(found: Iterable[Line]) -> list[Line]:
    """The lines, each the child of the one before it where no line of the file names a parent at all."""
    kept = list(found)
    if any(line.parent for line in kept):
        return kept
    before, row = "", []
    for line in kept:
        if line.items or line.answer:
            row.append(Line(line.number, place_of(line.number), before, *_rest(line)))
            before = place_of(line.number)
        else:
            row.append(line)
    return row


def _rest(line: Line) -> tuple[Fields, tuple[ContextItem, ...], str, datetime | None]:
    return line.fields, line.items, line.answer, line.at


def _answer(fields: Fields, number: int) -> str:
    """The id of the model's answer: one is written in several lines, a block each."""
    message = members(fields, "message")
    if text(fields.get("type")) != "assistant" or not message or text(message.get("model")) == _SYNTHETIC:
        return ""
    return text(message.get("id")) or place_of(number)


def _items(fields: Fields, number: int, message: int) -> tuple[ContextItem, ...]:
    kind = text(fields.get("type"))
    held = fields.get("attachment" if kind == "attachment" else "message")
    if kind not in SHOWN or held is None or text(fields.get("isVisibleInTranscriptOnly")) == "true":
        return ()
    if text(members(fields, "message").get("model")) == _SYNTHETIC:
        return ()
    where = Where("", f"{place_of(number)}.{'attachment' if kind == 'attachment' else 'message'}")
    if kind == "attachment":
        return (Place(where, message, "user").item(Part.OTHER, text(held)),)
    return message_items(held, Place(where, message, kind))


def failed(line: Line) -> frozenset[str]:
    """The ids of the calls whose results in this line are errors."""
    blocks = (of_value(raw, Fields) or {} for raw in listed(members(line.fields, "message"), "content"))
    wrong = (fields for fields in blocks if text(fields.get("is_error")) == "true")
    return frozenset(text(fields.get("tool_use_id")) for fields in wrong)
