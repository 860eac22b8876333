"""A review that ended, or may not end yet; who must stay let in; a moment chosen; an unknown that is answered."""

import pytest

from bot.domain.errors import PersonError
from bot.domain.redaction import Redaction
from bot.domain.review import RevisionKind
from bot.domain.says import Place
from bot.domain.verdict import owned_unknowns
from bot.domain.vocabulary import Facet, Question, Status
from tests.domain.interview.answers import at, fill, finished, settle
from tests.domain.interview.test_walls_in_thread import CHECKS
from tests.domain.interview.thread import ANA, BEA, CEM, Thread, voice


def withdrawn() -> Thread:
    """An opening that was taken back."""
    thread = Thread.opened()
    thread.form(ANA, "withdraw", why="opened twice")
    return thread


def test_a_secret_in_the_thread_of_a_withdrawn_review_is_told_to_its_author() -> None:
    """It was taken out all the same, and must be revoked all the same."""
    thread = withdrawn()
    thread.say(BEA, "It used [redacted: api key].", redactions=(Redaction("api key", 1),))
    (told,) = thread.last
    assert (told.key, told.place, told.to) == ("secret", Place.WHISPER, BEA.person)


def test_what_is_attached_to_a_withdrawn_review_is_kept_and_nothing_is_said() -> None:
    """As with every word there."""
    thread = withdrawn()
    thread.attach(BEA, "run.log", "file")
    assert thread.last == ()
    assert [e.what for e in thread.review.evidence] == ["run.log"]


def test_a_text_of_a_withdrawn_review_can_be_forgotten_and_who_asked_hears_it() -> None:
    """The right to it does not end with the review."""
    thread = withdrawn()
    thread.say(BEA, "Jo Miller of row 12 was refunded.")
    assert thread.keys == []
    thread.delete(BEA, thread.review.statements[-1].message)
    assert thread.keys == []
    thread.press(BEA, "forget", str(thread.review.statements[-1].id))
    (told,) = thread.last
    assert (told.key, told.to) == ("forgotten", BEA.person)
    (revision,) = thread.review.statements[-1].revisions
    assert revision.kind is RevisionKind.FORGOTTEN


@pytest.mark.parametrize("form", ["withdraw", "merge"])
def test_a_review_does_not_end_under_a_wall_that_somebody_took(form: str) -> None:
    """Nobody would ask for it any more; what was only named ends with it."""
    thread = at(Question.CLOSE)
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    with pytest.raises(PersonError, match="ends_too_late"):
        thread.form(ANA, form, why="opened twice", into="AR-6")
    assert thread.status() is Status.OPEN
    thread = at(Question.CLOSE)
    thread.form(ANA, form, why="opened twice", into="AR-6")
    assert thread.status() in {Status.WITHDRAWN, Status.MERGED}


def test_a_review_that_was_finished_once_is_no_opening_any_more() -> None:
    """Also where it was opened again, and before any target has answered."""
    thread = finished()
    thread.say(ANA, "continue")
    assert thread.status() is Status.OPEN
    with pytest.raises(PersonError, match="ends_too_late"):
        thread.form(ANA, "withdraw", why="opened twice")


@pytest.mark.parametrize("what", ["W1", "U1"])
def test_nobody_is_shut_out_of_a_review_of_which_they_own_a_part(what: str) -> None:
    """They could not say that it is done; the sentence names them and it."""
    thread = at(Question.WALL)
    if what == "U1":
        thread.tap(ANA, "dont_know")
        target = thread.button("form:unknown").value
        thread.form(ANA, "unknown", target, owner=BEA.person)
    else:
        fill(thread)
        thread.press(BEA, "own_wall", "W1")
    with pytest.raises(PersonError) as error:
        thread.form(ANA, "restrict", readers=CEM.person)
    said = voice().error(error.value.key, dict(error.value.values))
    assert "Bea" in said
    assert what in said
    thread.form(ANA, "restrict", readers=f"{CEM.person},{BEA.person}")
    assert thread.review.restricted


def test_a_moment_chosen_where_it_was_asked_for_is_the_answer() -> None:
    """One message: taken, and what comes next; the reply after it belongs to that."""
    thread = Thread.opened()
    thread.attach(ANA)
    fill(thread, point="", versions="")
    assert thread.review.step(Question.DECISION, "A").facet is Facet.VERSIONS
    thread.say(ANA, "gpt-5 of 3 March, prompt v12")
    assert thread.review.step(Question.DECISION, "A").facet is Facet.POINT
    thread.point(BEA, "span7", 'issue_refund({"order": 77})')
    assert thread.keys == ["verdict_decision"]
    assert "Taken: the moment it decided" in thread.shown
    assert thread.review.step(Question.DECISION, "A").facet is None


def test_a_reply_to_the_probe_for_the_moment_is_the_moment_alone() -> None:
    """What it chose is told already; "it refunded" adds nothing to that."""
    thread = Thread.opened()
    fill(thread, point="")
    thread.say(BEA, "At 14:02 it refunded")
    point, choice = (thread.review.finding(f, "A") for f in (Facet.POINT, Facet.CHOICE))
    assert point is not None
    assert choice is not None
    assert (point.text, choice.text) == ("At 14:02 it refunded", "It chose to refund the order")


def test_a_reply_that_fills_another_empty_facet_fills_both() -> None:
    """Words are not moved away from the only place that has them."""
    thread = Thread.opened()
    fill(thread, reason="", belief="")
    assert thread.review.step(Question.DECISION, "A").facet is Facet.REASON
    thread.say(BEA, "It believed that the carrier page was current.")
    assert thread.review.finding(Facet.REASON, "A")
    assert thread.review.finding(Facet.BELIEF, "A")


def test_an_undetermined_grant_owes_nothing_once_it_is_ruled() -> None:
    """What was unknown was the ruling; the words about the grant were there."""
    thread = at(Question.AUTHORITY)
    fill(thread)
    settle(thread, "unknown")
    assert ("A", Facet.GRANT_SYSTEM) in owned_unknowns(thread.review)
    thread.form(ANA, "verdict_authority", "A:authority", primary="over_granted")
    assert owned_unknowns(thread.review) == frozenset()
