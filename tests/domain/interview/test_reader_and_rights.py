from dataclasses import replace

import pytest

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Speaker
from bot.domain.review import StatementKind, WhyUnknown, with_finding
from bot.domain.says import Place
from bot.domain.vocabulary import Facet, Question, Status, YesNo
from tests.domain.interview.answers import answer_until, at, fill, finished
from tests.domain.interview.thread import ANA, BEA, CEM, DEV, Thread, spoken

LETTER = "A"


def read_by(thread: Thread, reader: Speaker, words: str) -> None:
    """Somebody asked picks the option with these words."""
    picks = {b.text: b.value for say in thread.says if say.key == "cold_read" for b in say.buttons}
    thread.press(reader, "expect", next(value for text, value in picks.items() if words in text))


def test_a_cold_reader_is_not_shown_what_the_agent_did() -> None:
    """Goal, context and options in an order of their own; neither the choice nor its reason nor the title."""
    thread = at(Question.AUTHORITY)
    thread.form(ANA, "cold_reader", LETTER, reader=CEM.person)
    (asked,) = thread.last
    assert (asked.place, asked.to) == (Place.ALONE, CEM.person)
    shown = spoken(asked)
    options = [button.text for button in asked.buttons]
    assert options == sorted(options, key=str.casefold)
    for facet in (Facet.CHOICE, Facet.REASON, Facet.BELIEF, Facet.OUTSIDE, Facet.MISSING):
        held = thread.review.finding(facet, "A")
        assert held is not None
        assert held.text not in shown
    assert thread.review.title not in shown
    assert "Have you read the thread?" in shown


def test_a_cold_reader_is_told_what_is_cited_in_part() -> None:
    """Goal and context out of a trace end where the record ends, and say how much they lack."""
    thread = at(Question.AUTHORITY)
    cut = {Facet.OBJECTIVE_GIVEN: 700, Facet.RULES: 4500}
    for facet, more in cut.items():
        held = thread.review.finding(facet, "A")
        assert held is not None
        spans = (replace(held.spans[0], left_out=more),)
        thread.review = with_finding(thread.review, replace(held, spans=spans))
    thread.form(ANA, "cold_reader", LETTER, reader=CEM.person)
    for more in cut.values():
        assert f"[{more} more characters are left out]" in spoken(thread.last[0])


def test_a_cold_reader_who_expects_the_choice_confirms_it() -> None:
    """One tap; that they had read the thread is kept beside it."""
    thread = at(Question.AUTHORITY)
    thread.form(ANA, "cold_reader", LETTER, reader=CEM.person)
    thread.press(CEM, "read_thread", LETTER)
    read_by(thread, CEM, "refund")
    (read,) = thread.review.cold_reads
    assert (read.expected, read.read_thread) == (YesNo.YES, YesNo.YES)
    with pytest.raises(PersonError, match="reader_not_asked"):
        read_by(thread, CEM, "close")


def test_a_cold_reader_who_expects_something_else_reopens_the_first_question() -> None:
    """In its turn, for the reason; it holds nothing else up."""
    thread = at(Question.AUTHORITY)
    thread.form(ANA, "cold_reader", LETTER, reader=CEM.person)
    read_by(thread, CEM, "close")
    assert thread.keys == ["cold_later"]
    fill(thread)
    thread.tap(ANA, "agree")
    assert thread.keys == ["cold_no"]
    assert "close the ticket" in thread.shown
    thread.say(BEA, "Closing it counts against its number when the customer writes back.")
    reason = thread.review.finding(Facet.REASON, "A")
    assert reason is not None
    assert reason.text.endswith("writes back.")


@pytest.mark.parametrize("reader", [ANA, BEA])
def test_whoever_opened_it_or_wrote_in_the_thread_is_no_cold_reader(reader: Speaker) -> None:
    """They were there; a form sent is writing as well."""
    thread = Thread.opened(by=ANA)
    fill(thread, BEA)
    with pytest.raises(PersonError, match="reader_was_there"):
        thread.form(ANA, "cold_reader", LETTER, reader=reader.person)


def test_with_fewer_than_two_options_the_reader_is_an_owned_unknown_at_once() -> None:
    """It is about no facet, so it adds nothing to what is unknown."""
    thread = Thread.opened()
    thread.form(ANA, "cold_reader", LETTER, reader=CEM.person)
    (unknown,) = thread.review.unknowns
    assert (unknown.why, unknown.facets) == (WhyUnknown.NO_READER, ())


def test_only_the_owner_finishes_publishes_restricts_and_hands_over() -> None:
    """Anyone answers; these belong to one person, and to the next after one tap."""
    thread = at(Question.CONTEXT)
    for press in ("publish",):
        with pytest.raises(NotAllowed):
            thread.press(BEA, press)
    for form, fields in (
        ("restrict", {}),
        ("hand_over", {"to": BEA.person}),
        ("withdraw", {"why": "double"}),
    ):
        with pytest.raises(NotAllowed):
            thread.form(BEA, form, **fields)
    thread.say(BEA, "done")
    assert thread.keys == ["refused"]
    thread.press(BEA, "own_review")
    thread.tap(ANA, "hand_over_to")
    assert thread.review.owner == BEA.person
    assert [say.key for say in thread.last] == ["handed_over", "brief"]
    thread.say(BEA, "done")
    assert thread.status() is Status.FILED


def test_an_owner_who_hands_over_a_restricted_review_still_reads_it() -> None:
    """What one owned, one goes on reading."""
    thread = Thread.opened(by=ANA)
    thread.form(ANA, "hand_over", to=BEA.person)
    thread.form(BEA, "restrict", readers="")
    thread.form(BEA, "hand_over", to=CEM.person)
    assert BEA.person in thread.review.readers


def test_a_stranger_does_nothing_in_a_restricted_review() -> None:
    """No button, no form, no command; what they write is kept as talk until a reader takes it."""
    thread = Thread.opened()
    thread.form(ANA, "restrict", readers=BEA.person)
    with pytest.raises(NotAllowed, match="not_reader"):
        thread.press(CEM, "contained")
    with pytest.raises(NotAllowed, match="not_reader"):
        fill(thread, CEM)
    thread.say(CEM, "next")
    assert thread.keys == ["refused"]
    thread.say(CEM, "It could ask, or stop, or go on; it went on.")
    assert thread.review.statements[0].kind is StatementKind.TALK
    thread.press(BEA, "as_answer", "1")
    assert thread.review.findings


def test_nothing_of_a_restricted_review_is_handed_to_a_stranger() -> None:
    """Neither a question, nor a wall, nor an unknown, nor the draft."""
    thread = at(Question.CLOSE)
    thread.form(ANA, "restrict", readers=BEA.person)
    cases = (
        ("hand", "", {"to": DEV.person}),
        ("wall_owner", "W1", {"owner": DEV.person}),
        ("send_for_review", "", {"to": DEV.person}),
        ("cold_reader", "A", {"reader": DEV.person}),
        ("contain", "", {"owner": DEV.person}),
    )
    for form, target, fields in cases:
        with pytest.raises(PersonError, match="reader_may_not_read"):
            thread.form(ANA, form, target, **fields)


def test_in_a_private_channel_whoever_writes_takes_part() -> None:
    """The channel is the list of readers."""
    thread = Thread.opened(private=True)
    assert thread.review.restricted
    thread.say(BEA, "It could refund it, ask the shift lead, or close it.")
    thread.press(BEA, "contained")
    assert thread.review.findings


def test_a_role_is_picked_by_its_person_or_the_owner() -> None:
    """Nobody else names a person."""
    thread = finished()
    thread.say(BEA, "It was the second week of the new shift plan.")
    thread.form(BEA, "role", role="on-call engineer")
    with pytest.raises(NotAllowed):
        thread.form(CEM, "role", person=BEA.person, role="the culprit")
    known = thread.review.participant(BEA.person)
    assert known is not None
    assert known.role == "on-call engineer"


def test_only_somebody_who_was_asked_stands_by_a_review() -> None:
    """An approval is a named person's, once for each time they are asked."""
    thread = at(Question.CLOSE)
    with pytest.raises(PersonError, match="not_asked_to_review"):
        thread.press(BEA, "approve")
    thread.form(ANA, "send_for_review", to=BEA.person)
    assert thread.last[0].to == BEA.person
    thread.press(BEA, "approve")
    thread.press(BEA, "approve")
    assert [a.by for a in thread.review.acts if a.kind == "approved"] == [BEA.person]


def test_without_a_reader_the_finished_review_owes_one_and_is_reviewed_all_the_same() -> None:
    """It never holds up publishing; an answer settles it."""
    thread = finished()
    assert thread.status() is Status.REVIEWED
    (owed,) = (u for u in thread.review.unknowns if u.why is WhyUnknown.NO_READER)
    thread.form(ANA, "cold_reader", LETTER, reader=DEV.person)
    read_by(thread, DEV, "refund")
    (settled,) = (u for u in thread.review.unknowns if u.id == owed.id)
    assert settled.settled_at is not None


def test_the_mark_of_an_agent_is_not_put_on_the_owner() -> None:
    """A person marks who is the agent; never whoever opened the review."""
    thread = Thread.opened()
    thread.say(BEA, "the agent is @ana")
    assert thread.keys == ["refused"]
    thread.say(BEA, "the agent is @dev")
    thread.say(DEV, "I refunded because the policy allowed it.")
    assert thread.review.statements[-1].kind is StatementKind.SELF_REPORT
    answer_until(thread, Question.CONTEXT)
    assert thread.review.finding(Facet.REASON, "A")


def test_a_mark_on_the_wrong_person_is_taken_off_again() -> None:
    """They could do nothing any more, not even say so."""
    thread = Thread.opened()
    thread.say(ANA, "the agent is @dev")
    with pytest.raises(NotAllowed, match="agent_may_not"):
        thread.press(DEV, "contained")
    thread.say(ANA, "the agent is not @dev")
    assert "Dev is a person again" in thread.shown
    thread.say(DEV, "It could refund it, ask the shift lead, or close it.")
    assert thread.review.finding(Facet.OPTIONS, "A")


def test_who_owns_a_wall_is_not_marked_as_the_agent() -> None:
    """The agent owns nothing; they could not say that it is built."""
    thread = at(Question.CLOSE)
    thread.press(BEA, "own_wall", "W1")
    thread.say(ANA, "the agent is @bea")
    assert thread.keys == ["refused"]
