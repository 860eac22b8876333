"""Inlines in Confluence's storage format."""

from collections.abc import Iterable

from bot.domain.report.parts import State
from bot.domain.tree import Break, CodeSpan, Emphasis, Inline, Link, Strong, Text, is_safe_link
from bot.publishers.confluence import macros
from bot.publishers.confluence.markup import Markup, element, held, joined, text


def inlines(parts: Iterable[Inline]) -> Markup:
    """Text and its marks; a mark without anything in it is not there."""
    return joined(*(_inline(part) for part in parts))


def within_link(parts: Iterable[Inline]) -> Markup:
    """The same where it is a link's own words: a link in a link is its words, and a state is text."""
    return joined(*(_inline(part, linked=True) for part in parts))


def _inline(part: Inline, *, linked: bool = False) -> Markup:
    drawn = within_link if linked else inlines
    match part:
        case State(title, tone) if held(title).strip() and not linked:
            return macros.status(title, tone)
        case Text(value):
            return text(value)
        case CodeSpan(value):
            return _marked("code", text(value))
        case Strong(inner):
            return _marked("strong", drawn(inner))
        case Emphasis(inner):
            return _marked("em", drawn(inner))
        case Break():
            return element("br")
        case Link(address, inner):
            return _within(address, inner) if linked else _link(address, inner)


def _marked(name: str, inside: Markup) -> Markup:
    return element(name, inside) if inside else inside


def _within(address: str, inner: tuple[Inline, ...]) -> Markup:
    """A link within a link: its words alone, or its address where it has none."""
    return within_link(inner) if _has_words(inner) else text(address)


def _link(address: str, inner: tuple[Inline, ...]) -> Markup:
    """A link; one without words shows its address, and an address of another kind is text behind the words."""
    words = _has_words(inner)
    if is_safe_link(address):
        shown = within_link(inner) if words else text(address)
        return element("a", shown, attributes={"href": address})
    return joined(inlines(inner), text(f" ({address})")) if words else text(address)


def _has_words(parts: Iterable[Inline]) -> bool:
    """Whether there is anything in it that a reader could press."""
    return any(_is_word(part) for part in parts)


def _is_word(part: Inline) -> bool:
    match part:
        case Text(value) | CodeSpan(value):
            return bool(value.strip())
        case Strong(inner) | Emphasis(inner):
            return _has_words(inner)
        case Link(address, inner):
            return bool(address.strip()) or _has_words(inner)
        case Break():
            return False
