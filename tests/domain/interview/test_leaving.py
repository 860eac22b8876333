"""Somebody's account is gone, or the review's place: nothing of the review stays with either."""

from dataclasses import replace

from bot.domain.heard import PersonGone, Speaker, ThreadLost, ThreadOpened
from bot.domain.interview.leaving import is_gone
from bot.domain.review import ThreadRef
from bot.domain.says import Move, Place
from bot.domain.vocabulary import WallStatus
from tests.domain.interview.answers import finished
from tests.domain.interview.thread import ANA, BEA, CEM, HERE, Thread

ELSEWHERE = replace(HERE, channel="C2", thread="200")


def leaves(thread: Thread, who: Speaker) -> None:
    """Their account is gone."""
    by = Speaker(who.person, who.name)
    thread.hear(PersonGone(id=f"gone:{who.person}", at=thread.now, by=by, person=who.person))


def opens(thread: Thread, where: ThreadRef, *, private: bool | None = None) -> None:
    """The platform made a thread."""
    thread.hear(ThreadOpened(id=f"o{where.thread}", at=thread.now, by=ANA, thread=where, private=private))


class TestGone:
    """What somebody who left was to do is the owner's again."""

    def test_their_unknowns_walls_and_questions_go_back_to_the_owner(self) -> None:
        """The owner hears it alone, once; each wall is offered to them."""
        thread = finished()
        thread.press(BEA, "own_wall", "W1")
        leaves(thread, BEA)
        assert thread.review.walls[0].owner == ANA.person
        assert [(say.key, say.place, say.to) for say in thread.last] == [
            ("person_gone", Place.ALONE, ANA.person),
            ("wall_offer", Place.ALONE, ANA.person),
        ]
        assert "W1" in thread.shown
        leaves(thread, BEA)
        assert thread.keys == []

    def test_a_question_handed_to_them_is_open_to_all_again(self) -> None:
        """It stays asked."""
        thread = Thread.opened()
        thread.form(ANA, "hand", to=BEA.person)
        leaves(thread, BEA)
        (said,) = thread.last
        assert said.values["questions"] == ["1"]
        assert all(p.asked_of is None for p in thread.review.progress)
        assert thread.review.asking is not None

    def test_somebody_who_holds_nothing_leaves_unnoticed(self) -> None:
        """No act, no word."""
        thread = Thread.opened()
        thread.say(BEA, "It could stop, ask, or refund. It chose to refund.")
        before = thread.review
        leaves(thread, BEA)
        assert (thread.review, thread.last) == (before, ())

    def test_the_thread_is_asked_for_an_owner_where_theirs_is_gone(self) -> None:
        """Whoever takes it owns the review, its unknowns and the walls of the one who left."""
        thread = finished()
        thread.press(ANA, "own_wall", "W1")
        leaves(thread, ANA)
        assert thread.keys == ["needs_owner"]
        assert is_gone(thread.review, ANA.person)
        thread.tap(CEM, "own_review")
        assert thread.review.owner == CEM.person
        assert thread.review.walls[0].owner == CEM.person
        assert {u.owner for u in thread.review.unknowns if u.settled_at is None} <= {CEM.person}

    def test_an_owner_who_came_back_and_did_something_keeps_the_review(self) -> None:
        """Their account is on again: an old button takes nothing from them."""
        thread = finished()
        leaves(thread, ANA)
        thread.say(ANA, "I am here again, and the gateway is mine to fix.")
        assert not is_gone(thread.review, ANA.person)
        thread.press(CEM, "own_review")
        assert thread.review.owner == ANA.person

    def test_an_owner_who_left_the_channel_is_one_whose_review_can_be_taken(self) -> None:
        """Their account is still there; what is known of them says that they are not."""
        thread = finished()
        thread.known["is_gone"] = lambda person: person == ANA.person
        thread.press(CEM, "own_review")
        assert thread.review.owner == CEM.person

    def test_while_the_owner_is_there_another_can_only_offer(self) -> None:
        """[I'll own it] changes nothing by itself."""
        thread = finished()
        thread.press(CEM, "own_review")
        assert thread.review.owner == ANA.person

    def test_a_wall_that_stands_still_stands(self) -> None:
        """The proof is the wall's, unless its verifier is who gets it."""
        thread = finished()
        wall = replace(thread.review.walls[0], owner=BEA.person, status=WallStatus.BUILT)
        thread.review = replace(thread.review, walls=(wall,))
        leaves(thread, BEA)
        assert thread.review.walls[0].status is WallStatus.BUILT


class TestMoved:
    """The review goes on where its new thread is."""

    def test_until_the_new_thread_stands_the_review_stays(self) -> None:
        """What is asked for is a thread there, private or not as the platform said."""
        thread = Thread.opened()
        thread.form(ANA, "move", to="C2", private="yes")
        assert thread.review.thread == HERE
        assert thread.errands[-1] == Move("C2", private=True)
        assert not thread.review.restricted

    def test_in_a_private_place_it_is_restricted_and_who_could_read_it_still_can(self) -> None:
        """Those of the private channel it left are its named readers from then on."""
        thread = Thread.opened(private=True)
        thread.say(BEA, "It could stop, ask, or refund. It chose to refund.")
        opens(thread, ELSEWHERE, private=False)
        review = thread.review
        assert (review.thread, review.channel, review.private_channel) == (ELSEWHERE, "C2", False)
        assert review.restricted
        assert BEA.person in review.readers

    def test_the_old_thread_is_told_and_the_open_question_is_put_again(self) -> None:
        """Its first post too holds nothing of the review any more."""
        thread = Thread.opened()
        opens(thread, ELSEWHERE, private=False)
        assert [(say.key, say.thread) for say in list(thread.says)[-2:]] == [
            ("moved", HERE),
            ("ask_decision", None),
        ]
        assert [(card.key, card.thread) for card in thread.cards[-1:]] == [("moved", HERE)]

    def test_a_lost_thread_is_told_to_the_owner_alone(self) -> None:
        """Only the one it is held in; a place it left is missed by nobody."""
        thread = Thread.opened()
        thread.hear(ThreadLost(id="l1", at=thread.now, by=BEA, thread=ELSEWHERE, why="slack_thread_gone"))
        assert thread.keys == []
        thread.hear(ThreadLost(id="l2", at=thread.now, by=BEA, thread=HERE, why="slack_thread_gone"))
        assert [(say.key, say.place, say.to) for say in thread.last] == [
            ("place_lost", Place.ALONE, ANA.person)
        ]
        assert "was deleted" in thread.shown
