"""What a journey reads for the interview: only what a step looks at."""

from dataclasses import replace

from bot.domain.heard import Speaker
from bot.domain.review import Finding, PersonKey, Span
from bot.domain.script import Script
from bot.domain.vocabulary import EvidenceClass, Facet, Question, Status
from bot.journeys.desk import Desk
from bot.journeys.rooms import room_for
from storage.memory.store import MemoryStore
from tests.journeys.fakes import MIA, START, new_review

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


def test_who_answered_and_owned_last_is_told_of_the_agent_asked_for() -> None:
    """By the name they have by now, whoever was never met by their id; of other reviews, and of no other agent."""
    said = Finding(Facet.STATE, (Span("S1", "words"),), EvidenceClass.TESTIMONY, BEN.person, START, "A")
    zoe = PersonKey("terminal:desk:zoe")
    earlier = replace(new_review(1), agent="clerk", findings=(said,), status=Status.FILED, owner=zoe)
    ours = replace(earlier, number=2, findings=(replace(said, author=MIA.person),), status=Status.OPEN)
    with MemoryStore().unit() as work:
        work.meet(BEN)
        work.keep(earlier)
        work.keep(ours)
        room = room_for(work, ours, "terminal:desk", DESK)
        assert room.answered_last("clerk") == ((Question.CONTEXT, BEN),)
        assert room.last_owner("clerk") == Speaker(zoe, "zoe")
        assert (room.answered_last("mail"), room.last_owner("mail")) == ((), None)
