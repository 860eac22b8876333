"""Which example to show: that of the trade whose words are nearest to what this review is about."""

import re

from bot.domain.review import Review
from bot.domain.script import Example

_WORD = re.compile(r"\w{4,}")


def nearest_example(review: Review, examples: tuple[Example, ...]) -> Example:
    """The example that shares most words with the title and what was said; the first where none does."""
    about = _words(" ".join([review.title, *(f.text for f in review.findings)]))
    return max(examples, key=lambda e: len(about & _words(f"{e.trade} {e.text}")))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
