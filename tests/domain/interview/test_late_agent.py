"""The thread learns late that somebody in it is the agent itself, or that somebody is not."""

from dataclasses import replace

from bot.domain.review import StatementKind
from bot.domain.verdict import missing_facets, unknown_facets
from bot.domain.vocabulary import Facet, Question
from tests.domain.interview.answers import DECISION, answer_until, fill, settle
from tests.domain.interview.thread import ANA, BEA, DEV, Thread

OPTIONS = "It could refund it, ask the shift lead, or close it."
GOAL = "Its instructions say: resolve every ticket within five minutes."
WALL = "We should make the refund service refuse a second refund of one order."


def kinds(thread: Thread) -> list[StatementKind]:
    """What each statement is to the record."""
    return [statement.kind for statement in thread.review.statements]


def with_words_of_dev() -> Thread:
    """Dev answered in the first question, beside Ana."""
    thread = Thread.opened(pace=25.0)
    thread.say(DEV, f"{OPTIONS} {WALL}")
    thread.say(DEV, "thanks!")
    thread.say(ANA, GOAL)
    thread.press(ANA, "thats_all")
    assert thread.review.finding(Facet.OPTIONS, "A")
    assert len(thread.review.parked) == 1
    return thread


def test_what_the_agent_wrote_before_it_was_marked_is_its_account_too() -> None:
    """It answers for nobody: what rested on its words alone is open again, and the bot says which."""
    thread = with_words_of_dev()
    thread.say(BEA, "the agent is @dev")
    account = StatementKind.SELF_REPORT
    assert kinds(thread) == [account, account, StatementKind.ANSWER]
    assert thread.review.finding(Facet.OPTIONS, "A") is None
    assert thread.review.finding(Facet.OBJECTIVE_GIVEN, "A")
    assert thread.review.parked == ()
    assert "All Dev wrote or writes is kept as the agent's later account. Open again: options" in thread.shown


def test_so_it_is_where_the_platform_says_it_with_a_later_message() -> None:
    """Its bot was named in the settings meanwhile; once, and not with each message after."""
    thread = with_words_of_dev()
    bot = replace(DEV, agent=True)
    thread.say(bot, "I refunded because the policy allowed it.")
    assert kinds(thread).count(StatementKind.SELF_REPORT) == 3
    assert thread.review.finding(Facet.OPTIONS, "A") is None
    assert "Open again: options" in thread.shown
    assert thread.say(bot, "I was asked to be fast.") == ()


def test_a_message_the_bot_has_not_answered_yet_is_not_taken_any_more() -> None:
    """The burst goes on without it."""
    thread = Thread.opened(pace=25.0)
    thread.say(DEV, OPTIONS)
    thread.say(ANA, "the agent is @dev")
    thread.press(ANA, "thats_all")
    assert thread.review.findings == ()


def test_what_others_said_of_the_same_facet_stays() -> None:
    """Under their name."""
    thread = Thread.opened(pace=25.0)
    thread.say(DEV, OPTIONS)
    thread.say(BEA, "It could ask the shift lead.")
    thread.press(BEA, "thats_all")
    thread.say(ANA, "the agent is @dev")
    options = thread.review.finding(Facet.OPTIONS, "A")
    assert options is not None
    assert ([span.source for span in options.spans], options.author) == (["S2"], BEA.person)


def test_a_finished_review_holds_what_rested_on_the_agents_words_as_unknown() -> None:
    """No facet is left without an owner."""
    thread = Thread.opened()
    fill(thread, by=DEV)
    settle(thread, "guessed")
    answer_until(thread, Question.CLOSE)
    thread.say(ANA, "Yes, the same thing, because nothing has changed yet.")
    thread.press(ANA, "publish")
    assert unknown_facets(thread.review) == 0
    thread.say(ANA, "the agent is @dev")
    assert missing_facets(thread.review) == ()
    assert unknown_facets(thread.review) == len(DECISION)


def test_the_mark_taken_off_gives_a_person_their_answers_back() -> None:
    """Those from before it and those from meanwhile; their thanks are talk again."""
    thread = with_words_of_dev()
    thread.say(BEA, "the agent is @dev")
    thread.say(DEV, "It believed that the parcel was lost, which was false.")
    thread.say(BEA, "the agent is not @dev")
    assert "answers as one; so does all Dev wrote here" in thread.shown
    answer = StatementKind.ANSWER
    assert kinds(thread) == [answer, StatementKind.TALK, answer, answer]
    assert thread.review.finding(Facet.OPTIONS, "A")
    assert thread.review.finding(Facet.BELIEF, "A")
    assert not any(statement.pending for statement in thread.review.statements)
