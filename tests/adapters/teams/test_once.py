"""Things done once, and answers that wait until they may be said."""

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest

from bot.chat.teams.meanings import Asked, Place
from bot.chat.teams.once import REMEMBERED, Once
from bot.chat.teams.post import TeamsChat
from bot.chat.teams.telling import PATIENCE_S, Telling
from bot.domain.errors import Later, OutsideError, Refused, Unsure
from bot.domain.heard import Speaker
from bot.domain.review import PersonKey, ThreadRef
from bot.domain.tree import Card
from bot.ports import Voice
from tests.adapters.teams.given import MIA, NOW, THREAD


def test_what_is_brought_again_is_answered_the_same() -> None:
    """While it is done, and after."""
    done: list[str] = []
    gate = asyncio.Event()

    async def work() -> str:
        done.append("x")
        await gate.wait()
        return f"answer {len(done)}"

    async def story() -> None:
        once: Once[str] = Once()
        first, second = (asyncio.create_task(once("a", work)) for _ in range(2))
        await asyncio.sleep(0)
        gate.set()
        assert await first == await second == await once("a", work) == "answer 1"
        assert await once("b", work) == "answer 2"

    asyncio.run(story())


def test_whoever_waits_may_go_away() -> None:
    """The work goes on, and whoever comes next has its answer."""
    gate = asyncio.Event()

    async def work() -> str:
        await gate.wait()
        return "answer"

    async def story() -> None:
        once: Once[str] = Once()
        first = asyncio.create_task(once("a", work))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first])
        gate.set()
        assert await once("a", work) == "answer"

    asyncio.run(story())


def test_what_failed_is_done_when_it_is_brought_again() -> None:
    """Whoever waited hears of the error."""
    tries: list[int] = []

    async def work() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise OutsideError("storage_busy")
        return len(tries)

    async def story() -> None:
        once: Once[int] = Once()
        with pytest.raises(OutsideError):
            await once("a", work)
        assert await once("a", work) == 2

    asyncio.run(story())


def test_only_so_many_answers_are_kept() -> None:
    """The oldest is forgotten first."""

    async def story() -> None:
        once: Once[int] = Once()
        counted: list[int] = []

        async def work() -> int:
            counted.append(1)
            return len(counted)

        for number in range(REMEMBERED + 1):
            await once(str(number), work)
        assert await once("1", work) == 2
        assert await once("0", work) == REMEMBERED + 2

    asyncio.run(story())


class Chat:
    """Answers each try with the next error, and says it after the last."""

    def __init__(self, errors: Sequence[OutsideError]) -> None:
        self.errors = list(errors)
        self.said: list[str] = []

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """See `ports.Chat`."""
        del person, card
        return self._try(key)

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """See `ports.Chat`."""
        del card
        return self._try(f"{thread.thread}:{key}")

    def _try(self, key: str) -> str:
        if self.errors:
            raise self.errors.pop(0)
        self.said.append(key)
        return "1"


ASKED = Asked(id="k", at=NOW, by=Speaker(MIA.person, MIA.name), place=Place("", ""))


def answered(*errors: OutsideError) -> tuple[Chat, list[float]]:
    """An answer that meets these errors: what was said of it, and how long was waited."""
    chat, waited = Chat(errors), list[float]()

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    telling = Telling(chat=cast("TeamsChat", chat), voice=cast("Voice", None), sleep=sleep)
    asyncio.run(telling.alone(ASKED, Card(())))
    return chat, waited


def test_an_answer_waits_where_it_is_asked_to() -> None:
    """As long as is asked for, and a little where nobody says how long; then it is said, once."""
    chat, waited = answered(Later("paced", retry_after=1.5), Later("teams_unreachable"))
    assert (chat.said, waited) == (["k"], [1.5, 2.0])


def test_an_answer_does_not_wait_for_ever() -> None:
    """It is given up, and that is logged; whoever asked asks again."""
    chat, waited = answered(Later("teams_busy", retry_after=PATIENCE_S), Later("paced", retry_after=1.0))
    assert (chat.said, waited) == ([], [PATIENCE_S])


@pytest.mark.parametrize("error", [Refused("teams_refused"), Unsure("teams_down")])
def test_an_answer_that_may_stand_there_already_is_not_said_again(
    error: OutsideError, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor one that Teams does not take."""
    chat, waited = answered(error)
    assert (chat.said, waited) == ([], [])
    assert error.key in caplog.text


def test_an_answer_for_all_is_said_in_its_thread() -> None:
    """With the same patience."""
    chat = Chat([Later("paced", retry_after=0.0)])

    async def sleep(_: float) -> None:
        return

    telling = Telling(chat=cast("TeamsChat", chat), voice=cast("Voice", None), sleep=sleep)
    asyncio.run(telling.there(ASKED, THREAD, Card(())))
    assert chat.said == [f"{THREAD.thread}:k"]
