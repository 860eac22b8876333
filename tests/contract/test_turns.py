"""What every store promises about what is to go out: whose turn it is, and what becomes of a try."""

import itertools
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.says import Button, Mark, Place, Publish, React, Say
from bot.ports import Dead, OpenThread, Outgoing, RetryAt, Sendable, Sent, Store, Unclear
from tests.contract.reviews import ADA, MOMENT, plain
from tests.contract.rows import (
    LEASE_S,
    card,
    claimed,
    direct,
    errand,
    in_thread,
    keys,
    later,
    said,
    thread_opening,
    tick,
)


class TestClaiming:
    """One row of a review and lane is in flight at a time, in the order they were said."""

    keys = itertools.count()

    def test_a_claim_carries_what_sending_needs(self, store: Store) -> None:
        """The row as said, the try, the lease, and where the review lives."""
        said(store, errand("k1"))
        (claim,) = claimed(store, later(5))
        assert claim.outgoing == errand("k1")
        assert (claim.attempt, claim.ambiguous) == (1, False)
        assert claim.leased_until == later(5 + LEASE_S)
        assert (claim.thread, claim.channel, claim.workspace) == (
            in_thread().thread,
            "C1",
            in_thread().workspace,
        )

    def test_the_same_key_twice_is_once(self, store: Store) -> None:
        """The first row stays, also after it was sent."""
        said(store, errand("k1"), replace(errand("k1"), lane="card"))
        (claim,) = claimed(store)
        assert claim.outgoing.lane == "words"
        store.settle(claim, Sent("m1"))
        said(store, errand("k1"))
        assert claimed(store) == []

    def test_what_is_not_due_is_not_claimed(self, store: Store) -> None:
        """At its moment it is."""
        said(store, errand("k1", due_at=later(5)))
        assert claimed(store, later(4)) == []
        assert keys(claimed(store, later(5))) == ["k1"]

    def test_an_opening_is_known_of_until_it_is_done(self, store: Store) -> None:
        """Waiting, in flight, and told to wait: only what came of it ends it."""
        said(store, errand("k0"))
        assert not store.is_opening()
        said(store, thread_opening("open", 2), reviews=(plain(2),))
        assert store.is_opening()
        claim = next(c for c in claimed(store) if c.outgoing.key == "open")
        assert store.is_opening()
        store.settle(claim, RetryAt(later(9), "slack_down"))
        assert store.is_opening()
        (claim,) = (c for c in claimed(store, later(9)) if c.outgoing.key == "open")
        store.settle(claim, Sent("m1"))
        assert not store.is_opening()

    def test_rows_of_a_lane_go_one_after_another(self, store: Store) -> None:
        """The second goes when the first was sent."""
        said(store, errand("k1"), errand("k2"))
        (first,) = claimed(store)
        assert first.outgoing.key == "k1"
        assert claimed(store) == []
        store.settle(first, Sent("m1"))
        assert keys(claimed(store)) == ["k2"]

    def test_lanes_and_reviews_do_not_wait_for_each_other(self, store: Store) -> None:
        """One row of each at once, and no more than asked for."""
        rows = [errand("a", 1), errand("b", 1, lane="react"), errand("c", 2), errand("d", 2)]
        said(store, *rows, reviews=(in_thread(1), in_thread(2)))
        assert keys(claimed(store, limit=2)) == ["a", "b"]
        assert keys(claimed(store)) == ["c"]

    def test_a_row_due_later_holds_up_nobody(self, store: Store) -> None:
        """What is said today does not wait for a reminder of tomorrow."""
        said(store, errand("tomorrow", due_at=later(86_400)), errand("now"))
        assert keys(claimed(store)) == ["now"]

    def test_a_row_that_was_told_to_wait_holds_up_its_lane(self, store: Store) -> None:
        """The order within a thread stays when a platform asks for a pause."""
        said(store, errand("k1"), errand("k2"), errand("k3", lane="react"))
        first, other = claimed(store)
        store.settle(first, RetryAt(later(30), "429"))
        store.settle(other, Sent())
        assert claimed(store, later(29)) == []
        (again,) = claimed(store, later(30))
        assert (again.outgoing.key, again.attempt, again.ambiguous) == ("k1", 2, False)

    def test_what_is_given_up_holds_up_nobody(self, store: Store) -> None:
        """It shows with its reason."""
        said(store, errand("k1"), errand("k2"))
        (first,) = claimed(store)
        assert store.settle(first, Dead("not in channel"))
        assert store.dead() == (("k1", "not in channel"),)
        assert keys(claimed(store)) == ["k2"]

    def test_a_row_is_as_old_as_it_was_said(self, store: Store) -> None:
        """Waiting does not change the moment it was due."""
        said(store, errand("k1"))
        store.settle(claimed(store)[0], RetryAt(later(90), "429"))
        (again,) = claimed(store, later(90))
        assert again.outgoing.due_at == MOMENT

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        values=st.dictionaries(
            st.text(max_size=5),
            st.recursive(
                st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9),
                lambda inner: (
                    st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
                ),
                max_leaves=6,
            ),
            max_size=3,
        )
    )
    def test_the_values_of_a_say_come_back(self, store: Store, values: dict[str, object]) -> None:
        """Whatever JSON holds."""
        say = Say("ask", values, "ask:A", Place.WHISPER, ADA, (Button("press", "W1", "words"),))
        said(store, Outgoing(f"k{next(self.keys)}", 1, say, MOMENT))
        (claim,) = claimed(store)
        assert claim.outgoing.what == say
        store.settle(claim, Sent())

    def test_every_kind_of_errand_comes_back(self, store: Store) -> None:
        """A reaction, a publication, an opening; a tuple among the values as a list."""
        kinds: list[Sendable] = [
            React("m1", Mark.TALK),
            Publish(3, "confluence"),
            OpenThread(Say("card", {"left": 2}, id="card")),
        ]
        said(store, *(Outgoing(f"k{n}", n, kind, MOMENT) for n, kind in enumerate(kinds)), reviews=())
        assert [claim.outgoing.what for claim in claimed(store)] == [kinds[2]]
        said(
            store,
            Outgoing("k9", 9, Say("list", {"of": (1, "a")}), MOMENT),
            reviews=tuple(map(in_thread, (0, 1, 9))),
        )
        assert [claim.outgoing.what for claim in claimed(store)] == [
            *kinds[:2],
            Say("list", {"of": [1, "a"]}),
        ]


class TestThreads:
    """A review's thread is opened before all else, and what needs it waits."""

    def test_the_thread_is_opened_first(self, store: Store) -> None:
        """Also where something was said before, and in whatever lane."""
        said(store, errand("k1"), thread_opening("open"), errand("k2", lane="react"), reviews=(plain(),))
        assert keys(claimed(store)) == ["open"]
        assert claimed(store) == []

    def test_what_needs_the_thread_goes_when_it_is_there(self, store: Store) -> None:
        """Opened, and settled."""
        said(store, thread_opening("open"), errand("k1"), errand("k2", lane="react"), reviews=(plain(),))
        (opened,) = claimed(store)
        said(store)
        assert claimed(store) == []
        store.settle(opened, Sent("m1"))
        assert keys(claimed(store)) == ["k1", "k2"]

    def test_a_direct_message_needs_no_thread(self, store: Store) -> None:
        """Not even behind something in its lane that does."""
        said(store, errand("k1"), direct("k2"), reviews=(plain(),))
        assert keys(claimed(store)) == ["k2"]

    def test_an_opening_given_up_leaves_the_rest_waiting(self, store: Store) -> None:
        """There is still no thread to say it in."""
        said(store, thread_opening("open"), errand("k1"), reviews=(plain(),))
        store.settle(claimed(store)[0], Dead("channel archived"))
        assert claimed(store) == []

    def test_rows_of_a_review_nobody_knows_wait(self, store: Store) -> None:
        """A direct message goes all the same."""
        said(store, errand("k1", 5), direct("k2", 6), reviews=())
        (claim,) = claimed(store)
        assert (claim.outgoing.key, claim.thread, claim.channel) == ("k2", None, "")


class TestLeases:
    """A claim is one try; what nobody knows the end of is looked for."""

    def test_a_lease_that_is_over_comes_back_as_ambiguous(self, store: Store) -> None:
        """With a new token; the old one's result is refused."""
        said(store, errand("k1"))
        (first,) = claimed(store)
        assert claimed(store, later(LEASE_S - 1)) == []
        (second,) = claimed(store, later(LEASE_S))
        assert (second.outgoing, second.attempt, second.ambiguous) == (first.outgoing, 2, True)
        assert second.token != first.token
        assert not store.settle(first, Sent("late"))
        assert store.settle(second, Sent("m1"))
        assert store.message("k1") == "m1"

    def test_a_late_result_counts_while_nobody_else_has_the_row(self, store: Store) -> None:
        """Better known late than looked for."""
        said(store, errand("k1"))
        (claim,) = claimed(store)
        assert store.settle(claim, Sent("m1"))
        assert claimed(store, later(LEASE_S)) == []

    def test_a_result_counts_once(self, store: Store) -> None:
        """A second one is refused."""
        said(store, errand("k1"))
        (claim,) = claimed(store)
        assert store.settle(claim, Sent("m1"))
        assert not store.settle(claim, Dead("after all"))
        assert store.message("k1") == "m1"

    def test_what_is_heard_of_a_result_waits_in_the_inbox(self, store: Store) -> None:
        """Stored with the result, also of a row that is given up."""
        said(store, errand("k1"), replace(errand("k2"), lane="other"))
        done, lost = claimed(store)
        assert store.settle(done, Sent("m1", tick("t1", 1)))
        assert store.settle(lost, Dead("archived", tick("t2", 2)))
        assert {pending.heard.id for pending in store.unhandled(10)} == {"t1", "t2"}

    def test_nothing_is_heard_of_a_result_that_is_refused(self, store: Store) -> None:
        """Whoever has the row by then tells of it."""
        said(store, errand("k1"))
        (slept,) = claimed(store)
        claimed(store, later(LEASE_S))
        assert not store.settle(slept, Sent("m1", tick("t1", 1)))
        assert store.unhandled(10) == ()

    def test_an_unclear_row_is_looked_for_later(self, store: Store) -> None:
        """Ambiguous from then on, also when looking had to wait."""
        said(store, errand("k1"))
        store.settle(claimed(store)[0], Unclear(later(10), "timeout"))
        assert claimed(store, later(9)) == []
        (looking,) = claimed(store, later(10))
        assert looking.ambiguous
        store.settle(looking, RetryAt(later(20), "429"))
        (again,) = claimed(store, later(20))
        assert (again.ambiguous, again.attempt) == (True, 3)

    def test_a_token_of_a_forgotten_row_opens_no_new_one(self, store: Store) -> None:
        """The same key said anew is another row."""
        said(store, card("k1"))
        (old,) = claimed(store)
        store.settle(old, RetryAt(later(1), "429"))
        said(store, card("k2"))
        said(store, card("k1"))
        (new,) = claimed(store, later(1))
        assert new.outgoing.key == "k1"
        assert not store.settle(old, Sent("stale"))

    def test_a_message_is_known_once_it_was_sent(self, store: Store) -> None:
        """None before, for what made none, and for what nobody said."""
        said(store, errand("k1"), errand("k2", lane="react"))
        first, second = claimed(store)
        assert store.message("k1") is None
        store.settle(first, Sent("m1"))
        store.settle(second, Sent())
        assert [store.message(key) for key in ("k1", "k2", "k3")] == ["m1", None, None]

    def test_what_was_sent_is_found_again(self, store: Store) -> None:
        """Oldest first, the newest of a limit, of one review or of all; never what still waits."""
        rows = errand("k1"), errand("k2", lane="react"), errand("k3", lane="card")
        said(store, *rows)
        for claim in claimed(store)[:2]:
            store.settle(claim, Sent(f"m-{claim.outgoing.key}"))
        first, second = (rows[0], "m-k1"), (rows[1], "m-k2")
        assert store.sent(None, 10) == store.sent(rows[0].review, 10) == (first, second)
        assert store.sent(None, 1) == (second,)
        assert store.sent(rows[0].review + 1, 10) == ()


class TestNewestOnly:
    """Only the newest card is drawn."""

    def test_a_newer_card_takes_the_place_of_the_older(self, store: Store) -> None:
        """The older key is forgotten and may be said again."""
        said(store, card("v1"), card("v2"))
        (claim,) = claimed(store)
        assert claim.outgoing.key == "v2"
        store.settle(claim, Sent())
        said(store, card("v1"))
        assert keys(claimed(store)) == ["v1"]

    def test_a_card_in_flight_is_not_taken_back(self, store: Store) -> None:
        """The newer one goes after it."""
        said(store, card("v1"))
        (first,) = claimed(store)
        said(store, card("v2"))
        assert claimed(store) == []
        assert store.settle(first, Sent())
        assert keys(claimed(store)) == ["v2"]

    def test_a_known_card_takes_no_place(self, store: Store) -> None:
        """Said again after it was sent, it leaves the waiting one alone."""
        said(store, card("v1"))
        store.settle(claimed(store)[0], Sent())
        said(store, card("v2"), card("v1"))
        assert keys(claimed(store)) == ["v2"]

    def test_other_rows_of_the_lane_stay(self, store: Store) -> None:
        """The opening of the thread is no older card."""
        said(store, thread_opening("open", lane="card"), card("v1"), reviews=(plain(),))
        assert keys(claimed(store)) == ["open"]

    def test_a_newer_card_waits_as_long_as_the_older_was_told_to(self, store: Store) -> None:
        """A platform's pause is not undercut."""
        said(store, card("v1"))
        store.settle(claimed(store)[0], RetryAt(later(30), "429"))
        said(store, card("v2", due_at=later(1)))
        assert claimed(store, later(29)) == []
        assert keys(claimed(store, later(30))) == ["v2"]


class TestUnsaying:
    """A text that was forgotten is not kept in what was said with it."""

    def test_rows_that_are_done_with_and_hold_it_are_not_shown_again(self, store: Store) -> None:
        """Quoted to the letter, line breaks and signs included; others stay, and so does what still waits."""
        text = 'It said "pay".\nThen it paid, at 14:02 – twice.'
        quoting = [replace(errand(key), what=Say("ask", {"held": text}, id=key)) for key in ("k1", "k3")]
        said(store, quoting[0], errand("k2"))
        for _ in range(2):
            (claim,) = claimed(store)
            store.settle(claim, Sent(claim.outgoing.key))
        said(store, quoting[1])
        with store.unit() as work:
            work.unsay(1, (text,))
        assert [row.key for row, _ in store.sent(1, 10)] == ["k2"]
        assert keys(claimed(store)) == ["k3"]

    def test_other_reviews_keep_their_words(self, store: Store) -> None:
        """The same sentence may have been said there too."""
        said(store, errand("k1"))
        (claim,) = claimed(store)
        store.settle(claim, Sent("m1"))
        with store.unit() as work:
            work.unsay(2, ("ask",))
        assert [row.key for row, _ in store.sent(1, 10)] == ["k1"]


class TestNextDue:
    """When there may be something to do, and not before."""

    def test_what_waits_for_a_thread_is_not_due(self, store: Store) -> None:
        """It would be looked at in vain again and again."""
        said(store, errand("k1"), reviews=(plain(),))
        assert store.next_due() is None
        said(store)
        assert store.next_due() == MOMENT

    def test_a_row_in_flight_is_due_when_its_lease_ends(self, store: Store) -> None:
        """What stands behind it is not due before."""
        said(store, errand("k1"), errand("k2"))
        claimed(store)
        assert store.next_due() == later(LEASE_S)

    def test_a_row_told_to_wait_is_due_then(self, store: Store) -> None:
        """Its lane with it, other lanes when they are."""
        said(store, errand("k1"), errand("k2"))
        store.settle(claimed(store)[0], RetryAt(later(30), "429"))
        assert store.next_due() == later(30)
        said(store, errand("k3", lane="react", due_at=later(20)))
        assert store.next_due() == later(20)
