"""Plain text in the Markdown of a card: shown to the letter, never obeyed.

Clients differ in whether they take a backslash for an escape, so what can be broken by a sign of no width is, and a
backslash stands only where marks could pair. A mention and a date of Teams' (`<at>`, `{{DATE(`) are looked for in the
text as it is written: both are always broken.
"""

import re

from bot.chat.teams import limits

GAP = "\u200b"
"""Has no width, and is neither white space nor punctuation to any reader of Markdown."""
HARD = "\u00a0"
"""A space that is kept where others are joined or taken off."""

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_HIDDEN = [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
_SEEN = _CONTROLS | dict.fromkeys([*_HIDDEN, *range(0xD800, 0xE000)], 0xFFFD)
"""Controls as their pictures; what turns the direction of text, and lone surrogates, as U+FFFD."""

_MARK = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # what would escape the next sign
    r"|`|(?<!\s)\*|\*(?!\s)"  # a star between spaces is no mark
    r"|(?<![^\W_])_|_(?![^\W_])"  # nor is a line within a word
    r"|~(?=~)|(?<=~)~"
)
_BROKEN = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|\{(?=\{)|\](?=[(:])")
_START = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-[- ]*$|\d{1,9}[.)](?=\s|$)|\s")
_TAG = re.compile(r"<(?=/?at\b)", re.IGNORECASE)
_KEPT = re.compile(r"^ | (?= )|(?<= ) | $")
_NAME = re.compile(r"[^\w\s.,'’()-]|_")


def clean(text: str) -> str:
    """A text with every control character seen; line breaks of any kind become one."""
    return re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text).translate(_SEEN)


def is_sendable(text: str) -> bool:
    """Whether a text can be sent to the letter: half a sign cannot."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def one_line(text: str, most: int) -> str:
    """A text where no Markdown is read (a label, a title), in at most `most` characters; never empty."""
    return limits.cut(" ".join(clean(text).split()), most) or "…"


def escaped(text: str) -> str:
    """Clean text of one line as Markdown, safe anywhere but at the start of a line."""
    return _BROKEN.sub(lambda sign: sign[0] + GAP, _MARK.sub(lambda sign: "\\" + sign[0], text))


def in_link(text: str) -> str:
    """Clean text of one line as the words of a link."""
    return re.sub(r"([\[\]])", r"\\\1", escaped(text))


def at_start(line: str) -> str:
    """Markdown safe at the start of a line: nothing there makes a list, a heading or a quotation."""
    return f"{GAP}{line}" if _START.match(line) else line


def uncalled(text: str) -> str:
    """Clean text where no Markdown is read, in which no mention can be found."""
    return _TAG.sub(f"<{GAP}", text)


def kept(text: str) -> str:
    """Clean text of one line whose spaces are all seen."""
    return _KEPT.sub(HARD, text.replace("\t", "    "))


def name(text: str) -> str:
    """Somebody's name as a mention shows it: without any sign that Teams or Markdown could read."""
    return " ".join(_NAME.sub(" ", clean(text)).split())
