"""The bounds that signs, talk and facets hold to on the corpus; the figures are printed at the end of the run.

The bounds are of the whole corpus. The holdout, on which no rule is tuned, has lines of its own; where it does not meet
a bound, its line says so.
"""

from dataclasses import dataclass

import pytest

from bot.domain.lints import Sign
from bot.domain.vocabulary import Facet
from tests.conftest import Figures
from tests.corpus.measure import BOUNDS, PARTS, Corpus, Measures, load, report

HEADING = "corpus: signs, talk, facets"


@dataclass(frozen=True)
class Measured:
    """Everything measured once for all tests."""

    whole: Measures
    holdout: Measures
    by_sign: dict[str, tuple[int, int]]  # fired of expected


@pytest.fixture(scope="module")
def measured(figures: Figures) -> Measured:
    """The shares of the whole corpus and of the holdout; every figure is said."""
    for line in report():
        figures.say(line, under=HEADING)
    corpus = Corpus()
    ours, holdout = (corpus.measures(part) for part in PARTS)
    fired = {sign: (share.part, share.whole) for sign, (share, _) in corpus.by_sign(PARTS).items()}
    return Measured(ours + holdout, holdout, fired)


def test_the_corpus_is_as_large_as_promised() -> None:
    """Sixty shallow and sixty good answers, sixty messages, forty long answers, a third of the first two held out."""
    sizes = {name: [len(load(part, name)) for part in PARTS] for name in ("shallow", "good", "talk", "long")}
    least = {"shallow": 60, "good": 60, "talk": 60, "long": 40}
    assert all(sum(sizes[name]) >= size for name, size in least.items())
    assert all(3 * sizes[name][1] >= sum(sizes[name]) for name in ("shallow", "good"))


def test_ids_are_given_once() -> None:
    """No two entries share an id, holdout included."""
    ids = [
        entry["id"]
        for part in PARTS
        for name in ("shallow", "good", "talk", "long")
        for entry in load(part, name)
    ]
    assert len(ids) == len(set(ids))


def test_marked_sentences_stand_in_their_text() -> None:
    """In a long answer every marked sentence is there word for word, under one facet that exists."""
    for part in PARTS:
        for entry in load(part, "long"):
            marked = [sentence for of_facet in entry["facets"].values() for sentence in of_facet]
            assert all(sentence.strip() in entry["text"] for sentence in marked), entry["id"]
            assert len(marked) == len(set(marked)), entry["id"]
            assert {Facet(facet) for facet in entry["facets"]}, entry["id"]


@pytest.mark.parametrize("name", BOUNDS)
def test_the_whole_corpus_keeps_every_bound(measured: Measured, name: str) -> None:
    """Shallow answers probed, good ones left alone, no answer lost, little talk taken, proposed facets right."""
    _, bound = BOUNDS[name]
    assert bound.holds(getattr(measured.whole, name)), bound.told(getattr(measured.whole, name))


@pytest.mark.parametrize("name", ["shallow_probed", "good_left_alone", "answers_lost"])
def test_the_holdout_keeps_the_bounds_of_probing(measured: Measured, name: str) -> None:
    """Answers no rule was tuned on are probed, left alone and kept as the others are."""
    _, bound = BOUNDS[name]
    assert bound.holds(getattr(measured.holdout, name)), bound.told(getattr(measured.holdout, name))


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_is_told(measured: Measured, sign: Sign) -> None:
    """Each sign fires on most of the answers that have it."""
    fired, expected = measured.by_sign[sign]
    assert expected >= 5
    assert fired / expected >= 0.7
