"""What entered and what left the context between two windows: an instruction that was lost shows here."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.trace import ContextItem, Tool, Window
from bot.domain.trace_vocabulary import Part

Piece: TypeAlias = ContextItem | Tool


@dataclass(frozen=True, slots=True)
class WindowDiff:
    """Every piece of both windows: how many stayed, and those that entered or left.

    Entered and left are in the order of their own window: system instructions, messages, tools. A piece that is
    recorded twice before and once after has left once.
    `instruction_left`: a system instruction is among those that
    left, even where another one took its place.
    """

    stayed: int
    entered: tuple[Piece, ...]
    left: tuple[Piece, ...]
    instruction_left: bool


def difference(before: Window, after: Window) -> WindowDiff:
    """What one window holds that the other does not. Only what was recorded can be compared.

    The place of a piece does not count: what moved has neither entered nor left.
    """
    held, holds = _pieces(before), _pieces(after)
    left, entered = _beyond(held, holds), _beyond(holds, held)
    instructions = set(map(identity, before.system))
    lost = any(identity(piece) in instructions for piece in left)
    return WindowDiff(len(held) - len(left), entered, left, instruction_left=lost)


def _pieces(window: Window) -> tuple[Piece, ...]:
    return (*window.system, *window.conversation, *window.tools)


def _beyond(some: Iterable[Piece], others: Iterable[Piece]) -> tuple[Piece, ...]:
    """Those of `some` that have no counterpart among the others; of equal ones, the last."""
    waiting = Counter(map(identity, others))
    found = []
    for piece in some:
        key = identity(piece)
        if waiting[key]:
            waiting[key] -= 1
        else:
            found.append(piece)
    return tuple(found)


def identity(piece: Piece) -> Hashable:
    """What makes a piece the same in another window: role, kind, text and call id; for a tool, all that is told of it.

    A call is also told by its tool: its text is the arguments alone, and `{}` suits every tool.
    """
    if isinstance(piece, Tool):
        return ("tool", piece.name, piece.description, piece.parameters, piece.definition)
    called = piece.name if piece.kind is Part.TOOL_CALL else ""
    return (piece.role, piece.kind, piece.text, piece.call_id, called)
