"""What entered and what left the context between two decision points, as a card and for machines."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chat.pieces import items_shown, note, tool_names
from bot.chat.window import label
from bot.chat.window_json import item_json
from bot.chat.words import Words
from bot.domain.errors import PersonError
from bot.domain.redaction import redact
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.domain.trace import ContextItem, DecisionPoint, Tool, Window
from bot.domain.trace_vocabulary import Flag
from bot.domain.tree import Block, Card, CodeBlock, Heading, Listing, Panel, Paragraph, Strong, Text
from bot.domain.window_diff import Piece, WindowDiff, difference

GAPS = (
    Flag.NO_CONTENT,
    Flag.NO_INPUT,
    Flag.UNREAD_FORM,
    Flag.REDACTED,
    Flag.BY_REFERENCE,
    Flag.TRUNCATED,
    Flag.ATTRS_DROPPED,
    Flag.MESSAGE_INDEX_GAP,
    Flag.COMPACTED,
    Flag.WINDOW_REBUILT,
    Flag.SERVER_SIDE_CONTEXT,
    Flag.DERIVED_BY_BACKEND,
    Flag.TOKEN_GAP,
    Flag.NO_SYSTEM_PROMPT,
    Flag.NO_TOOL_DEFINITIONS,
    Flag.TOOL_NAMES_ONLY,
    Flag.PARTIAL,
)
"""Flags of a window that may hold less, or other texts, than what was sent."""


@dataclass(frozen=True)
class Moment:
    """A decision point, and its number in the list of its run."""

    number: int
    point: DecisionPoint


@dataclass(frozen=True)
class Between:
    """Two moments of one run: what changed from the first named to the second."""

    before: Moment
    after: Moment

    @property
    def moments(self) -> tuple[Moment, Moment]:
        """Both."""
        return (self.before, self.after)


def between(points: Sequence[DecisionPoint], before: int, after: int) -> Between:
    """Two points by their numbers, from 1. PersonError `no_such_point` for a number that is none of them."""
    for number in (before, after):
        if not 1 <= number <= len(points):
            raise PersonError("no_such_point", number=number)
    return Between(Moment(before, points[before - 1]), Moment(after, points[after - 1]))


def earlier(points: Sequence[DecisionPoint], place: int) -> int | None:
    """The place of the last decision before one, in time or in a list of messages; None where none is known to be."""
    found = [n for n, other in enumerate(points) if _is_before(other, points[place])]
    latest = None
    for n in found:
        if latest is None or _is_before(points[latest], points[n]):
            latest = n
    return latest


def _is_before(one: DecisionPoint, other: DecisionPoint) -> bool:
    """Whether the record says so."""
    if one.at and other.at:
        return one.at < other.at
    return one.message is not None and other.message is not None and one.message < other.message


def difference_card(seen: Between, words: Words, *, rules: Rules = SECRETS) -> Card:
    """What changed between two moments: what stayed is counted, what entered or left is shown whole."""
    title = words("diff_title", before=seen.before.number, after=seen.after.number)
    return Card((Paragraph((Strong((Text(title),)),)), *difference_blocks(seen, words, rules=rules)))


def difference_blocks(seen: Between, words: Words, *, rules: Rules = SECRETS) -> tuple[Block, ...]:
    """The same without its title; secrets are taken out of every text."""
    labels = {m.number: label(m.point, words, rules=rules) for m in seen.moments}
    moments = [_line(words("diff_moment", number=m.number, label=labels[m.number])) for m in seen.moments]
    unseen = [m for m in seen.moments if not _recorded(m.point.window)]
    if unseen:
        told = [_line(words("diff_no_window", number=m.number)) for m in unseen]
        return (*moments, *told)
    return (*moments, *_changes(seen, words, rules))


def _changes(seen: Between, words: Words, rules: Rules) -> Iterator[Block]:
    found, numbers = _found(seen, rules), {"before": seen.before.number, "after": seen.after.number}
    if _is_backwards(seen):
        yield _line(words("diff_backwards", **numbers))
    if found.instruction_left:
        yield Panel("warning", (_line(words("diff_instruction_left", **numbers)),))
    yield _line(words("diff_stayed", count=found.stayed))
    yield from _careful(seen, words)
    windows = (m.point.window for m in seen.moments)
    recorded = tool_names(item for window in windows for item in window.conversation)
    names = {call: redact(name, rules=rules).text for call, name in recorded.items()}
    for key, pieces in (("diff_entered", found.entered), ("diff_left", found.left)):
        yield Heading(3, (Text(words(key, count=len(pieces))),))
        if not pieces:
            yield _line(words("diff_nothing"))
        for piece in pieces:
            yield from _tool(piece, words) if isinstance(piece, Tool) else items_shown([piece], words, names)


def _found(seen: Between, rules: Rules) -> WindowDiff:
    """Compared as recorded, and only then without secrets: two secrets in one place are two texts."""
    found = difference(seen.before.point.window, seen.after.point.window)
    entered, left = (tuple(_clean(piece, rules) for piece in some) for some in (found.entered, found.left))
    return replace(found, entered=entered, left=left)


def _clean(piece: Piece, rules: Rules) -> Piece:
    if isinstance(piece, ContextItem):
        name, text = (redact(one, rules=rules).text for one in (piece.name, piece.text))
        return replace(piece, name=name, text=text)
    return replace(
        piece,
        name=redact(piece.name, rules=rules).text,
        description=redact(piece.description, rules=rules).text,
        parameters=redact(piece.parameters, rules=rules).text,
        definition=redact(piece.definition, rules=rules).text,
    )


def _recorded(window: Window) -> bool:
    return bool(window.system or window.conversation)


def _is_backwards(seen: Between) -> bool:
    return _is_before(seen.after.point, seen.before.point)


def _careful(seen: Between, words: Words) -> Iterator[Block]:
    rows = [
        (_line(words("diff_gap", number=m.number, gap=words(f"trace_flag.{flag}"))),)
        for m in seen.moments
        for flag in _gaps(m.point.flags)
    ]
    if rows:
        yield _line(words("diff_careful"))
        yield Listing(tuple(rows))


def _gaps(flags: Iterable[Flag]) -> list[Flag]:
    return [flag for flag in flags if flag in GAPS]


def _tool(tool: Tool, words: Words) -> list[Block]:
    text = tool.definition or "\n".join(part for part in (tool.description, tool.parameters) if part)
    named, told = Strong((Text(words("diff_tool", name=tool.name)),)), note(tool, words)
    head = Paragraph((named, Text(f" · {told}")) if told else (named,))
    return [head, CodeBlock(text or words("tool_name_only"))]


def _line(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def as_json(seen: Between, *, rules: Rules = SECRETS) -> str:
    """The same for machines, every text to the letter, secrets taken out."""
    found = _found(seen, rules)
    told = {
        "before": _moment(seen.before),
        "after": _moment(seen.after),
        "backwards": _is_backwards(seen),
        "instruction_left": found.instruction_left,
        "stayed": found.stayed,
        "entered": [_piece(piece) for piece in found.entered],
        "left": [_piece(piece) for piece in found.left],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _moment(moment: Moment) -> dict[str, object]:
    point = moment.point
    return {
        "number": moment.number,
        "point": point.key,
        "window_recorded": _recorded(point.window),
        "gaps": [flag.value for flag in _gaps(point.flags)],
    }


def _piece(piece: Piece) -> dict[str, object]:
    if isinstance(piece, ContextItem):
        return item_json(piece)
    return {"kind": "tool", "name": piece.name, "definition": piece.definition}
