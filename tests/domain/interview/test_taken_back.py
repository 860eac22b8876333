"""Words that are changed, deleted, or marked as talk after all: what rested on them, and what somebody else said."""

import pytest

from bot.domain.errors import PersonError
from bot.domain.review import StatementKind
from bot.domain.verdict import missing_facets, unknown_facets
from bot.domain.vocabulary import Facet, Question, Status, WallStatus, YesNo
from tests.domain.interview.answers import answer_until, at, fill
from tests.domain.interview.thread import ANA, BEA, CEM, Thread, script

WALL = "The refund service should refuse a second refund of one order, whoever asks."
LOST = "It believed the parcel was lost, which was false."
CURRENT = "It believed that the carrier page was current."
AGAINST = "I disagree: it believed the page was old."


def newest(thread: Thread) -> str:
    """The message of the newest statement."""
    return thread.review.statements[-1].message


def with_a_wall_in_words() -> Thread:
    """The wall question, everything answered by form but its wall, which Bea names in the thread."""
    thread = at(Question.WALL)
    fill(thread, walls="")
    thread.say(BEA, WALL)
    return thread


def test_a_review_is_not_closed_by_taking_back_its_only_wall() -> None:
    """There is none then, and that somebody must answer for."""
    thread = with_a_wall_in_words()
    named = newest(thread)
    thread.tap(ANA, "check")
    thread.tap(ANA, "walls_done")
    thread.say(ANA, "Yes, the same thing, because nothing has changed yet.")
    thread.press(ANA, "publish")
    assert thread.status() is Status.REVIEWED
    thread.delete(BEA, named)
    assert "Open again: walls to build" in thread.shown
    assert thread.status() is Status.REVIEWED
    assert missing_facets(thread.review) == ()
    assert unknown_facets(thread.review) == 1


def test_a_wall_marked_as_talk_and_taken_again_is_a_wall() -> None:
    """The tap that took it back is taken back."""
    thread = with_a_wall_in_words()
    number = str(thread.review.statements[-1].id)
    thread.press(CEM, "as_talk", number)
    assert "Open again: walls to build" in thread.shown
    thread.press(BEA, "as_answer", number)
    live = [w for w in thread.review.walls if w.status is WallStatus.PROPOSED]
    assert [w.text for w in live] == [WALL]


def test_a_fix_is_adopted_by_its_button_whatever_became_of_others() -> None:
    """Buttons drawn before a deletion mean what they said; that of the deleted one says that it is gone."""
    thread = Thread.opened()
    thread.say(ANA, "We should add a limit per order.")
    thread.say(BEA, "We should put a second person in front of it.")
    answer_until(thread, Question.WALL)
    limit, person = (button for say in thread.last for button in say.buttons)
    thread.delete(ANA, "m1")
    with pytest.raises(PersonError, match="fix_gone"):
        thread.press(CEM, limit.press, limit.value)
    thread.press(CEM, person.press, person.value)
    assert [w.text for w in thread.review.walls] == ["We should put a second person in front of it."]


def test_the_last_line_follows_an_edit_of_the_words_that_gave_it() -> None:
    """A yes that becomes a no is a no."""
    thread = at(Question.CLOSE)
    thread.say(ANA, "Yes, the same thing.")
    thread.edit(ANA, newest(thread), "No, W1 stops it.")
    line = thread.review.same_tomorrow
    assert line is not None
    assert (line.answer, line.walls, [s.text for s in line.because]) == (
        YesNo.NO,
        ("W1",),
        ["No, W1 stops it."],
    )


def test_an_edit_answers_the_last_question_after_all() -> None:
    """It was asked once more, and its author changed the message instead of writing another."""
    thread = at(Question.CLOSE)
    thread.say(ANA, "Hard to tell from here.")
    assert thread.keys == ["tomorrow_which"]
    thread.edit(ANA, newest(thread), "No, W1 stops it.")
    assert thread.keys == ["summary"]


def test_without_its_words_the_last_line_is_open_again() -> None:
    """Asked again while the review is open; owned where it was finished, until somebody answers."""
    thread = at(Question.CLOSE)
    thread.say(ANA, "Yes, the same thing.")
    said = newest(thread)
    thread.delete(ANA, said)
    assert thread.review.same_tomorrow is None
    thread.say(BEA, "go on")
    assert thread.keys == ["ask_close"]
    thread.say(ANA, "Yes, the same thing.")
    thread.press(ANA, "publish")
    thread.delete(ANA, newest(thread))
    assert any(u.facets == (Facet.SAME_TOMORROW,) for u in thread.review.unknowns)
    thread.press(BEA, "tomorrow", "unknown")
    assert unknown_facets(thread.review) == 0


def test_all_that_a_person_says_at_the_close_is_one_answer() -> None:
    """People write in bursts: the first word answers, the rest is why."""
    thread = at(Question.CLOSE)
    thread.script = script(25.0)
    thread.say(ANA, "No.")
    thread.say(ANA, "The refund service refuses it since Tuesday.")
    thread.press(ANA, "thats_all")
    line = thread.review.same_tomorrow
    assert line is not None
    assert line.answer is YesNo.NO
    assert [s.text for s in line.because] == ["No.", "The refund service refuses it since Tuesday."]


def test_done_takes_the_last_line_that_is_still_pending() -> None:
    """It was said before the review was finished."""
    thread = at(Question.CLOSE)
    thread.script = script(25.0)
    thread.say(ANA, "No, W1 stops it.")
    thread.say(ANA, "done")
    line = thread.review.same_tomorrow
    assert line is not None
    assert line.answer is YesNo.NO


def test_a_disagreement_outlives_a_part_of_one_reading() -> None:
    """The other reading is somebody else's, and is not theirs to take back."""
    thread = Thread.opened()
    thread.say(ANA, LOST)
    thread.say(CEM, CURRENT)
    thread.say(BEA, AGAINST)
    thread.delete(CEM, "m2")
    (kept,) = thread.review.disagreements
    assert [[span.text for span in p.spans] for p in kept.positions] == [[LOST], [AGAINST]]


def test_a_reading_stands_against_what_is_held_now_once_the_words_it_spoke_against_are_gone() -> None:
    """Neither is lost with the message that came first."""
    thread = Thread.opened()
    thread.say(ANA, LOST)
    thread.say(BEA, AGAINST)
    thread.form(ANA, "answer_decision", "A:decision", belief="That a second refund does no harm")
    thread.delete(ANA, "m1")
    (kept,) = thread.review.disagreements
    readings = [[span.text for span in p.spans] for p in kept.positions]
    assert readings == [["That a second refund does no harm"], [AGAINST]]


def test_what_a_person_marked_as_talk_is_not_made_an_answer_by_an_edit() -> None:
    """A typo mended is no second thought about the mark."""
    thread = Thread.opened()
    thread.say(BEA, LOST)
    thread.press(CEM, "as_talk", "1")
    thread.edit(BEA, "m1", LOST.replace("parcel", "package"))
    assert thread.review.statements[0].kind is StatementKind.TALK
    assert thread.review.findings == ()


def test_a_stranger_fills_nothing_of_a_restricted_review_by_an_edit() -> None:
    """Their words wait for a reader, in whatever version."""
    thread = Thread.opened()
    thread.form(ANA, "restrict", readers=BEA.person)
    thread.say(CEM, "ok")
    thread.say(CEM, LOST)
    for message in ("m2", "m3"):
        thread.edit(CEM, message, f"{LOST} Or so it seems.")
    assert {s.kind for s in thread.review.statements if s.author == CEM.person} == {StatementKind.TALK}
    assert thread.review.findings == ()


def test_a_disagreement_in_new_words_is_the_same_disagreement() -> None:
    """A typo mended dissolves nothing, and what evidence would settle it stays."""
    thread = Thread.opened()
    thread.say(ANA, LOST)
    thread.say(BEA, AGAINST)
    thread.form(
        CEM, "disagree", "A:decision", facet="belief", reading="It held both", settle="the page of ten"
    )
    thread.edit(BEA, "m2", "I disagree: it believed that the page was old.")
    (kept,) = thread.review.disagreements
    assert [p.spans[-1].text for p in kept.positions] == [
        LOST,
        "I disagree: it believed that the page was old.",
        "It held both",
    ]
    assert kept.settle == "the page of ten"
    belief = thread.review.finding(Facet.BELIEF, "A")
    assert belief is not None
    assert belief.text == LOST


def test_a_message_that_disagrees_only_after_an_edit_is_a_second_reading() -> None:
    """As if it had been written so at first."""
    thread = Thread.opened()
    thread.say(ANA, LOST)
    thread.say(BEA, CURRENT)
    thread.edit(BEA, "m2", AGAINST)
    (kept,) = thread.review.disagreements
    assert [p.spans[-1].text for p in kept.positions] == [LOST, AGAINST]


def test_ignored_falls_with_the_proof_that_it_was_there() -> None:
    """Lowered to testimony, it is what the verdict is refused on; the question is open again, and says so."""
    thread = at(Question.CONTEXT)
    fill(thread)
    thread.attach(ANA)
    shown = {"facet": "data", "class": "logged", "source": "E1"}
    thread.form(ANA, "class", "A:context", **shown)
    thread.form(ANA, "verdict_context", "A:context", primary="ignored")
    thread.form(BEA, "class", "A:context", facet="data", **{"class": "testimony"})
    assert "the verdict of question 2 is open again" in thread.shown
    thread.say(BEA, "go on")
    assert thread.keys == ["verdict_context"]
    assert "ignored" not in str(thread.last[0].values["primary"])


def test_a_fix_offered_after_the_wall_question_says_how_it_becomes_a_wall() -> None:
    """It is kept, and one command brings it back."""
    thread = at(Question.CLOSE)
    thread.say(ANA, "Yes, the same thing.")
    thread.say(BEA, "We should add a limit per order.")
    assert "edit 4 makes a wall of it" in thread.shown
    thread.say(BEA, "edit 4")
    thread.tap(CEM, "adopt")
    assert thread.review.walls[-1].text == "We should add a limit per order."
