"""Not to know is an answer, whatever is being asked; where nothing is left to find out, the question goes on."""

import pytest

from bot.domain.errors import PersonError
from bot.domain.review import Stage
from bot.domain.vocabulary import Facet, Question, YesNo
from tests.domain.interview.answers import CLASSES, at, fill, settle, stage
from tests.domain.interview.thread import ANA, BEA, Thread, script

WORDS = ("don't know", "no idea, sorry")
"""The command, and a message that says no more than that."""


def before_the_walls() -> Thread:
    """Decision A is done: did an earlier choice set this up?"""
    thread = Thread.opened()
    for question, primary in CLASSES.items():
        assert thread.review.asking is question
        fill(thread)
        settle(thread, primary)
    assert thread.keys == ["earlier"]
    return thread


@pytest.mark.parametrize("words", WORDS)
def test_with_everything_filled_the_verdict_is_what_is_left(words: str) -> None:
    """After going back as well as before: nobody is told that nothing is asked."""
    for thread in (Thread.opened(), at(Question.AUTHORITY)):
        if thread.review.asking is Question.DECISION:
            fill(thread)
        else:
            thread.say(ANA, "edit 1")
        thread.say(BEA, words)
        assert thread.keys == ["verdict_decision"]
        assert "Nothing of this question is empty." in thread.shown
        assert thread.review.unknowns == ()


@pytest.mark.parametrize("words", WORDS)
def test_it_answers_the_checks_of_the_wall_that_is_asked_about(words: str) -> None:
    """Unknown counts as no; the next wall, or their strength, follows."""
    thread = at(Question.WALL)
    fill(thread, gets_past="")
    thread.say(ANA, "don't know")
    thread.tap(ANA, "unknown_me")
    assert thread.keys == ["wall_checks"]
    thread.say(BEA, words)
    assert thread.keys == ["walls_graded"]
    (wall,) = thread.review.walls
    assert (wall.graded, wall.checks.outside_model) == (True, YesNo.UNKNOWN)


@pytest.mark.parametrize("words", WORDS)
def test_it_answers_whether_an_earlier_choice_set_this_up(words: str) -> None:
    """Nobody knows of one: on to the walls."""
    thread = before_the_walls()
    thread.say(BEA, words)
    assert thread.review.asking is Question.WALL


def test_among_other_messages_it_fills_nothing() -> None:
    """What somebody else says at the same time is taken."""
    thread = Thread.opened()
    fill(thread, belief="", versions="")
    thread.script = script(25.0)
    thread.say(ANA, "no idea, sorry")
    thread.say(BEA, "It ran on gpt-5 of 3 March with prompt v12.")
    thread.press(ANA, "thats_all")
    assert thread.review.finding(Facet.BELIEF, "A") is None
    versions = thread.review.finding(Facet.VERSIONS, "A")
    assert versions is not None
    assert versions.author == BEA.person


def test_while_the_bot_is_quiet_it_is_kept_and_nothing_is_asked() -> None:
    """As with all that is said then."""
    thread = Thread.opened()
    thread.say(ANA, "quiet")
    thread.say(BEA, "no idea, sorry")
    assert thread.last == ()
    assert thread.review.statements[-1].text == "no idea, sorry"


def test_of_a_question_that_is_not_open_and_has_nothing_empty_it_is_refused_in_words() -> None:
    """The button is an old one; another question is being asked, so it does not say that none is."""
    thread = at(Question.CONTEXT)
    with pytest.raises(PersonError, match="nothing_empty"):
        thread.press(BEA, "dont_know", "A:decision")


def test_long_words_about_the_case_are_no_no_to_an_earlier_choice() -> None:
    """They speak of what happened ("could not"), and the question stays."""
    thread = before_the_walls()
    thread.say(
        BEA, "It had read the page at ten and could not know better, since the cache cannot be refreshed."
    )
    assert not thread.review.earlier_asked
    assert stage(thread, Question.WALL) is Stage.WAITING
    thread.say(BEA, "As far as anybody can tell, no.")
    assert thread.review.asking is Question.WALL


def test_no_said_in_a_burst_is_no_whatever_follows() -> None:
    """The answer comes first, then why."""
    thread = before_the_walls()
    thread.script = script(25.0)
    thread.say(ANA, "No.")
    thread.say(ANA, "That was all it had chosen by itself.")
    thread.press(ANA, "thats_all")
    assert thread.review.asking is Question.WALL


def test_after_done_nobody_is_asked_for_an_earlier_choice_any_more() -> None:
    """An old button adds no decision to a finished review."""
    thread = before_the_walls()
    thread.say(ANA, "done")
    thread.press(BEA, "earlier_yes")
    assert [d.letter for d in thread.review.decisions] == ["A"]
