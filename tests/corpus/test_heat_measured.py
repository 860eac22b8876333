"""Heat on the corpus: good answers are left alone; the figures are printed at the end of the run."""

import pytest

from bot.domain.lints import is_heated
from bot.domain.text import lexicon_for
from tests.conftest import Figures
from tests.corpus.measure import PARTS, Share, load, load_lexicons
from tests.corpus.test_measures import HEADING


def told(name: str) -> Share:
    """How many entries of a file of the corpus are told as heated, holdout included."""
    lexicons = load_lexicons()
    texts = [entry["text"] for part in PARTS for entry in load(part, name)]
    return Share(sum(is_heated(text, lexicon_for(text, lexicons)) for text in texts), len(texts))


@pytest.mark.parametrize("name", ["good", "long", "talk"])
def test_no_good_answer_is_taken_for_heat(name: str, figures: Figures) -> None:
    """Nor a long one, nor a word between people: none of these was written in anger."""
    found = told(name)
    figures.say(f"{f'heat told, {name}':40}{found!s:14} none", under=HEADING)
    assert found.part == 0


def test_heat_in_shallow_answers_is_reported(figures: Figures) -> None:
    """Some of them are angry; which, the corpus does not say."""
    found = told("shallow")
    figures.say(f"{'heat told, shallow':40}{found!s:14} reported only", under=HEADING)
    assert found.whole == len([e for part in PARTS for e in load(part, "shallow")])
