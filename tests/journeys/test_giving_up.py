"""What is given up is given up visibly: whoever waits for it hears of it, and never too early."""

import asyncio

import pytest

from bot.domain.errors import Refused, Unsure
from bot.domain.says import Publish, Say
from bot.outcome import FAULT_TRIES, LONGEST_WAIT_S, TRIES
from bot.ports import Claim, Dead, OpenThread, Outgoing, Result
from storage.memory import MemoryStore
from tests.journeys.fakes import START, THREAD, Fault, Town, new_review

TEN_MINUTES_S = 600.0


def town_with(*rows: Outgoing) -> Town:
    """A town with one review in its thread, and these rows to go out."""
    town = Town(MemoryStore())
    town.keep(new_review(1, THREAD))
    town.put(*rows)
    return town


def drain_for(town: Town, seconds: float) -> None:
    """Time passes second by second, and what is due is tried."""

    async def drained() -> None:
        end = town.clock.now().timestamp() + seconds
        while town.clock.now().timestamp() < end:
            await town.outbox.drain()
            town.later(1.0)

    asyncio.run(drained())


def test_a_vendors_bad_ten_minutes_lose_nothing() -> None:
    """Every post answered 503 for ten minutes, and never found: then it goes out, once."""
    town = town_with(Outgoing("k", 1, Say("word"), START))
    town.chat.faults.extend(Fault(Unsure("chat_lost")) for _ in range(1000))
    drain_for(town, TEN_MINUTES_S)
    assert town.store.dead() == ()
    town.chat.faults.clear()
    drain_for(town, LONGEST_WAIT_S * 1.25)
    assert town.said() == ["word"]


def test_a_thread_that_cannot_be_looked_for_any_more_is_told_to_who_waits() -> None:
    """The reply to its opening was lost, then the place is gone: the owner hears why, as for a first try."""
    town = Town(MemoryStore())
    town.keep(new_review(1))
    town.put(Outgoing("review:1:open", 1, OpenThread(Say("card")), START))
    town.chat.faults.append(Fault(Unsure("chat_lost")))
    town.chat.find_faults.append(Fault(Refused("chat_archived")))
    drain_for(town, 60.0)
    assert [key for key, _ in town.store.dead()] == ["review:1:open"]
    assert town.said() == ["not_opened"]


@pytest.mark.parametrize(
    ("error", "tries"), [(TimeoutError(), TRIES), (ZeroDivisionError("ours"), FAULT_TRIES)]
)
def test_a_thread_given_up_for_whatever_reason_is_told_to_who_waits(error: Exception, tries: int) -> None:
    """It never answered, or the fault is ours: nobody is left waiting for it."""
    town = Town(MemoryStore())
    town.keep(new_review(1))
    town.put(Outgoing("review:1:open", 1, OpenThread(Say("card")), START))
    town.chat.faults.extend(Fault(error) for _ in range(tries))
    for _ in range(tries + 1):
        asyncio.run(town.outbox.drain())
        town.later(LONGEST_WAIT_S * 1.25)
    assert [key for key, _ in town.store.dead()] == ["review:1:open"]
    assert town.said() == ["not_opened"]


def test_a_publication_given_up_by_a_fault_of_ours_is_heard_of(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever asked for it is told that it did not come through, whatever the reason."""
    row = Outgoing("review:1:publish:pages:1", 1, Publish(1, "pages"), START, lane="publish:pages")
    town = town_with(row)
    town.pages.faults.extend(ZeroDivisionError("ours") for _ in range(FAULT_TRIES))
    drain_for(town, 2 * TEN_MINUTES_S)
    assert [(made.target, made.link, made.trouble) for made in town.review().publications] == [
        ("pages", "", "ZeroDivisionError")
    ]
    assert [key for key, _ in town.store.dead()] == [row.key]
    assert "failed" in caplog.text


def test_what_nobody_could_be_told_of_is_not_given_up() -> None:
    """The database is away at that very moment: the row is tried again, and then it is told."""
    row = Outgoing("review:1:publish:pages:1", 1, Publish(1, "pages"), START, lane="publish:pages")
    town = town_with(row)
    town.pages.faults.extend(ZeroDivisionError("ours") for _ in range(FAULT_TRIES + 1))
    settle, fails = town.store.settle, [Unsure("storage_locked")]

    def settles(claim: Claim, result: Result) -> bool:
        if isinstance(result, Dead) and fails:
            raise fails.pop()
        return settle(claim, result)

    town.store.settle = settles  # type: ignore[method-assign]  # one failure, else the store itself
    drain_for(town, 4 * TEN_MINUTES_S)
    assert fails == []
    assert [made.trouble for made in town.review().publications] == ["ZeroDivisionError"]
