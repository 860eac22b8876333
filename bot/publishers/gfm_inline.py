"""Inlines in GitHub-flavoured Markdown.

However they were nested, a line is written as links, in them bold (`**`), in that italic (`_`), in that text and code:
so no two runs of one sign ever meet. A run is only read as a mark beside white space or punctuation, so a letter on
its outer side is written as a character reference.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from bot.domain.tree import Break, CodeSpan, Emphasis, Inline, Link, Strong, Text, is_safe_link
from bot.publishers.gfm_text import code_span, escaped, href, visible


@dataclass(frozen=True)
class Style:
    """How a piece of text looks, and where it leads."""

    link: str = ""
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Atom:
    """A piece of visible text of one style."""

    text: str
    style: Style
    code: bool = False


@dataclass(frozen=True)
class Piece:
    """Markdown of a piece of a line; `mark` for one whose outer sides must not be letters."""

    text: str
    mark: bool = False


def lines(parts: Iterable[Inline], *, unfit: str = "") -> list[str]:
    """The inlines as lines, without white space at their ends and without empty lines at either end.

    Code that holds the sign `unfit` is shown as text: in a cell there is no way to write a pipe in code.
    """
    rows: list[list[Atom]] = [[]]
    for atom in _atoms(parts, Style()):
        if atom is None:
            rows.append([])
        elif atom.text:
            rows[-1].append(replace(atom, code=False) if unfit and unfit in atom.text else atom)
    found = [_joined(_links(row)).strip(" ") for row in rows]
    while found and not found[0]:
        found.pop(0)
    while found and not found[-1]:
        found.pop()
    return found


def _atoms(parts: Iterable[Inline], style: Style) -> Iterator[Atom | None]:
    """What is to be seen, in order; None for a new line, which within a link is a space."""
    for part in parts:
        match part:
            case Text(text):
                yield Atom(visible(text), style)
            case CodeSpan(text):
                yield from _code(visible(text), style)
            case Strong(inner):
                yield from _atoms(inner, replace(style, strong=True))
            case Emphasis(inner):
                yield from _atoms(inner, replace(style, emphasis=True))
            case Break():
                yield Atom(" ", style) if style.link else None
            case Link(address, inner):
                yield from _link(address, inner, style)


def _code(text: str, style: Style) -> Iterator[Atom]:
    """Code; white space at its ends stands outside.

    With a bracket that closes it is text within a link: at the start of a paragraph `]:` would define a reference.
    """
    before, core, after = _ends(text)
    yield Atom(before, style)
    yield Atom(core, style, code=not (style.link and "]" in core))
    yield Atom(after, style)


def _link(address: str, inner: tuple[Inline, ...], style: Style) -> Iterator[Atom | None]:
    """A link; one without words shows its address, and an address of another kind is text behind the words."""
    own = style if style.link or not is_safe_link(address) else replace(style, link=address)
    inside = list(_atoms(inner, own))
    words = any(atom is not None and atom.text.strip(" ") for atom in inside)
    if words or style.link:
        yield from inside
    if not words and not style.link:
        yield Atom(visible(address), own)
    elif not own.link:
        yield Atom(visible(f" ({address})"), own)


def _links(row: list[Atom]) -> Iterator[Piece]:
    """One line, its links outermost."""
    for address, atoms in groupby(row, key=lambda atom: atom.style.link):
        drawn = _joined(_strong(list(atoms)))
        if not address:
            yield Piece(drawn, mark=False)
            continue
        before, core, after = _ends(drawn)
        yield from (Piece(before), Piece(f"[{core}]({href(address)})" if core else ""), Piece(after))


def _strong(atoms: list[Atom]) -> Iterator[Piece]:
    for strong, group in groupby(atoms, key=lambda atom: atom.style.strong):
        pieces = _emphasis(list(group))
        yield from _marked("**", _joined(pieces)) if strong else pieces


def _emphasis(atoms: list[Atom]) -> Iterator[Piece]:
    for emphasis, group in groupby(atoms, key=lambda atom: atom.style.emphasis):
        pieces = _texts(list(group))
        yield from _marked("_", _joined(pieces)) if emphasis else pieces


def _texts(atoms: list[Atom]) -> Iterator[Piece]:
    """Text and code of one style, neighbours of one kind as one: two code spans side by side would run together."""
    for code, group in groupby(atoms, key=lambda atom: atom.code):
        text = "".join(atom.text for atom in group)
        yield Piece(code_span(text) if code else escaped(text))


def _marked(sign: str, drawn: str) -> Iterator[Piece]:
    """Markdown within marks; white space moves outside, where a mark may stand beside it."""
    before, core, after = _ends(drawn)
    yield from (Piece(before), Piece(f"{sign}{core}{sign}" if core else "", mark=True), Piece(after))


def _ends(text: str) -> tuple[str, str, str]:
    """A text as its leading white space, what stands between, and its trailing white space."""
    core = text.strip(" ")
    start = len(text) - len(text.lstrip(" "))
    return text[:start], core, text[start + len(core) :]


def _joined(pieces: Iterable[Piece]) -> str:
    """The pieces as one text; a letter beside a mark becomes a character reference, which is punctuation to it."""
    out, after_mark = "", False
    for piece in pieces:
        text = piece.text
        if not text:
            continue
        if piece.mark and out and _is_letter(out[-1]):
            out = _kept_apart(out[:-1]) + _reference(out[-1])
        if after_mark and not piece.mark and _is_letter(text[0]):
            text = _reference(text[0]) + _apart(text[1:])
        if out.endswith("!") and text.startswith("["):  # a picture is not what was meant
            out = out[:-1] + "\\!"
        out += text
        after_mark = piece.mark
    return out


def _is_letter(sign: str) -> bool:
    """Whether a sign beside a mark could keep it from being read as one; all but a space and ASCII punctuation."""
    return sign != " " and not (sign.isascii() and not sign.isalnum())


def _reference(sign: str) -> str:
    return f"&#{ord(sign)};"


def _apart(text: str) -> str:
    """What follows a reference: it ends with a mark of its own, beside which a lone `_` could begin something."""
    return f"\\{text}" if text.startswith("_") else text


def _kept_apart(text: str) -> str:
    """What stands before a reference, for the same reason."""
    return f"{text[:-1]}\\_" if text.endswith("_") and not text.endswith("\\_") else text
