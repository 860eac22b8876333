"""The quick start: four lines, some of them not known, some left out; and the way from there to the questions."""

from bot.domain.review import Stage
from bot.domain.verdict import owned_unknowns
from bot.domain.vocabulary import Facet, Question, Status
from tests.domain.interview.answers import answer_until, fill, settle, stage
from tests.domain.interview.thread import ANA, BEA, Thread

LINES = (
    "It mailed the wrong list.",
    "The list of May.",
    "Its own key.",
    "An agent that mails lists can mail the wrong one.",
)


def quick(*lines: str) -> Thread:
    """A quick review with these lines, a message each."""
    thread = Thread.opened(quick=True)
    for line in lines:
        thread.say(ANA, line)
    return thread


def test_a_line_that_nobody_knows_is_owned_and_the_next_one_answers_the_next_question() -> None:
    """By the command, by a message that says no more, or as a line among others."""
    for said in (("don't know",), ("no idea, sorry",)):
        thread = quick(LINES[0], *said, LINES[2])
        assert thread.review.finding(Facet.DATA, "A") is None
        assert thread.review.finding(Facet.GRANT_SYSTEM, "A")
        (unknown,) = thread.review.unknowns
        assert (unknown.question, unknown.owner) == (Question.CONTEXT, ANA.person)
    at_once = quick("\n".join((LINES[0], "don't know", *LINES[2:])))
    assert [u.question for u in at_once.review.unknowns] == [Question.CONTEXT]
    assert at_once.review.finding(Facet.CLASS_SENTENCE)


def test_the_owner_of_what_is_not_known_is_named_at_once() -> None:
    """And how many lines are to go."""
    thread = quick(LINES[0], "don't know")
    assert "U1, left unknown" in thread.shown
    assert "2 of four to go" in thread.shown


def test_a_line_left_out_is_asked_when_somebody_goes_deeper() -> None:
    """Nothing is owned, nothing is lost: the question waits."""
    thread = quick(LINES[0], "skip", LINES[2])
    assert thread.review.finding(Facet.GRANT_SYSTEM, "A")
    assert thread.review.unknowns == ()
    assert stage(thread, Question.CONTEXT) is not Stage.DONE


def test_going_to_a_question_leaves_the_four_lines_and_its_reply_answers_it() -> None:
    """After all four, and after two."""
    for lines in (LINES, LINES[:2]):
        thread = quick(*lines)
        thread.say(BEA, "edit 2")
        assert thread.keys == ["ask_context"]
        thread.say(BEA, "It had read the list of May in the data store.")
        assert thread.keys == ["probe"]
        data = thread.review.finding(Facet.DATA, "A")
        assert data is not None
        assert data.text.endswith("in the data store.")


def test_from_a_question_of_a_quick_review_the_interview_goes_on_to_its_end() -> None:
    """Also past the choice before, which four lines know nothing of."""
    thread = quick(*LINES)
    thread.say(BEA, "edit 1")
    for primary in ("guessed", "missing", "over_granted"):
        fill(thread)
        settle(thread, primary)
    assert thread.keys == ["earlier"]
    thread.say(BEA, "no")
    assert thread.keys == ["ask_wall"]


def test_back_from_quiet_the_lines_still_to_come_are_asked_for() -> None:
    """Quiet did not turn four lines into four questions."""
    thread = quick(LINES[0])
    thread.say(ANA, "quiet")
    thread.say(BEA, LINES[1])
    assert thread.last == ()
    thread.say(ANA, "go on")
    assert thread.keys == ["quick"]
    thread.say(BEA, LINES[2])
    assert thread.review.finding(Facet.GRANT_SYSTEM, "A")
    thread.say(BEA, LINES[3])
    thread.say(ANA, "go on")
    assert thread.keys == ["ask_decision"]


def test_what_was_published_as_four_lines_is_deepened_with_every_probe() -> None:
    """Finishing left the rest to its owner; asked again, it is probed for, and no second unknown is made of it."""
    thread = quick(*LINES)
    thread.press(ANA, "publish")
    assert thread.status() is Status.FILED
    owned = len(thread.review.unknowns)
    thread.tap(BEA, "deepen")
    thread.say(BEA, "It could mail the list of May, ask the desk, or wait; it mailed.")
    assert thread.keys == ["probe"]
    assert thread.review.step(Question.DECISION, "A").facet is Facet.OBJECTIVE_GIVEN
    thread.say(BEA, 'Its instructions say "every member hears within the hour".')
    assert ("A", Facet.OBJECTIVE_GIVEN) not in owned_unknowns(thread.review)
    assert len(thread.review.unknowns) == owned


def test_the_last_line_that_finishing_left_unknown_is_asked_when_somebody_goes_deeper() -> None:
    """Nobody had answered it."""
    thread = quick(*LINES)
    thread.press(ANA, "publish")
    thread.tap(BEA, "deepen")
    answer_until(thread, Question.CLOSE)
    assert thread.keys == ["ask_close"]
