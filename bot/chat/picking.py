"""A decision point picked by its button: read from the trace as it was kept, and heard as the review's moment."""

from datetime import datetime
from typing import Protocol

from bot.chat import points
from bot.chat.house import House
from bot.domain.errors import PersonError
from bot.domain.heard import PointChosen, Speaker
from bot.domain.review import ThreadRef


class Picked(Protocol):
    """A press that picks a point of a trace, on whatever platform."""

    @property
    def id(self) -> str:
        """The id of the press."""

    @property
    def at(self) -> datetime:
        """When it was."""

    @property
    def by(self) -> Speaker:
        """Who pressed."""

    @property
    def evidence(self) -> str:
        """The trace, by its id."""

    @property
    def point(self) -> str:
        """The key of the point."""


def chosen(house: House, picked: Picked, number: int, thread: ThreadRef | None = None) -> PointChosen:
    """What the interview of a review hears. It may take its time: call it in a worker thread.

    PersonError `no_trace` or `no_such_point` where the trace does not hold that point any more.
    """
    with house.store.unit() as work:
        review = work.review(number)
    if review is None:
        raise PersonError("no_trace", evidence=picked.evidence)
    evidence = points.trace_of(review, picked.evidence)
    point = points.point_in(house.store, house.read_trace, evidence, picked.point, rules=house.rules)
    told = points.chosen(point, evidence.id)
    return PointChosen(id=picked.id, at=picked.at, by=picked.by, thread=thread, review=number, **told)
