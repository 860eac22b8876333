"""HTML by construction: a plain text is escaped where it goes in, and nothing else makes markup."""

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TypeAlias

from bot.publishers.gfm_text import code_lines, visible

VOID = frozenset({"br", "hr", "input", "link", "meta"})


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that was made here."""

    text: str


Child: TypeAlias = Html | str | None


def tag(element: str, /, *children: Child, **attributes: str | None) -> Html:
    """An element. An attribute `data_label` is `data-label`, `class_` is `class`; one that is None is left out."""
    inner = "".join([_inner(child) for child in children])
    given = "".join(
        [f' {_name(key)}="{shown(value)}"' for key, value in attributes.items() if value is not None]
    )
    return Html(f"<{element}{given}>" if element in VOID else f"<{element}{given}>{inner}</{element}>")


def joined(*children: Child) -> Html:
    """Side by side."""
    return Html("".join([_inner(child) for child in children]))


def lines(*children: Child) -> Html:
    """One below the other in the source; what is empty takes no line."""
    return Html("\n".join(text for child in children if (text := _inner(child))))


def shown(text: str) -> str:
    """Plain text as HTML: to the letter, controls and what turns the direction of text seen."""
    return escape(text if text.isprintable() else visible(text))


def code(text: str) -> Html:
    """Text whose lines, spaces and tabs are kept."""
    return Html("\n".join(escape(line) for line in code_lines(text)))


def _inner(child: Child) -> str:
    if child is None:
        return ""
    return child.text if isinstance(child, Html) else shown(child)


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
