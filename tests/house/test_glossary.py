"""The glossary holds every word of the closed lists, and the words the product is explained with."""

import re
from enum import StrEnum

import pytest

from bot.domain.vocabulary import EvidenceClass, Family, Question, Ruling, Status, Strength, WallStatus
from tests.house.source import ROOT

TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| (?P<word>[^|]+) \| (?P<meaning>[^|]+) \|$", TEXT, re.MULTILINE))
WORDS = {part.strip("` ") for word in ROWS for part in word.split(",")}

EXPLAINED = (
    "decision review", "facet", "probe", "lint", "sign", "drill", "evidence class", "cold reader", "parked", "ruling",
    "register", "inbox", "outbox", "timer", "sibling", "class sentence", "grant", "journey", "errand",
    "span", "decision point", "provenance", "source", "receiver", "pinned", "still arriving", "personal data",
)  # fmt: skip
"""Words a newcomer meets in the first ten minutes."""


@pytest.mark.parametrize("members", [Question, EvidenceClass, WallStatus, Status, Family, Strength, Ruling])
def test_every_member_is_explained(members: type[StrEnum]) -> None:
    """As it is written in code and database."""
    assert {member.value for member in members} - WORDS == set()


def test_the_words_of_the_product_are_explained() -> None:
    """Those that README and messages use without a word more."""
    assert set(EXPLAINED) - WORDS == set()


def test_each_word_has_one_line() -> None:
    """No word twice in a table, no empty meaning, each a phrase rather than a paragraph."""
    for table in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        words = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
        assert len(set(words)) == len(words)
    for word, meaning in ROWS.items():
        assert meaning.strip("- ") or set(word) <= {"-"}, word
        assert len(meaning.split()) <= 30, word
