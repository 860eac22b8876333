"""What the tests of the domain share."""

import pytest

from bot.domain.script import Lexicon
from tests.corpus.measure import load_lexicons


@pytest.fixture(scope="session")
def english() -> Lexicon:
    """The English word lists as they ship."""
    return next(lexicon for lexicon in load_lexicons() if lexicon.language == "en")
