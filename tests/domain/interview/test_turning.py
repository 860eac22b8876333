"""Heat in an answer: once a review the bot turns to the set-up and offers a call, to its author alone."""

import pytest

from bot.domain.says import Place, Say
from bot.domain.vocabulary import Facet, Question
from tests.domain.interview.answers import DECISION, at, fill
from tests.domain.interview.thread import ANA, BEA, CEM, Thread, own_words, spoken, voice

OPTIONS = "It could refund the order, ask the shift lead, or close the ticket."
HEATED = f"Are you kidding me? {OPTIONS}"
CALL = "25 minutes together"
MOST_WORDS = 90


def turns(thread: Thread) -> list[Say]:
    """Every time the bot turned to the set-up."""
    return [say for say in thread.says if say.key == "heat"]


def test_heat_is_answered_by_the_probe_that_would_come_anyway_to_its_author_alone() -> None:
    """Same question, same count; the offer stands before it, and what was said is taken."""
    calm, heated = Thread.opened(), Thread.opened()
    (plain,) = calm.say(BEA, OPTIONS)
    (turn,) = heated.say(BEA, HEATED)
    assert (turn.key, turn.place, turn.to) == ("heat", Place.WHISPER, BEA.person)
    assert turn.values["probe"] == plain.values["probe"]
    assert CALL in heated.shown
    assert "Taken: options" in heated.shown
    assert len(heated.says) == len(calm.says)
    assert heated.review.finding(Facet.OPTIONS, "A") is not None


def test_it_is_offered_once_a_review() -> None:
    """Later heat, of anybody, gets the probes that calm words get."""
    thread = Thread.opened()
    thread.say(BEA, HEATED)
    thread.say(CEM, 'This is insane. Its instructions say "resolve every ticket".')
    assert (thread.keys, thread.last[0].place) == (["probe"], Place.THREAD)
    assert len(turns(thread)) == 1


def test_after_blame_once_heat_turns_and_blame_after_it_does_not_turn_again() -> None:
    """Both lead to the one offer, whichever comes first; blame is asked about alone all the same."""
    thread = Thread.opened()
    thread.say(BEA, "Human error, plain and simple, at 10:42.")
    assert turns(thread) == []
    thread.say(BEA, HEATED)
    assert len(turns(thread)) == 1
    thread.say(CEM, "Jo messed up the settings at 9:15, it is his fault.")
    (probe,) = thread.last
    assert (probe.key, probe.place, probe.to) == ("probe", Place.WHISPER, CEM.person)
    assert len(turns(thread)) == 1


def test_blame_in_heat_gets_the_probe_about_blame_with_the_offer() -> None:
    """One message, not two."""
    thread = Thread.opened()
    (turn,) = thread.say(BEA, "Human error, plain and simple, at 10:42!!!")
    assert (turn.key, turn.to) == ("heat", BEA.person)
    assert turn.values["probe"] == voice().script.sign_probes["S3"]


def test_where_no_probe_is_due_one_word_goes_to_its_author_beside_what_follows() -> None:
    """The thread goes on; the word asks nothing and has no button of an answer."""
    thread = Thread.opened()
    fill(thread, options="")
    follows, turn = thread.say(BEA, HEATED)
    assert (follows.key, follows.place) == ("verdict_decision", Place.THREAD)
    assert (turn.key, turn.place, turn.to) == ("heat", Place.WHISPER, BEA.person)
    assert CALL in spoken(turn)
    assert voice().speak(turn).buttons == ()
    thread.say(BEA, "This is insane!!!")
    assert len(turns(thread)) == 1


def test_it_goes_to_whoever_wrote_in_heat_not_to_whoever_spoke_last() -> None:
    """Several people in one burst."""
    thread = Thread.opened(pace=25.0)
    thread.say(BEA, HEATED)
    thread.say(CEM, 'Its instructions say "resolve every ticket within five minutes".')
    thread.press(ANA, "thats_all")
    (turn,) = turns(thread)
    assert turn.to == BEA.person


def test_a_form_sent_in_heat_is_answered_like_a_message() -> None:
    """Its probe brings the offer."""
    thread = Thread.opened()
    fill(thread, BEA, options="", belief="That the parcel was lost, are you kidding me")
    (turn,) = thread.last
    assert (turn.key, turn.to) == ("heat", BEA.person)


def test_heat_at_the_close_is_answered_beside_the_summary() -> None:
    """No probe is put there."""
    thread = at(Question.CLOSE)
    thread.say(BEA, "Yes, the same thing, because nothing has changed!!!")
    assert thread.keys == ["summary", "heat"]


def test_while_quiet_nothing_is_said_and_nothing_used_up() -> None:
    """People talk by themselves then; the offer is still there afterwards."""
    thread = Thread.opened()
    thread.press(ANA, "quiet")
    assert thread.say(BEA, HEATED) == ()
    thread.say(ANA, "go on")
    thread.say(BEA, 'I\'m sick of this. Its instructions say "resolve every ticket".')
    assert len(turns(thread)) == 1


@pytest.mark.parametrize(
    "text",
    [
        f'The customer wrote "ARE YOU KIDDING ME, THIS IS INSANE!!!". {OPTIONS}',
        f"> whose idea was this!!!\n{OPTIONS}",
        f"`wtf` stood in the log. {OPTIONS}",
    ],
)
def test_somebody_elses_heat_is_none(text: str) -> None:
    """Quotations, code and quoted lines are not looked at."""
    thread = Thread.opened()
    thread.say(BEA, text)
    assert turns(thread) == []


def test_the_agents_own_words_and_talk_are_no_answer() -> None:
    """Neither is judged."""
    thread = Thread.opened()
    thread.say(BEA, "@cem are you kidding me?")
    assert turns(thread) == []


@pytest.mark.parametrize("facet", sorted(set(DECISION) - {"choice"}))
def test_the_turn_is_one_message_of_at_most_ninety_words(facet: str) -> None:
    """With any probe, and everything taken before it."""
    thread = Thread.opened()
    fill(thread, BEA, **{facet: "", "choice": "It chose to refund the order, are you kidding me"})
    (turn,) = thread.last
    assert turn.key == "heat"
    assert own_words(turn) <= MOST_WORDS
