"""A message as a person reads it: what its card shows as lines, its buttons in brackets."""

import re

from tests.adapters.teams.drawn import texts
from tests.adapters.teams.fake.values import Message


def read(message: Message) -> str:
    """Everything it shows, a line for each paragraph, item and button."""
    lines = texts(message.card) if message.card else [message.text]
    return "\n".join([*lines, *(f"[{label}]" for label in message.labels())])


def folded(text: str) -> str:
    """As labels are compared: white space, case and the shape of apostrophes do not matter."""
    return re.sub(r"\s+", " ", text.replace("’", "'").casefold()).strip()
