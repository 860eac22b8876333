"""What in a message is somebody else's words: quotations, code, `>` lines. No lint looks inside them."""

import re
from collections.abc import Iterator

BLANK = "\ufffc"
"""Stands for one character of a quotation or of code; no word holds it, no phrase reaches across it."""

LONGEST_SINGLE = 400
"""Characters between single quotation marks; beyond that they are taken for apostrophes."""

_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", '"': '"', "`": "`"}
_OPENER = re.compile("[\"'`“„«»‹‘]")
_FENCE = re.compile(r"^[ \t]*```", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}>[^\n]*", re.MULTILINE)
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]*)*")
_SINGLE_CLOSER = re.compile(r"(?<=\S)['’](?!\w)")


def mask(text: str) -> str:
    """The text with quotations, code and `>` lines blanked out, every other character where it was."""
    out = list(text)
    for start, end in _quoted(text):
        for i in range(start, end):
            if out[i] != "\n":
                out[i] = BLANK
    return "".join(out)


def line_end(text: str, at: int) -> int:
    """The offset of the line break that ends the line at `at`, or the length of the text."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def fences(text: str) -> Iterator[tuple[int, int]]:
    """Fenced blocks from the start of their line; one that is never closed reaches to the end."""
    marks = [m.start() for m in _FENCE.finditer(text)]
    for i in range(0, len(marks), 2):
        yield marks[i], line_end(text, marks[i + 1]) if i + 1 < len(marks) else len(text)


def quoted_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines that begin with `>`."""
    return (m.span() for m in _QUOTED_LINE.finditer(text))


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Everything quoted, in order and apart."""
    at = 0
    for start, end in sorted([*fences(text), *quoted_lines(text)]):
        if start >= at:
            yield from _marked(text, at, start)
            yield start, end
            at = end
    yield from _marked(text, at, len(text))


def _marked(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pairs of quotation marks and of backticks between two offsets; a pair never crosses an empty line."""
    for paragraph in _PARAGRAPH.finditer(text, start, end):
        at, high = paragraph.span()
        gone: set[str] = set()  # signs searched in vain are not searched again
        while opener := _OPENER.search(text, at, high):
            at = opener.end()
            close = _close(text, opener.start(), high, gone)
            if close >= 0:
                yield opener.start(), close + 1
                at = close + 1


def _close(text: str, at: int, high: int, gone: set[str]) -> int:
    """The offset of the mark that closes the one at `at`, -1 where that opens nothing."""
    sign = text[at]
    before = text[at - 1 : at] if at else ""
    if sign in "\"'‘»" and before.isalnum():  # an apostrophe, inches, or a closing mark
        return -1
    if sign in "'‘":
        return _single_close(text, at, high)
    end = min(high, line_end(text, at)) if sign == "`" else high
    found = [-1 if closer in gone else text.find(closer, at + 1, end) for closer in _CLOSERS[sign]]
    if sign != "`":
        gone.update(c for c, f in zip(_CLOSERS[sign], found, strict=True) if f < 0)
    return min((f for f in found if f >= 0), default=-1)


def _single_close(text: str, at: int, high: int) -> int:
    """The end of a single quotation within its line; it begins right before a word and ends after one."""
    if not text[at + 1 : at + 2].isalnum():
        return -1
    end = min(high, at + LONGEST_SINGLE, line_end(text, at))
    close = _SINGLE_CLOSER.search(text, at + 2, end)
    return close.start() if close else -1
