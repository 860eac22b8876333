"""What a pressed button carries, whatever platform it stands on."""

import re
from dataclasses import dataclass

OPENS_FORM, POINT, LOOK = "form:", "point:", "look:"
"""How presses begin that open a form, pick a decision point, or look something up; the rest follows."""

WINDOW, WINDOW_FILE, WINDOW_DIFF = "window", "window_file", "window_diff"
"""Presses that show what the agent was shown, put it into the thread, and show what changed in it."""

PRIMARY = frozenset({"agree", "approve", "contained", "publish", "verify", "form:accept_wall"})
"""Presses that say yes to what their card asks: drawn as such where they come first."""

DANGER = frozenset({"forget", "form:withdraw"})
"""Presses that take something away for good."""

_KEY = re.compile(r"review:(\d{1,9}):(?:v(\d{1,9}):)?")


@dataclass(frozen=True)
class About:
    """What a card is about: the review and the version it was drawn for, as far as known."""

    review: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class Press:
    """What a button carries."""

    press: str
    value: str
    about: About


def about(key: str) -> About:
    """What the key of an outbox row tells: `review:42:v17:ask` is review 42, drawn at version 17."""
    found = _KEY.match(key)
    return About(int(found[1]), int(found[2]) if found[2] else None) if found else About()
