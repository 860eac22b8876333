"""The finished document begins with what a busy reader needs and ends with the one question that stays open."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.report import document
from bot.domain.review import Decision, NoWallYet, Review, SameTomorrow, Span, with_verdict
from bot.domain.tree import Heading, Listing, Panel, Paragraph, plain
from bot.domain.verdict import missing_facets, unknown_facets
from bot.domain.vocabulary import Facet, Question, Ruling, Status, YesNo
from tests.domain import making
from tests.domain.report.made import ANA, OPENED, drawn, headings, rich, text_of, under, voice, whole

QUESTIONS = (
    "What decision did the agent make, and what was it trying to optimize for?",
    "What context was in its window at that moment?",
    "Was it authorized to take that action?",
    "Could the operation have caught this class of error before it landed on live work?",
)


def bottom(review: Review) -> list[str]:
    found = drawn(review).blocks
    at = next(i for i, b in enumerate(found) if isinstance(b, Heading) and plain(b.parts) == "Bottom line")
    lines = found[at + 1]
    assert isinstance(lines, Listing)
    return [text_of(block) for item in lines.items for block in item]


def above(review: Review) -> str:
    """Everything before the bottom line."""
    return whole(drawn(review)).partition("Bottom line")[0]


@pytest.mark.parametrize("review", [rich(), making.make_review(), making.full_review()])
def test_sections_stand_in_one_order_whatever_is_held(review: Review) -> None:
    """Bottom line, the four questions to the letter, open ends, timeline, appendix: in every review."""
    asked = [f"{number}. {question}" for number, question in enumerate(QUESTIONS, 1)]
    assert headings(drawn(review), 2) == [
        "Bottom line",
        *asked,
        "Unknowns and disagreements",
        "Timeline",
        "Appendix",
    ]


def test_it_is_called_a_decision_review_with_its_key() -> None:
    """The one heading of the first level names the kind of document, the review and what happened."""
    title = "Decision review AR-12: Final notices went to customers who had paid"
    assert headings(drawn(rich()), 1) == [title]


@pytest.mark.parametrize("review", [rich(), making.make_review(), making.full_review()])
def test_the_bottom_line_has_five_lines(review: Review) -> None:
    """Decision, verdict, same tomorrow, walls, unknowns; a line each, on one line."""
    lines = bottom(review)
    assert [line.split()[0] for line in lines[:4]] == ["Decision:", "Verdict:", "Same", "Walls:"]
    assert len(lines) == 5
    assert not any("\n" in line for line in lines)


def test_the_bottom_line_stays_short_when_an_answer_is_long() -> None:
    """Fifty thousand signs of somebody's words are cut there, and stand whole in their section."""
    words = "it refunded again and " * 2500
    long = making.full_review(same_tomorrow=SameTomorrow(YesNo.YES, (Span("S9", words),), ANA, OPENED))
    long = making.with_findings(long, [making.finding(Facet.CHOICE, words)])
    assert all(len(line) < 600 for line in bottom(long))
    assert words.strip() in under(drawn(long), f"1. {QUESTIONS[0]}")


@pytest.mark.parametrize("review", [rich(), making.make_review(), making.full_review()])
def test_the_last_line_is_the_question_about_tomorrow(review: Review) -> None:
    """Every review ends with it, answered or not."""
    last = drawn(review).blocks[-1]
    assert isinstance(last, Paragraph)
    assert text_of(last).startswith("Same thing tomorrow? ")
    assert ", because " in text_of(last)


def test_a_reason_is_not_introduced_twice() -> None:
    """Somebody who typed "No, because ..." is not made to say so after "no, because"."""
    last = text_of(drawn(rich()).blocks[-1])
    assert last.startswith(
        "Same thing tomorrow? no, because the letter service asks for the balance now. (S14)"
    )


def test_a_stale_answer_says_so() -> None:
    """An answer older than its agent is not left standing as if it held."""
    fresh = replace(rich(), same_tomorrow=making.same_tomorrow())
    assert "out of date" in text_of(drawn(rich()).blocks[-1])
    assert "out of date" not in text_of(drawn(fresh).blocks[-1])


def test_a_filed_review_says_how_many_facets_keep_it_from_being_learned_from() -> None:
    """The figure is that of the rule, and the question without a verdict is named."""
    review = rich()
    line = bottom(review)[-1]
    assert line.startswith(f"Filed, not learned: {unknown_facets(review)} unknowns")
    assert line.endswith("No verdict on question 2 of B.")
    assert unknown_facets(review) == 1 + 8 + 7 + 8


def test_a_reviewed_one_lists_its_unknowns_and_is_not_called_filed() -> None:
    """Unknowns that hold nothing back are counted all the same."""
    review = making.full_review(status=Status.REVIEWED)
    gone = replace(review, findings=tuple(f for f in review.findings if f.facet is not Facet.EXCESS))
    owned = replace(gone, unknowns=(making.unknown(Question.CONTEXT, Facet.EXCESS),))
    assert bottom(owned)[-1] == "Unknown: 1 facet (U1)."
    assert "not learned" not in whole(drawn(owned))


def test_the_header_counts_what_is_missing_until_nothing_is() -> None:
    """Its figure is that of the rule; once every facet is answered or owned the line is gone."""
    open_review = making.make_review()
    missing = len(missing_facets(open_review))
    assert f"Why: {missing} facets missing" in above(open_review)
    assert f"Unknown: 0 facets ({missing} missing that nobody owns yet)" in bottom(open_review)[-1]
    assert "missing" not in above(making.full_review())
    assert "missing" not in above(rich())


def test_the_verdict_leads_with_whether_the_set_up_allowed_it() -> None:
    """Governance design or access control comes before the classes of window and choice."""
    assert bottom(making.full_review())[1] == (
        "Verdict: Governance design (granted wider than meant); window: what was there was out of date or "
        "false; choice: added an action outside the task"
    )


def test_a_proposed_verdict_is_never_shown_as_settled() -> None:
    """Neither in the bottom line nor in its section."""
    assert "never there (proposed, not settled)" in bottom(rich())[1]
    assert "proposed, not settled" in under(drawn(rich()), f"2. {QUESTIONS[1]}")


def test_an_open_path_comes_before_everything() -> None:
    """A control was passed and nobody said that it is closed: the first thing below the title says so."""
    review = making.full_review()
    passed = making.verdict(Question.AUTHORITY, "bypassed", ruling=Ruling.ACCESS_CONTROL)
    blocks = drawn(with_verdict(review, passed)).blocks
    assert isinstance(blocks[1], Panel)
    assert "path may still be open" in text_of(blocks[1])
    assert not isinstance(drawn(review).blocks[1], Panel)


def test_a_restricted_review_says_for_whom_it_is() -> None:
    """The readers stand on top, by role; an open review has no such box."""
    panel = drawn(rich()).blocks[1]
    assert isinstance(panel, Panel)
    assert text_of(panel) == "Restricted. Not to be passed on; it is for: billing lead, security."
    assert "Restricted" not in whole(drawn(replace(rich(), restricted=False)))


def test_in_a_private_channel_whoever_wrote_is_a_reader() -> None:
    """The box names them as well."""
    panel = text_of(drawn(replace(rich(), private_channel=True)).blocks[1])
    assert "participant 3" in panel


def test_the_usual_post_mortem_is_linked_or_said_to_be_missing() -> None:
    """Its field is there either way; what is no web address is shown, never made a link."""
    label = "Usual post-mortem, which this does not replace: "
    assert label + "https://wiki.example/pm/12" in above(rich())
    assert label + "none linked" in above(making.make_review())
    assert label + "javascript:alert(1)" in above(making.make_review(postmortem="javascript:alert(1)"))


def test_the_first_guess_stands_beside_the_verdict_and_is_not_one() -> None:
    """Both are shown, each under its own name."""
    section = under(drawn(rich()), f"1. {QUESTIONS[0]}")
    assert "First guess of whoever opened this, before anything was asked: did what we asked" in section
    assert (
        "Verdict: did what was asked, the ask was wrong; also: acted on a fact nobody had checked." in section
    )


def test_no_wall_yet_is_shown_with_who_accepted_it_and_when_to_look_again() -> None:
    """By role, with the reason as given."""
    review = replace(rich(), walls=(), no_wall_yet=NoWallYet(ANA, "budget", date(2026, 12, 1), OPENED))
    walls = bottom(review)[3]
    assert walls == (
        "Walls: 0 standing. No wall yet: accepted by billing lead, because budget; "
        "to be looked at again on 2026-12-01."
    )


def test_one_decision_has_no_letters() -> None:
    """Letters tell decisions apart; where there is one they would only puzzle."""
    found = drawn(making.full_review())
    assert not any("Decision A" in heading for heading in headings(found, 3))
    assert bottom(making.full_review())[0] == "Decision: as somebody said it"


def test_every_decision_has_its_place_in_the_first_three_sections() -> None:
    """And the fourth is shared."""
    two = headings(drawn(rich()), 3)
    assert two[:6] == ["Decision A: Send to the whole list", "Decision B: Not to ask"] * 3


def test_a_decision_without_anything_held_is_one_line_and_no_empty_table() -> None:
    """What stands for it is named."""
    review = replace(making.full_review(), decisions=(Decision("A"), Decision("B")))
    assert under(drawn(review), "Decision B").startswith("Nothing is held here: not answered.")


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.MERGED])
def test_an_ended_opening_says_why(status: Status) -> None:
    """A withdrawn one gives its reason, a merged one the review it belongs to."""
    review = making.make_review(
        status=status, reason="opened twice", merged_into=3 if status is Status.MERGED else None
    )
    assert ("AR-3" if status is Status.MERGED else "Withdrawn: opened twice") in above(review)


def test_words_can_be_replaced_by_a_teams_own() -> None:
    """The document takes every word from its labels."""
    german = dict(voice().labels) | {"heading.bottom_line": "Kurz gesagt"}
    assert headings(document(rich(), german), 2)[0] == "Kurz gesagt"
