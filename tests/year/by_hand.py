"""Messages made by hand, and a watch over a town of two that reads them."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.clock import ManualClock
from bot.domain.due import Diary, Policy
from bot.domain.nudges import NudgeKind
from bot.domain.review import Review
from bot.domain.vocabulary import WallStatus
from storage.memory import MemoryStore
from tests.domain.making import MONDAY, wall
from tests.journeys.reminded import ANA, BEN
from tests.year.chat import Message, Shown
from tests.year.house import House
from tests.year.town import Town
from tests.year.watching import Watch

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TUESDAY = MONDAY + DAY
ABOUT = "A:decision"
HOLIDAY = MONDAY.date() + 3 * DAY
LATE_WALL = wall(owner=ANA, due=MONDAY.date() - 30 * DAY, status=WallStatus.ACCEPTED)


def watch_of(review: Review, **people: Diary) -> Watch:
    """A town of Ana and Ben with one review, in the books as it is."""
    store = MemoryStore()
    house = House(lambda: store, ManualClock(MONDAY), Policy())
    known = {ANA: people.get("ana", Diary(zone="UTC")), BEN: people.get("ben", Diary(zone="UTC"))}
    rng = Random(1)  # noqa: S311 - draws nothing here
    town = Town(house, rng, known, frozenset({HOLIDAY}))
    town.changed |= {ANA: MONDAY - DAY, BEN: MONDAY - DAY}
    town.reviews[review.number], town.told[review.number] = review, []
    return Watch(town)


def said(at: datetime, *kinds: NudgeKind | str, about: str = ABOUT, **more: Any) -> Message:
    """A direct message to Ana about one thing of review 7, for each of these kinds."""
    items = tuple(Shown(7, str(kind), about) for kind in kinds)
    return Message(at, more.pop("place", ANA), more.pop("key", "nudge"), items, more.pop("to", ANA), **more)


def aloud(at: datetime, kind: NudgeKind = NudgeKind.SILENT, **more: Any) -> Message:
    """The same in its thread."""
    return said(at, kind, key="nudge_thread", place="7", **more)


def in_channel(at: datetime) -> Message:
    """A word to whoever reads the channel."""
    return said(at, NudgeKind.NEEDS_OWNER, about=f"owner:{ANA}", key="nudge_channel", place="lobby", to=None)


def found(watch: Watch, *messages: Message) -> list[str]:
    """What the watch finds wrong, without the message each is about."""
    watch.town.house.chat.book.extend(messages)
    watch.look()
    return [wrong.partition(":")[0] for wrong in watch.wrong]
