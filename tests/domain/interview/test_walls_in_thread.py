from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Changed, Repeated
from bot.domain.interview import Room
from bot.domain.interview.checking import look_back
from bot.domain.register import Earlier
from bot.domain.review import Verdict
from bot.domain.says import Place, Tell
from bot.domain.verdict import owned_unknowns
from bot.domain.vocabulary import Facet, Family, Question, Status, Strength, WallStatus, YesNo
from bot.domain.walls import strength
from tests.domain.interview.answers import at, fill, finished, settle
from tests.domain.interview.thread import ANA, BEA, CEM, HERE, Thread

DONE = {
    f"{case}_{part}": "yes" for case in ("incident", "sibling") for part in ("blocked", "recorded", "told")
}
CHECKS = {"before_effect": "yes", "stops_sibling": "yes", "auditable": "yes"}


def standing(thread: Thread, wall: str = "W1") -> Thread:
    """A wall taken by Bea, built, drilled, and verified by Cem."""
    thread.press(BEA, "own_wall", wall)
    thread.form(BEA, "accept_wall", wall, **CHECKS)
    thread.press(BEA, "built", wall)
    thread.attach(BEA, "drill.log", "file")
    thread.form(BEA, "drill", wall, environment="a copy", evidence=thread.review.evidence[-1].id, **DONE)
    thread.press(CEM, "verify", wall)
    return thread


def test_a_wall_is_asked_two_checks_in_the_thread_and_three_of_its_owner() -> None:
    """Outside the model and independent first; the rest, with class, sibling and drill, when its owner takes it."""
    thread = at(Question.WALL)
    fill(thread)
    assert thread.keys == ["wall_checks"]
    thread.press(BEA, "check", "W1:both")
    assert thread.keys == ["walls_graded"]
    thread.press(BEA, "own_wall", "W1")
    (offer,) = thread.last
    assert (offer.place, offer.to) == (Place.ALONE, BEA.person)
    assert "An agent that is measured" in thread.shown
    assert "Done means a drill" in thread.shown
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    (wall,) = thread.review.walls
    assert wall.status is WallStatus.ACCEPTED
    assert strength(wall) is Strength.STRONG


def test_a_weak_wall_is_named_so_and_another_asked_for() -> None:
    """Only care enforces it: is there one that works even if the model forgets?"""
    thread = at(Question.WALL)
    fill(thread)
    thread.press(BEA, "check", "W1:neither")
    assert "Only care enforces that" in thread.shown


def test_a_persons_approval_is_intermediate_unless_rare_and_shown_the_effect() -> None:
    """A second person, rarely, for what cannot be undone: only then strong."""
    for rare, grade in (("no", Strength.INTERMEDIATE), ("yes", Strength.STRONG)):
        thread = at(Question.WALL)
        fill(thread, walls="A second person approves each refund above 50")
        thread.press(BEA, "check", "W1:both")
        thread.press(BEA, "own_wall", "W1")
        thread.form(BEA, "accept_wall", "W1", rare_second_person=rare, **CHECKS)
        assert strength(thread.review.walls[0]) is grade


def test_where_nothing_was_logged_capturing_it_is_offered_as_the_first_wall_once() -> None:
    """At the second question, by one tap; a trace makes the offer go away. It does not stand for a wall of people."""
    thread = at(Question.CONTEXT)
    assert "The window was not logged. I will not fill it in" in thread.shown
    button = thread.button("capture_wall")
    thread.press(BEA, "capture_wall", button.value)
    thread.press(BEA, "capture_wall", button.value)
    (wall,) = thread.review.walls
    assert wall.family is Family.DETECT
    logged = Thread.opened()
    logged.attach(ANA)
    fill(logged)
    logged.tap(ANA, "agree")
    assert "not logged" not in logged.shown


def test_the_fourth_question_names_the_kinds_of_wall_the_verdicts_call_for() -> None:
    """Suggested from what the three came to."""
    assert "The verdicts point to:" in at(Question.WALL).shown


def test_a_wall_added_first_does_not_skip_the_class_it_must_stop() -> None:
    """What is empty is asked for before the walls are checked."""
    thread = at(Question.WALL)
    thread.form(BEA, "wall", text="The service refuses a second refund of one order")
    assert thread.keys == ["probe"]
    assert "Name the category" in thread.shown


def test_a_wall_somebody_took_is_not_taken_from_them() -> None:
    """Its owner or the review's gives it on; it is a proposal again then."""
    thread = at(Question.CLOSE)
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    with pytest.raises(NotAllowed):
        thread.press(CEM, "own_wall", "W1")
    thread.form(BEA, "wall_owner", "W1", owner=CEM.person)
    (wall,) = thread.review.walls
    assert (wall.owner, wall.status) == (CEM.person, WallStatus.PROPOSED)


def test_not_mine_gives_it_back() -> None:
    """It has no owner then, and the thread is asked again."""
    thread = at(Question.CLOSE)
    thread.press(BEA, "own_wall", "W1")
    thread.press(BEA, "not_mine", "W1")
    assert thread.review.walls[0].owner is None
    assert {button.press for say in thread.last for button in say.buttons} >= {"own_wall", "form:wall_owner"}


def test_a_second_missed_date_needs_a_reason() -> None:
    """The first may slip; the next one says what moved it."""
    thread = at(Question.CLOSE)
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", due="2026-09-20")
    thread.now += timedelta(days=10)
    thread.form(BEA, "date", "W1", due="2026-09-30")
    thread.now += timedelta(days=10)
    with pytest.raises(PersonError, match="wall_needs_reason"):
        thread.form(BEA, "date", "W1", due="2026-10-30")
    thread.form(BEA, "date", "W1", due="2026-10-30", why="the vendor ships in October")
    assert thread.review.walls[0].missed_dates == 2


def test_a_review_is_closed_by_a_wall_that_stands_verified_by_somebody_else() -> None:
    """Built is not standing; its owner verifies nothing."""
    thread = finished()
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    thread.press(BEA, "built", "W1")
    thread.attach(BEA, "drill.log", "file")
    thread.form(BEA, "drill", "W1", environment="a copy", evidence="E1", **DONE)
    with pytest.raises(NotAllowed, match="verifier_is_owner"):
        thread.press(BEA, "verify", "W1")
    thread.press(CEM, "verify", "W1")
    assert thread.status() is Status.CLOSED


def test_a_wall_is_declined_by_name_or_replaced_by_another() -> None:
    """Both end it, with why; a review whose walls are all settled is closed."""
    thread = at(Question.CLOSE)
    thread.form(BEA, "wall", text="Refunds wait ten minutes before they go out")
    thread.form(CEM, "drop_wall", "W1", other="W2")
    with pytest.raises(PersonError, match="field_needed"):
        thread.form(CEM, "decline", "W2", why=" ")
    thread.form(CEM, "decline", "W2", why="the shop cannot delay")
    first, second = thread.review.walls
    assert (first.status, first.why) == (WallStatus.SUPERSEDED, "W2")
    assert (second.status, second.declined_by) == (WallStatus.DECLINED, CEM.person)


def test_no_wall_yet_is_accepted_by_name_with_a_reason_and_a_coming_day() -> None:
    """Without a wall a finished review is closed by a person's word."""
    thread = Thread.opened()
    thread.say(ANA, "done")
    with pytest.raises(PersonError, match="date_past"):
        thread.form(BEA, "no_wall", why="the vendor ships in October", due="2026-01-01")
    thread.form(BEA, "no_wall", why="the vendor ships in October", due="2026-10-12")
    assert thread.keys == ["no_wall_kept"]
    assert thread.review.no_wall_yet is not None
    assert thread.review.no_wall_yet.by == BEA.person
    assert thread.status() is Status.CLOSED


def test_an_earlier_review_is_linked_by_a_persons_word_alone() -> None:
    """Shown where tool and class are the same; restricted ones to nobody; [Same class] tells the other review."""
    thread = Thread.opened()
    thread.earlier = (
        Earlier(5, "It paid twice", ("W2",), restricted=False, readers=()),
        Earlier(6, "Secret", (), restricted=True, readers=()),
    )
    thread.form(ANA, "agent", agent="desk", tool="refund")
    for _ in range(3):
        fill(thread)
        thread.press(ANA, "agree", f"A:{thread.review.asking}")
    thread.tap(ANA, "earlier_no")
    fill(thread)
    settle(thread, "guessed") if thread.review.asking is Question.DECISION else None
    thread.press(ANA, "check", "W1:both")
    offered = [button.value for say in thread.last for button in say.buttons if button.press == "seen"]
    assert offered == ["5"]
    thread.press(BEA, "seen", "5:yes")
    thread.press(BEA, "seen", "5:yes")
    assert [link.number for link in thread.review.links] == [5]
    assert [errand for errand in thread.errands if isinstance(errand, Tell)] == [Tell(5, ("W2",))]
    with pytest.raises(PersonError, match="no_such_review"):
        thread.press(BEA, "seen", "6:yes")


def test_a_repeat_breaches_what_stood_and_opens_the_review_again() -> None:
    """The owner hears it as well; a wall nobody knows does no harm."""
    thread = standing(finished())
    assert thread.status() is Status.CLOSED
    thread.hear(Repeated(id="r", at=thread.now, by=CEM, thread=HERE, other=9, walls=("W1", "W7")))
    assert thread.review.walls[0].status is WallStatus.BREACHED
    assert thread.status() is Status.OPEN
    assert {say.to for say in thread.last} == {None, ANA.person}


def test_a_changed_agent_makes_the_proof_and_the_last_line_stale() -> None:
    """Drill again; another agent's change is none of this review's."""
    thread = standing(finished())
    thread.form(ANA, "agent", agent="desk", tool="refund")
    other = Changed(id="c", at=thread.now, by=CEM, thread=HERE, agent="mailbot", what="prompt")
    assert thread.hear(other) == ()
    thread.hear(Changed(id="d", at=thread.now, by=CEM, thread=HERE, agent="desk", what="prompt"))
    assert thread.review.walls[0].status is WallStatus.EXPIRED
    assert thread.review.same_tomorrow is not None
    assert thread.review.same_tomorrow.stale


def test_tomorrow_is_answered_in_words_or_by_one_tap() -> None:
    """Yes, no with the wall that stops it, or not known; words that say none are asked about once more."""
    thread = at(Question.CLOSE)
    thread.say(BEA, "Hard to tell from where I sit on Monday mornings.")
    assert thread.keys == ["tomorrow_which"]
    thread.say(BEA, "No, because W1 refuses it.")
    line = thread.review.same_tomorrow
    assert line is not None
    assert (line.answer, line.walls) == (YesNo.NO, ("W1",))
    assert thread.keys == ["summary"]


def test_existing_walls_keep_the_one_reason_each_did_not_hold() -> None:
    """Absent, bypassed, failed, too late, not in the way."""
    thread = at(Question.WALL)
    fill(thread, existing="The monthly check was there and came too late")
    (wall,) = thread.review.existing
    assert wall.why_not == "too_late"
    assert thread.review.finding(Facet.EXISTING)


def cared_for() -> Thread:
    """A wall that is only care, and the probe about it."""
    thread = at(Question.WALL)
    thread.say(ANA, "We will remind the desk to be more careful with refunds.")
    assert "Who or what enforces it?" in thread.shown
    return thread


def test_the_reply_about_a_wall_belongs_to_that_wall_and_goes_with_its_words() -> None:
    """Who or what enforces it is no further wall; deleted, it leaves the wall as it was named."""
    thread = cared_for()
    thread.say(BEA, "Nothing but care enforces it.")
    assert [[s.text for s in wall.spans] for wall in thread.review.walls] == [
        ["We will remind the desk to be more careful with refunds.", "Nothing but care enforces it."]
    ]
    thread.delete(BEA, thread.statement("Nothing but care enforces it.").message)
    (wall,) = thread.review.walls
    assert wall.text == "We will remind the desk to be more careful with refunds."


def test_the_reply_about_a_wall_says_that_a_person_enforces_it() -> None:
    """A second person is no part of the machine, whenever it is said."""
    thread = cared_for()
    thread.say(BEA, "Yes: the shift lead must approve it by hand.")
    (wall,) = thread.review.walls
    assert wall.human_approval


def test_the_reply_about_one_of_two_walls_belongs_to_the_one_that_is_only_care() -> None:
    """The other one raised no question."""
    thread = at(Question.WALL)
    thread.say(
        ANA, "We will remind the desk to be careful.\nWe should let the service refuse a second refund."
    )
    assert len(thread.review.walls) == 2
    thread.say(BEA, "Nothing but care enforces it.")
    assert [len(wall.spans) for wall in thread.review.walls] == [2, 1]


@pytest.mark.parametrize(
    "fix", ["We should add a limit to the gateway.", "Wall: the gateway refuses a second refund."]
)
def test_a_fix_of_its_own_in_the_reply_about_a_wall_is_a_wall(fix: str) -> None:
    """Somebody found a better one; what goes on with it belongs to it."""
    thread = cared_for()
    thread.say(BEA, f"{fix} Nobody can pass it.")
    assert [wall.text for wall in thread.review.walls][1:] == [f"{fix} Nobody can pass it."]


def test_a_reply_about_a_wall_in_a_language_without_word_lists_belongs_to_it() -> None:
    """Whole, as any reply in such a language."""
    thread = cared_for()
    thread.say(BEA, "Nur die Leute am Schalter halten sich daran, sonst niemand und nichts.")
    (wall,) = thread.review.walls
    assert len(wall.spans) == 2


def test_a_link_that_gave_nothing_shows_no_drill() -> None:
    """Evidence of a drill has a hash; one that has carries one that has not."""
    thread = at(Question.CLOSE)
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    thread.press(BEA, "built", "W1")
    thread.attach(BEA, "https://drills.example/7", "link", sha256="")
    with pytest.raises(PersonError, match="drill_needs_evidence"):
        thread.form(BEA, "drill", "W1", environment="a copy", evidence="E1", **DONE)
    thread.attach(BEA, "drill.log", "file")
    thread.form(BEA, "drill", "W1", environment="a copy", evidence="E1 E2", **DONE)
    assert thread.review.walls[0].status is WallStatus.DRILLED


def test_a_restricted_review_of_the_class_is_named_only_where_all_here_may_read_it() -> None:
    """In a review anybody may read it is left out; in one whose readers are all among its own it is offered."""
    secret = Earlier(3, "Old", (), restricted=True, readers=(ANA.person, BEA.person))
    verdict = Verdict(Question.DECISION, "overreach", "A", settled_by=ANA.person)
    thread = Thread.opened()
    room = Room(thread.script, thread.now, earlier=(secret,))
    open_to_all = replace(thread.review, tool="mail", verdicts=(verdict,))
    assert look_back(open_to_all, room) == ()
    ours = replace(open_to_all, restricted=True, readers=(BEA.person,))
    assert [button.value for button in look_back(ours, room)] == ["3"]
    assert look_back(replace(ours, readers=(BEA.person, CEM.person)), room) == ()


def test_a_wall_that_is_named_after_all_settles_that_nobody_knew_one() -> None:
    """By whatever way it comes; the one the bot itself proposes answers nothing."""
    for by_form in (True, False):
        thread = at(Question.WALL)
        fill(thread, walls="")
        thread.say(ANA, "don't know")
        thread.tap(ANA, "unknown_me")
        thread.press(ANA, "capture_wall", "Capture context at decision time")
        assert ("", Facet.WALLS) in owned_unknowns(thread.review)
        if by_form:
            thread.form(BEA, "wall", text="The service refuses a second refund of one order")
        else:
            thread.say(BEA, "The refund service should refuse a second refund of one order.")
        assert owned_unknowns(thread.review) == frozenset()
