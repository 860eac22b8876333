"""Links to recorded runs in what people write: told apart from others by whoever knows the backends."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class RunLink:
    """A link to a run, and the name of the backend it leads to.

    `trouble` is the key of the sentence that says why it cannot be fetched; empty where it can.
    """

    link: str
    name: str
    trouble: str = ""


RunLinks = Callable[[str], tuple[RunLink, ...]]
"""The links to runs in a text, in order, each once. Nothing is contacted."""


def no_links(text: str) -> tuple[RunLink, ...]:
    """Where no backend is known."""
    del text
    return ()
