"""Whatever is typed: signs, cues and talk answer, and proposals are whole sentences of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cues import (
    Proposal,
    clock_times,
    confession,
    disagrees,
    dont_know,
    existing_why,
    flip_answered,
    guess_words,
    not_applicable,
    options_named,
    propose,
)
from bot.domain.lints import Sign, Turn, signs
from bot.domain.script import Lexicon
from bot.domain.talk import is_talk
from bot.domain.text import Sentence, lexicon_for, sentences
from bot.domain.verdict_cues import propose_verdict
from bot.domain.vocabulary import FACETS, Facet, Question, question_of
from tests.corpus.measure import load_lexicons

ENGLISH = next(lexicon for lexicon in load_lexicons() if lexicon.language == "en")
ENTRIES = sorted({entry for entries in ENGLISH.lists.values() for entry in entries})

MARKS = [
    *"\"'`“”„«»‘’>:=-–*()[]{}@<+?!.…,;\\/|#_",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\ud800",
    "\u202e",
    "\u200f",
    "\ufffc",
    "```\n",
]
WORDS = st.sampled_from(ENTRIES).map(lambda entry: entry.replace("*", "x"))
ANY_CHARACTER = st.characters(exclude_categories=())
MESSAGES = st.one_of(
    st.text(ANY_CHARACTER, max_size=120),
    st.lists(WORDS | st.sampled_from(MARKS) | ANY_CHARACTER, max_size=50).map(" ".join),
    st.lists(WORDS | st.sampled_from(MARKS), max_size=50).map("".join),
)
QUESTIONS = st.sampled_from(Question)
FACET = st.none() | st.sampled_from(Facet)

LONGEST = 50_000
"""Characters of an answer that is still taken."""

SHAPES = (
    "a",
    ".",
    "\n- x",
    "```\n",
    "'a ",
    "it could pay, or ",
    "It refunded them. ",
    "we forgot by ",
    "\u05e9\u05dc\u05d5\u05dd ",
    "👍",
)


def check_proposals(text: str, proposals: tuple[Proposal, ...]) -> None:
    """Whole sentences of the text, in order, each once, each with a facet of its question."""
    spans = [Sentence(p.start, p.end) for p in proposals]
    assert spans == sorted(set(spans), key=lambda span: span.start)
    assert set(spans) <= set(sentences(text))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(p.facet is None or question_of(p.facet) is p.question for p in proposals)


def judge(text: str, question: Question, lexicon: Lexicon, turn: Turn, asked: Facet | None) -> None:
    """Everything the domain reads from a text; each answer is one of those promised."""
    found = signs(text, question, lexicon=lexicon, turn=turn, asked=asked, examples=(text[:60],))
    assert set(found) <= set(Sign)
    assert len(found) == len(set(found))
    check_proposals(text, propose(text, question, lexicon))
    assert is_talk(text, lexicon) in {True, False}
    assert options_named(text, lexicon) >= 0
    assert all(0 <= start < end <= len(text) for start, end in clock_times(text))
    for said in (confession, disagrees, dont_know, flip_answered, guess_words, not_applicable, existing_why):
        said(text, lexicon)
    assert propose_verdict(question, {FACETS[question][0]: (text,)}, lexicon)


@given(text=MESSAGES, question=QUESTIONS, turn=st.sampled_from(Turn), asked=FACET)
def test_any_text_is_read(text: str, question: Question, turn: Turn, asked: Facet | None) -> None:
    """NUL, lone surrogates, text from right to left, marks in any order: nothing raises."""
    judge(text, question, ENGLISH, turn, asked)
    assert lexicon_for(text, (ENGLISH,)) in (ENGLISH, None)


@given(MESSAGES)
def test_without_word_lists_nothing_is_judged(text: str) -> None:
    """No signs in any text, and only marks are talk."""
    assert signs(text, Question.DECISION, lexicon=None, turn=Turn.FIRST) == ()
    assert is_talk(text, None) in {True, False}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_longest_answer_is_read(shape: str) -> None:
    """Fifty thousand characters of one shape, the worst for a rule that would look twice."""
    text = (shape * (LONGEST // len(shape) + 1))[:LONGEST]
    judge(text, Question.DECISION, ENGLISH, Turn.FIRST, None)
