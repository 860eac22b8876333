"""Facets that a trace fills: offered with span and key, taken by a person's press, never over what people said."""

from bot.domain.review import Recorded, Span
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
