import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import Delivery
from bot.domain.errors import Later, OutsideError, PersonError, Refused, Unsure
from bot.domain.review import PersonKey, Publication
from bot.domain.says import Mark, Place, Publish, React, Say
from bot.outbox import LEASE_S, Outbox
from bot.outcome import LONGEST_WAIT_S, TRIES, wait_s
from bot.ports import Claim, OpenThread, Outgoing, Result, Sendable
from storage.memory import MemoryStore
from tests.journeys.fakes import MIA, START, THREAD, Fault, Town, new_review, opened

KIM = PersonKey("terminal:desk:kim")


class Failing(MemoryStore):
    """A database that is away when the first result is to be kept."""

    def __init__(self, error: OutsideError) -> None:
        super().__init__()
        self._errors = [error]

    def settle(self, claim: Claim, result: Result) -> bool:
        """As any, from the second time on."""
        if self._errors:
            raise self._errors.pop()
        return super().settle(claim, result)


def row(key: str, what: Sendable, *, lane: str = "words", review: int = 1) -> Outgoing:
    return Outgoing(key, review, what, START, lane=lane)


def town() -> Town:
    """A town with one review in its thread, whose first post is the card."""
    town = Town(MemoryStore())
    town.keep(new_review(1))
    town.put(row("review:1:open", OpenThread(Say("card")), lane="card"))
    asyncio.run(town.outbox.drain())
    town.keep(town.review())  # as ThreadOpened left it
    town.chat.calls.clear()
    return town


def test_an_opening_makes_the_thread_and_then_speaks_in_it() -> None:
    """The thread comes first, the review learns of it, and the question is posted there."""
    town = Town(MemoryStore())

    async def play() -> None:
        await town.inbox.hear(opened())
        await town.outbox.drain()

    asyncio.run(play())
    assert town.said() == ["card", "ask"]
    thread = town.review().thread
    assert thread is not None
    assert town.chat.places == {"1": "lobby", "2": thread.thread}


def test_each_place_has_its_own_call() -> None:
    """Thread, whisper, direct message, card and reaction each go where they belong."""
    here = town()
    here.put(
        row("k:thread", Say("to all")),
        row("k:whisper", Say("psst", place=Place.WHISPER, to=MIA.person)),
        row("k:alone", Say("brief", place=Place.ALONE, to=KIM)),
        row("k:card", Say("card again", id="card"), lane="card"),
        row("k:react", React("m7", Mark.TAKEN), lane="react"),
    )
    asyncio.run(here.outbox.drain())
    assert here.said() == ["card again", "to all", "psst", "brief"]
    assert list(here.chat.places.values()) == ["lobby", "1", f"1/{MIA.person}", KIM]
    assert here.chat.reactions == [("m7", "taken")]


def test_words_of_a_thread_go_out_in_order_one_at_a_time() -> None:
    """The second word waits for the first, which waits for the platform."""
    here = town()
    here.put(*(row(f"k{n}", Say(f"word {n}")) for n in range(5)))
    here.chat.faults.append(Fault(Later("chat_busy", retry_after=30)))
    asyncio.run(here.outbox.drain())
    assert here.said() == ["card"]
    here.later(30)
    asyncio.run(here.outbox.drain())
    assert here.said() == ["card", *(f"word {n}" for n in range(5))]


def test_a_review_whose_chat_is_slow_holds_up_no_other() -> None:
    """Rows of different reviews are in flight together."""
    here = town()
    here.keep(new_review(2, THREAD))
    here.put(row("k1", Say("one")), row("k2", Say("two"), review=2))

    async def play() -> list[str]:
        here.chat.hanging = asyncio.Event()
        draining = asyncio.create_task(here.outbox.drain())
        while len(here.chat.calls) < 2:
            await asyncio.sleep(0)
        calls = list(here.chat.calls)
        here.chat.hanging.set()
        await draining
        return calls

    assert asyncio.run(play()) == ["post", "post"]


def test_the_vendor_says_how_long_to_wait() -> None:
    """No call comes before the time the vendor named, and the row is sent after it."""
    here = town()
    here.put(row("k", Say("word")))
    here.chat.faults.append(Fault(Later("chat_busy", retry_after=30)))
    asyncio.run(here.outbox.drain())
    here.later(29.9)
    asyncio.run(here.outbox.drain())
    assert here.chat.calls == ["post"]
    here.later(0.1)
    asyncio.run(here.outbox.drain())
    assert here.chat.calls == ["post", "post"]
    assert here.said() == ["card", "word"]


def test_waiting_grows_is_capped_and_is_the_same_for_the_same_try() -> None:
    """The pause doubles from about 2 s to about 5 min, differs between rows, and is no game of chance."""
    pauses = [wait_s("key", attempt) for attempt in range(1, 40)]
    assert pauses == [wait_s("key", attempt) for attempt in range(1, 40)]
    assert 1.5 <= pauses[0] <= 2.5
    assert all(0.75 * min(2.0**n, LONGEST_WAIT_S) <= wait_s("key", n) for n in range(1, 40))
    assert max(pauses) <= 1.25 * LONGEST_WAIT_S
    assert len({wait_s(f"key {n}", 3) for n in range(50)}) > 40


def test_a_vendor_that_is_down_for_a_day_loses_nothing() -> None:
    """`Later` is never given up, however often it is said."""
    here = town()
    here.put(row("k", Say("word")))
    here.chat.faults.extend(Fault(Later("chat_down")) for _ in range(200))
    for _ in range(200):
        asyncio.run(here.outbox.drain())
        here.later(LONGEST_WAIT_S * 1.25)
    assert here.said() == ["card"]
    asyncio.run(here.outbox.drain())
    assert here.said() == ["card", "word"]
    assert here.store.dead() == ()


def test_an_error_nobody_sorted_is_given_up_at_last() -> None:
    """Twenty tries, about an hour: the row is dead with its reason, its owner is told, and the next word goes out."""
    here = town()
    here.put(row("k", Say("word")), row("next", Say("next")))
    here.chat.faults.extend(Fault(OutsideError("chat_odd", status=418)) for _ in range(TRIES))
    for _ in range(TRIES):
        assert here.store.dead() == ()
        asyncio.run(here.outbox.drain())
        here.later(LONGEST_WAIT_S * 1.25)
    assert here.store.dead() == (("k", "chat_odd status=418"),)
    asyncio.run(here.outbox.drain())
    assert sorted(here.said()) == ["card", "next", "not_said"]


@pytest.mark.parametrize(
    "error", [Refused("chat_archived", channel="C1"), PersonError("chat_archived", channel="C1")]
)
def test_what_will_never_work_is_given_up_at_once(error: Refused | PersonError) -> None:
    """One call, then a visible dead row with the reason, and the owner is told."""
    here = town()
    here.put(row("k", Say("word")))
    here.chat.faults.append(Fault(error))
    asyncio.run(here.outbox.drain())
    assert here.chat.calls == ["post", "direct"]
    assert here.store.dead() == (("k", "chat_archived channel=C1"),)


def test_a_template_that_cannot_be_rendered_is_given_up_with_its_reason() -> None:
    """The reason names the template's trouble, its owner is told, and what follows is said."""
    here = town()
    here.voice.broken["bad"] = OutsideError("prompts_broken", file="say/bad.md.j2", line=3)
    here.put(row("k", Say("bad")), row("next", Say("next")))
    asyncio.run(here.outbox.drain())
    assert here.store.dead() == (("k", "prompts_broken file=say/bad.md.j2 line=3"),)
    assert sorted(here.said()) == ["card", "next", "not_said"]


def test_a_fault_of_ours_in_one_row_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged with the row's key, looked for before it is sent again, and other rows go on."""
    here = town()
    here.keep(new_review(2, THREAD))
    here.put(row("k1", Say("one")))
    here.chat.faults.append(Fault(ZeroDivisionError("ours")))
    with caplog.at_level(logging.ERROR, "bot.outbox"):
        asyncio.run(here.outbox.drain())
    here.put(row("k2", Say("two"), review=2))
    asyncio.run(here.outbox.drain())
    assert here.said() == ["card", "two"]
    assert "k1 of review 1 failed" in caplog.text
    here.later(10)
    asyncio.run(here.outbox.drain())
    assert here.chat.calls == ["post", "post", "find", "post"]
    assert here.said() == ["card", "two", "one"]


def test_a_reaction_that_comes_too_late_is_dropped() -> None:
    """A mark older than a minute would only startle; the row is done, not dead."""
    here = town()
    here.put(row("k", React("m7", Mark.TALK), lane="react"))
    here.chat.faults.append(Fault(Later("chat_busy", retry_after=61)))
    asyncio.run(here.outbox.drain())
    here.later(61)
    asyncio.run(here.outbox.drain())
    assert here.chat.reactions == []
    assert here.store.dead() == ()
    assert here.store.next_due() is None


def test_a_say_to_nobody_is_given_up() -> None:
    """A whisper without a person cannot be delivered, ever."""
    here = town()
    here.put(row("k", Say("psst", place=Place.WHISPER)))
    asyncio.run(here.outbox.drain())
    assert here.store.dead() == (("k", "say_to_nobody say=psst"),)


def test_a_row_of_a_chat_this_process_does_not_serve_waits() -> None:
    """A review of another platform is neither sent nor given up here."""
    here = town()
    elsewhere = new_review(2, THREAD)
    here.keep(elsewhere)
    here.put(row("k", Say("word"), review=2))
    here.outbox = Outbox(Delivery(here.store, {}, here.voice, {}, here.clock), here.inbox.follow)
    asyncio.run(here.outbox.drain())
    assert here.store.dead() == ()
    here.later(LONGEST_WAIT_S)
    asyncio.run(here.new_outbox(here.clock).drain())
    assert here.said() == ["card", "word"]


def test_a_publication_is_heard_of() -> None:
    """The link and the digest come back as an input, and the review keeps them."""
    here = town()
    here.put(row("k", Publish(2, "pages"), lane="publish"))
    asyncio.run(here.outbox.drain())
    (made,) = here.review().publications
    assert (made.target, made.version, made.link) == ("pages", 2, "https://pages.example/AR-1")
    assert made.digest == "digest-1"


def test_publishing_again_hands_over_what_stands_there() -> None:
    """The newest publication of that target that came through is what the target compares with."""
    here = town()
    older = Publication("pages", 1, "old", START, "https://pages.example/AR-1")
    failed = Publication("pages", 2, "", START, trouble="publish_down")
    other = Publication("files", 2, "elsewhere", START, "file.md")
    here.keep(replace(here.review(), publications=(older, failed, other)))
    here.put(row("k", Publish(3, "pages"), lane="publish"))
    asyncio.run(here.outbox.drain())
    ((_, previous),) = here.pages.published
    assert previous is not None
    assert (previous.digest, previous.link) == ("old", "https://pages.example/AR-1")


def test_a_publication_given_up_is_heard_of_with_its_trouble() -> None:
    """A page changed by hand is not tried again; the review learns why."""
    here = town()
    here.pages.faults.append(Refused("publish_drifted"))
    here.put(row("k", Publish(2, "pages"), lane="publish"), row("next", Say("next")))
    asyncio.run(here.outbox.drain())
    (made,) = here.review().publications
    assert (made.trouble, made.link) == ("publish_drifted", "")
    assert here.store.dead() == (("k", "publish_drifted"),)
    assert here.said() == ["card", "next"]


def test_a_target_nobody_configured_is_heard_of_as_trouble() -> None:
    """A publication to an unknown target does not vanish."""
    here = town()
    here.put(row("k", Publish(2, "wiki"), lane="publish"))
    asyncio.run(here.outbox.drain())
    assert [made.trouble for made in here.review().publications] == ["publish_unknown_target"]


def test_a_target_that_is_down_is_tried_again_until_it_is_back() -> None:
    """Nothing is told meanwhile; the review hears of the link once."""
    here = town()
    here.pages.faults.extend([Later("publish_down"), Unsure("publish_lost"), OutsideError("publish_odd")])
    here.put(row("k", Publish(2, "pages"), lane="publish"))
    for _ in range(4):
        asyncio.run(here.outbox.drain())
        here.later(LONGEST_WAIT_S)
    (made,) = here.review().publications
    assert (made.trouble, made.link) == ("", "https://pages.example/AR-1")


@pytest.mark.parametrize("error", [OutsideError("storage_full"), Later("storage_locked")])
def test_a_result_that_cannot_be_kept_is_brought_again(error: OutsideError) -> None:
    """Where nobody could store that the thread is open, it is found when the lease is over, not opened twice."""
    town = Town(Failing(error))
    town.keep(new_review(1))
    town.put(row("review:1:open", OpenThread(Say("card")), lane="card"), row("k", Say("ask")))
    asyncio.run(town.outbox.drain())
    assert town.said() == ["card"]
    town.later(LEASE_S + 1)
    asyncio.run(town.outbox.drain())
    assert town.said() == ["card", "ask"]
    assert town.chat.calls == ["open_thread", "find", "post"]


def test_a_stale_result_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    """A process that slept beyond its lease does not overwrite what its successor did."""
    here = town()
    here.put(row("k", Say("word")))

    async def play() -> None:
        here.chat.hanging = asyncio.Event()
        sleeper = asyncio.create_task(here.outbox.drain())
        while not here.chat.calls:
            await asyncio.sleep(0)
        (taken_over,) = here.store.claim(START + timedelta(seconds=61), 1, 60)
        here.chat.hanging.set()
        await sleeper
        assert taken_over.ambiguous

    with caplog.at_level(logging.WARNING, "bot.outbox"):
        asyncio.run(play())
    assert "k took longer than its lease" in caplog.text
    assert here.store.message("k") is None


def running(here: Town, until: Callable[[], bool]) -> None:
    """Run the outbox as a service until something is so, then stop it."""

    async def play() -> None:
        service = asyncio.create_task(here.outbox.run())
        while not until():
            await asyncio.sleep(0)
        here.outbox.stop()
        async with asyncio.timeout(10):
            await service

    asyncio.run(play())


def test_a_running_outbox_sends_what_is_put_in_when_it_is_woken() -> None:
    """It need not be asked twice."""
    here = town()

    async def play() -> None:
        service = asyncio.create_task(here.outbox.run())
        here.put(row("k", Say("word")))
        here.outbox.wake()
        async with asyncio.timeout(10):
            while "word" not in here.said():
                await asyncio.sleep(0)
            here.outbox.stop()
            await service

    asyncio.run(play())
    assert here.store.message("k") == "2"


def test_stopping_lets_what_is_in_flight_finish() -> None:
    """A stop in the middle of a call waits for it and writes its result: nothing is left unclear."""
    here = town()
    here.put(row("k", Say("word")))

    async def play() -> None:
        here.chat.hanging = asyncio.Event()
        service = asyncio.create_task(here.outbox.run())
        while not here.chat.calls:
            await asyncio.sleep(0)
        here.outbox.stop()
        for _ in range(50):
            await asyncio.sleep(0)
        assert not service.done()
        here.chat.hanging.set()
        await service

    asyncio.run(play())
    assert here.store.message("k") == "2"
    here.later(120)
    assert here.store.claim(here.clock.now(), 10, 60) == ()


def test_stopping_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs beyond the time to stop is cut off; the next process looks for it before sending it again."""
    monkeypatch.setattr("bot.outbox.STOP_S", 0.0)
    here = town()
    here.put(row("k", Say("word")))

    async def play() -> None:
        here.chat.hanging = asyncio.Event()
        service = asyncio.create_task(here.outbox.run())
        while not here.chat.calls:
            await asyncio.sleep(0)
        here.outbox.stop()
        async with asyncio.timeout(10):
            await service
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(play())
    here.later(61)
    (claim,) = here.store.claim(here.clock.now(), 10, 60)
    assert claim.ambiguous


def test_a_database_out_of_reach_does_not_end_the_service(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outbox says so once, and sends when the database is back."""
    monkeypatch.setattr("bot.outbox.LONGEST_REST_S", 0.0)

    class Flaky(MemoryStore):
        troubles = 0

        def claim(self, *args: Any) -> Any:
            if self.troubles:
                self.troubles -= 1
                raise OutsideError("storage_locked")
            return super().claim(*args)

    store = Flaky()
    here = Town(store)
    here.keep(new_review(1, THREAD))
    here.put(row("k", Say("word")))
    store.troubles = 5
    with caplog.at_level(logging.WARNING, "bot.outbox"):
        running(here, lambda: "word" in here.said())
    assert [record.getMessage() for record in caplog.records] == [
        "the outbox and the database: storage_locked",
        "the outbox and the database: back",
    ]
