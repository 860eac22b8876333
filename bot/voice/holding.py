"""Values stand aside while Markdown is read: a template is parsed with placeholders, which then become text.

A placeholder is a private-use character, an index in private-use digits, and a closing private-use character: no
letter, no space, no punctuation, so that it means nothing to Markdown. See docs/decisions/0002.
"""

import re
from html import unescape

from jinja2 import Undefined

OPEN, CLOSE, DIGITS = "\ue000", "\ue001", "".join(chr(0xE010 + n) for n in range(10))
_HOLDER = re.compile(f"{OPEN}([{DIGITS}]+){CLOSE}")
_TO_DIGITS = str.maketrans("0123456789", DIGITS)
_FROM_DIGITS = str.maketrans(DIGITS, "0123456789")
_RESERVED = re.compile(f"[{OPEN}{CLOSE}{DIGITS}]")


class Held:
    """The values of one rendering, in the order they were met."""

    def __init__(self) -> None:
        self._values: list[str] = []

    def put(self, value: str) -> str:
        """The placeholder that stands for a value."""
        self._values.append(value)
        return f"{OPEN}{str(len(self._values) - 1).translate(_TO_DIGITS)}{CLOSE}"

    def pieces(self, text: str) -> list[tuple[str, str]]:
        """What was read, as pairs of the template's own text and the value after it, either may be empty."""
        parts = _HOLDER.split(text)
        values = [self._values[int(digits.translate(_FROM_DIGITS))] for digits in parts[1::2]]
        return list(zip(parts[0::2], [*values, ""], strict=True))

    def resolved(self, text: str) -> str:
        """What was read, with every value to the letter in its place."""
        return "".join(own + value for own, value in self.pieces(text))


def is_reserved(text: str) -> bool:
    """Whether a template's own text holds a character that placeholders are made of, written out or as `&#xE000;`."""
    return _RESERVED.search(unescape(text)) is not None


def shown(value: object) -> str:
    """A value as text. Only strings, numbers and nothing at all can be shown; a list or a yes-no is for `for` and `if`.

    Raises TypeError for anything else, and UndefinedError for a value that is missing.
    """
    if value is None:
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Undefined):
        return str(value)  # raises: the environments' Undefined is the strict one
    raise TypeError(type(value).__name__)
