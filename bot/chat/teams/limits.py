"""Every number of cards and dialogs in one place: Teams', and our own margins inside them.

Characters are those of Python, bytes those of the JSON in UTF-8 without white space.
"""

import json

# -- a card
CARD = 28 * 1024
"""Bytes of a whole card; a message of a bot may be about 100 KB in UTF-16."""
SUMMARY = 2_000
"""Characters of what a notification shows instead of the card."""
SHOWN = "1.2"
ASKED = "1.3"
"""Versions of the schema: a message needs sets of actions, a form the labels of its inputs, and no client more."""

# -- what a card shows
TEXT = 2_000
"""Characters of one TextBlock before anything in it is escaped, so that a card is cut between short pieces."""
FACT = 300
FACTS = 10
LINK = 1_500
"""An address and its words together, so that a link is never broken."""
INDENT = 5
BOXES = 3
"""Containers within each other; what is deeper stands in the innermost."""

# -- what can be pressed
ACTIONS = 6
SETS = 10
BUTTONS = 12_000
"""Bytes of all sets of actions of one message."""
LABEL = 80
PRESS = 500
VALUE = 2_000
NUMBER = 10**9

# -- forms
TITLE = 80
FIELD_KEY = 100
SHOWING = 64
FIELDS = 100
FIELD_LABEL = 300
HINT = 500
ERROR = 1_000
INPUT = 4_000
CHOICES = 200
CHOICE = 120
CHOICE_VALUE = 500
RADIOS = 10


def weight(made: object) -> int:
    """The bytes of something as JSON."""
    return len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())


def cut(text: str, most: int) -> str:
    """A text in at most `most` characters; one that was cut ends in an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
