"""Where in a JSON text a place is: in how many texts of JSON inside one another, and in a list or an object there."""

import re

_TOKEN = re.compile(r"(?<!\\)(?P<slashes>\\*+)\"|(?P<bracket>[\[\]{}])")
_OPENS = {"]": "[", "}": "{"}
_BEFORE = frozenset("[,:")
_AFTER = frozenset(",]}")
_LETTERS = frozenset("nrt")  # of a blank as JSON inside a text of JSON writes it


class Places:
    """The places of one text, asked for from left to right; the text is read once, and only where it is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._read = 0
        self._open: list[list[str]] = [
            []
        ]  # for each text of JSON inside the one before it, the open brackets

    def quote_of(self, start: int, end: int) -> str:
        """The quotation mark of a text in place of a bare value; empty where the place is none of a value."""
        if not _stands_alone(self.text, start, end):
            return ""
        self._read_to(start)
        return mark_at(len(self._open) - 1) if self._open[-1] else ""

    def _read_to(self, place: int) -> None:
        for found in _TOKEN.finditer(self.text, self._read, place):
            bracket = found["bracket"]
            if bracket:
                self._bracket(bracket)
            else:
                self._quotation(level(len(found["slashes"])))
        self._read = max(self._read, place)

    def _bracket(self, bracket: str) -> None:
        brackets = self._open[-1]
        if bracket not in _OPENS:
            brackets.append(bracket)
        elif brackets and brackets[-1] == _OPENS[bracket]:
            brackets.pop()

    def _quotation(self, levels: int) -> None:
        """Begins a text where it is the mark of the innermost one, ends that of its level where one is open."""
        if levels == len(self._open) - 1:
            self._open.append([])
        elif levels < len(self._open) - 1:
            del self._open[levels + 1 :]


def level(slashes: int) -> int:
    """In how many texts a quotation mark stands, by the backslashes before it: each text puts one more before it."""
    levels = 0
    while slashes % 2:
        slashes //= 2
        levels += 1
    return levels


def mark_at(levels: int, mark: str = '"') -> str:
    """A quotation mark as it is written in so many texts."""
    return "\\" * ((1 << levels) - 1) + mark


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but blanks is between a place and the signs that stand around a value."""
    after = end
    while after < len(text) and (width := _blank_at(text, after)):
        after += width
    return text[after : after + 1] in _AFTER and text[_before(text, start) : start][:1] in _BEFORE


def _blank_at(text: str, place: int) -> int:
    """The signs of one blank: a blank itself, or backslashes and its letter."""
    if text[place].isspace():
        return 1
    behind = place
    while text[behind : behind + 1] == "\\":
        behind += 1
    return behind + 1 - place if behind > place and text[behind : behind + 1] in _LETTERS else 0


def _before(text: str, place: int) -> int:
    """The place of the sign before it that is no blank, in either way of writing; 0 where there is none."""
    while place > 0:
        sign = text[place - 1]
        if sign in _LETTERS and text[place - 2 : place - 1] == "\\":
            place -= 1
            while place > 0 and text[place - 1] == "\\":
                place -= 1
        elif sign.isspace():
            place -= 1
        else:
            return place - 1
    return 0
