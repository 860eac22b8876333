"""No cold reader to be had: an owned unknown as soon as the context is done, said in the message that comes anyway."""

import pytest

from bot.domain.errors import PersonError
from bot.domain.review import Unknown, WhyUnknown
from bot.domain.vocabulary import Question
from tests.domain.interview.answers import answer_until, at, fill, settle
from tests.domain.interview.thread import ANA, BEA, CEM, DEV, Thread, spoken, voice

LETTER = "A"
ONE = {"options": "It could refund the order", "choice": "It chose to refund the order"}
FEW, NOBODY = "fewer than two options are named", "everybody who may read this was here"


def owed(thread: Thread) -> list[Unknown]:
    """The unknowns of missing readers."""
    return [u for u in thread.review.unknowns if u.why is WhyUnknown.NO_READER]


def offers_a_reader(thread: Thread) -> bool:
    """Whether the bot's last message has the button that asks somebody who was not there."""
    return any(b.press == "form:cold_reader" for say in thread.last for b in voice().speak(say).buttons)


def with_one_option() -> Thread:
    """A review at its second question, one option named in the first."""
    thread = Thread.opened()
    fill(thread, ANA, **ONE)
    settle(thread, "guessed")
    return thread


def context_done(thread: Thread) -> None:
    """The open second question answered and settled."""
    fill(thread)
    settle(thread, "missing")


def restricted_to(*readers: str) -> Thread:
    """A review at its second question, open to these readers besides its owner."""
    thread = Thread.opened(by=ANA)
    thread.form(ANA, "restrict", readers=",".join(readers))
    return answer_until(thread, Question.CONTEXT)


def test_with_one_option_nobody_can_be_asked_as_soon_as_the_context_is_settled() -> None:
    """One message: the third question, with the note, and without the button."""
    thread = with_one_option()
    fill(thread)
    assert owed(thread) == []
    settle(thread, "missing")
    assert thread.keys == ["ask_authority"]
    assert FEW in thread.shown
    assert not offers_a_reader(thread)
    (unknown,) = owed(thread)
    assert (unknown.owner, unknown.decision, unknown.facets) == (thread.review.owner, LETTER, ())


def test_with_two_options_and_somebody_to_ask_nothing_is_owed() -> None:
    """Whoever may read an unrestricted review cannot be counted."""
    thread = at(Question.AUTHORITY)
    assert owed(thread) == []
    assert offers_a_reader(thread)


def test_a_context_skipped_for_good_is_done_as_well() -> None:
    """The second skip is the last."""
    thread = with_one_option()
    thread.tap(ANA, "skip")
    assert owed(thread) == []
    answer_until(thread, Question.WALL)
    fill(thread)
    thread.tap(ANA, "check")
    thread.tap(ANA, "walls_done")
    assert thread.keys == ["ask_context"]
    assert owed(thread) == []
    thread.tap(ANA, "skip")
    assert thread.keys == ["ask_close"]
    assert FEW in thread.shown
    assert len(owed(thread)) == 1


def test_options_may_still_come_while_their_question_waits() -> None:
    """A first question that was skipped once is asked again: until then nothing is missing."""
    thread = Thread.opened()
    thread.tap(ANA, "skip")
    context_done(thread)
    assert thread.review.asking is Question.AUTHORITY
    assert owed(thread) == []
    assert not offers_a_reader(thread)


def test_where_all_who_may_read_were_there_nobody_can_be_asked() -> None:
    """A reader who wrote, the opener who did not, and the agent, which is nobody."""
    thread = Thread.opened(by=ANA)
    thread.form(ANA, "restrict", readers=f"{BEA.person},{DEV.person}")
    thread.say(BEA, "the agent is @dev")
    fill(thread, BEA)
    settle(thread, "guessed")
    fill(thread, BEA)
    settle(thread, "missing")
    assert NOBODY in thread.shown
    assert not offers_a_reader(thread)
    assert len(owed(thread)) == 1


def test_a_named_reader_who_has_not_written_may_be_asked() -> None:
    """As may an owner who neither opened the review nor wrote."""
    thread = restricted_to(BEA.person)
    context_done(thread)
    assert owed(thread) == []
    assert offers_a_reader(thread)
    handed = Thread.opened(by=ANA)
    handed.form(ANA, "hand_over", to=CEM.person)
    handed.form(CEM, "restrict", readers="")
    answer_until(handed, Question.CONTEXT)
    context_done(handed)
    assert owed(handed) == []
    assert offers_a_reader(handed)


def test_it_is_said_and_owed_once() -> None:
    """Neither the next questions nor the end of the review bring it again."""
    thread = with_one_option()
    context_done(thread)
    answer_until(thread, Question.CLOSE)
    thread.say(ANA, "Yes, the same thing, because nothing has changed yet.")
    assert thread.keys == ["summary"]
    assert not offers_a_reader(thread)
    thread.press(ANA, "publish")
    assert len(owed(thread)) == 1
    assert sum(FEW in spoken(say) for say in thread.says) == 1


def test_a_reader_named_later_is_asked_and_settles_it() -> None:
    """The form still works, and the summary offers it."""
    thread = restricted_to()
    context_done(thread)
    with pytest.raises(PersonError, match="reader_may_not_read"):
        thread.form(ANA, "cold_reader", LETTER, reader=DEV.person)
    thread.form(ANA, "restrict", readers=DEV.person)
    answer_until(thread, Question.CLOSE)
    thread.say(ANA, "Yes, the same thing, because nothing has changed yet.")
    assert offers_a_reader(thread)
    thread.form(ANA, "cold_reader", LETTER, reader=DEV.person)
    thread.tap(DEV, "expect")
    (settled,) = owed(thread)
    assert settled.settled_at is not None


def test_a_second_option_named_later_can_be_asked_about() -> None:
    """And the answer settles what was owed."""
    thread = with_one_option()
    context_done(thread)
    with pytest.raises(PersonError, match="reader_needs_options"):
        thread.form(ANA, "cold_reader", LETTER, reader=DEV.person)
    thread.say(ANA, "edit 1")
    fill(thread, options="It could refund the order, or ask the shift lead")
    thread.form(ANA, "cold_reader", LETTER, reader=DEV.person)
    thread.tap(DEV, "expect")
    (settled,) = owed(thread)
    assert settled.settled_at is not None


def test_a_reader_who_was_asked_may_still_answer() -> None:
    """Nothing is owed while somebody has the question, though they have written meanwhile."""
    thread = restricted_to(BEA.person)
    thread.form(ANA, "cold_reader", LETTER, reader=BEA.person)
    thread.say(BEA, "Data: the carrier's page of Monday.")
    context_done(thread)
    assert owed(thread) == []


def test_a_quick_review_owes_no_reader_before_it_is_gone_through() -> None:
    """Four lines are valid and incomplete; with a verdict on the context it is gone through."""
    thread = Thread.opened(quick=True)
    thread.form(ANA, "restrict", readers="")
    thread.say(ANA, "It refunded the order.\nThe page said no data.\nThe role refunds.\nAnother limit.")
    assert owed(thread) == []
    thread.form(ANA, "verdict_context", "A:context", primary="missing")
    assert NOBODY in thread.shown
    assert len(owed(thread)) == 1


def test_a_context_settled_while_another_question_is_open_is_done_at_once() -> None:
    """The note comes with the word that it is noted; the open question stays."""
    thread = with_one_option()
    thread.tap(ANA, "skip")
    thread.form(ANA, "verdict_context", "A:context", primary="missing")
    assert thread.keys == ["noted"]
    assert FEW in thread.shown
    assert thread.review.asking is Question.AUTHORITY
    assert len(owed(thread)) == 1


def test_quiet_says_nothing_and_the_return_says_it() -> None:
    """What is found while people talk is told when the bot speaks again."""
    thread = with_one_option()
    thread.press(ANA, "quiet")
    context_done(thread)
    assert FEW not in thread.shown
    thread.say(ANA, "go on")
    assert FEW in thread.shown
    assert len(owed(thread)) == 1
