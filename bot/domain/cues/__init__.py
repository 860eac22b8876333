"""What a person's words speak of, by cue words and form: which facets, a fix, a guess, a disagreement.

All of it proposes; people confirm with one tap, or change it.
"""

from bot.domain.cues.clock import clock_times
from bot.domain.cues.options import options_in
from bot.domain.cues.phrases import (
    NO_REASON,
    confession,
    disagrees,
    dont_know,
    existing_why,
    flip_answered,
    guess_words,
    not_applicable,
)
from bot.domain.cues.proposing import Proposal, propose
from bot.domain.reading import read
from bot.domain.script import Lexicon

__all__ = [
    "NO_REASON",
    "Proposal",
    "clock_times",
    "confession",
    "disagrees",
    "dont_know",
    "existing_why",
    "flip_answered",
    "guess_words",
    "not_applicable",
    "options_named",
    "propose",
]


def options_named(text: str, lexicon: Lexicon) -> int:
    """How many ways out a text names, the one taken included."""
    return options_in(read(text, lexicon))
