"""How many facets are unknown: one figure, on the card, in the thread, in the brief and in what is published."""

from bot.domain.heard import Published
from bot.domain.says import Say
from bot.domain.verdict import missing_facets
from bot.domain.vocabulary import Question
from tests.domain.interview.answers import fill
from tests.domain.interview.thread import ANA, BEA, HERE, Thread, spoken


def figure(say: Say) -> int:
    """The unknown facets a Say tells of."""
    return int(str(say.values["unknowns"]))


def with_an_unknown() -> Thread:
    """Three facets of the first question are Bea's to find out; the others are empty, and nobody was asked."""
    thread = Thread.opened()
    thread.form(BEA, "unknown", "A:decision:options,belief,versions", owner=BEA.person)
    return thread


def test_the_card_counts_facets_that_are_unknown_beside_those_that_are_missing() -> None:
    """One unknown of three facets is three; what nobody was asked for yet is missing, not unknown."""
    thread = with_an_unknown()
    assert len(thread.review.unknowns) == 1
    missing = len(missing_facets(thread.review))
    assert f"why: {missing} facets missing · 3 unknown" in spoken(thread.cards[-1])


def test_whoever_asks_what_is_open_reads_the_figure_of_the_card() -> None:
    """So does the next owner, in the brief."""
    thread = with_an_unknown()
    (asked,) = thread.say(ANA, "next")
    assert figure(asked) == 3
    thread.form(ANA, "hand_over", to=BEA.person)
    brief = next(say for say in thread.last if say.key == "brief")
    assert figure(brief) == 3


def test_what_is_published_reads_like_the_card() -> None:
    """Finished early: what was missing is unknown from then on, and a cold reader nobody asked is no facet."""
    thread = with_an_unknown()
    fill(thread)
    missing = len(missing_facets(thread.review))
    thread.say(ANA, "done")
    published = Published(
        id="p1", at=thread.now, by=BEA, thread=HERE, target="markdown", version=1, digest="d", link="AR-7.md"
    )
    (told,) = thread.hear(published)
    assert f"Filed, not learned: {missing - 1} unknowns." in spoken(told)
    assert figure(thread.cards[-1]) == figure(told) == missing - 1
    assert missing_facets(thread.review) == ()


def test_an_answer_takes_its_facet_off_the_figure() -> None:
    """The unknown stays, with what is left of it."""
    thread = with_an_unknown()
    thread.form(
        BEA, f"answer_{Question.DECISION}", "A:decision", belief="That the parcel was lost, which was false"
    )
    assert figure(thread.cards[-1]) == 2
