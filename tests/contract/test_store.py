"""What every store promises about inputs, units of work, timers and blobs."""

import hashlib
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import OutsideError
from bot.domain.heard import Heard, Replied
from bot.ports import Store, Timer, Work
from storage.wire import HEARD
from tests.contract.reviews import ADA, MOMENT, THREAD, WORKSPACE, plain, statement
from tests.contract.rows import ASKER, claimed, errand, in_thread, later, opening, reply, tick
from tests.contract.values import values


def waiting(store: Store, limit: int = 100) -> list[str]:
    """The ids of what may be worked off."""
    return [pending.heard.id for pending in store.unhandled(limit)]


class TestReceiving:
    """An input, once received, is there."""

    ids = itertools.count()

    def test_an_input_comes_back_as_it_was(self, store: Store) -> None:
        """What is received waits to be worked off, whole."""
        assert store.receive(reply("e1"))
        (pending,) = store.unhandled(10)
        assert pending.heard == reply("e1")
        assert pending.attempt == 1

    def test_the_same_id_twice_is_once(self, store: Store) -> None:
        """A second delivery is known, and the first one's words stay."""
        store.receive(reply("e1"))
        assert not store.receive(replace(reply("e1"), text="Other words."))
        assert [pending.heard for pending in store.unhandled(10)] == [reply("e1")]

    def test_an_id_stays_known_after_its_input_was_handled(self, store: Store) -> None:
        """A late second delivery has no effect."""
        store.receive(reply("e1"))
        store.handle("e1", lambda _: None)
        assert not store.receive(reply("e1"))
        assert waiting(store) == []

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_every_kind_of_input_comes_back_equal(self, store: Store, data: st.DataObject) -> None:
        """Whatever an input may hold survives: NUL, signs beyond the first plane, empty and absent apart."""
        kind = data.draw(st.sampled_from(sorted(HEARD.values(), key=lambda kind: kind.__name__)))
        drawn: Heard = data.draw(values(kind))
        heard = replace(drawn, id=f"{next(self.ids)} {drawn.id}")
        assert store.receive(heard)
        assert [pending.heard for pending in store.unhandled(10)] == [heard]
        store.handle(heard.id, lambda _: None)

    def test_moments_come_back_in_utc(self, store: Store) -> None:
        """A moment keeps its instant, whatever zone it came in."""
        there = datetime(2027, 3, 29, 11, 0, tzinfo=timezone(timedelta(hours=2)))
        store.receive(replace(reply("e1"), at=there))
        (pending,) = store.unhandled(10)
        assert pending.heard.at == there
        assert pending.heard.at.utcoffset() == timedelta(0)

    def test_a_moment_without_zone_is_refused(self, store: Store) -> None:
        """Nobody could say when it was."""
        with pytest.raises(ValueError, match="time zone"):
            store.receive(replace(reply("e1"), at=datetime(2027, 3, 29)))  # noqa: DTZ001 - what is refused
        assert waiting(store) == []

    def test_half_a_sign_is_kept_as_a_mark(self, store: Store) -> None:
        """A lone surrogate, which some platforms send, costs that sign alone and not the message."""
        store.receive(replace(reply("e1"), text="half \ud83d of a sign"))
        (pending,) = store.unhandled(10)
        assert isinstance(pending.heard, Replied)
        assert pending.heard.text == "half \ufffd of a sign"

    def test_a_closed_store_says_so(self, store: Store) -> None:
        """What comes after the end is refused as an outside error, so that it is sent again."""
        store.close()
        with pytest.raises(OutsideError) as refused:
            store.receive(reply("e1"))
        assert refused.value.key == "storage_closed"


class TestHandling:
    """A journey and the mark on its input are one."""

    def test_a_journey_runs_once(self, store: Store) -> None:
        """The second time nothing runs and None comes back."""
        store.receive(opening("e1"))
        assert store.handle("e1", lambda work: work.new_number()) == 1
        assert store.handle("e1", lambda work: work.new_number()) is None
        with store.unit() as work:
            assert work.new_number() == 2

    def test_an_input_never_received_is_not_handled(self, store: Store) -> None:
        """No journey runs for it."""
        assert store.handle("nobody", lambda _: 1) is None

    def test_an_error_takes_everything_back(self, store: Store) -> None:
        """Review, words, timer, inner input, name and number are as before, and the input waits."""
        store.receive(opening("e1"))

        def journey(work: Work) -> None:
            work.new_number()
            work.keep(in_thread())
            work.meet(ASKER)
            work.say(errand("k1"))
            work.wait(Timer(1, "speak", MOMENT))
            work.hear(tick("e2", 1))
            raise LookupError("half-way")

        with pytest.raises(LookupError, match="half-way"):
            store.handle("e1", journey)
        assert waiting(store) == ["e1"]
        assert claimed(store) == []
        assert store.due(later(9), 10) == ()
        with store.unit() as work:
            assert work.review(1) is None
            assert work.people(WORKSPACE) == ()
            assert work.new_number() == 1

    def test_a_unit_that_fails_leaves_nothing(self, store: Store) -> None:
        """The same outside the inbox."""

        def failing() -> None:
            with store.unit() as work:
                work.keep(plain())
                raise LookupError("half-way")

        with pytest.raises(LookupError, match="half-way"):
            failing()
        with store.unit() as work:
            assert work.review(1) is None

    def test_a_failed_journey_can_be_tried_again(self, store: Store) -> None:
        """A failed try is counted, and the next one may succeed."""
        store.receive(opening("e1"))
        store.failed("e1", "trouble")
        assert [pending.attempt for pending in store.unhandled(10)] == [2]
        assert store.handle("e1", lambda _: "done") == "done"
        assert waiting(store) == []

    def test_the_fifth_failure_makes_a_dead_letter(self, store: Store) -> None:
        """It shows with its reason, no longer waits, and what was behind it goes on."""
        for name in ("e1", "e2"):
            store.receive(reply(name))
        for attempt in range(5):
            assert waiting(store) == ["e1"]
            store.failed("e1", f"trouble {attempt}")
        assert waiting(store) == ["e2"]
        assert store.dead() == (("e1", "trouble 4"),)
        assert store.handle("e1", lambda _: "again") is None

    def test_a_handled_input_does_not_fail(self, store: Store) -> None:
        """A late report of failure has no effect."""
        store.receive(opening("e1"))
        store.handle("e1", lambda _: None)
        for _ in range(5):
            store.failed("e1", "late")
        assert store.dead() == ()

    def test_a_unit_inside_a_unit_is_refused(self, store: Store) -> None:
        """It would wait for itself for ever."""
        with store.unit(), pytest.raises(RuntimeError, match="wait for itself"):
            store.receive(reply("e1"))
        store.receive(opening("e2"))
        with pytest.raises(RuntimeError, match="wait for itself"):
            store.handle("e2", lambda _: store.receive(reply("e3")))

    def test_threads_lose_nothing(self, store: Store) -> None:
        """Eight threads read, then write, fifty times each: every step is there."""

        def steps(thread: int) -> None:
            for step in range(50):
                name = f"{thread}-{step}"
                store.receive(tick(name, 1))
                store.handle(name, count)

        def count(work: Work) -> None:
            review = work.review(1)
            assert review is not None
            work.keep(replace(review, version=review.version + 1))

        with store.unit() as work:
            work.keep(plain())
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(steps, range(8)))
        with store.unit() as work:
            kept = work.review(1)
        assert kept is not None
        assert kept.version == 8 * 50
        assert waiting(store) == []


class TestLines:
    """Inputs of one review are worked off in the order they came."""

    def test_only_the_oldest_of_a_review_is_offered(self, store: Store) -> None:
        """Others follow when it is done with, and reviews do not wait for each other."""
        for heard in (tick("a1", 1), tick("b1", 2), tick("a2", 1)):
            store.receive(heard)
        assert waiting(store) == ["a1", "b1"]
        store.handle("a1", lambda _: None)
        assert waiting(store) == ["b1", "a2"]

    def test_messages_of_a_thread_wait_for_each_other(self, store: Store) -> None:
        """So they do while nobody knows a review there."""
        elsewhere = replace(THREAD, thread="elsewhere")
        for heard in (reply("a1"), reply("a2"), reply("b1", thread=elsewhere)):
            store.receive(heard)
        assert waiting(store) == ["a1", "b1"]

    def test_thread_and_number_of_one_review_are_one_line(self, store: Store) -> None:
        """A timer of a review waits behind a message in its thread."""
        with store.unit() as work:
            work.keep(replace(plain(), thread=THREAD))
        for heard in (reply("a1"), tick("a2", 1)):
            store.receive(heard)
        assert waiting(store) == ["a1"]

    def test_what_waits_in_a_thread_joins_its_review(self, store: Store) -> None:
        """A message that came before the thread's review was known is in its line afterwards."""
        for heard in (tick("a1", 1), reply("a2")):
            store.receive(heard)
        assert waiting(store) == ["a1", "a2"]
        with store.unit() as work:
            work.keep(replace(plain(), thread=THREAD))
        assert waiting(store) == ["a1"]

    def test_openings_wait_for_nobody(self, store: Store) -> None:
        """They belong to no review."""
        for name in ("e1", "e2", "e3"):
            store.receive(opening(name))
        assert waiting(store) == ["e1", "e2", "e3"]
        assert waiting(store, limit=2) == ["e1", "e2"]

    def test_a_journey_may_put_an_input_in(self, store: Store) -> None:
        """It is there with the journey's commit; a known id is not heard twice."""
        with store.unit() as work:
            assert work.hear(tick("e1", 1))
            assert not work.hear(tick("e1", 1))
        assert waiting(store) == ["e1"]


class TestTimers:
    """One timer for each review and name; it stays until it is fired."""

    def test_timers_due_come_oldest_first(self, store: Store) -> None:
        """At most as many as asked for, and those due now among them."""
        timers = [Timer(1, "speak", later(3)), Timer(2, "speak", later(1)), Timer(1, "nudge", later(9))]
        with store.unit() as work:
            for timer in timers:
                work.wait(timer)
        assert store.due(later(3), 10) == (timers[1], timers[0])
        assert store.due(later(3), 1) == (timers[1],)
        assert store.due(later(3), 10) == (timers[1], timers[0])

    def test_a_timer_takes_the_place_of_its_namesake(self, store: Store) -> None:
        """Setting it again moves it."""
        with store.unit() as work:
            work.wait(Timer(1, "speak", later(1)))
            work.wait(Timer(1, "speak", later(5)))
        assert store.due(later(9), 10) == (Timer(1, "speak", later(5)),)

    def test_a_cancelled_timer_is_gone(self, store: Store) -> None:
        """Cancelling what is not there does nothing."""
        with store.unit() as work:
            work.wait(Timer(1, "speak", MOMENT))
            work.cancel(1, "speak")
            work.cancel(1, "nudge")
        assert store.due(later(9), 10) == ()

    def test_firing_turns_timers_into_inputs(self, store: Store) -> None:
        """Once, in the order given."""
        pairs = [(Timer(number, "speak", MOMENT), tick(f"e{number}", number)) for number in (2, 1)]
        with store.unit() as work:
            for timer, _ in pairs:
                work.wait(timer)
        assert store.fire(iter(pairs)) == 2
        assert store.fire(pairs) == 0
        assert store.fire([]) == 0
        assert store.due(later(9), 10) == ()
        assert waiting(store) == ["e2", "e1"]

    def test_a_timer_that_moved_does_not_fire(self, store: Store) -> None:
        """Nothing is heard of it, it stays where it was moved to, and the others fire."""
        with store.unit() as work:
            work.wait(Timer(1, "speak", later(5)))
            work.wait(Timer(2, "speak", MOMENT))
        pairs = [(Timer(number, "speak", MOMENT), tick(f"e{number}", number)) for number in (1, 2, 3)]
        assert store.fire(pairs) == 1
        assert waiting(store) == ["e2"]
        assert store.due(later(5), 10) == (Timer(1, "speak", later(5)),)

    def test_timers_fire_together_or_not_at_all(self, store: Store) -> None:
        """Where one of the inputs cannot be kept, every timer stays."""
        timers = (Timer(1, "speak", MOMENT), Timer(2, "speak", MOMENT))
        with store.unit() as work:
            for timer in timers:
                work.wait(timer)
        unkept = replace(tick("e2", 2), at=MOMENT.replace(tzinfo=None))
        with pytest.raises(ValueError, match="without a time zone"):
            store.fire(zip(timers, (tick("e1", 1), unkept), strict=True))
        assert waiting(store) == []
        assert store.due(later(9), 10) == timers

    def test_the_next_due_moment_is_the_earlier_of_timer_and_errand(self, store: Store) -> None:
        """None where neither is there."""
        assert store.next_due() is None
        with store.unit() as work:
            work.wait(Timer(1, "speak", later(8)))
        assert store.next_due() == later(8)
        with store.unit() as work:
            work.keep(in_thread())
            work.say(errand("k1", due_at=later(4)))
        assert store.next_due() == later(4)


class TestBlobs:
    """Bytes are kept under their hash."""

    @pytest.mark.parametrize("content", [b"", b"\0\xff" * 50_000])
    def test_bytes_come_back_under_their_sha256(self, store: Store, content: bytes) -> None:
        """Kept twice they are one."""
        sha256 = store.keep_blob(content)
        assert sha256 == hashlib.sha256(content).hexdigest()
        assert store.keep_blob(content) == sha256
        assert store.blob(sha256) == content

    def test_an_unknown_hash_holds_nothing(self, store: Store) -> None:
        """None, not empty bytes."""
        assert store.blob("00" * 32) is None


def test_reading_beside_a_unit_sees_what_was_committed(store: Store) -> None:
    """A look-up neither waits for a unit of work nor sees its half."""
    with store.unit() as work:
        work.keep(plain())
    with store.unit() as work, store.reading() as lists:
        work.keep(replace(plain(), title="Changed", statements=(statement(1),)))
        seen = lists.review(ADA, 1)
    assert seen is not None
    assert seen.title == plain().title


def test_a_thread_tells_which_review_it_holds(store: Store) -> None:
    """None for a thread of nobody's; how many there are is counted over all."""
    review = in_thread()
    assert review.thread is not None
    assert (store.held_in(review.thread), store.reviews()) == (None, 0)
    with store.unit() as work:
        work.keep(review)
    assert (store.held_in(review.thread), store.reviews()) == (1, 1)
    assert store.held_in(replace(review.thread, thread="another")) is None


def test_a_channel_tells_which_reviews_it_holds(store: Store) -> None:
    """Oldest first, each with its thread; those of another channel, or another workspace, are not among them."""
    first = in_thread()
    assert first.thread is not None
    second = replace(first, number=2, thread=replace(first.thread, thread="another"))
    elsewhere = replace(first, number=3, thread=replace(first.thread, workspace="W9"))
    with store.unit() as work:
        for review in (second, first, elsewhere):
            work.keep(review)
    here = replace(first.thread, thread="")
    assert store.held_at(here) == ((1, first.thread), (2, second.thread))
    assert store.held_at(replace(here, channel="C_NOWHERE")) == ()


def test_the_workspaces_are_those_of_reviews(store: Store) -> None:
    """By name, each once; none where there is no review."""
    assert store.workspaces() == ()
    with store.unit() as work:
        for number, workspace in enumerate(("slack:T2", "slack:T1", "slack:T2"), 1):
            work.keep(replace(plain(number), workspace=workspace))
    assert store.workspaces() == ("slack:T1", "slack:T2")


def test_a_message_tells_which_statement_of_which_review_it_became(store: Store) -> None:
    """Within its channel, the newest review's first; also one long worked off, and none that became nothing."""
    old = replace(in_thread(1), statements=(statement(1), replace(statement(2), pending=False)))
    new = replace(in_thread(2), statements=(statement(1),))
    with store.unit() as work:
        work.keep(old)
        work.keep(new)
    assert old.thread is not None
    channel = replace(old.thread, thread="")
    assert store.said_in(channel, "m1") == (2, new.thread, 1)
    assert store.said_in(channel, "m2") == (1, old.thread, 2)
    assert store.said_in(channel, "m3") is None
    for elsewhere in ({"channel": "C9"}, {"workspace": "T9"}, {"platform": "teams"}):
        assert store.said_in(replace(channel, **elsewhere), "m2") is None


def test_a_message_said_twice_in_one_review_is_its_newest_statement(store: Store) -> None:
    """As `Work.statement` finds it; a review without a thread is in no channel."""
    twice = (statement(1), replace(statement(2), message="m1"))
    with store.unit() as work:
        work.keep(replace(in_thread(), statements=twice))
        work.keep(replace(in_thread(2), thread=None, statements=(statement(3),)))
        found = work.statement(1, "m1")
    assert found == twice[1]
    channel = in_thread().thread
    assert channel is not None
    assert store.said_in(channel, "m1") == (1, channel, 2)
    assert store.said_in(channel, "m3") is None


def test_a_channel_with_a_new_id_keeps_its_reviews(store: Store) -> None:
    """Both where they are held and where they were asked for; others of the same id elsewhere stay."""
    here = replace(in_thread(), asked_in="C5")
    elsewhere = replace(in_thread(2), workspace="other:W9", thread=None, asked_in="C5")
    assert here.thread is not None
    with store.unit() as work:
        work.keep(here)
        work.keep(elsewhere)
    assert store.channel_renamed(here.workspace, here.thread.channel, "C77") == 1
    assert store.held_in(replace(here.thread, channel="C77")) == 1
    assert store.held_in(here.thread) is None
    with store.unit() as work:
        moved, other = work.review(1), work.review(2)
    assert moved is not None
    assert other is not None
    assert (moved.channel, other.channel) == ("C77", "C1")
    assert store.channel_renamed(here.workspace, "C5", "C55") == 1
    with store.unit() as work:
        asked = [review.asked_in for number in (1, 2) if (review := work.review(number)) is not None]
    assert asked == ["C55", "C5"]
    assert store.channel_renamed(here.workspace, "C_NOWHERE", "C78") == 0
