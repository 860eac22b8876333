"""Rows of a list, as the page shows the first of them and as its script shows those that are looked for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.tree import Text
from bot.publishers.gfm_text import visible
from bot.publishers.site.markup import Html, joined, lines, tag
from bot.publishers.site.tree import table
from bot.publishers.site.words import Words

FIRST = 50
"""Rows that stand in the page itself; its script shows as many more at a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell: its text, how it looks, and the page of the site that it leads to."""

    text: str
    kind: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, the keys it is filtered by, and words it is found by besides those it shows."""

    cells: tuple[tuple[Part, ...], ...]
    keys: tuple[str, ...] = ()
    also: str = ""


@dataclass(frozen=True)
class Filter:
    """A choice that narrows a list: its label, the label of no choice, and keys with what people call them."""

    name: str
    label: str
    all_of_them: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RowList:
    """A list to look through; `name` is that of its data file."""

    name: str
    header: tuple[str, ...]
    rows: Sequence[Row]
    filters: tuple[Filter, ...] = ()


def data(found: RowList) -> str:
    """The file that holds all rows, a line each: a script, for a page from a folder may load nothing else."""
    each = ",\n".join(_json(row) for row in found.rows)
    return f"window.registerRows = [\n{each}\n];\n"


def _json(row: Row) -> str:
    cells = [[_part(part) for part in cell] for cell in row.cells]
    return json.dumps([cells, row.keys, visible(row.also)], ensure_ascii=False, separators=(",", ":"))


def _part(part: Part) -> list[str]:
    whole = [visible(part.text), part.kind, part.page]
    while len(whole) > 1 and not whole[-1]:
        whole.pop()
    return whole


def shown(found: RowList, words: Words) -> Html:
    """The list: what it is looked through with, how many rows there are, the first of them, and a way to more."""
    total = len(found.rows)
    count = words("list.found", n=min(total, FIRST), total=total)
    first = [[_cell(cell) for cell in row.cells] for row in found.rows[:FIRST]]
    return tag(
        "div",
        lines(
            _form(found, words),
            tag("p", count, role="status", class_="found"),
            table([(Text(label),) for label in found.header], first),
            tag("p", tag("button", words("list.more", n="{n}"), type="button", hidden=""), class_="more"),
        ),
        class_="list",
        data_size=str(FIRST),
        data_found=words("list.found", n="{n}", total="{total}"),
        data_none=words("list.none"),
        data_more=words("list.more", n="{n}"),
    )


def _form(found: RowList, words: Words) -> Html:
    """Hidden until the page's script can answer."""
    search = tag(
        "label",
        tag("span", words("list.search")),
        tag("input", type="search", name="q", autocomplete="off", spellcheck="false"),
    )
    choices = (_select(each) for each in found.filters)
    hint = tag("p", words("list.keys"), class_="hint")
    return tag("form", search, *choices, hint, role="search", hidden="")


def _select(choice: Filter) -> Html:
    options = (tag("option", label, value=key) for key, label in choice.choices)
    none = tag("option", choice.all_of_them, value="")
    return tag("label", tag("span", choice.label), tag("select", none, *options, name=choice.name))


def _cell(parts: Sequence[Part]) -> Html:
    return joined(*(_drawn(part) for part in parts))


def _drawn(part: Part) -> Html:
    if part.page:
        return tag("a", part.text, href=part.page, class_=part.kind or None)
    return tag("span", part.text, class_=part.kind) if part.kind else joined(part.text)
