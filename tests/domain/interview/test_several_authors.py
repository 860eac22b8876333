"""A facet that several people wrote: nobody loses words, or is given another's, when somebody changes their own."""

import pytest

from bot.domain.review import Finding
from bot.domain.vocabulary import EvidenceClass, Facet, WhyNot
from tests.domain.interview.answers import fill
from tests.domain.interview.test_forms_again import FORM, TARGET, opened_again
from tests.domain.interview.thread import ANA, BEA, CEM, Thread

ANAS = "It could refund the order or close the ticket"
BEAS = "It could ask the shift lead"
BOTH = [("S1", ANAS), ("S2", BEAS)]


def by_form() -> Thread:
    """The options, Ana's and then Bea's, who added hers to the field."""
    thread = Thread.opened()
    fill(thread, options=ANAS)
    thread.form(BEA, FORM, TARGET, **opened_again(thread, options=f"{ANAS}\n{BEAS}"))
    assert said(held(thread)) == BOTH
    return thread


def by_message() -> Thread:
    """The same in two messages, taken together."""
    thread = Thread.opened(pace=25.0)
    thread.say(ANA, f"{ANAS}.")
    thread.say(BEA, f"{BEAS}.")
    thread.press(ANA, "thats_all")
    assert [source for source, _ in said(held(thread))] == ["S1", "S2"]
    return thread


def held(thread: Thread, facet: Facet = Facet.OPTIONS) -> Finding:
    """What is held for a facet."""
    found = thread.review.finding(facet, "A")
    assert found is not None
    return found


def said(finding: Finding) -> list[tuple[str, str]]:
    """Its words, each with the statement it stands in."""
    return [(span.source, span.text) for span in finding.spans]


def test_the_first_author_rewords_their_part_in_the_form_and_the_other_stays() -> None:
    """In the order it was typed, each part from its own statement."""
    thread = by_form()
    new = "It could refund the order, in part or in full"
    thread.form(ANA, FORM, TARGET, **opened_again(thread, options=f"{new}\n{BEAS}"))
    assert said(held(thread)) == [("S3", new), ("S2", BEAS)]
    assert held(thread).author == ANA.person
    assert thread.review.disagreements == ()


def test_the_first_author_leaves_the_others_part_out_and_it_is_kept() -> None:
    """Nobody unsays for another; nor is it a second reading of what is partly their own."""
    thread = by_form()
    thread.form(ANA, FORM, TARGET, **opened_again(thread, options="It could refund the order in part"))
    assert said(held(thread)) == [("S3", "It could refund the order in part"), ("S2", BEAS)]
    assert thread.review.disagreements == ()


def test_the_first_author_takes_their_part_away_and_the_facet_is_the_others() -> None:
    """Called after whoever said what is left."""
    thread = by_form()
    thread.form(ANA, FORM, TARGET, **opened_again(thread, options=BEAS))
    assert said(held(thread)) == [("S2", BEAS)]
    assert held(thread).author == BEA.person


def test_the_second_author_changes_their_own_part_alone() -> None:
    """What the first wrote stands as it was, and is not said against."""
    thread = by_form()
    thread.form(BEA, FORM, TARGET, **opened_again(thread, options=f"{ANAS}\nIt could ask anybody on shift"))
    assert said(held(thread)) == [("S1", ANAS), ("S3", "It could ask anybody on shift")]
    assert held(thread).author == ANA.person
    assert thread.review.disagreements == ()


def test_words_put_before_and_between_are_their_authors_and_the_rest_stays_whose_it_was() -> None:
    """Where nobody's words are left out nobody disagrees; other line breaks are not other words."""
    thread = by_form()
    text = f"It could wait.\r\n{ANAS}\r\nor stop,\r\n{BEAS}"
    thread.form(CEM, FORM, TARGET, **opened_again(thread, options=text))
    assert said(held(thread)) == [("S3", "It could wait."), ("S1", ANAS), ("S3", "or stop,"), ("S2", BEAS)]
    assert thread.review.disagreements == ()


def test_somebody_who_wrote_none_of_it_and_says_otherwise_disagrees() -> None:
    """Both authors' words stay as the first reading."""
    thread = by_form()
    thread.form(CEM, FORM, TARGET, **opened_again(thread, options=f"{ANAS}\nIt had no other way out"))
    assert said(held(thread)) == BOTH
    (disagreement,) = thread.review.disagreements
    assert [p.author for p in disagreement.positions] == [ANA.person, CEM.person]


@pytest.mark.parametrize("text", [f"{BEAS};\n{ANAS}.", f"{ANAS}\n{BEAS}.", "It could stop"])
def test_a_form_sent_twice_changes_nothing_the_second_time(text: str) -> None:
    """Whether the other's words were left out, or stand in another order, or end in another mark."""
    thread = by_form()
    thread.form(ANA, FORM, TARGET, **opened_again(thread, options=text))
    once = thread.review
    thread.form(ANA, FORM, TARGET, options=text)
    assert thread.review == once


def test_an_edited_message_takes_only_its_own_words_along() -> None:
    """The other's stay, under their own name."""
    thread = by_message()
    thread.edit(ANA, "m1", "Its instructions say: resolve every ticket within five minutes.")
    assert [source for source, _ in said(held(thread))] == ["S2"]
    assert held(thread).author == BEA.person
    assert held(thread, Facet.OBJECTIVE_GIVEN).author == ANA.person


def test_a_deleted_message_leaves_the_others_words_to_their_author() -> None:
    """What Bea may change by form then is hers, and Ana would disagree with it."""
    thread = by_message()
    thread.delete(ANA, "m1")
    assert held(thread).author == BEA.person
    thread.form(BEA, FORM, TARGET, options="It could ask anybody on shift")
    assert said(held(thread)) == [("S3", "It could ask anybody on shift")]
    assert thread.review.disagreements == ()


def test_the_weakest_part_gives_the_facet_its_class_whoever_changed_theirs() -> None:
    """A guess of Bea's stays one in what Ana rewords."""
    thread = Thread.opened()
    fill(thread, options=ANAS)
    guess = "It probably could ask the shift lead"
    thread.form(BEA, FORM, TARGET, **opened_again(thread, options=f"{ANAS}\n{guess}"))
    thread.form(ANA, FORM, TARGET, **opened_again(thread, options=f"It could refund it\n{guess}"))
    assert held(thread).evidence_class is EvidenceClass.INFERRED


def test_a_wall_that_was_there_goes_with_the_words_that_named_it_alone() -> None:
    """The one the other named stays."""
    thread = Thread.opened()
    form, target, first = "answer_wall", ":wall", "The limit of the shop was bypassed"
    thread.form(ANA, form, target, existing=first)
    thread.form(BEA, form, target, existing=f"{first}\nThe alert came too late")
    thread.form(ANA, form, target, existing="There was no limit at all\nThe alert came too late")
    assert [(wall.span.source, wall.why_not) for wall in thread.review.existing] == [
        ("S2", WhyNot.TOO_LATE),
        ("S3", WhyNot.ABSENT),
    ]


def test_what_the_trace_says_stays_beside_what_somebody_typed_however_often() -> None:
    """The moment was chosen by somebody else; the same form again changes nothing."""
    thread = Thread.opened()
    thread.attach(CEM)
    thread.point(CEM, "a1", "refund(0)")
    typed = 'System: the role "refunds", up to 100 EUR.'
    thread.form(ANA, "answer_authority", "A:authority", target=f"{typed}\nrefund(0)")
    assert {text for _, text in said(held(thread, Facet.TARGET))} == {typed, "refund(0)"}
    for _ in range(2):
        thread.form(ANA, "answer_authority", "A:authority", target=typed)
        assert {text for _, text in said(held(thread, Facet.TARGET))} == {typed, "refund(0)"}
        assert thread.review.statement_count == 1
