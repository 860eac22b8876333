"""What a command writes: whole lines, at once, signs its encoding does not have as numbers."""

import os
import sys
from collections.abc import Mapping

from bot.chat.terminal.dialect import Ink


def say(text: str, *, error: bool = False) -> None:
    """One text to standard output, or to standard error."""
    stream = sys.stderr if error else sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


def ink(environment: Mapping[str, str] = os.environ) -> Ink:
    """Colour where a person sees it and did not turn it off: https://no-color.org."""
    plain = environment.get("NO_COLOR") or environment.get("TERM", "") == "dumb"
    return Ink.PLAIN if plain or not sys.stdout.isatty() else Ink.COLOUR
