"""What a journey reads for the interview: only what a step looks at."""

from bot.domain.heard import Speaker
from bot.domain.review import PersonKey
from bot.domain.script import Script
from bot.journeys.desk import Desk
from bot.journeys.rooms import room_for
from storage.memory.store import MemoryStore
from tests.journeys.fakes import MIA, START

DESK = Desk(Script((), (), ()), START, ())
BEN = Speaker(PersonKey("terminal:desk:ben"), "Ben")


def test_people_are_read_when_a_step_first_looks_at_them() -> None:
    """A workspace may have thousands, and few replies name one."""
    with MemoryStore().unit() as work:
        room = room_for(work, None, "terminal:desk", DESK)
        work.meet(MIA)
        first = list(room.people)
        work.meet(BEN)
        assert first == [MIA]
        assert list(room.people) == [MIA]
