"""Heat: what is told, and what comes near and is left alone."""

import pytest

from bot.domain.lints import is_heated
from bot.domain.script import Lexicon

HEATED = (
    "Are you kidding me? It refunded the order at 10:42.",
    "this is insane, it had the role for a year",
    "Whose idea was this, giving it the admin role?",
    "I’m sick of cleaning up after it.",
    "Wtf, it dropped the table.",
    "You people never listen. The token had no limit.",
    "The key was set by idiots.",
    "WHY DID NOBODY CHECK THIS",
    "It had the token. AND NOBODY DID A THING ABOUT IT.",
    "We told them HOW MANY TIMES DO WE NEED this, at 9:05 again.",
    "It mailed 2,300 people!!!",
    "It sent it to everyone?!?!!",
    'It wrote "done"!!!',
)

CALM = (
    "It could refund the order, or ask; it refunded twelve at 10:42!",
    "It mailed 2,300 people! Then 40 more! Then the rest!",
    "Thanks everyone!!! It could refund, or ask.",
    "Thank you for the log!!!",
    "WORKFLOW STATE: ticket 881 open.\nWHAT IT DID NOT KNOW: the delivery date.",
    "WHAT WAS IN THE WINDOW\nThe file of 3 January.\nWHO SET IT UP\nInes.",
    "Its prompt says DO NOT DELETE ANYTHING WITHOUT ASKING.",
    "The rule was in capitals, NEVER MAIL ANYONE WITHOUT THEIR CONSENT, and was cut at turn 12.",
    "NEVER PAY THEM A ROW TWICE was in the system prompt.",
    "It ran DELETE FROM ORDERS WHERE ID IN (1, 2) AND NOT DONE.",
    "The SLA, RPO, RTO and MTTR of the API are in the DR plan of the EU HQ.",
    "AR-7 ran on PROD-DB-01 AS-THE-ONLY-ONE with SVC-NEWS-TO-ALL.",
    "if (!!!found) return;",
    "!!! note\nThe runbook says ask.",
    "The limit was insane for a pilot: 50,000.",
    "The mails of Monday do not get lost, they wait in the outbox.",
    "We had not enough of this data.",
    "The form asks whose idea it is and who may decide.",
)


@pytest.mark.parametrize("text", HEATED)
def test_heat_is_told(english: Lexicon, text: str) -> None:
    """By a phrase, by a run of words in capitals, by exclamation marks in a row."""
    assert is_heated(text, english)


@pytest.mark.parametrize("text", CALM)
def test_what_comes_near_is_left_alone(english: Lexicon, text: str) -> None:
    """Labels, instructions recited, statements of a database, ids, thanks."""
    assert not is_heated(text, english)


@pytest.mark.parametrize("text", HEATED[:9])
@pytest.mark.parametrize(
    "form", ['The customer wrote "{}" at 10:42.', "> {}\nAt 10:42.", "`{}`", "```\n{}\n```"]
)
def test_quoted_words_are_never_looked_at(english: Lexicon, text: str, form: str) -> None:
    """Somebody else's anger is evidence."""
    assert not is_heated(form.format(text), english)


def test_without_word_lists_marks_alone_tell() -> None:
    """In any language exclamation marks are what they are, quotations apart; capitals are not looked at."""
    assert is_heated("Wer hat das denn freigegeben!!!", None)
    assert not is_heated('Er schrieb "wer hat das denn freigegeben!!!".', None)
    assert not is_heated("WER HAT DAS DENN FREIGEGEBEN, are you kidding me", None)


@pytest.mark.parametrize("shape", ["A ", "!", "NOT THE ", "!a", "IT IS THE ONE\n", "said NOT THE ONE WE "])
def test_the_longest_answer_is_read(english: Lexicon, shape: str) -> None:
    """Fifty thousand characters of one shape."""
    assert is_heated(shape * (50_000 // len(shape)), english) in {True, False}
