"""Whether the other end can show colour."""

import os
import sys
from collections.abc import Mapping

from bot.chat.terminal.dialect import Ink


def ink(environment: Mapping[str, str] = os.environ) -> Ink:
    """Colour where a person sees it and did not turn it off: https://no-color.org."""
    plain = environment.get("NO_COLOR") or environment.get("TERM", "") == "dumb"
    return Ink.PLAIN if plain or not sys.stdout.isatty() else Ink.COLOUR
