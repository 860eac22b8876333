"""What the simulated year found, each on its own."""

from datetime import date, datetime, timedelta

from bot.domain.due import Diary, Policy
from bot.domain.heard import BOT, ZoneKnown
from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.reminders import owed
from bot.domain.review import PersonKey
from bot.domain.vocabulary import Question, Status, WallStatus
from storage.memory import MemoryStore
from tests.domain.making import MONDAY, standing_wall, wall
from tests.journeys.reminded import ANA, BEN, House, asked_review

TUESDAY = MONDAY + timedelta(days=1)
DAY = timedelta(days=1)


def test_nothing_runs_out_in_an_opening_that_was_taken_back() -> None:
    """Its walls' proofs are nobody's business: the clock is not woken for them again and again."""
    house = House(MemoryStore())
    house.keep(asked_review(status=Status.WITHDRAWN, walls=(standing_wall(),)))
    house.settle()
    assert house.store.next_due() is None


def test_who_is_owed_words_of_more_reviews_than_one_look_holds_is_not_passed_over_for_good() -> None:
    """A hundred at a time: on the next day those that were left are planned as well."""
    house = House(MemoryStore())
    house.keep(*(asked_review(number) for number in range(1, 104)))
    house.run(TUESDAY + timedelta(hours=1), every=timedelta(hours=4))
    house.run(TUESDAY + timedelta(days=1, hours=1), every=timedelta(hours=1))
    assert [m.at for m in house.messages if m.place == ANA] == [TUESDAY, TUESDAY + timedelta(days=1)]
    assert house.store.owed(house.clock.now(), 1) == ()


def test_the_channel_does_not_hear_in_the_moment_of_the_last_word_to_an_owner() -> None:
    """That the agent's last owner was asked before, about another question, takes none of the owner's days."""
    review = asked_review(asking=Question.CONTEXT)
    thursday = MONDAY + 3 * DAY
    before = (
        told(NudgeKind.NEEDS_OWNER, f"owner:{ANA}", MONDAY - 14 * DAY, BEN),
        told(NudgeKind.SILENT, "A:context", MONDAY, place=Where.THREAD),
        told(NudgeKind.STILL_SILENT, "A:context", TUESDAY),
        told(NudgeKind.LAST, "A:context", thursday),
    )
    diaries = {ANA: Diary("UTC"), BEN: Diary("UTC")}
    assert owed(review, Policy(), diaries, before, thursday, last_owner=BEN) == ()
    five_days_later = owed(review, Policy(), diaries, before, thursday + 7 * DAY, last_owner=BEN)
    assert [nudge.place for nudge in five_days_later] == [Where.CHANNEL]


def told(kind: NudgeKind, about: str, at: datetime, to: PersonKey = ANA, place: Where = Where.DIRECT) -> Told:
    """What somebody was told of review 7."""
    return Told(7, kind, about, to, place, at.date(), at)


def test_a_wall_put_off_is_not_named_again_the_day_after_it_was() -> None:
    """Put off to Wednesday the 23rd, said on Thursday: that is the day of its week as well."""
    house = House(MemoryStore())
    late = wall(owner=ANA, due=date(2026, 9, 1), status=WallStatus.ACCEPTED)  # each Thursday from the 10th on
    house.keep(asked_review(asking=None, progress=(), status=Status.FILED, walls=(late,)))
    house.settle()
    house.put_off(7, "W1", ANA, date(2026, 9, 23))
    house.know(ANA, Diary(undisturbed_until=MONDAY + 10 * DAY))
    house.run(MONDAY + 20 * DAY, every=timedelta(hours=4))
    days = [each.at.date() for each in of_wall(house)]
    assert days == [date(2026, 9, 14), date(2026, 9, 24), date(2026, 10, 1)]


def test_who_is_back_hears_of_their_walls_at_once() -> None:
    """While they were gone their wall was the owner's, and nothing of it was owed to them."""
    house = House(MemoryStore())
    late = wall(owner=BEN, due=MONDAY.date() - 30 * DAY, status=WallStatus.ACCEPTED)
    house.know(BEN, Diary(gone=True))
    house.keep(asked_review(asking=None, progress=(), status=Status.FILED, walls=(late,)))
    house.settle()
    assert [each.to for each in of_wall(house)] == [ANA]
    house.hear(ZoneKnown(id="back", at=house.clock.now(), by=BOT, person=BEN, zone="UTC", gone=False))
    assert [each.to for each in of_wall(house)] == [ANA, BEN]


def of_wall(house: House) -> list[Told]:
    """What was told of the wall, oldest first."""
    with house.store.unit() as work:
        return [each for each in work.told(7) if each.about == "W1"]
