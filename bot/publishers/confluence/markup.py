"""Strict XML by construction: only what is made here is markup, everything else becomes text on its way in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NewType

from bot.publishers.gfm_text import SEEN, code_lines

Markup = NewType("Markup", str)
"""Well-formed XML, made by the functions of this module alone."""

NOTHING = Markup("")
NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})

_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), 0xFFFD)
_LINE_ENDS = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
_HELD = SEEN | _NOT_IN_XML | _LINE_ENDS
_WRITTEN = _HELD | {
    ord(sign): f"&{name};" for sign, name in zip("&<>\"'", ("amp", "lt", "gt", "quot", "apos"), strict=True)
}


def held(text: str) -> str:
    """A text as a page holds it.

    Controls are seen as pictures; what turns or hides text, and what no XML can hold, is U+FFFD; line ends and tabs are
    spaces. All else is to the letter, spaces in a row as well.
    """
    return text.translate(_HELD)


def text(value: str) -> Markup:
    """Somebody's text, held, as text or as an attribute's value."""
    return Markup(value.translate(_WRITTEN))


def lines(value: str) -> Markup:
    """The lines of a code block, tabs kept; what would end the section is written in two."""
    inside = "\n".join(code_lines(value)).translate(_NOT_IN_XML).replace("]]>", "]]]]><![CDATA[>")
    return Markup(f"<![CDATA[{inside}]]>")


def element(name: str, *inside: Markup, attributes: Mapping[str, str] = NO_ATTRIBUTES) -> Markup:
    """An element around markup; its name is ours, the values of its attributes may be anybody's."""
    opened = name + "".join(f' {key}="{text(value)}"' for key, value in attributes.items())
    body = "".join(inside)
    return Markup(f"<{opened}>{body}</{name}>" if body else f"<{opened}/>")


def joined(*parts: Markup) -> Markup:
    """Markup in a row."""
    return Markup("".join(parts))
