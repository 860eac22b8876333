"""Who answered for this agent last time is one tap away: for a question, and for the review."""

from dataclasses import replace

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.heard import Speaker
from bot.domain.interview import card
from bot.domain.says import Button
from bot.domain.vocabulary import Question
from tests.domain.interview.answers import CLASSES, answer_until, fill, settle
from tests.domain.interview.thread import AGENT, ANA, BEA, CEM, Thread, voice

MAILBOT = "mailbot"


def remembering(**answered: Speaker) -> Thread:
    """A review of an agent for which these answered last time, by question."""
    thread = Thread.opened()
    found = tuple((Question(question), who) for question, who in answered.items())
    thread.known = {"answered_last": lambda agent: found if agent == MAILBOT else ()}
    thread.form(ANA, "agent", agent=MAILBOT, tool="send")
    return thread


def owned_last_by(owner: Speaker | None) -> Thread:
    """A review of an agent whose last review was this one's."""
    thread = Thread.opened()
    thread.known = {"last_owner": lambda agent: owner if agent == MAILBOT else None}
    return thread


def offered(thread: Thread) -> list[Button]:
    """Whom the newest question is offered to."""
    (asked,) = thread.last
    return [button for button in asked.buttons if button.press == "hand_to"]


def answered(thread: Thread) -> None:
    """The open question answered and settled."""
    asked = thread.review.asking
    fill(thread)
    if asked in CLASSES:
        settle(thread, CLASSES[asked])


def test_a_question_is_offered_to_who_answered_it_last_time() -> None:
    """Each to its own, first among the buttons that only this review has, with a name."""
    thread = remembering(context=BEA, authority=CEM)
    answered(thread)
    assert offered(thread) == [Button("hand_to", f"A:context:{BEA.person}", "Bea")]
    assert thread.button("hand_to").label == "Hand to Bea (answered last time)"
    answered(thread)
    assert thread.button("hand_to").label == "Hand to Cem (answered last time)"


def test_the_wall_question_offers_them_before_what_was_parked() -> None:
    """It belongs to no decision."""
    thread = remembering(wall=CEM)
    thread.say(ANA, "We should put a limit of one refund per order into the payment service.")
    answer_until(thread, Question.WALL)
    presses = [button.press for button in thread.last[0].buttons]
    assert presses == ["hand_to", "adopt"]
    thread.tap(ANA, "hand_to")
    assert thread.review.step(Question.WALL).asked_of == CEM.person


def test_a_choice_a_reader_did_not_expect_is_offered_to_them_as_well() -> None:
    """The first question comes back in other words."""
    thread = remembering(decision=BEA)
    fill(thread)
    settle(thread, "guessed")
    thread.form(ANA, "cold_reader", "A", reader=CEM.person)
    options = thread.review.cold_reads[0].options
    other = next(n for n, option in enumerate(options) if "ask the shift lead" in option)
    thread.press(CEM, "expect", f"A:{other}")
    answered(thread)
    assert thread.keys == ["cold_no"]
    assert [button.text for button in offered(thread)] == ["Bea"]


def test_one_tap_hands_the_question_and_a_second_changes_nothing() -> None:
    """As by form: named in the thread, and waited for."""
    thread = remembering(context=BEA)
    answered(thread)
    button = thread.button("hand_to")
    thread.press(CEM, button.press, button.value)
    assert "Bea: Cem thinks you can say. What context was in its window" in thread.shown
    assert thread.review.step(Question.CONTEXT, "A").asked_of == BEA.person
    assert thread.press(ANA, button.press, button.value) == ()


def test_an_old_button_hands_nothing() -> None:
    """Neither a question that is not open any more, nor to somebody who writes here by now."""
    thread = remembering(context=BEA, authority=CEM)
    answered(thread)
    context = thread.button("hand_to")
    answered(thread)
    assert thread.press(ANA, context.press, context.value) == ()
    authority = thread.button("hand_to")
    thread.say(CEM, "The role mail-sender let it reach the mail platform.")
    assert thread.press(ANA, authority.press, authority.value) == ()
    assert all(step.asked_of is None for step in thread.review.progress)


@pytest.mark.parametrize("last", [ANA, AGENT], ids=["the owner, who is asked anyway", "the agent"])
def test_who_need_not_or_may_not_be_asked_is_not_offered(last: Speaker) -> None:
    """There is nothing to hand to them."""
    thread = remembering(context=last)
    answered(thread)
    assert offered(thread) == []


def test_who_writes_here_or_was_handed_it_is_not_offered_again() -> None:
    """They know already."""
    thread = remembering(context=BEA, authority=CEM)
    thread.say(CEM, "The moment was 07:42.")
    answered(thread)
    thread.tap(ANA, "hand_to")
    thread.say(ANA, "edit 2")
    assert thread.keys == ["ask_context"]
    assert offered(thread) == []
    answered(thread)
    assert thread.review.asking is Question.AUTHORITY
    assert offered(thread) == []


def test_a_restricted_review_offers_only_those_who_may_read_it() -> None:
    """A reader, once named."""
    thread = remembering(context=BEA)
    thread.form(ANA, "restrict", readers=CEM.person)
    answered(thread)
    assert offered(thread) == []
    thread.form(ANA, "restrict", readers=BEA.person)
    thread.say(ANA, "edit 2")
    assert [button.text for button in offered(thread)] == ["Bea"]


def test_nobody_is_offered_while_the_agent_is_not_known() -> None:
    """And what is asked is not asked again once it is."""
    thread = Thread.opened()
    thread.known = {"answered_last": lambda agent: ((Question.DECISION, BEA),) if agent == MAILBOT else ()}
    thread.say(ANA, "edit 1")
    assert offered(thread) == []
    thread.form(ANA, "agent", agent=MAILBOT)
    assert thread.keys == ["noted"]
    thread.say(ANA, "edit 1")
    assert [button.text for button in offered(thread)] == ["Bea"]


def test_the_card_offers_the_review_to_who_owned_the_agents_last_one() -> None:
    """From the moment the agent is named; the owner's tap hands it over, and it is offered no more."""
    thread = owned_last_by(BEA)
    drawn = len(thread.cards)
    thread.form(ANA, "agent", agent=MAILBOT)
    (named,) = thread.cards[drawn:]
    (button,) = (b for b in voice().speak(named).buttons if b.press == "hand_over_to")
    assert button.label == "Hand over to Bea (owned the last one)"
    with pytest.raises(NotAllowed, match="not_owner"):
        thread.press(BEA, button.press, button.value)
    thread.press(ANA, button.press, button.value)
    assert thread.review.owner == BEA.person
    assert thread.cards[-1].buttons == ()


@pytest.mark.parametrize("last", [ANA, AGENT, None], ids=["its owner", "the agent", "nobody"])
def test_the_card_offers_nobody_else(last: Speaker | None) -> None:
    """Nobody owned one before, or there is nothing to hand over."""
    thread = owned_last_by(last)
    thread.form(ANA, "agent", agent=MAILBOT)
    assert card(thread.review, last).buttons == ()
    assert all(say.buttons == () for say in thread.cards)


def test_the_card_of_a_restricted_review_names_only_who_may_read_it() -> None:
    """One tap shall not show it to somebody nobody named."""
    review = replace(Thread.opened().review, agent=MAILBOT, restricted=True)
    assert card(review, BEA).buttons == ()
    assert card(replace(review, readers=(BEA.person,)), BEA).buttons != ()
