"""Parts of a finished review that a page may set apart.

Each is a block or an inline that every emitter can draw as it is; one that has more to offer draws more.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.report.page import Inlines
from bot.domain.tree import Heading, Listing, Paragraph, Text


class Tone(StrEnum):
    """What a state means to whoever reads a list; never the only thing that says so."""

    GOOD = "good"  # it holds
    GOING = "going"  # somebody is at it
    CARE = "care"  # somebody has to look
    BAD = "bad"  # it did not hold
    QUIET = "quiet"  # nobody has to do anything


@dataclass(frozen=True)
class State(Text):
    """How something stands, in a word or two."""

    tone: Tone = Tone.QUIET


@dataclass(frozen=True)
class Facts(Paragraph):
    """What a review is known by: its lines; and the same as labels and values, and the lines that then remain.

    `listed` is what a page is called that lists these rows of all reviews.
    """

    rows: tuple[tuple[Inlines, Inlines], ...] = ()
    rest: Inlines = ()
    listed: Inlines = ()


@dataclass(frozen=True)
class BottomLine(Listing):
    """What the review came to."""


@dataclass(frozen=True)
class Ruled(Paragraph):
    """What a question came to."""


@dataclass(frozen=True)
class Fold(Heading):
    """A heading whose section may be folded away: all that stands up to the next one of its level or above.

    `elsewhere` stands in its place where there is no room for it.
    """

    elsewhere: Inlines = ()
