"""An agent changed: every review that relied on it hears so, once, and asks again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.heard import BOT, AgentChanged, Speaker
from bot.domain.review import Review, SameTomorrow, ThreadRef
from bot.domain.vocabulary import Status, WallStatus, YesNo
from bot.ports import Store
from storage.memory import MemoryStore
from storage.store import open_store
from tests.databases import blank_at
from tests.domain.making import MONDAY, OWNER, full_review, standing_wall
from tests.journeys.reminded import ANA, WORKSPACE, House


@pytest.fixture(params=["memory", "sqlite"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A house over each kind of store, on Monday at ten."""
    store: Store = (
        MemoryStore() if request.param == "memory" else open_store(blank_at(tmp_path / "r.sqlite3"))
    )
    yield House(store)
    store.close()


def reviewed(number: int, agent: str = "desk") -> Review:
    """A closed review of an agent with a wall that stands."""
    return full_review(
        number=number,
        workspace=WORKSPACE,
        owner=ANA,
        thread=ThreadRef("terminal", "desk", "lobby", str(number)),
        agent=agent,
        walls=(standing_wall(),),
        status=Status.CLOSED,
        same_tomorrow=None,
    )


def tell(house: House, agent: str = "Desk", id_: str = "changed:1", by: Speaker = BOT) -> None:
    """The change heard, and all that follows worked off."""
    heard = AgentChanged(
        id=id_, at=house.clock.now(), by=by, workspace=WORKSPACE, agent=agent, what="model m-5"
    )
    house.store.receive(heard)
    house.settle()


def statuses(house: House, *numbers: int) -> list[WallStatus]:
    """How the first wall of each review stands."""
    return [house.review(number).walls[0].status for number in numbers]


def test_every_review_of_the_agent_is_asked_again(house: House) -> None:
    """Others are left alone; a closed review is open again, for its wall is not proved."""
    house.keep(reviewed(7), reviewed(8), reviewed(9, agent="till"))
    tell(house)
    assert statuses(house, 7, 8, 9) == [WallStatus.EXPIRED, WallStatus.EXPIRED, WallStatus.STANDING]
    assert house.review(7).status is Status.OPEN
    assert [m.key for m in house.messages if m.place in {"7", "8"}].count("agent_changed") == 2
    assert house.review(7).acts[-1].by is None


def test_an_answer_about_tomorrow_goes_stale_with_it(house: House) -> None:
    """Without any wall at all."""
    line = SameTomorrow(YesNo.NO, (), OWNER, MONDAY)
    house.keep(replace(reviewed(7), walls=(), same_tomorrow=line))
    tell(house)
    said = house.review(7).same_tomorrow
    assert said is not None
    assert said.stale


def test_told_twice_it_is_once(house: House) -> None:
    """By the same id; a later change finds nothing more to ask about, and says nothing."""
    house.keep(reviewed(7))
    tell(house)
    before, said = house.review(7), len(house.messages)
    tell(house)
    tell(house, id_="changed:2")
    assert house.review(7) == before
    assert len(house.messages) == said


def test_an_agent_nobody_knows_changes_nothing(house: House) -> None:
    """The input is refused and done with."""
    house.keep(reviewed(7))
    tell(house, agent="tills")
    assert statuses(house, 7) == [WallStatus.STANDING]
    assert house.store.unhandled(9) == ()
