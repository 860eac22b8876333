"""What the simulated year found, each on its own."""

from datetime import timedelta

from bot.domain.vocabulary import Status
from storage.memory import MemoryStore
from tests.domain.making import MONDAY, standing_wall
from tests.journeys.reminded import ANA, House, asked_review

TUESDAY = MONDAY + timedelta(days=1)


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
