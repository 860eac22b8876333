"""Reasons typed into forms are people's words: they stand in the statement log, under what they are about."""

import pytest

from bot.domain.errors import PersonError
from bot.domain.redaction import Redaction
from bot.domain.review import Statement
from bot.domain.vocabulary import Facet, Question
from bot.publishers.record import decode, encode
from tests.domain.interview.answers import at, fill, finished
from tests.domain.interview.test_walls_in_thread import CHECKS
from tests.domain.interview.thread import ANA, BEA, CEM, Thread

WHY = "The vendor ships the limit in October"
SECRET = (Redaction("password", 1),)


def walled() -> Thread:
    """A published review whose first wall Bea took."""
    thread = finished()
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    return thread


def newest(thread: Thread) -> Statement:
    """The statement made last."""
    return thread.review.statements[-1]


REASONS = [
    ("decline", {"why": WHY}),
    ("drop_wall", {"why": WHY}),
    ("drop_wall", {"why": WHY, "other": "W2"}),
    ("date", {"why": WHY, "due": "2026-11-02"}),
    ("no_wall", {"why": WHY, "due": "2026-11-02"}),
]


@pytest.mark.parametrize(("form", "fields"), REASONS)
def test_a_reason_about_walls_is_in_the_log_as_it_was_typed(form: str, fields: dict[str, str]) -> None:
    """By name, under the question of the walls, with what was taken out of it; and it is exported."""
    thread = walled()
    thread.form(ANA, "wall", text="Vouchers are refused as well, by the service that books them")
    said = newest(thread).id
    thread.form_with(SECRET, BEA, form, "W1", **fields)
    kept = newest(thread)
    assert (kept.id, kept.text, kept.author) == (said + 1, WHY, BEA.person)
    assert (kept.question, kept.decision, kept.redactions) == (Question.WALL, "", SECRET)
    assert decode(encode(thread.review)).statements[-1] == kept


def test_why_an_opening_was_withdrawn_is_in_the_log_under_the_open_question() -> None:
    """Like any message that came then."""
    thread = Thread.opened()
    thread.form(ANA, "withdraw", why=WHY)
    kept = newest(thread)
    assert (kept.text, kept.question, kept.decision) == (WHY, Question.DECISION, "A")


def test_what_would_settle_a_disagreement_is_in_the_log_beside_the_reading() -> None:
    """One statement, under the question its facet belongs to, whichever is open by now."""
    thread = Thread.opened()
    fill(thread)
    thread.form(
        CEM, "disagree", "A:context", facet="belief", reading="It knew better", settle="the log of turn 4"
    )
    kept = newest(thread)
    assert (kept.text, kept.question) == ("It knew better\nthe log of turn 4", Question.DECISION)
    assert kept.decision == "A"
    (disagreement,) = thread.review.disagreements
    assert disagreement.settle == "the log of turn 4"


def test_what_would_settle_it_may_be_said_later() -> None:
    """The reading is not kept a second time; the form sent twice changes nothing."""
    thread = Thread.opened()
    fill(thread)
    fields = {"facet": "belief", "reading": "It knew better"}
    thread.form(CEM, "disagree", "A:decision", **fields)
    thread.form(CEM, "disagree", "A:decision", settle="the log of turn 4", **fields)
    (disagreement,) = thread.review.disagreements
    assert (disagreement.settle, len(disagreement.positions)) == ("the log of turn 4", 2)
    assert newest(thread).text == "the log of turn 4"
    before = thread.review
    thread.form(CEM, "disagree", "A:decision", settle="the log of turn 4", **fields)
    assert thread.review == before


def test_a_form_without_a_reason_leaves_no_empty_statement() -> None:
    """Another date needs none at first, neither does the last line."""
    thread = walled()
    count = thread.review.statement_count
    thread.form(BEA, "date", "W1", due="2026-11-02")
    thread.form(BEA, "tomorrow", answer="no")
    assert thread.review.statement_count == count == len(thread.review.statements)


def test_a_reason_for_what_changed_nothing_is_not_kept() -> None:
    """The same date once more, and a form that is refused."""
    thread = walled()
    thread.form(BEA, "date", "W1", due="2026-11-02", why=WHY)
    before = thread.review
    thread.form(BEA, "date", "W1", due="2026-11-02", why=WHY)
    with pytest.raises(PersonError):
        thread.form(BEA, "decline", "W9", why=WHY)
    assert thread.review == before


def test_a_reason_for_the_last_line_is_about_the_last_line() -> None:
    """Also where another question is open."""
    thread = at(Question.CONTEXT)
    thread.form(BEA, "tomorrow", answer="no", because="The refund service refuses it since Tuesday")
    assert newest(thread).question is Question.CLOSE
    assert thread.review.finding(Facet.STATE, "A") is None
