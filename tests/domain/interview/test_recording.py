"""Facets that a trace fills: offered with span and key, taken by a person's press, never over what people said."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.interview.recording import SHOWN
from bot.domain.review import Recorded, Span
from bot.domain.trace_vocabulary import Provenance
from bot.domain.vocabulary import EvidenceClass, Facet
from tests.domain.interview.thread import ANA, BEA, Thread, spoken

TOOLS = Recorded(Facet.OPTIONS, "refund, escalate", "a1b2 gen_ai.tool.definitions")
RULES = Recorded(Facet.RULES, "Never refund above 200 EUR.", "a1b2 gen_ai.system_instructions")


def chosen(*found: Recorded) -> Thread:
    """A review whose moment was just chosen from its trace."""
    at = Thread.opened()
    at.attach(ANA)
    at.point(ANA, "a1b2", "refund(…)", recorded=found)
    return at


def test_what_the_trace_holds_is_offered_with_its_place() -> None:
    """It is no finding yet."""
    at = chosen(TOOLS, RULES)
    offer = at.last[-1]
    assert offer.key == "recorded"
    for words in (TOOLS.text, TOOLS.where, RULES.text, RULES.where, "E1"):
        assert words in spoken(offer)
    assert at.review.finding(Facet.OPTIONS, "A") is None


def test_a_press_takes_it_as_logged() -> None:
    """By whoever pressed, to the letter, with span and key; a second press does nothing."""
    at = chosen(TOOLS, RULES)
    at.press(BEA, "take_recorded", "A")
    for each in (TOOLS, RULES):
        held = at.review.finding(each.facet, "A")
        assert held is not None
        assert (held.evidence_class, held.author) == (EvidenceClass.LOGGED, BEA.person)
        assert (held.spans, held.place) == ((Span("E1", each.text),), each.where)
    before = at.review
    assert at.press(BEA, "take_recorded", "A") == ()
    assert at.review == before


def test_what_somebody_said_stays() -> None:
    """Only what is still open is offered and taken."""
    at = Thread.opened()
    at.attach(ANA)
    at.form(ANA, "answer_decision", "A:decision", options="It could stop, or ask a person.")
    said = at.review.finding(Facet.OPTIONS, "A")
    at.point(ANA, "a1b2", "refund(…)", recorded=(TOOLS, RULES))
    assert TOOLS.text not in spoken(at.last[-1])
    at.press(ANA, "take_recorded", "A")
    assert at.review.finding(Facet.OPTIONS, "A") == said
    assert at.review.finding(Facet.RULES, "A") is not None


def test_another_moment_brings_its_own() -> None:
    """What was offered and not taken goes with the moment it belonged to."""
    at = chosen(TOOLS)
    at.point(ANA, "c3d4", "escalate(…)", recorded=(RULES,))
    at.press(ANA, "take_recorded", "A")
    assert at.review.finding(Facet.OPTIONS, "A") is None
    assert at.review.finding(Facet.RULES, "A") is not None


def test_a_trace_that_holds_nothing_more_offers_nothing() -> None:
    """No message for it."""
    assert "recorded" not in chosen().keys


def test_what_is_taken_with_the_moment_has_its_place() -> None:
    """Moment, target, versions and identity come with the choice, each with span and key: nobody is asked twice."""
    held = {
        Facet.POINT: Recorded(Facet.POINT, "refund(…)", "a1b2 gen_ai.output.messages"),
        Facet.TARGET: Recorded(Facet.TARGET, "refund(…)\ncwd: /srv", "line 4.message, line 4.cwd"),
        Facet.VERSIONS: Recorded(Facet.VERSIONS, "m-1", "a1b2 gen_ai.response.model"),
        Facet.IDENTITY: Recorded(Facet.IDENTITY, "desk-7", "a1b2 enduser.id"),
    }
    at = Thread.opened()
    at.attach(ANA)
    at.point(ANA, "a1b2", "refund(…)", versions="m-1", identity="desk-7", recorded=tuple(held.values()))
    assert "recorded" not in at.keys
    for facet, each in held.items():
        found = at.review.finding(facet, "A")
        assert found is not None
        assert (found.text, found.place) == (each.text, each.where)
        assert found.evidence_class is EvidenceClass.LOGGED


CUT = Recorded(
    Facet.TARGET, 'refund({"to": "acc', "a1b2 gen_ai.output.messages", provenance=Provenance.TRUNCATED
)
"""What it acted on, as a backend left it."""


def test_a_moment_that_is_not_as_it_was_sent_is_not_logged_and_says_so() -> None:
    """Moment and target are reconstructed, keep what became of them, and the thread hears it."""
    both = (replace(CUT, facet=Facet.POINT), CUT)
    at = chosen(*both)
    for facet in (Facet.POINT, Facet.TARGET):
        found = at.review.finding(facet, "A")
        assert found is not None
        assert found.evidence_class is EvidenceClass.RECONSTRUCTED
        assert found.spans == (Span("E1", CUT.text, 0, Provenance.TRUNCATED),)
    assert "cut short before it was recorded" in spoken(at.last[0])


def test_a_moment_as_it_was_sent_is_told_without_a_doubt() -> None:
    """A whole twin is never marked."""
    at = chosen(replace(CUT, facet=Facet.POINT, provenance=None), replace(CUT, provenance=None))
    assert "cut short" not in spoken(at.last[0])
    found = at.review.finding(Facet.TARGET, "A")
    assert found is not None
    assert found.evidence_class is EvidenceClass.LOGGED


def test_another_moment_of_a_decision_tells_its_doubt_too() -> None:
    """Also where the question is answered already, and the moment is only mentioned."""
    at = chosen()
    at.point(ANA, "c3d4", "escalate(…)", recorded=(replace(CUT, facet=Facet.POINT),))
    assert "cut short before it was recorded" in spoken(at.last[0])


@given(st.text("ab \n", min_size=1, max_size=2 * SHOWN), st.integers(0, 5000))
def test_what_is_shown_of_a_text_and_what_is_said_to_be_left_out_are_the_whole(text: str, more: int) -> None:
    """Every character is shown or counted; a text shown whole is said to lack nothing."""
    (row,) = rows(replace(RULES, text=text, left_out=more))
    left_out = int(row["left_out"])
    shown = len(text) + more - left_out
    assert left_out >= 0
    assert row["text"] == " ".join(text[:shown].split())
    assert (left_out == 0) is (more == 0 and len(text) <= SHOWN)


def test_a_long_text_says_how_much_the_window_has_besides() -> None:
    """In the offer, in the whole record, and to the cold reader."""
    at = chosen(replace(RULES, text="x" * 1500, left_out=4500), TOOLS)
    assert f"[{6000 - SHOWN + 1} more characters in the window]" in spoken(at.last[-1])
    at.press(BEA, "take_recorded", "A")
    held = at.review.finding(Facet.RULES, "A")
    assert held is not None
    assert held.left_out == 4500


def rows(*found: Recorded) -> list[Any]:
    """The rows of the offer."""
    (offer,) = (say for say in chosen(*found).last if say.key == "recorded")
    given_rows = offer.values["rows"]
    assert isinstance(given_rows, list)
    return given_rows
