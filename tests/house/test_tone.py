"""How the bot speaks: of the set-up and not of people, without praise, without a conclusion of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.voice.buttons import Fixed
from bot.voice.loading import WORD_LISTS
from bot.voice.nodes import Entries, Items, Leaf, Node, read
from bot.voice.shipped import OURS
from bot.voice.templates import source
from tests.house.source import ROOT
from tests.house.spoken import spoken

FORBIDDEN = {
    "rogue": "the agent is no villain",
    "human error": "the set-up allowed it",
    "user error": "the set-up allowed it",
    "operator error": "the set-up allowed it",
    "misuse": "the set-up allowed it",
    "lied": "it told something untrue; a lie needs an intent",
    "the ai": "it is called the agent",
    "hallucinat": "a belief was false",
    "glitch": "a belief was false",
    "root cause": "there is never one alone",
    "should have": "asked from the outcome; the bot asks what made it look right",
    "failed to": "told from the outcome",
    "if only": "told from the outcome",
    "careless": "a judgement of a person",
    "whose fault": "blame",
    "to blame": "blame",
    "great answer": "praise",
    "good answer": "praise",
    "well done": "praise",
    "thank you": "praise in disguise: the bot keeps the record",
    "excellent": "praise",
    "sorry": "the bot takes no side, its own included",
    "unfortunately": "a judgement",
    "@here": "never everybody at once",
    "@channel": "never everybody at once",
}
"""Words the bot never says of its own, with the reason."""

ALLOWED = (
    re.compile(
        r"what should not have been|should not have been there"
    ),  # of context, verbatim in the product
    re.compile(r"something that should have stopped it"),  # of a wall, not of the agent or a person
    re.compile(r"tells what should have been"),  # the name of the sign itself
    re.compile(r"calls it somebody's error or misuse"),  # the name of the sign itself
)


WHY = re.compile(r"\bwhy (did|didn't|do|have|were|was) (you|they|he|she|nobody)\b", re.IGNORECASE)


def texts() -> Iterator[tuple[str, str]]:
    """Every text the bot may say: messages, forms, questions, sentences, labels; not the words it understands."""
    for path in sorted(OURS.rglob("*.j2")):
        yield path.name, _without_tags(source(path.read_text("utf-8"), path.name).body)
    for template in spoken().values():
        for rule in template.buttons:
            for label in (rule.label,) if isinstance(rule, Fixed) else rule.labels.values():
                yield f"{template.key}.md.j2", _without_tags(label)
    for path in sorted(OURS.rglob("*.yml")):
        if path.name not in WORD_LISTS:
            for text in _own(read(path)):
                yield path.name, text


def _without_tags(text: str) -> str:
    """The template's own words."""
    return re.sub(r"\{[{%#].*?[}%#]\}", " ", text, flags=re.DOTALL)


def _own(node: Node) -> Iterator[str]:
    """Every string but finished answers of examples, which are people's words."""
    match node:
        case Leaf(text):
            yield text
        case Items(nodes):
            for child in nodes:
                yield from _own(child)
        case Entries(nodes):
            for key, child in nodes.items():
                if key != "examples":
                    yield from _own(child)


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_the_bot_never_says(phrase: str) -> None:
    """Not in any message, form, sentence or label."""
    found = [
        f"{file}: {text.strip()[:80]}" for file, text in texts() if re.search(rf"\b{phrase}", _bare(text))
    ]
    assert found == []


def _bare(text: str) -> str:
    """The text in lower case, without the few uses that are no blame."""
    bare = text.casefold().replace("’", "'")
    for allowed in ALLOWED:
        bare = allowed.sub("", bare)
    return bare


def test_the_bot_asks_people_what_and_how() -> None:
    """Why is for the agent's choice and for the count of open facets, never for what somebody did."""
    for file, text in texts():
        assert not WHY.search(text), file


def test_the_bot_does_not_shout() -> None:
    """No exclamation mark in anything it says; the signs of panels are marks, not words."""
    for file, text in texts():
        assert "!" not in re.sub(r"\[!\w+\]|!=|!\[", "", text), file


def test_technical_words_stand_beside_what_they_mean() -> None:
    """Someone who runs a support desk understands every message: these words are explained, or not used."""
    for file, text in texts():
        if file != "cli.yml":  # the terminal speaks to those who run it
            bare = text.casefold()
            assert not re.search(r"\bspan\b|\bscopes?\b(?!:)|\bblast radius\b", bare), file
            for sentence in re.split(r"(?<=[.?!])\s", bare):
                assert "token" not in sentence or "key" in sentence or "(" in sentence, (file, sentence)


def test_the_text_of_the_project_is_where_it_is_looked_for() -> None:
    """The checks above read something."""
    assert {"probe.md.j2", "errors.yml", "questions.yml", "hand.yml"} <= {file for file, _ in texts()}
    assert Path(ROOT / "prompts") == OURS
