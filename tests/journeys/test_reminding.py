"""Reminders as the house sends them: planned, gathered, remembered, and never lost or doubled by a restart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.due import Diary
from bot.domain.nudges import NudgeKind
from bot.domain.review import PersonKey, Progress, Stage, ThreadRef
from bot.domain.vocabulary import Question, Status, WallStatus
from bot.ports import Store
from storage.memory import MemoryStore
from storage.store import open_store
from tests.databases import blank_at
from tests.domain.making import MONDAY, proved_review, standing_wall, wall
from tests.journeys.reminded import ANA, BEN, House, asked_review, told

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(params=["memory", "sqlite"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A house over each kind of store, on Monday at ten."""
    store: Store = (
        MemoryStore() if request.param == "memory" else open_store(blank_at(tmp_path / "r.sqlite3"))
    )
    yield House(store)
    store.close()


def test_a_silent_person_is_asked_in_the_thread_then_alone(house: House) -> None:
    """The first word stands in the thread after four working hours, the next is a direct message at ten."""
    house.keep(asked_review())
    assert told(house.run(MONDAY + timedelta(days=1, hours=2))) == [
        ("Mon 14:00", "7", "nudge_thread"),
        ("Tue 10:00", ANA, "nudge"),
    ]


def test_items_of_several_reviews_are_one_message_a_day(house: House) -> None:
    """Three reviews wait for one person: a word in each thread, then one message for all."""
    house.keep(*(asked_review(number) for number in (7, 8, 9)))
    messages = house.run(MONDAY + timedelta(days=1, hours=2))
    assert [m.place for m in messages] == ["7", "8", "9", ANA]


def test_two_people_told_of_one_review_at_one_moment_both_hear(house: House) -> None:
    """The owners of two walls that are due on the same day."""
    place = {
        name: getattr(asked_review(), name) for name in ("workspace", "owner", "opener", "thread", "channel")
    }
    walls = (wall(1, owner=ANA, status=WallStatus.ACCEPTED), wall(2, owner=BEN, status=WallStatus.ACCEPTED))
    house.keep(replace(proved_review(**place), walls=walls, status=Status.FILED))
    messages = house.run(datetime(2026, 10, 1, 12, tzinfo=UTC), every=timedelta(hours=6))
    assert {m.place for m in messages if m.at.day == 1} == {ANA, BEN}


def test_a_restart_at_every_look_changes_nothing(house: House) -> None:
    """What was told and what is due lies in the database alone."""
    house.keep(asked_review(7), asked_review(8, owner=BEN))
    other = House(MemoryStore())
    other.keep(asked_review(7), asked_review(8, owner=BEN))
    undisturbed = told(other.run(FRIDAY))
    while house.clock.now() < FRIDAY:
        house.run(house.clock.now() + timedelta(hours=1))
        house.restart()
    house.settle()
    assert told(house.messages) == undisturbed
    assert len(undisturbed) > 4


def test_after_days_of_downtime_a_person_gets_one_message(house: House) -> None:
    """Nobody ticked from Monday to Wednesday noon: what was missed meanwhile is one word, not a flood."""
    house.keep(asked_review())
    house.run(MONDAY + timedelta(hours=5))
    house.clock.advance(timedelta(days=1, hours=21))
    assert told(house.run(house.clock.now() + timedelta(hours=1))) == [("Wed 12:00", ANA, "nudge")]


def test_hours_are_those_of_the_person(house: House) -> None:
    """Ten o'clock is where the person is."""
    house.know(ANA, Diary(zone="America/New_York"))
    house.keep(asked_review())
    messages = house.run(MONDAY + timedelta(days=1, hours=8))
    assert told(m for m in messages if m.place == ANA) == [("Tue 14:00", ANA, "nudge")]


def test_nobody_is_written_to_before_their_first_day_back(house: House) -> None:
    """Away until Thursday: asked in the thread that day, and alone on the next, at ten."""
    house.know(ANA, Diary(away_until=(MONDAY + timedelta(days=3)).date()))
    house.keep(asked_review())
    messages = house.run(FRIDAY)
    assert [m.at for m in messages if m.place == ANA][:1] == [datetime(2026, 9, 18, 10, tzinfo=UTC)]


def test_what_was_answered_is_asked_for_no_more(house: House) -> None:
    """The review changed meanwhile: the plan made before is not carried out."""
    house.keep(asked_review())
    house.run(MONDAY + timedelta(hours=5))
    house.keep(replace(asked_review(), version=2, status=Status.WITHDRAWN))
    assert house.run(FRIDAY) == []


def test_a_silent_owner_hears_three_words_then_the_channel_is_asked_once(house: House) -> None:
    """Thread, the next working day, three working days after asking; five more, and anybody may take the review."""
    house.keep(asked_review())
    assert told(house.run(MONDAY + timedelta(days=28))) == [
        ("Mon 14:00", "7", "nudge_thread"),
        ("Tue 10:00", ANA, "nudge"),
        ("Thu 10:00", ANA, "nudge"),
        ("Thu 10:00", "lobby", "nudge_channel"),
    ]


@pytest.mark.parametrize(("private", "place"), [(False, "7"), (True, "lobby")])
def test_of_a_restricted_review_an_open_channel_hears_nothing(
    house: House,
    private: bool,  # noqa: FBT001 - a column of the table
    place: str,
) -> None:
    """Its thread is asked who takes it; the channel is where only people may read it who are in it."""
    house.keep(asked_review(restricted=True, private_channel=private))
    messages = house.run(MONDAY + timedelta(days=28))
    assert [m.place for m in messages if m.key == "nudge_channel"] == [place]


@pytest.mark.parametrize(("restricted", "asked"), [(False, [BEN, None]), (True, [None])])
def test_the_agents_last_owner_is_asked_where_they_may_read_it(
    house: House,
    restricted: bool,  # noqa: FBT001 - a column of the table
    asked: list[PersonKey | None],
) -> None:
    """Who may not is shown nothing of it, not even its number: the others are asked at once."""
    house.keep(asked_review(6, BEN, agent="mailbot", status=Status.FILED, asking=None, progress=()))
    house.keep(asked_review(agent="mailbot", restricted=restricted))
    house.run(MONDAY + timedelta(days=28))
    with house.store.unit() as work:
        told_of_it = [t.to for t in work.told(7) if t.kind is NudgeKind.NEEDS_OWNER]
    assert told_of_it == asked


@pytest.mark.parametrize(("thread", "place"), [(None, ANA), (asked_review().thread, f"7/{ANA}")])
def test_who_presses_is_answered_where_they_pressed(
    house: House, thread: ThreadRef | None, place: str
) -> None:
    """Outside the thread by a direct message, in it where only they see it."""
    house.keep(asked_review())
    house.press(7, "wait", f"{BEN}:2026-12-03", ANA, thread=thread)
    assert [(m.place, m.key) for m in house.messages] == [(place, "waits")]


def test_whom_a_reminder_was_not_for_puts_nothing_off(house: House) -> None:
    """Ben presses [Later] under the word to Ana: he is told whose it is, and she hears the next day all the same."""
    house.keep(asked_review())
    house.run(MONDAY + timedelta(hours=5))
    house.fill(7, "later", "A:decision", {"until": "week"}, BEN)
    assert [(m.place, m.key) for m in house.messages[1:]] == [(BEN, "not_yours_to_put_off")]
    assert told(house.run(MONDAY + timedelta(days=1, hours=2))) == [("Tue 10:00", ANA, "nudge")]


def test_whom_a_reminder_was_for_puts_it_off(house: House) -> None:
    """Ana does: nothing about it before Monday."""
    house.keep(asked_review())
    house.run(MONDAY + timedelta(hours=5))
    house.fill(7, "later", "A:decision", {"until": "week"}, ANA)
    assert [(m.place, m.key) for m in house.messages[1:]] == [(ANA, "put_off")]
    assert told(house.run(MONDAY + timedelta(days=7, hours=2))) == [("Mon 10:00", ANA, "nudge")]


def test_the_owner_hears_that_somebody_else_is_silent(house: House) -> None:
    """Asked was another: after their three words the owner is told, five working days after the question."""
    handed = Progress(Question.DECISION, "A", Stage.ASKED, asked_of=BEN)
    house.keep(asked_review(owner=ANA, progress=(handed,)))
    messages = house.run(MONDAY + timedelta(days=7, hours=1))
    assert told(messages) == [
        ("Mon 14:00", "7", "nudge_thread"),
        ("Tue 10:00", BEN, "nudge"),
        ("Thu 10:00", BEN, "nudge"),
        ("Mon 10:00", ANA, "nudge"),
    ]


def test_a_proof_that_runs_out_is_asked_for_before_and_after(house: House) -> None:
    """A wall proved until 13 December: its owner hears seven days before, then weekly, and it stands no more."""
    place = {
        name: getattr(asked_review(), name) for name in ("workspace", "owner", "opener", "thread", "channel")
    }
    walls = (standing_wall(owner=BEN),)
    house.keep(replace(proved_review(**place), walls=walls, status=Status.FILED))
    messages = house.run(datetime(2026, 12, 22, 12, tzinfo=UTC), every=timedelta(hours=6))
    assert [f"{m.at:%d %b}" for m in messages if m.place == BEN] == ["07 Dec", "14 Dec", "21 Dec"]
    assert house.review(7).walls[0].status is WallStatus.EXPIRED


def test_25_minutes_together_are_a_calendar_file_in_the_thread(house: House) -> None:
    """For the next working day at ten, about what is open; pressed twice it is there once."""
    house.keep(asked_review())
    house.run(MONDAY + timedelta(days=1, hours=2))
    for _ in range(2):
        house.press(7, "call", "A:decision", ANA)
    assert list(house.uploads) == ["AR-7-call.ics"]
    assert b"A:decision 2026-09-16T10:00:00+00:00" in house.uploads["AR-7-call.ics"]


def test_what_somebody_owns_who_cannot_be_written_to_is_back_with_the_owner(house: House) -> None:
    """A wall of Ben's is due, and Ben shut the bot out: Ana hears the same day, and then of the wall itself."""
    place = {
        name: getattr(asked_review(), name) for name in ("workspace", "owner", "opener", "thread", "channel")
    }
    walls = (wall(owner=BEN, status=WallStatus.ACCEPTED),)
    house.keep(replace(proved_review(**place), walls=walls, status=Status.FILED))
    house.shut_out(BEN)
    messages = house.run(datetime(2026, 10, 2, 12, tzinfo=UTC))
    due = [m for m in messages if m.key == "nudge" and m.at >= datetime(2026, 9, 29, tzinfo=UTC)]
    assert [(f"{m.at:%d %b %H}", m.place) for m in due] == [("29 Sep 10", ANA), ("01 Oct 10", ANA)]


def test_what_was_put_off_comes_on_its_day(house: House) -> None:
    """[Later: Friday] after the first direct word: nothing until Friday at ten."""
    house.keep(asked_review())
    house.run(MONDAY + timedelta(days=1, hours=2))
    house.put_off(7, "A:decision", ANA, (MONDAY + timedelta(days=4)).date())
    assert told(house.run(MONDAY + timedelta(days=4, hours=2))) == [("Fri 10:00", ANA, "nudge")]
