"""The course of a run: what each decision had before it that the one before had not, and what people said next."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.growing import Pieces, anywhere
from bot.domain.reasons import AGENT_ROLES, asks_by_tool, asks_leave, of_json, spelled
from bot.domain.signs import Signs
from bot.domain.trace import ContextItem, DecisionPoint, Window
from bot.domain.trace_vocabulary import FactKind, Part

USER_ROLES = frozenset({"user", "human"})

_TELLING = 2  # digits; a single one is a line of a list or a small count
# Not `\d`: a class of ten signs is looked for three times as fast as one that asks each sign what it is. Numbers in the
# digits of other scripts are not compared.
_NUMBER = re.compile(r"[0-9](?:[.,]?[0-9])+")


@dataclass(frozen=True, slots=True)
class Given:
    """What a call was made with: its tool, the arguments in one spelling, and the single values in them."""

    name: str
    arguments: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A decision in the course of its run.

    `given` are its calls whose arguments are on record. `asked` says that leave had been asked in the agent's last
    words, or is on record; `unsaid` that the answer holds a number which stands nowhere in its window; `replies`
    are what people said before the next decision.
    """

    point: DecisionPoint
    given: tuple[Given, ...]
    asked: bool
    unsaid: bool
    replies: tuple[str, ...] = ()


@dataclass(slots=True)
class _Line:
    """One conversation of the run: its newest window, and what is known of all that stands in it.

    `apart` are the texts beside the messages: instructions and definitions of tools.
    """

    messages: Sequence[ContextItem] = ()
    apart: tuple[str, ...] = ()
    seen: set[str] = field(default_factory=set)
    asked: bool = False
    last: int | None = None  # the place of its newest decision


def course(points: Sequence[DecisionPoint], closing: tuple[ContextItem, ...], signs: Signs) -> list[Step]:
    """The decisions, given in the order of time, each with what led to it and what followed.

    `closing` are all messages of the run where the record has them apart from the decisions. What windows
    share is looked at once: the cost is the length of the record, not its square.
    """
    made = [_given(point) for point in points]
    wanted = [_numbers_in(point, given) for point, given in zip(points, made, strict=True)]
    looked_for = set().union(*wanted)
    lines: dict[tuple[str, str, str], _Line] = {}
    steps: list[Step] = []
    replies: dict[int, tuple[str, ...]] = {}
    for place, (point, given, numbers) in enumerate(zip(points, made, wanted, strict=True)):
        line = lines.setdefault(_line_of(point.trace_id, point.window.messages), _Line())
        came = _taken_in(line, point.window, looked_for, signs)
        if line.last is not None:
            replies[line.last] = _said_by_people(came)
        asked = line.asked or point.fact(FactKind.AUTHORISATION) is not None
        steps.append(Step(point, given, asked, not numbers <= line.seen))
        line.last = place
    for line in lines.values():
        shared = _shared(line.messages, closing)
        if line.last is not None and 0 < shared == len(line.messages):
            replies[line.last] = _said_by_people(closing[shared:])
    return [
        replace(step, replies=replies[place]) if place in replies else step
        for place, step in enumerate(steps)
    ]


def _line_of(trace_id: str, messages: Sequence[ContextItem]) -> tuple[str, str, str]:
    """Conversations are told apart by how they begin."""
    first = anywhere(messages)[0] if messages else None
    return (trace_id, first.role, first.text) if first else (trace_id, "", "")


def _taken_in(line: _Line, window: Window, looked_for: set[str], signs: Signs) -> Sequence[ContextItem]:
    """What is new in a window of the line; a window that does not go on from the last is read from its beginning."""
    messages = anywhere(window.messages)
    offered = anywhere(window.tools)
    apart = (*(item.text for item in window.instructions), *(tool.definition for tool in offered))
    shared = _shared(line.messages, messages)
    new = fresh = messages[shared:]
    if shared < len(line.messages) or apart != line.apart:
        line.seen = _numbers(apart) & looked_for
        fresh = messages
    if looked_for:
        line.seen |= _numbers(item.text for item in fresh) & looked_for
    line.messages, line.apart = messages, apart
    for item in new:
        if item.role in AGENT_ROLES and item.kind is Part.TEXT and item.text:
            line.asked = asks_leave(item.text, signs)
        elif item.role in AGENT_ROLES and item.kind is Part.TOOL_CALL and asks_by_tool(item.name, signs):
            line.asked = True
    return new


def _shared(before: Sequence[ContextItem], now: Sequence[ContextItem]) -> int:
    """How many pieces two windows have in common from their beginnings."""
    if isinstance(now, Pieces) and now.goes_on_from(before):
        return len(before)
    for place, (old, new) in enumerate(zip(before, now, strict=False)):
        if old is not new and _told(old) != _told(new):
            return place
    return min(len(before), len(now))


def _told(item: ContextItem) -> tuple[str, Part, str, str]:
    return item.role, item.kind, item.call_id, item.text


def _said_by_people(items: Iterable[ContextItem]) -> tuple[str, ...]:
    return tuple(item.text for item in items if item.role in USER_ROLES and item.kind is Part.TEXT)


def _given(point: DecisionPoint) -> tuple[Given, ...]:
    found = []
    for call in point.calls:
        if call.arguments:
            written = call.arguments.text
            value = of_json(written)
            found.append(Given(call.name, spelled(written, value), tuple(_values(value))))
    return tuple(found)


def _numbers_in(point: DecisionPoint, given: Sequence[Given]) -> set[str]:
    """The numbers in an answer in words, or in the values of its calls that are no sentences."""
    if point.text_only:
        return _numbers(item.text for item in point.output if item.kind is Part.TEXT)
    return _numbers(value for one in given for value in one.values)


def _values(arguments: object) -> Iterator[str]:
    """The single values in a call's arguments: names, ids and amounts, and no text with spaces in it."""
    waiting = [arguments]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and not any(map(str.isspace, value)):
            yield value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield json.dumps(value)


def _numbers(texts: Iterable[str]) -> set[str]:
    """Numbers of two digits and more in one spelling: 1,095.50 is 1095.5; the digits of an id count too."""
    found = set()
    for text in texts:
        for written in _NUMBER.findall(text):
            number = written.replace(",", "")
            if "." in number:
                number = number.rstrip("0").rstrip(".")
            if len(number) >= _TELLING:
                found.add(number)
    return found
