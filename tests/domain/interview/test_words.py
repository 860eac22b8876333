import re
from pathlib import Path

import pytest

from bot.domain.interview import card
from bot.domain.interview.pressing import ACTIONS
from bot.domain.says import Say
from bot.domain.vocabulary import Question
from tests.domain.interview.answers import at
from tests.domain.interview.thread import own_words, spoken, voice

PROMPTS = Path(__file__).parents[3] / "prompts"
NEVER = re.compile(
    r"\brogue\b|human error|user error|operator error|the ai lied|the agent lied", re.IGNORECASE
)
SPOKEN = ("say/*.j2", "forms/*.yml", "questions.yml", "errors.yml")
MOST_WORDS = 90


@pytest.mark.parametrize("pattern", SPOKEN)
def test_the_bot_blames_neither_the_agent_nor_people_in_its_own_words(pattern: str) -> None:
    """It says what the set-up allowed; what people call it stays in their words."""
    files = sorted(PROMPTS.glob(pattern))
    assert files
    assert [file.name for file in files if NEVER.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("question", list(Question))
def test_every_example_is_one_message(question: Question) -> None:
    """A finished answer from one trade fits the ninety words of a message."""
    for example in voice().script.question(question).examples:
        said = Say("example", {"trade": example.trade, "text": example.text})
        assert own_words(said) <= MOST_WORDS


def test_help_and_card_are_one_message_each() -> None:
    """Ninety words of the bot's own at most."""
    assert own_words(Say("help", {})) <= MOST_WORDS
    assert own_words(card(at(Question.CLOSE).review)) <= MOST_WORDS


def test_it_is_called_a_decision_review() -> None:
    """By its name, on the card and in the help."""
    assert "Decision review AR-7" in spoken(card(at(Question.CONTEXT).review))
    assert "A decision review" in spoken(Say("help", {}))


BY_CHATS = frozenset({"window"})
"""Presses that show something and change nothing: the chat answers them, and the interview never hears of them."""


def test_every_button_in_a_template_is_known() -> None:
    """What is drawn can be pressed, and what opens a form has one."""
    unknown = []
    for name, template in voice().templates.items():
        for rule in template.buttons:
            press = getattr(rule, "press", "form:help")
            key = press.partition("{{")[0]
            known = key.startswith("form:") or press in ACTIONS or press in BY_CHATS
            unknown += [] if known else [(name, press)]
    assert unknown == []


def test_a_missing_cold_reader_is_shown_as_such() -> None:
    """An unknown about no facet has words of its own."""
    row = {"id": "U5", "facets": [], "due": "2026-09-21"}
    values = {"review": "AR-7", "title": "x", "status": "filed", "findings": [], "walls": []}
    assert "U5, due 2026-09-21: no cold reader yet" in spoken(Say("show", {**values, "unknowns": [row]}))
