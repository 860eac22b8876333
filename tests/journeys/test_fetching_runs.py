"""Runs fetched by their links: tried again while there is hope, told of when it matters, given up after a day."""

import asyncio
from typing import Any

from bot.domain.errors import Later, Refused
from bot.domain.heard import Fetched
from bot.domain.says import Fetch
from bot.journeys.desk import Desk
from bot.ports import Outgoing, Work
from storage.memory import MemoryStore
from tests.journeys.fakes import SMALL, START, THREAD, Town, new_review

LINK = "https://traces.example.com/trace/1"
KEPT = {"what": "Jaeger.json", "kind": "trace", "sha256": "ab" * 32, "kept_sha256": "ab" * 32}
DAY_S = 86_400.0


class FakeRuns:
    """A place runs are fetched from: what it answers, in order; then it is down."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def fetch(self, link: str, review: int) -> dict[str, Any]:
        """The next answer."""
        assert (link, review) == (LINK, 1)
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else Later("source_down", 300.0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Fetching:
    """A town in which a link was pasted, and what was heard of its run."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.heard: list[Fetched] = []
        self.runs = FakeRuns(*answers)
        self.town = Town(MemoryStore(), journeys={**SMALL, Fetched: self._note})
        self.town.keep(new_review(1, THREAD))
        self.town.put(Outgoing("review:1:fetch:E1", 1, Fetch("E1", LINK), START, lane="fetch:E1"))
        self.town.runs = self.runs
        self.town.outbox = self.town.new_outbox(self.town.clock)

    def _note(self, work: Work, heard: Fetched, desk: Desk) -> None:
        del work, desk
        self.heard.append(heard)

    def passes(self, seconds: float, *, step: float = 1.0) -> None:
        """Time passes, and what is due is tried."""
        end = self.town.clock.now().timestamp() + seconds
        while self.town.clock.now().timestamp() < end:
            asyncio.run(self.town.outbox.drain())
            self.town.later(step)

    @property
    def troubles(self) -> list[str]:
        """What stood in the way, as it was told."""
        return [one.trouble for one in self.heard]


def test_a_run_is_fetched_once_and_heard_of() -> None:
    """With all that was kept of it, for the entry of its link."""
    here = Fetching(KEPT)
    here.passes(5)
    assert here.runs.asked == 1
    (heard,) = here.heard
    assert (heard.evidence, heard.kind, heard.sha256, heard.trouble) == ("E1", "trace", "ab" * 32, "")


def test_a_run_that_is_still_arriving_comes_later() -> None:
    """Told of at the second try that fails; the third brings it."""
    arriving = Later("source_arriving", 10.0)
    here = Fetching(arriving, arriving, KEPT)
    here.passes(9)
    assert (here.runs.asked, here.troubles) == (1, [])
    here.passes(10)
    assert (here.runs.asked, here.troubles) == (2, ["source_arriving"])
    here.passes(10)
    assert (here.runs.asked, here.troubles) == (3, ["source_arriving", ""])


def test_a_run_that_cannot_be_had_is_told_of_at_once() -> None:
    """No second try."""
    here = Fetching(Refused("source_not_let_in"))
    here.passes(60)
    assert (here.runs.asked, here.troubles) == (1, ["source_not_let_in"])


def test_a_fault_of_ours_is_told_of_too() -> None:
    """It is tried again, and people can drop the file meanwhile."""
    here = Fetching(ZeroDivisionError(), ZeroDivisionError(), KEPT)
    here.passes(30)
    assert here.troubles == ["source_unreachable", ""]


def test_a_backend_that_stays_down_is_given_up_after_a_day() -> None:
    """Told of twice: that it is down, and that it is not asked again."""
    here = Fetching()
    here.passes(DAY_S + 600, step=300)
    assert here.troubles == ["source_down", "source_given_up"]
    assert [key for key, _ in here.town.store.dead()] == ["review:1:fetch:E1"]
    asked = here.runs.asked
    here.passes(DAY_S, step=3600)
    assert here.runs.asked == asked
