"""Plain text in GitHub-flavoured Markdown: shown to the letter, never read as markup.

Little is escaped, so that a file can be read as it stands: what could open or close a construct in the middle of a
line, what could begin one at the start of a line, and what GitHub turns into links, mentions of e-mail excepted. The
property test against markdown-it-py is what keeps this list honest.
"""

import re
import urllib.parse

_CONTROLS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_HIDDEN = [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
SEEN = _CONTROLS | dict.fromkeys([*_HIDDEN, *range(0xD800, 0xE000)], 0xFFFD)
"""Controls as their pictures; what turns the direction of text, and lone surrogates, as U+FFFD."""

_SPACE = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029 \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_ALWAYS = re.compile(r"[\\`*\[\]<|~$]|&(?=[#A-Za-z])|(?<=[^\W_])_(?![^\W_])|(?<![^\W_])_|:(?=//)")
_WWW = re.compile(r"\bwww(?=\.)", re.IGNORECASE)
_EMOJI = re.compile(r":(?=[A-Za-z0-9_+-]+:)")
_START = re.compile(r"(?:[#>+=:-]|(?P<digits>\d{1,9})(?=[.)]))")
_END = re.compile(r"#(?=#*$)")


def visible(text: str) -> str:
    """The text with every control character seen and all white space a single space."""
    return _SPACE.sub(" ", text).translate(SEEN)


def escaped(text: str) -> str:
    """Visible text, safe in the middle of a line."""
    text = _ALWAYS.sub(lambda sign: "\\" + sign[0], text)
    text = _EMOJI.sub(r"\\:", text)
    return _WWW.sub(lambda www: www[0] + "\\", text)


def at_start(line: str) -> str:
    """An escaped line, safe at the start of a block."""
    found = _START.match(line)
    if found is None:
        return line
    if found["digits"]:
        return f"{found['digits']}\\{line[found.end() :]}"
    return "\\" + line


def in_heading(line: str) -> str:
    """An escaped line, safe as a heading: signs at its end would be read as closing it."""
    return _END.sub(r"\\#", line)


def code_span(text: str) -> str:
    """Visible text, without white space at its ends, as code within a line."""
    fence = "`" * (_longest_run(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_fence(text: str) -> str:
    """A fence that no line of a code block could close."""
    return "`" * max(3, _longest_run(text) + 1)


def code_lines(text: str) -> list[str]:
    """The lines of a code block, controls seen, tabs and spaces kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    keep = {code: sign for code, sign in SEEN.items() if chr(code) not in "\n\t"}
    return text.translate(keep | {0x2028: 0xFFFD, 0x2029: 0xFFFD}).split("\n")


def href(address: str) -> str:
    """An address as the target of a link."""
    return urllib.parse.quote(address, safe="!#$%'*+,/:;=?@~-._&", errors="replace").replace("&", "&amp;")


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
