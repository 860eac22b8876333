"""questions.yml, the lists of words and the labels: whole, verbatim where they must be, and in reach of any trade."""

import importlib
import pkgutil
from pathlib import Path

import pytest

from bot import domain
from bot.domain import vocabulary
from bot.domain.interview.commands import COMMANDS
from bot.domain.lints import Sign
from bot.domain.vocabulary import FACETS, Facet, Question
from bot.voice.labels import VOCABULARIES
from bot.voice.labels import vocabulary as named
from tests.house.source import ROOT, modules
from tests.house.spoken import voice

VERBATIM = {
    Question.DECISION: "What decision did the agent make, and what was it trying to optimize for?",
    Question.CONTEXT: "What context was in its window at that moment?",
    Question.AUTHORITY: "Was it authorized to take that action?",
    Question.WALL: "Could the operation have caught this class of error before it landed on live work?",
}
"""The four questions are the review: no word of them changes, and neither does their order."""

INFRASTRUCTURE = "infrastructure"

VOCABULARY = {
    "status": vocabulary.Status,
    "ruling": vocabulary.Ruling,
    "ruling_means": vocabulary.Ruling,
    "decision_class": vocabulary.DecisionClass,
    "context_class": vocabulary.ContextClass,
    "authority_class": vocabulary.AuthorityClass,
    "severity": vocabulary.Severity,
    "wall_status": vocabulary.WallStatus,
    "strength": vocabulary.Strength,
    "family": vocabulary.Family,
    "evidence_class": vocabulary.EvidenceClass,
    "first_guess": vocabulary.FirstGuess,
    "why_not": vocabulary.WhyNot,
    "yes_no": vocabulary.YesNo,
    "sign": Sign,
}
"""The vocabularies people read, and the closed list each is of."""


def test_the_four_questions_are_asked_verbatim_and_in_order() -> None:
    """They stand first, word for word."""
    asked = {text.question: text.text for text in voice().script.questions}
    assert {question: asked[question] for question in VERBATIM} == VERBATIM
    assert list(asked)[:4] == list(VERBATIM)


def test_every_facet_belongs_to_one_question() -> None:
    """None is asked twice, none is left out."""
    asked = [facet for facets in FACETS.values() for facet in facets]
    assert sorted(asked) == sorted(Facet)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("facet", list(Facet))
def test_a_facet_has_a_name_and_a_probe(facet: Facet) -> None:
    """A name of few words without a question mark, and probes that ask."""
    text = voice().script.facet(facet)
    assert 1 <= len(text.label.split()) <= 8
    assert "?" not in text.label
    assert all("?" in probe or "…" in probe for probe in text.probes)
    assert len(set(text.probes)) == len(text.probes)


def test_no_two_facets_are_called_alike() -> None:
    """A line such as "Open: options, goal" can be understood."""
    labels = [voice().script.facet(facet).label for facet in Facet]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("question", list(Question))
def test_a_question_has_a_hint_and_examples_from_several_trades(question: Question) -> None:
    """One line that helps, and finished answers from at least three trades, at most one of them technical."""
    text = voice().script.question(question)
    trades = [example.trade for example in text.examples]
    assert "\n" not in text.hint
    assert len(text.hint.split()) <= 45
    assert len(set(trades)) == len(trades) >= 3
    assert sum(trade == INFRASTRUCTURE for trade in trades) <= 1


def test_the_four_questions_show_every_trade() -> None:
    """Support, mail, finance, HR and infrastructure, each with its own answer to each question."""
    for question in VERBATIM:
        trades = {example.trade for example in voice().script.question(question).examples}
        assert trades == {"support", "mail", "finance", "HR", INFRASTRUCTURE}


def test_every_sign_has_its_probe() -> None:
    """A sign of a shallow answer is followed by one question."""
    probes = voice().script.sign_probes
    assert set(probes) == {sign.value for sign in Sign}
    assert all("?" in probe or probe.endswith(".") for probe in probes.values())


@pytest.mark.parametrize("name", VOCABULARY)
def test_every_key_of_a_vocabulary_has_words(name: str) -> None:
    """And no word is for a key that there is not."""
    assert set(named(voice().labels, name)) == {member.value for member in VOCABULARY[name]}


def test_a_label_without_its_vocabulary_is_never_another_one() -> None:
    """`label(key)` looks through the vocabularies in turn: a key of two is said alike, or asked with its own."""
    seen: dict[str, set[str]] = {}
    for name in VOCABULARIES:
        for key, label in named(voice().labels, name).items():
            seen.setdefault(key, set()).add(label)
    different = {key for key, labels in seen.items() if len(labels) > 1}
    assert different == {
        "unknown",  # a verdict nobody could give, a severity nobody set
        "bypassed",  # of an action, and of a wall that did not hold
        "not_logged",  # of the window, and of an unknown
    }


def lists_read() -> set[str]:
    """The lists of words that the modules of the domain say they read, and those of commands."""
    found = {f"command_{name}" for name in COMMANDS}
    for module in pkgutil.walk_packages(domain.__path__, "bot.domain."):
        found |= set(getattr(importlib.import_module(module.name), "LISTS", ()))
    return found


def test_every_list_of_words_is_read_and_every_list_read_is_there() -> None:
    """A list that nothing looks for is not kept; one that is looked for has words in our language."""
    there = set(voice().script.lexicons[0].lists)
    named = {text for module in modules("bot/domain/text.py", "bot/domain/cues") for text in module.strings()}
    assert lists_read() - there == set()
    assert there - lists_read() - named == set()


def test_every_command_has_its_words() -> None:
    """In our language, which a new language falls back to."""
    english = voice().script.lexicons[0]
    assert {f"command_{name}" for name in COMMANDS} == {n for n in english.lists if n.startswith("command_")}
    assert all(english.words(f"command_{name}") for name in COMMANDS)


def test_no_command_is_the_beginning_of_an_answer() -> None:
    """Two commands never share a phrase."""
    english = voice().script.lexicons[0]
    phrases = [p for name in english.lists if name.startswith("command_") for p in english.words(name)]
    assert len(set(phrases)) == len(phrases)


def test_it_is_called_a_decision_review_everywhere() -> None:
    """Neither a retrospective nor a root cause analysis."""
    for path in sorted(Path(ROOT / "prompts").rglob("*")):
        if path.suffix in {".yml", ".j2"} and path.name not in {"lints.yml", "words.yml", "commands.yml"}:
            text = path.read_text("utf-8").casefold()
            assert "retrospective" not in text, path
            assert "incident review" not in text, path
