"""Text that a command is given: a file, or standard input for `-`."""

import sys
from pathlib import Path

from bot.domain.errors import PersonError

STANDARD_INPUT = "-"


def text_of(name: str) -> str:
    """The text, in UTF-8. PersonError `file_missing`, `file_unreadable` or `trace_not_text`."""
    try:
        content = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except FileNotFoundError as error:
        raise PersonError("file_missing", path=name) from error
    except OSError as error:
        raise PersonError("file_unreadable", path=name, reason=error.strerror or "") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PersonError("trace_not_text") from error
