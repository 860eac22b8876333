"""Tables as facts, since phones know no tables: two columns are one set, of more each row is a set of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.chat.teams import limits
from bot.chat.teams.marks import Line, Run, lines, markdown
from bot.chat.teams.rows import BREAK, Row, text_blocks
from bot.chat.teams.texts import GAP
from bot.domain.tree import Table

Json = dict[str, Any]
Cell = list[Line]
Pair = tuple[Cell, Cell]
"""What is told, and what of it."""


def table(found: Table) -> Iterator[tuple[Json, str]]:
    """Every cell of a table, as elements with their plain text."""
    header = [lines(cell) for cell in found.header]
    rows = [[lines(cell) for cell in row] for row in found.rows]
    if len(header) == 2 and all(len(row) <= 2 for row in rows):
        told = [[_bold(cell) for cell in header], *rows]
        yield from _sets([_pair(row) for row in told if any(row)])
        return
    if not any(any(row) for row in rows):
        yield from text_blocks([Row(line) for cell in header for line in _bold(cell)])
    for number, row in enumerate(row for row in rows if any(row)):
        for element, shown in _sets(_named(header, row)):
            yield {**element, **({"separator": True} if number else {})}, shown


def _bold(cell: Cell) -> Cell:
    return [tuple(replace(run, bold=True) for run in line) for line in cell]


def _pair(row: Sequence[Cell]) -> Pair:
    first, second = (*row, [])[:2] if row else ([], [])
    return first, second


def _named(header: Sequence[Cell], row: Sequence[Cell]) -> list[Pair]:
    """Each cell under the name of its column; where the header is shorter, without one."""
    return [(header[at] if at < len(header) else [], cell) for at, cell in enumerate(row) if cell]


def _sets(pairs: Sequence[Pair]) -> Iterator[tuple[Json, str]]:
    """Pairs in sets; one that is long stands between them as text."""
    held: list[Pair] = []
    for pair in pairs:
        if _is_long(pair) or len(held) == limits.FACTS:
            yield from _set(held)
            held = []
        if _is_long(pair):
            yield from text_blocks([Row(line) for line in _as_lines(pair)])
        else:
            held.append(pair)
    yield from _set(held)


def _is_long(pair: Pair) -> bool:
    return sum(run.size for cell in pair for line in cell for run in line) > limits.FACT


def _as_lines(pair: Pair) -> Iterator[Line]:
    """The same as lines: the name in bold before the first."""
    named, told = pair
    name = " ".join(_plain(line) for line in named)
    head: Line = (Run(f"{name}: ", bold=True),) if name else ()
    first, *rest = told or [()]
    yield (*head, *first)
    yield from rest


def _set(pairs: Sequence[Pair]) -> Iterator[tuple[Json, str]]:
    if not pairs:
        return
    made = [{"title": _drawn(named), "value": _drawn(told)} for named, told in pairs]
    shown = "\n".join(
        ": ".join(text for cell in pair if (text := " ".join(map(_plain, cell)))) for pair in pairs
    )
    yield {"type": "FactSet", "facts": made}, shown


def _drawn(cell: Cell) -> str:
    """A cell as Markdown; never empty, which phones refuse."""
    return BREAK.join(markdown(line) or GAP for line in cell) or GAP


def _plain(line: Line) -> str:
    return "".join(run.text for run in line).strip()
