"""What the interview may see besides the review, read only where a step looks at it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

from bot.domain.interview import Room
from bot.domain.review import Review
from bot.journeys.desk import Desk
from bot.ports import Work

T = TypeVar("T")


def room_for(work: Work, review: Review | None, workspace: str, desk: Desk) -> Room:
    """The script, the time, the people of the workspace, and reviews of the same class."""
    return Room(
        script=desk.script,
        now=desk.now,
        people=Unread(lambda: work.people(workspace)),
        agents=Unread(lambda: work.agents(workspace)),
        earlier=Unread(lambda: work.earlier(review)) if review and review.tool else (),
    )


class Unread(Iterable[T], Generic[T]):
    """Values read in the same unit of work when somebody first looks at them: few replies name a person or a class."""

    def __init__(self, read: Callable[[], tuple[T, ...]]) -> None:
        self._read = read

    @cached_property
    def _values(self) -> tuple[T, ...]:
        return self._read()

    def __iter__(self) -> Iterator[T]:
        return iter(self._values)
