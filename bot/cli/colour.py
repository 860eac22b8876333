"""What the other end can show: colour, and how many columns."""

import os
import sys
from collections.abc import Mapping

from bot.chat.terminal.dialect import WIDTH, Ink

NARROWEST = 40
"""Columns below which nothing is set any narrower."""


def ink(environment: Mapping[str, str] = os.environ) -> Ink:
    """Colour where a person sees it and did not turn it off: https://no-color.org."""
    plain = environment.get("NO_COLOR") or environment.get("TERM", "") == "dumb"
    return Ink.PLAIN if plain or not sys.stdout.isatty() else Ink.COLOUR


def columns() -> int:
    """Columns of the terminal by now, 40 to 100; 100 where nobody looks, so that what is piped is always the same."""
    if not sys.stdout.isatty():
        return WIDTH
    try:
        wide = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return WIDTH
    return max(NARROWEST, min(WIDTH, wide)) if wide else WIDTH  # some say 0, and mean that they do not know
