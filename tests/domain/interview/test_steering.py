import pytest

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Published
from bot.domain.review import Stage
from bot.domain.says import Place, Publish
from bot.domain.verdict import missing_facets
from bot.domain.vocabulary import Facet, Question, Status
from tests.domain.interview.answers import at, fill, finished, settle, stage
from tests.domain.interview.thread import ANA, BEA, CEM, Thread


@pytest.mark.parametrize(
    "words",
    [
        "edit the template",
        "hand to support",
        "verify the amount",
        "built yesterday",
        "the agent is slow",
        "done is better than asking, it says",
    ],
)
def test_what_only_looks_like_a_command_is_an_answer(words: str) -> None:
    """Not a command unless it is one: the words are kept."""
    thread = Thread.opened()
    thread.say(BEA, words)
    assert thread.review.statements[0].text == words


def test_skip_comes_back_once_at_the_end_and_then_becomes_an_owned_unknown() -> None:
    """An old button skips nothing else."""
    thread = Thread.opened()
    button = thread.button("skip")
    thread.press(ANA, "skip", button.value)
    thread.press(ANA, "skip", button.value)
    assert thread.review.asking is Question.CONTEXT
    for _ in range(2):
        fill(thread)
        thread.press(ANA, "agree", f"A:{thread.review.asking}")
    thread.tap(ANA, "earlier_no")
    fill(thread)
    thread.tap(ANA, "check")
    thread.tap(ANA, "walls_done")
    assert thread.keys == ["ask_decision"]
    thread.tap(ANA, "skip")
    assert stage(thread, Question.DECISION) is Stage.DONE
    assert thread.review.unknowns[-1].question is Question.DECISION
    assert thread.keys == ["ask_close"]


def test_edit_goes_to_a_question_with_what_is_held_and_asks_no_old_probe_again() -> None:
    """`edit 1`, `edit A1`: fixed there, settled again in one tap, and on with what was open."""
    thread = at(Question.AUTHORITY)
    thread.say(BEA, "edit a1")
    assert thread.keys == ["ask_decision"]
    assert "It chose to refund the order" in thread.shown
    thread.say(BEA, "It believed the carrier's page of Monday 10:42, which was false from that evening on.")
    assert thread.keys == ["verdict_decision"]
    thread.tap(BEA, "agree")
    assert thread.review.asking is Question.AUTHORITY
    thread.say(BEA, "edit B1")
    assert thread.keys == ["refused"]


def test_back_goes_one_question_back() -> None:
    """And says so kindly where there is none."""
    thread = at(Question.CONTEXT)
    thread.say(BEA, "back")
    assert thread.review.asking is Question.DECISION
    thread.say(BEA, "back")
    assert thread.keys == ["refused"]


def test_quiet_keeps_everything_and_asks_nothing_until_go_on() -> None:
    """Anyone presses it; `next` shows what is open to who asks; then where we stand, and the open question."""
    thread = Thread.opened()
    thread.press(BEA, "quiet")
    thread.say(CEM, "It could refund it, ask the shift lead, or close it.")
    assert not thread.last
    assert thread.review.finding(Facet.OPTIONS, "A")
    thread.say(CEM, "next")
    assert [(say.key, say.place, say.to) for say in thread.last] == [("next", Place.WHISPER, CEM.person)]
    thread.say(BEA, "go on")
    assert "We are at question 1 of 4" in thread.shown
    assert "What decision did the agent make" in thread.shown


def test_dont_know_is_a_finding_with_an_owner_and_a_date() -> None:
    """The facet asked for, or all that is empty; a second tap owns nothing twice."""
    thread = Thread.opened()
    fill(thread, belief="")
    thread.say(BEA, "I really don't know, sorry")
    assert "That is a finding: the belief it rested on" in thread.shown
    value = thread.button("unknown_me").value
    thread.press(BEA, "unknown_me", value)
    thread.press(BEA, "unknown_me", value)
    (unknown,) = thread.review.unknowns
    assert (unknown.owner, unknown.facets) == (BEA.person, (Facet.BELIEF,))


def test_an_unknown_is_settled_by_the_answer_that_comes_after_all() -> None:
    """Whoever finds out says it; the finding is closed."""
    thread = Thread.opened()
    fill(thread, belief="")
    thread.tap(BEA, "dont_know")
    thread.form(BEA, "unknown", thread.button("unknown_me").value, owner=CEM.person, due="2026-09-30")
    assert thread.review.unknowns[0].owner == CEM.person
    thread.form(CEM, "answer_decision", "A:decision", belief="That the page was current, which was false")
    assert thread.review.unknowns[0].settled_at is not None


def test_a_question_is_handed_to_who_can_know_it() -> None:
    """Anyone may still answer."""
    thread = Thread.opened()
    thread.say(ANA, "hand to @bea")
    assert "Bea: Ana thinks you can say." in thread.shown
    thread.say(ANA, "hand to @nobody")
    assert thread.keys == ["refused"]
    fill(thread, CEM)
    assert thread.keys == ["verdict_decision"]


def test_done_works_at_any_time_and_makes_owned_unknowns_of_what_is_empty() -> None:
    """Filed, not learned; every facet is filled or owned, and it is published once however often it is pressed."""
    thread = at(Question.CONTEXT)
    thread.say(ANA, "done")
    thread.say(ANA, "done")
    assert thread.status() is Status.FILED
    assert missing_facets(thread.review) == ()
    assert [e for e in thread.errands if isinstance(e, Publish)] == [Publish(1)]


def test_done_takes_what_is_still_pending() -> None:
    """A message the bot has not answered yet is part of what is finished."""
    thread = Thread.opened(pace=25.0)
    thread.say(BEA, "It could refund it, ask the shift lead, or close it.")
    thread.say(ANA, "done")
    assert thread.review.finding(Facet.OPTIONS, "A")


def test_a_finished_review_is_deepened_by_a_word() -> None:
    """`edit 2` corrects it as it stands; `continue` opens it again and asks the rest."""
    thread = Thread.opened()
    fill(thread)
    settle(thread, "guessed")
    thread.say(ANA, "done")
    thread.say(BEA, "edit 2")
    fill(thread, BEA)
    settle(thread, "missing", BEA)
    assert thread.status() is Status.FILED
    assert thread.review.asking is None
    thread.say(BEA, "continue")
    assert thread.status() is Status.OPEN
    assert thread.review.asking is Question.AUTHORITY


def test_quick_asks_for_four_lines_in_one_message_or_in_four() -> None:
    """A valid, incomplete review, to be deepened later; nothing is probed."""
    lines = (
        "It refunded the order although asking was open to it.",
        "The carrier's page of Monday.",
        "The role refunds of the shop.",
        "An agent that is measured on closed tickets can give money away.",
    )
    for messages in (("\n".join(lines),), lines):
        thread = Thread.opened(quick=True)
        assert thread.keys == ["quick"]
        for message in messages:
            thread.say(ANA, message)
        assert {f.facet for f in thread.review.findings} >= {Facet.GRANT_SYSTEM, Facet.CLASS_SENTENCE}
        assert "probe" not in [say.key for say in thread.says]
        thread.press(ANA, "deepen")
        assert thread.keys == ["ask_decision"]


def test_four_lines_can_be_chosen_from_the_card_while_nothing_is_answered() -> None:
    """Later it is the whole interview."""
    thread = Thread.opened()
    thread.press(BEA, "four_lines")
    assert thread.keys == ["quick"]
    other = at(Question.CONTEXT)
    other.press(BEA, "four_lines")
    assert not other.review.quick


def test_an_opening_is_withdrawn_with_its_reason_and_keeps_what_is_said() -> None:
    """Number and reason stay; nothing is asked, nothing can be pressed, nothing is lost."""
    thread = Thread.opened()
    thread.form(ANA, "withdraw", why="opened twice")
    thread.say(BEA, "It could refund it, ask the shift lead, or close it.")
    thread.say(ANA, "done")
    assert thread.last == ()
    assert thread.status() is Status.WITHDRAWN
    assert [s.text for s in thread.review.statements][:1] == ["opened twice"]
    assert len(thread.review.statements) == 3
    with pytest.raises(PersonError, match="review_ended"):
        thread.press(ANA, "publish")


def test_the_later_opening_of_an_incident_joins_the_earlier_one() -> None:
    """[Same as AR-6], by the owner; a review that was published stays."""
    thread = Thread.opened()
    with pytest.raises(PersonError, match="merge_into_earlier"):
        thread.form(ANA, "merge", into="AR-9")
    with pytest.raises(NotAllowed):
        thread.form(BEA, "merge", into="AR-6")
    thread.form(ANA, "merge", into="ar-6")
    assert (thread.review.status, thread.review.merged_into) == (Status.MERGED, 6)
    published = finished()
    with pytest.raises(PersonError, match="ends_too_late"):
        published.form(ANA, "merge", into="6")


def test_a_failed_target_is_tried_again_alone() -> None:
    """The others have it already."""
    thread = finished()
    for target, trouble in (("markdown", ""), ("wiki", "publish_not_written")):
        thread.hear(
            Published(
                id=target,
                at=thread.now,
                by=ANA,
                target=target,
                version=1,
                digest="d",
                link="l",
                trouble=trouble,
            )
        )
    thread.tap(ANA, "publish")
    assert thread.errands[-1] == Publish(2, "wiki")


def drifted() -> Thread:
    """A review that was finished, and whose page somebody had changed by hand."""
    thread = finished()
    told = (("who", "Ben"), ("when", "2027-03-29"))
    news = Published(
        id="wiki",
        at=thread.now,
        by=ANA,
        target="wiki",
        version=1,
        digest="",
        trouble="publish_drifted",
        told=told,
    )
    thread.hear(news)
    return thread


def test_of_a_page_changed_by_hand_its_owner_decides_what_becomes() -> None:
    """Who changed it and when is said; it is written over, or stood beside, where that is pressed."""
    thread = drifted()
    assert "by Ben, 2027-03-29" in thread.shown
    thread.tap(ANA, "publish_over")
    assert thread.errands[-1] == Publish(2, "wiki", "overwrite")
    beside = drifted()
    beside.tap(ANA, "publish_beside")
    assert beside.errands[-1] == Publish(2, "wiki", "beside")


def test_what_somebody_wrote_is_kept_where_that_is_pressed() -> None:
    """Nothing is published, and it is on record who decided so."""
    thread = drifted()
    before = thread.errands
    thread.tap(ANA, "publish_keep")
    assert thread.errands == before
    assert thread.review.acts[-1].kind == "edits_kept"
    with pytest.raises(NotAllowed):
        drifted().press(BEA, "publish_keep", "wiki")


def test_the_poll_is_two_taps_a_person() -> None:
    """The last word of each counts."""
    thread = at(Question.CLOSE)
    thread.press(ANA, "tomorrow", "yes")
    thread.press(BEA, "poll", "learned:yes")
    thread.press(BEA, "poll", "again:no")
    thread.press(BEA, "poll", "again:yes")
    (poll,) = thread.review.polls
    assert (poll.learned, poll.again) == ("yes", "yes")


def test_dont_know_about_what_is_left_unknown_already_says_who_finds_out() -> None:
    """The question was just put: no refusal, and no second unknown."""
    thread = at(Question.AUTHORITY)
    thread.tap(ANA, "dont_know")
    thread.tap(ANA, "unknown_me")
    thread.say(BEA, "edit 3")
    thread.say(BEA, "don't know")
    assert thread.keys == ["noted"]
    assert "U1, left unknown" in thread.shown
    assert len(thread.review.unknowns) == 1


def test_dont_know_where_nothing_is_open_or_unknown_is_refused() -> None:
    """There is nothing that somebody could find out."""
    thread = at(Question.CONTEXT)
    with pytest.raises(PersonError, match="nothing_empty"):
        thread.press(BEA, "dont_know", "A:decision")
