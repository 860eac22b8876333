"""People who are away, rest or left, from what is heard of them to what others hear."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.domain.absence import ShownAway
from bot.domain.due import Diary
from bot.domain.heard import (
    BOT,
    Membership,
    Pressed,
    Replied,
    Resting,
    SaidAway,
    Speaker,
    StatusShown,
    Unreachable,
    ZoneKnown,
)
from bot.domain.nudges import NudgeKind
from bot.domain.review import PersonKey, Progress, Stage
from bot.domain.vocabulary import Question, Status, WallStatus
from bot.ports import Store
from storage.memory import MemoryStore
from storage.store import open_store
from tests.databases import blank_at
from tests.domain.making import MONDAY, proved_review, wall
from tests.journeys.reminded import ANA, BEN, House, asked_review, told

TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
HOUR = timedelta(hours=1)
HANDED = (Progress(Question.DECISION, "A", Stage.ASKED, asked_of=BEN),)
NAMES = {ANA: "Ana", BEN: "Ben"}
NUMBERS = count()


@pytest.fixture(params=["memory", "sqlite"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A house over each kind of store, on Monday at ten."""
    store: Store = (
        MemoryStore() if request.param == "memory" else open_store(blank_at(tmp_path / "a.sqlite3"))
    )
    yield House(store)
    store.close()


def base(house: House, by: PersonKey | None = None) -> dict[str, Any]:
    """What every input has; without a person it comes of the platform."""
    now = house.clock.now()
    who = Speaker(by, NAMES[by]) if by else BOT
    return {"id": f"heard:{next(NUMBERS)}", "at": now, "by": who}


def says(house: House, words: str, person: PersonKey = BEN) -> str:
    """Somebody says that they are away, or back; the key of what they are told."""
    reply = house.hear(SaidAway(**base(house, person), until=words))
    assert reply is not None
    assert reply.say is not None
    return reply.say.key


def shows(house: House, status: str, until: datetime | None = None) -> None:
    """The chat shows something beside Ben's name."""
    house.hear(StatusShown(**base(house), person=BEN, status=status, until=until))


def diary(house: House, person: PersonKey = BEN) -> Diary:
    """What is known of somebody."""
    with house.store.unit() as work:
        return work.diaries({person}).get(person, Diary())


def place(**changes: object) -> dict[str, Any]:
    """Where a review of Ana's is held."""
    names = ("workspace", "owner", "opener", "thread", "channel")
    return {name: getattr(asked_review(**changes), name) for name in names}  # type: ignore[arg-type]  # any field


def with_wall(house: House, owner: PersonKey = BEN) -> None:
    """A finished review of Ana's with a wall that is due on 1 October."""
    walls = (wall(owner=owner, status=WallStatus.ACCEPTED),)
    house.keep(replace(proved_review(**place()), walls=walls, status=Status.FILED))


def of_wall(house: House) -> list[tuple[str, PersonKey | None]]:
    """When, and to whom, something was said of the wall, or of an absence that keeps it waiting."""
    with house.store.unit() as work:
        return [
            (f"{t.at:%d %b %H}", t.to) for t in work.told(7) if t.about == "W1" or t.kind is NudgeKind.AWAY
        ]


@pytest.mark.parametrize("source", ["word", "status"])
def test_whoever_is_away_is_asked_nothing_and_the_owner_hears_once(house: House, source: str) -> None:
    """Ben was asked and is away until Friday: Ana hears when he would be asked, and he is from Friday on, in full."""
    house.keep(asked_review(progress=HANDED))
    house.settle()
    if source == "word":
        says(house, "until friday")
    else:
        shows(house, "palm_tree", FRIDAY - timedelta(hours=10, minutes=1))
    messages = house.run(MONDAY + timedelta(days=10))
    said = [m for m in messages if m.key in {"nudge", "nudge_thread"}]
    assert told(said) == [
        ("Mon 14:00", ANA, "nudge"),
        ("Fri 09:00", "7", "nudge_thread"),
        ("Mon 10:00", BEN, "nudge"),
        ("Wed 10:00", BEN, "nudge"),
    ]


def test_a_wall_of_somebody_away_for_an_unknown_time_waits_and_its_owner_hears_that(house: House) -> None:
    """A status without an end; once it is taken off, the wall is reminded of at once."""
    with_wall(house)
    shows(house, "face_with_thermometer")
    house.run(datetime(2026, 10, 6, 12, tzinfo=UTC), every=timedelta(hours=2))
    assert of_wall(house) == [("29 Sep 10", ANA)]
    shows(house, "")
    house.run(datetime(2026, 10, 7, 12, tzinfo=UTC), every=timedelta(hours=2))
    assert of_wall(house) == [("29 Sep 10", ANA), ("06 Oct 12", BEN)]


def test_back_is_heard_at_once_also_for_a_word_in_a_thread(house: House) -> None:
    """Ben said two weeks, and is back after a day: the first word comes then, not in two weeks."""
    house.keep(asked_review(progress=HANDED))
    says(house, "2 weeks")
    house.run(TUESDAY + 2 * HOUR)
    says(house, "")
    assert told(house.messages)[-1:] == [("Tue 12:00", "7", "nudge_thread")]


def test_the_word_of_a_person_is_read_where_they_are(house: House) -> None:
    """On Monday at half past eleven in the evening in Berlin, tomorrow is already there in Auckland."""
    house.know(BEN, Diary(zone="Pacific/Auckland"))
    house.clock.advance(timedelta(hours=12))
    says(house, "until tomorrow")
    assert diary(house).away_until == date(2026, 9, 16)


def test_a_day_that_cannot_be_read_changes_nothing(house: House) -> None:
    """Who said it hears what would be read."""
    assert says(house, "until 2 weeks ago") == "error"
    assert diary(house) == Diary()


@pytest.mark.parametrize("status", ["", "headphones", "spiral_calendar_pad"])
def test_other_statuses_are_no_absence(house: House, status: str) -> None:
    """In a meeting is not away."""
    shows(house, "palm_tree")
    shows(house, status)
    assert diary(house).shown_away is None


def test_the_same_status_told_again_begins_no_new_absence(house: House) -> None:
    """A changed picture brings the profile anew: what Ben said meanwhile still counts."""
    shows(house, "palm_tree")
    began = house.clock.now()
    house.clock.advance(HOUR)
    says(house, "")
    house.clock.advance(HOUR)
    shows(house, "palm_tree")
    assert diary(house).shown_away == ShownAway(began)
    assert not diary(house).shows


def test_a_status_that_is_over_is_none(house: House) -> None:
    """Slack shows some for a while after their end."""
    shows(house, "palm_tree", MONDAY)
    assert diary(house) == Diary()


def test_a_rest_to_come_moves_a_word_behind_it(house: House) -> None:
    """Do-not-disturb from one to three: the word owed at two comes at three."""
    house.keep(asked_review())
    house.hear(Resting(**base(house), person=ANA, begins=MONDAY + 3 * HOUR, until=MONDAY + 5 * HOUR))
    assert told(house.run(MONDAY + 6 * HOUR)) == [("Mon 15:00", "7", "nudge_thread")]


def test_what_somebody_owns_who_left_the_channel_is_back_with_the_owner(house: House) -> None:
    """At once, said once; and reminders of the wall are Ana's from then on."""
    with_wall(house)
    house.run(TUESDAY)
    house.hear(Membership(**base(house), person=BEN, channel="lobby", here=False))
    house.run(datetime(2026, 10, 1, 12, tzinfo=UTC), every=timedelta(hours=2))
    assert of_wall(house) == [("15 Sep 10", ANA), ("29 Sep 10", ANA), ("01 Oct 10", ANA)]


def test_another_channel_left_is_nothing_to_a_review(house: House) -> None:
    """Ben is still in the one it is held in."""
    with_wall(house)
    house.hear(Membership(**base(house), person=BEN, channel="random", here=False))
    house.run(datetime(2026, 9, 30, tzinfo=UTC), every=timedelta(hours=2))
    assert of_wall(house) == [("29 Sep 10", BEN)]


def test_who_comes_into_the_channel_again_is_as_before(house: House) -> None:
    """Ana heard that the wall is back with her; reminders of it are Ben's again."""
    with_wall(house)
    for here in (False, True):
        house.hear(Membership(**base(house), person=BEN, channel="lobby", here=here))
    house.run(datetime(2026, 9, 30, tzinfo=UTC), every=timedelta(hours=2))
    assert of_wall(house) == [("14 Sep 10", ANA), ("29 Sep 10", BEN)]


def test_a_review_whose_owner_left_its_channel_is_there_to_be_taken(house: House) -> None:
    """The channel is asked in working hours of that day, and [Take it] makes it Ben's at once."""
    house.keep(asked_review())
    house.hear(Membership(**base(house), person=ANA, channel="lobby", here=False))
    assert [m.key for m in house.messages] == ["nudge_channel"]
    house.press(7, "own_review", f"owner:{ANA}:{MONDAY.date().isoformat()}", BEN)
    assert house.review(7).owner == BEN


def test_an_owner_who_is_there_gives_no_review_away(house: House) -> None:
    """The same button, while Ana is in the channel and answered today: she is only asked."""
    house.keep(asked_review(opened_at=MONDAY))
    speaks(house, ANA)
    house.press(7, "own_review", f"owner:{ANA}:{MONDAY.date().isoformat()}", BEN)
    assert house.review(7).owner == ANA


def speaks(house: House, person: PersonKey) -> None:
    """Somebody writes in the thread."""
    thread = asked_review().thread
    house.hear(Replied(**base(house, person), thread=thread, message="m1", text="It could have asked first."))


@pytest.mark.parametrize("how", ["message", "press"])
def test_whoever_writes_or_presses_can_be_reached_again(house: House, how: str) -> None:
    """Ben could not be written to, and left: then he does something here."""
    house.keep(asked_review(progress=HANDED))
    house.hear(Unreachable(**base(house), person=BEN))
    house.hear(Membership(**base(house), person=BEN, channel="lobby", here=False))
    house.hear(Membership(**base(house), person=BEN, channel="random", here=False))
    if how == "message":
        speaks(house, BEN)
    else:
        house.hear(Pressed(**base(house, BEN), review=7, press="quiet"))
    assert (diary(house).gone, diary(house).left_channels) == (False, frozenset({"random"}))


def test_what_the_bot_hears_of_somebody_makes_nobody_reachable(house: House) -> None:
    """A rest, a status, a timer: none of them is Ben's own doing."""
    house.hear(Unreachable(**base(house), person=BEN))
    house.hear(Resting(**base(house), person=BEN, until=FRIDAY))
    shows(house, "palm_tree")
    assert diary(house).gone


def test_a_zone_that_changes_keeps_what_else_is_known(house: House) -> None:
    """Absence, rest and channels stay."""
    says(house, "2 weeks")
    before = diary(house)
    house.hear(ZoneKnown(**base(house), person=BEN, zone="Asia/Kolkata", gone=False))
    assert diary(house) == replace(before, zone="Asia/Kolkata")
