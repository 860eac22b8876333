"""Which verdict people's words speak for: a first offer that a person settles."""

import pytest

from bot.domain.script import Lexicon
from bot.domain.verdict_cues import CLASSES, MOST, offered, propose_verdict, verdict_list
from bot.domain.vocabulary import AuthorityClass, ContextClass, DecisionClass, Facet, Question

DECISION, CONTEXT, AUTHORITY = Question.DECISION, Question.CONTEXT, Question.AUTHORITY

SPOKEN = (
    (
        DECISION,
        Facet.REASON,
        "It did what was asked to the letter; the ask was wrong.",
        DecisionClass.LITERAL_GOAL,
    ),
    (DECISION, Facet.REASON, "It misunderstood the task.", DecisionClass.MISREAD_GOAL),
    (DECISION, Facet.REASON, "A hidden instruction in the mail, planted there.", DecisionClass.HIJACKED_GOAL),
    (DECISION, Facet.CHOICE, "It went beyond the task and added a step.", DecisionClass.OVERREACH),
    (DECISION, Facet.REASON, "It acted against the rule it had been given.", DecisionClass.RULE_DROPPED),
    (DECISION, Facet.BELIEF, "It assumed so without checking.", DecisionClass.GUESSED),
    (DECISION, Facet.BELIEF, "It misread the result, an empty list.", DecisionClass.MISREAD_RESULT),
    (DECISION, Facet.CHOICE, "It kept retrying and never asked.", DecisionClass.NO_STOP),
    (DECISION, Facet.CHOICE, "It refused, to be safe.", DecisionClass.OVERCAUTIOUS),
    (DECISION, Facet.CHOICE, "It reported success, which was untrue.", DecisionClass.FALSE_ACCOUNT),
    (CONTEXT, Facet.DATA, "It had everything, nothing was missing.", ContextClass.ADEQUATE),
    (CONTEXT, Facet.DATA, "It had no price list, it did not know.", ContextClass.MISSING),
    (CONTEXT, Facet.DATA, "The list was outdated, an old version.", ContextClass.STALE_OR_WRONG),
    (CONTEXT, Facet.RULES, "It was truncated and fell out.", ContextClass.LOST),
    (CONTEXT, Facet.DATA, "Another customer's private notes.", ContextClass.OVEREXPOSED),
    (CONTEXT, Facet.DATA, "Somebody malicious tampered with it.", ContextClass.POISONED),
    (CONTEXT, Facet.DATA, "The note is ambiguous, it could be read both ways.", ContextClass.AMBIGUOUS),
    (CONTEXT, Facet.HISTORY, "The night shift knew, it was not passed on.", ContextClass.HANDOFF),
    (CONTEXT, Facet.DATA, "The window was not logged.", ContextClass.NOT_LOGGED),
    (AUTHORITY, Facet.MEANT, "It was meant for this, granted for exactly this.", AuthorityClass.AS_INTENDED),
    (AUTHORITY, Facet.MEANT, "The role is too wide, wider than planned.", AuthorityClass.OVER_GRANTED),
    (AUTHORITY, Facet.MEANT, "It was told not to, in the prompt.", AuthorityClass.TOLD_NOT_TO),
    (AUTHORITY, Facet.IDENTITY, "It used my token, logged in as me.", AuthorityClass.INHERITED),
    (AUTHORITY, Facet.MEANT, "Nobody had decided that, there is no owner.", AuthorityClass.UNOWNED),
    (AUTHORITY, Facet.APPROVAL, "She clicked ok without seeing the rows.", AuthorityClass.APPROVAL_RUBBER),
    (
        AUTHORITY,
        Facet.APPROVAL,
        "Nobody was asked, the approval was skipped.",
        AuthorityClass.APPROVAL_SKIPPED,
    ),
    (AUTHORITY, Facet.IDENTITY, "It found a key lying around.", AuthorityClass.FOUND_CREDENTIAL),
    (AUTHORITY, Facet.APPROVAL, "It bypassed the check with a force flag.", AuthorityClass.BYPASSED),
    (AUTHORITY, Facet.PATH_OPEN, "It got a 403, access denied.", AuthorityClass.BLOCKED),
)


@pytest.mark.parametrize(("question", "facet", "text", "verdict"), SPOKEN)
def test_words_speak_for_a_verdict(
    english: Lexicon, question: Question, facet: Facet, text: str, verdict: str
) -> None:
    """Plain words for each verdict offer it first."""
    assert propose_verdict(question, {facet: (text,)}, english)[0] == verdict


def test_every_verdict_but_two_can_be_offered(english: Lexicon) -> None:
    """`ignored` needs proof and `unknown` needs no words; each other verdict has a list."""
    shown = {verdict for *_, verdict in SPOKEN}
    every = {code for question in CLASSES for code in CLASSES[question]}
    assert {str(code) for code in every - shown} == {"ignored", "unknown"}
    assert all(english.words(verdict_list(q, code)) for q in CLASSES for code in offered(q))


def test_ignored_is_never_offered(english: Lexicon) -> None:
    """However plainly it is said, a person chooses it, with proof."""
    text = "It had the note in the window and ignored it, simply ignored."
    assert ContextClass.IGNORED not in propose_verdict(CONTEXT, {Facet.DATA: (text,)}, english)


def test_a_filled_facet_speaks_by_itself(english: Lexicon) -> None:
    """What was missing, or should not have been seen, offers its verdict without any word of the lists."""
    assert propose_verdict(CONTEXT, {Facet.MISSING: ("the note of Monday",)}, english) == ("missing",)
    assert propose_verdict(CONTEXT, {Facet.EXCESS: ("the note of Monday",)}, english) == ("overexposed",)


@pytest.mark.parametrize("question", Question)
def test_silence_is_unknown(english: Lexicon, question: Question) -> None:
    """Where nothing speaks, or the language has no lists, no verdict is offered."""
    assert propose_verdict(question, {}, english) == ("unknown",)
    assert propose_verdict(question, {Facet.CHOICE: ("Blue and round.",)}, english) == ("unknown",)
    assert propose_verdict(question, {Facet.CHOICE: ("It refused.",)}, None) == ("unknown",)


def test_quoted_words_speak_for_nothing(english: Lexicon) -> None:
    """Somebody else's words in quotation marks offer no verdict."""
    assert propose_verdict(DECISION, {Facet.CHOICE: ('the log says "refused"',)}, english) == ("unknown",)


def test_the_louder_verdict_comes_alone(english: Lexicon) -> None:
    """One spoken for twice outweighs one spoken for once."""
    texts = {Facet.CHOICE: ("It refused, to be safe.",), Facet.BELIEF: ("It assumed so.",)}
    assert propose_verdict(DECISION, texts, english) == ("overcautious",)


def test_equals_are_offered_together(english: Lexicon) -> None:
    """Verdicts spoken for alike are both offered, two at most."""
    texts = {Facet.CHOICE: ("It refused.", "It assumed so.", "It never asked.")}
    proposed = propose_verdict(DECISION, texts, english)
    assert len(proposed) == MOST
    assert set(proposed) < {"overcautious", "guessed", "no_stop"}
