import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.domain.errors import OutsideError, PersonError
from bot.domain.heard import Deleted, Heard, Opened, Replied
from bot.domain.review import ThreadRef
from bot.domain.says import Place, Reply, Say
from bot.inbox import BATCH
from bot.journeys.desk import Desk
from bot.journeys.looking import Asked
from bot.ports import Work
from storage.memory import MemoryStore
from tests.journeys.fakes import MIA, START, THREAD, Town, answering, new_review, opened, replied

T = TypeVar("T")
OTHER = ThreadRef("terminal", "desk", "lobby", "2")


class GatedStore(MemoryStore):
    """A store in which one input's journey, or its storing, is held until the test lets it go."""

    def __init__(self) -> None:
        super().__init__()
        self.journey_gates: dict[str, threading.Event] = {}
        self.receive_gates: dict[str, threading.Event] = {}
        self.stored: dict[str, threading.Event] = {}

    def receive(self, heard: Heard) -> bool:
        """As the store does, once let go."""
        if gate := self.receive_gates.get(heard.id):
            assert gate.wait(10)
        new = super().receive(heard)
        self.stored.setdefault(heard.id, threading.Event()).set()
        return new

    def receive_soon(self, heard: Heard) -> "Future[bool]":
        """The same by a thread of its own: whoever asks goes on meanwhile."""
        hand = ThreadPoolExecutor(1)
        stored = hand.submit(self.receive, heard)
        hand.shutdown(wait=False)
        return stored

    def handle(self, heard_id: str, journey: Callable[[Work], T]) -> T | None:
        """As the store does, once let go."""
        if gate := self.journey_gates.get(heard_id):
            assert gate.wait(10)
        return super().handle(heard_id, journey)

    async def until_received(self, heard_id: str) -> None:
        """Returns when an input was stored."""
        assert await asyncio.to_thread(self.stored.setdefault(heard_id, threading.Event()).wait, 10)


def deleted(id_: str = "d1") -> Deleted:
    return Deleted(id=id_, at=START, by=MIA, thread=THREAD, message="m1", review=1)


def town_with_threads(store: MemoryStore) -> Town:
    """A town with two reviews, each in its thread."""
    town = Town(store)
    town.keep(new_review(1, THREAD))
    town.keep(new_review(2, OTHER))
    return town


def test_an_input_is_worked_off_and_the_outbox_woken() -> None:
    """What a journey keeps is there when hear returns, and the outbox is told once."""
    town = Town(MemoryStore())
    assert asyncio.run(town.inbox.hear(opened())) is None
    assert town.review().channel == "lobby"
    assert town.wakes == 1


def test_the_same_input_twice_has_one_effect() -> None:
    """A platform that sends an event again changes nothing."""
    town = town_with_threads(MemoryStore())

    async def play() -> None:
        await asyncio.gather(*(town.inbox.hear(replied("r1")) for _ in range(20)))
        await town.inbox.hear(replied("r1"))

    asyncio.run(play())
    assert town.review().harm == "|words of r1"


def test_a_mistake_of_a_person_is_told_to_them_alone_and_nothing_of_the_unit_is_kept() -> None:
    """A PersonError becomes a whisper with its sentence; the input is done with."""

    def journey(work: Work, _heard: Deleted, desk: Desk) -> Reply | None:
        review = work.review(1)
        assert review is not None
        work.keep(replace(review, title="changed", version=1))
        raise PersonError("too_late", when=desk.now.year)

    town = Town(MemoryStore(), journeys={Deleted: journey})
    town.keep(new_review(1, THREAD))
    reply = asyncio.run(town.inbox.hear(deleted()))
    sentence = town.voice.error("too_late", {"when": 2026})
    assert reply == Reply(say=Say("error", {"sentence": sentence}, place=Place.WHISPER, to=MIA.person))
    assert town.review().title == "it refunded"
    assert town.store.unhandled(10) == ()
    assert town.store.dead() == ()
    assert town.wakes == 0


def test_an_answer_is_never_turned_down() -> None:
    """A PersonError in the journey of an answer is a fault of ours: the answer stays in the inbox."""

    def journey(_work: Work, _heard: Replied, _desk: Desk) -> Reply | None:
        raise PersonError("never_here")

    town = Town(MemoryStore(), journeys={Replied: journey})
    reply = asyncio.run(town.inbox.hear(replied("r1")))
    assert reply is not None
    assert reply.say is not None
    assert reply.say.key == "fault"
    assert [pending.heard.id for pending in town.store.unhandled(10)] == ["r1"]


def test_a_fault_is_logged_with_the_review_and_told(caplog: pytest.LogCaptureFixture) -> None:
    """The person hears that it went wrong, the log says where, and the unit leaves nothing behind."""

    def journey(work: Work, _heard: Deleted, _desk: Desk) -> Reply | None:
        work.keep(replace(new_review(1, THREAD), title="half done"))
        raise ZeroDivisionError("ours")

    town = Town(MemoryStore(), journeys={Deleted: journey})
    town.keep(new_review(1, THREAD))
    with caplog.at_level(logging.ERROR, "bot.inbox"):
        reply = asyncio.run(town.inbox.hear(deleted()))
    assert reply == Reply(say=Say("fault", {"input": "d1"}, place=Place.WHISPER, to=MIA.person))
    assert town.review().title == "it refunded"
    assert "input d1 of review 1" in caplog.text
    assert "ZeroDivisionError: ours" in caplog.text


def test_an_input_nobody_has_a_journey_for_is_a_fault() -> None:
    """A kind of input without a journey is kept and reported, not dropped."""
    town = Town(MemoryStore(), journeys={})
    asyncio.run(town.inbox.hear(opened()))
    assert [pending.heard.id for pending in town.store.unhandled(10)] == ["open-1"]


def test_a_poisonous_input_is_given_up_and_holds_up_nobody_else_for_long() -> None:
    """Five failed tries make a dead letter; what came behind it in its review is then worked off in order."""

    def journey(work: Work, heard: Replied, desk: Desk) -> Reply | None:
        if heard.id == "poison":
            raise ZeroDivisionError
        return answering(work, heard, desk)

    town = Town(MemoryStore(), journeys={Replied: journey})
    town.keep(new_review(1, THREAD))
    town.keep(new_review(2, OTHER))

    async def play() -> None:
        for heard in (replied("poison"), replied("r2"), replied("r3"), replied("o1", OTHER)):
            await town.inbox.hear(heard)
        assert town.review(1).harm == ""
        assert town.review(2).harm == "|words of o1"
        for _ in range(4):
            await town.inbox.recover()
        await town.inbox.hear(replied("r4"))

    asyncio.run(play())
    assert town.review(1).harm == "|words of r2|words of r3|words of r4"
    assert [key for key, _ in town.store.dead()] == ["poison"]


def test_a_line_stays_closed_while_more_waits_than_is_read_at_once() -> None:
    """Every review has an input that failed: a newcomer overtakes none of them, however many there are."""
    broken = True

    def breaking(work: Work, heard: Replied, desk: Desk) -> Reply | None:
        if broken:
            raise ZeroDivisionError
        return answering(work, heard, desk)

    town = Town(MemoryStore(), journeys={Replied: breaking})
    threads = [replace(THREAD, thread=str(number)) for number in range(1, BATCH + 2)]
    for number, thread in enumerate(threads, 1):
        town.keep(new_review(number, thread))

    async def play() -> None:
        nonlocal broken
        for number, thread in enumerate(threads):
            await town.inbox.hear(replied(f"first-{number}", thread))
        await town.inbox.recover()
        broken = False
        await town.inbox.hear(replied("second", threads[-1]))
        while await town.inbox.recover():
            pass

    asyncio.run(play())
    assert town.review(BATCH + 1).harm == f"|words of first-{BATCH}|words of second"


def test_what_cannot_be_stored_is_said_to_the_platform() -> None:
    """The error of the database reaches the adapter, which lets the platform send it again."""

    class Full(MemoryStore):
        def receive(self, heard: Heard) -> bool:
            raise OutsideError("storage_full", input=heard.id)

    town = Town(Full())
    with pytest.raises(OutsideError, match="storage_full"):
        asyncio.run(town.inbox.hear(opened()))
    assert town.store.unhandled(10) == ()


def test_what_was_stored_but_not_worked_off_is_worked_off_when_the_database_is_back() -> None:
    """The adapter hears of the trouble, the input is kept, and later ones of the review stay behind it."""

    class Locked(MemoryStore):
        locked = True

        def handle(self, heard_id: str, journey: Callable[[Work], T]) -> T | None:
            if self.locked:
                raise OutsideError("storage_locked")
            return super().handle(heard_id, journey)

    store = Locked()
    town = town_with_threads(store)

    async def play() -> None:
        with pytest.raises(OutsideError, match="storage_locked"):
            await town.inbox.hear(replied("r1"))
        store.locked = False
        assert await town.inbox.hear(replied("r2")) is None
        assert town.review().harm == ""
        await town.inbox.recover()

    asyncio.run(play())
    assert town.review().harm == "|words of r1|words of r2"


def test_an_event_sent_again_after_trouble_is_worked_off() -> None:
    """The id is known by then, but the input still waits."""

    class Once(MemoryStore):
        troubles = 1

        def handle(self, heard_id: str, journey: Callable[[Work], T]) -> T | None:
            if self.troubles:
                self.troubles -= 1
                raise OutsideError("storage_locked")
            return super().handle(heard_id, journey)

    town = town_with_threads(Once())

    async def play() -> None:
        with pytest.raises(OutsideError):
            await town.inbox.hear(replied("r1"))
        await town.inbox.recover()
        await town.inbox.hear(replied("r1"))

    asyncio.run(play())
    assert town.review().harm == "|words of r1"


def test_inputs_of_one_review_are_worked_off_in_order_and_hold_up_no_other_review() -> None:
    """While the first answer of a review is slow, the second is stored and waits; another review goes on."""
    store = GatedStore()
    town = town_with_threads(store)
    gate = store.journey_gates["r1"] = threading.Event()

    async def play() -> None:
        first = asyncio.create_task(town.inbox.hear(replied("r1")))
        await store.until_received("r1")
        second = asyncio.create_task(town.inbox.hear(replied("r2")))
        await store.until_received("r2")
        await town.inbox.hear(replied("o1", OTHER))
        assert (town.review(1).harm, town.review(2).harm) == ("", "|words of o1")
        gate.set()
        await asyncio.gather(first, second)

    asyncio.run(play())
    assert town.review(1).harm == "|words of r1|words of r2"


def test_an_answer_whose_storing_is_slow_keeps_its_place() -> None:
    """The order is that of arrival, not that of being stored."""
    store = GatedStore()
    town = town_with_threads(store)
    gate = store.receive_gates["r1"] = threading.Event()

    async def play() -> None:
        first = asyncio.create_task(town.inbox.hear(replied("r1")))
        await asyncio.sleep(0)
        second = asyncio.create_task(town.inbox.hear(replied("r2")))
        await store.until_received("r2")
        gate.set()
        await asyncio.gather(first, second)

    asyncio.run(play())
    assert town.review(1).harm == "|words of r1|words of r2"


def test_who_leaves_the_line_lets_nobody_past_those_before() -> None:
    """A cancelled second answer does not let the third overtake the first; recovery still works it off."""
    store = GatedStore()
    town = town_with_threads(store)
    gate = store.journey_gates["r1"] = threading.Event()

    async def play() -> None:
        first = asyncio.create_task(town.inbox.hear(replied("r1")))
        await store.until_received("r1")
        second = asyncio.create_task(town.inbox.hear(replied("r2")))
        await store.until_received("r2")
        third = asyncio.create_task(town.inbox.hear(replied("r3")))
        await store.until_received("r3")
        second.cancel()
        await asyncio.wait([second])
        await town.inbox.hear(replied("o1", OTHER))
        assert town.review(1).harm == ""
        gate.set()
        await asyncio.gather(first, third)
        assert town.review(1).harm == "|words of r1|words of r3"
        await town.inbox.recover()

    asyncio.run(play())
    assert town.review(1).harm == "|words of r1|words of r3|words of r2"


def test_recovery_leaves_alone_what_is_in_hand() -> None:
    """The reply goes to whoever waits for it: an input being worked off is not taken up a second time."""
    store = GatedStore()
    asked = Reply(say=Say("shown"))

    def journey(_work: Work, _heard: Opened, _desk: Desk) -> Reply | None:
        return asked

    town = Town(store, journeys={Opened: journey})
    gate = store.journey_gates["open-1"] = threading.Event()

    async def play() -> Reply | None:
        waiting = asyncio.create_task(town.inbox.hear(opened()))
        await store.until_received("open-1")
        await town.inbox.recover()
        gate.set()
        return await waiting

    assert asyncio.run(play()) == asked


def test_a_backlog_from_before_a_restart_is_worked_off_in_order() -> None:
    """What an earlier process stored and did not finish is finished by the next one."""
    store = MemoryStore()
    town = town_with_threads(store)
    for id_ in ("r1", "r2", "r3"):
        store.receive(replied(id_))
    asyncio.run(Town(store).inbox.recover())
    assert town.review().harm == "|words of r1|words of r2|words of r3"
    assert store.unhandled(10) == ()


def test_looking_up_a_review_that_is_not_there_is_told_kindly() -> None:
    """A read answers like a journey does: the sentence, to the viewer alone."""
    town = Town(MemoryStore())
    asked = Asked("show", "AR-9", MIA.person, "terminal:desk")
    sentence = town.voice.error("no_such_review", {"number": "AR-9"})
    error = Reply(say=Say("error", {"sentence": sentence}, place=Place.WHISPER, to=MIA.person))
    assert asyncio.run(town.inbox.look(asked)) == error
    assert asyncio.run(town.inbox.open_form(asked, "facets")) == error


def test_a_read_shows_the_review_and_writes_nothing() -> None:
    """A list is answered to its viewer from what is stored."""
    town = Town(MemoryStore())
    town.keep(new_review(1, THREAD))
    reply = asyncio.run(town.inbox.look(Asked("list", "", MIA.person, "terminal:desk")))
    assert reply.say is not None
    assert reply.say.to == MIA.person
    assert [row["title"] for row in reply.say.values["rows"]] == ["it refunded"]  # type: ignore[attr-defined] # JSON values
    assert town.wakes == 0


async def _accepted(town: Town, *inputs: Heard) -> list[Reply]:
    """Accept inputs; what their senders were told at once."""
    told: list[Reply] = []

    async def tell(reply: Reply) -> None:
        told.append(reply)

    for heard in inputs:
        await town.inbox.accept(heard, tell)
    await town.inbox.finish()
    return told


def test_an_accepted_input_is_stored_before_it_is_worked_off() -> None:
    """The platform can be told while its journey still waits."""
    store = GatedStore()
    town = town_with_threads(store)
    gate = store.journey_gates["a"] = threading.Event()

    async def scenario() -> None:
        await town.inbox.accept(replied("a"))
        assert [pending.heard.id for pending in store.unhandled(10)] == ["a"]
        gate.set()
        await town.inbox.finish()

    asyncio.run(scenario())
    assert town.review(1).harm == "|words of a"


def test_accepted_inputs_of_a_review_keep_their_order() -> None:
    """The second waits for the first, though both were stored."""
    store = GatedStore()
    town = town_with_threads(store)
    gate = store.journey_gates["a"] = threading.Event()

    async def scenario() -> None:
        await town.inbox.accept(replied("a"))
        await town.inbox.accept(replied("b"))
        gate.set()
        await town.inbox.finish()

    asyncio.run(scenario())
    assert town.review(1).harm == "|words of a|words of b"


def test_a_journey_that_runs_out_of_something_is_a_failed_try(caplog: pytest.LogCaptureFixture) -> None:
    """No future takes a StopIteration: whoever waited for the input would wait for ever."""

    def empty(_: Work, __: Heard, ___: Desk) -> Reply | None:
        return next(iter(()))

    town = Town(MemoryStore(), journeys={Opened: empty})
    reply = asyncio.run(asyncio.wait_for(town.inbox.hear(opened()), 10))
    assert reply is not None
    assert reply.say is not None
    assert reply.say.key == "fault"
    assert "could not be worked off" in caplog.text


def test_what_cannot_be_stored_is_not_accepted() -> None:
    """The platform must send it again."""

    class Full(MemoryStore):
        def receive(self, heard: Heard) -> bool:
            raise OutsideError("storage_full", path=heard.id)

    town = Town(Full())
    with pytest.raises(OutsideError):
        asyncio.run(town.inbox.accept(opened()))


def test_the_reply_to_an_accepted_input_goes_to_its_sender() -> None:
    """A person's mistake is told although nobody waited for it."""

    def refusing(_: Work, __: Heard, ___: Desk) -> Reply | None:
        raise PersonError("line_needed")

    town = Town(MemoryStore(), journeys={Opened: refusing})
    (reply,) = asyncio.run(_accepted(town, opened()))
    assert reply.say is not None
    assert (reply.say.key, reply.say.to) == ("error", MIA.person)


def test_an_accepted_input_the_database_refuses_later_is_kept() -> None:
    """It was stored: nobody is told to send it again, and it is tried again by `recover`."""

    class Once(MemoryStore):
        failed_once = False

        def handle(self, heard_id: str, journey: Callable[[Work], T]) -> T | None:
            if not self.failed_once:
                self.failed_once = True
                raise OutsideError("storage_locked", path="")
            return super().handle(heard_id, journey)

    town = town_with_threads(Once())

    async def scenario() -> None:
        await town.inbox.accept(replied("a"))
        await town.inbox.finish()
        assert town.review(1).harm == ""
        await town.inbox.recover()

    asyncio.run(scenario())
    assert town.review(1).harm == "|words of a"
