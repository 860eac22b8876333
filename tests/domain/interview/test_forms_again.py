"""Forms that are filled again: what was there already stays as it was, whoever sends it; signs are seen in fields."""

import pytest

from bot.domain.errors import PersonError
from bot.domain.interview.filling import prefill
from bot.domain.says import Place
from bot.domain.vocabulary import EvidenceClass, Facet, Question
from tests.domain.interview.answers import DECISION, at, fill
from tests.domain.interview.thread import ANA, BEA, Thread, voice

FORM, TARGET = "answer_decision", "A:decision"


def logged_belief() -> Thread:
    """The first question answered by form, its belief shown by a trace."""
    thread = Thread.opened()
    fill(thread)
    thread.attach(ANA)
    shown = {"facet": "belief", "class": "logged", "source": "E1"}
    thread.form(ANA, "class", TARGET, **shown)
    return thread


def opened_again(thread: Thread, **changed: str) -> dict[str, str]:
    """The fields of the form as it opens, some of them changed."""
    return {**prefill(thread.review, FORM, TARGET), **changed}


@pytest.mark.parametrize("by", [ANA, BEA])
def test_what_a_form_only_sends_back_keeps_its_proof(by: object) -> None:
    """Raised by evidence, and not touched since: neither a disagreement nor testimony again."""
    who = ANA if by is ANA else BEA
    thread = logged_belief()
    thread.form(who, FORM, TARGET, **opened_again(thread, versions="gpt-6, prompt v13"))
    belief = thread.review.finding(Facet.BELIEF, "A")
    assert belief is not None
    assert belief.evidence_class is EvidenceClass.LOGGED
    assert [d.facet for d in thread.review.disagreements] == ([] if who is ANA else [Facet.VERSIONS])


def test_other_line_breaks_are_not_other_words() -> None:
    """A chat sends a field back in its own way."""
    thread = Thread.opened()
    fill(thread, reason="The page said no data.\nAsking resets the timer.")
    again = opened_again(thread, reason="The page said no data.\r\nAsking resets the timer.")
    thread.form(BEA, FORM, TARGET, **again)
    assert thread.review.disagreements == ()


def test_what_somebody_adds_to_a_field_is_theirs_and_the_rest_stays_its_authors() -> None:
    """Nobody's words are put into another person's mouth."""
    thread = Thread.opened()
    fill(thread)
    held = DECISION["reason"]
    thread.form(BEA, FORM, TARGET, **opened_again(thread, reason=f"{held}. The queue was long"))
    reason = thread.review.finding(Facet.REASON, "A")
    assert reason is not None
    assert reason.author == ANA.person
    assert [(s.source, s.text) for s in reason.spans] == [("S1", held), ("S2", "The queue was long")]


def test_agent_and_tool_named_in_the_form_of_a_question_are_acknowledged() -> None:
    """Also where nothing else was changed."""
    thread = Thread.opened()
    fill(thread)
    thread.form(BEA, FORM, TARGET, **opened_again(thread, agent="Refundo", tool="issue_refund"))
    assert (thread.review.agent, thread.review.tool) == ("refundo", "issue_refund")
    assert "Agent: refundo. Tool: issue_refund." in thread.shown


def test_blame_in_a_field_is_turned_to_the_set_up_and_to_its_author_alone() -> None:
    """A form is no way past the probes; only that a field is short is no sign."""
    thread = Thread.opened()
    fill(thread, reason="It was human error")
    (probe,) = thread.last
    assert (probe.place, probe.to) == (Place.WHISPER, ANA.person)
    assert "What did the system allow" in thread.shown
    reason = thread.review.finding(Facet.REASON, "A")
    assert reason is not None
    assert "S3" in reason.signs


def test_what_a_field_may_rightly_say_is_no_sign() -> None:
    """Short ones, acts told as such, and what was meant where that is asked for."""
    thread = Thread.opened()
    fill(thread, choice="It refunded it", point="10:42", objective_effect="speed")
    assert thread.keys == ["verdict_decision"]
    thread = at(Question.AUTHORITY)
    fill(thread, meant="It was not supposed to refund twice; Jo set the role for people")
    assert thread.keys == ["verdict_authority"]


def test_a_wall_nobody_knows_or_builds_any_more_stops_nothing_tomorrow() -> None:
    """Typed or tapped: which wall is meant is asked, not left out in silence."""
    thread = at(Question.CLOSE)
    with pytest.raises(PersonError, match="no_such_wall"):
        thread.form(ANA, "tomorrow", answer="no", walls="W9")
    thread.form(ANA, "decline", "W1", why="no budget this year")
    with pytest.raises(PersonError, match="wall_not_now"):
        thread.form(ANA, "tomorrow", answer="no", walls="W1")
    with pytest.raises(PersonError) as error:
        thread.press(ANA, "tomorrow", "no:W1")
    assert "declined" in voice().error(error.value.key, dict(error.value.values))
    assert thread.review.same_tomorrow is None
