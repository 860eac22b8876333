"""What the interview may see besides the review, read only where a step looks at it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, partial
from typing import Generic, TypeVar

from bot.domain.due import around
from bot.domain.heard import Speaker
from bot.domain.interview import Room
from bot.domain.interview.ended import STATUSES as ENDED
from bot.domain.interview.rights import may_read
from bot.domain.interview.room import bare_name
from bot.domain.review import PersonKey, Review
from bot.domain.vocabulary import Question
from bot.journeys.desk import Desk
from bot.ports import Work

T = TypeVar("T")


def room_for(work: Work, review: Review | None, workspace: str, desk: Desk) -> Room:
    """The script, the time, the people of the workspace, and reviews of the same class or agent."""
    besides = review.number if review else 0

    @cache
    def answered_last(agent: str) -> tuple[tuple[Question, Speaker], ...]:
        found = work.answered_last(workspace, agent, besides) if agent else ()
        return tuple((question, _speaker(work, person)) for question, person in found)

    @cache
    def last_owner(agent: str) -> Speaker | None:
        owner = work.last_owner(workspace, agent) if agent else None
        return _speaker(work, owner) if owner else None

    def can_be_joined(number: int, person: PersonKey) -> bool:
        other = work.review(number)
        here = other is not None and other.workspace == workspace and other.status not in ENDED
        return other is not None and here and may_read(other, person)

    def reminded(about: str, person: PersonKey) -> bool:
        return any((told.about, told.to) == (about, person) for told in work.told(besides))

    return Room(
        script=desk.script,
        now=desk.now,
        people=Unread(lambda: work.people(workspace)),
        agents=Unread(lambda: work.agents(workspace)),
        earlier=Unread(lambda: work.earlier(review)) if review and review.tool else (),
        answered_last=answered_last,
        last_owner=last_owner,
        can_be_joined=can_be_joined,
        is_gone=partial(_is_gone, work, review),
        reminded=reminded,
        links=desk.links,
        zone=desk.policy.zone,
        policy=desk.policy,
        log=Unread(lambda: work.log(besides)) if review else (),
    )


def _is_gone(work: Work, review: Review | None, person: PersonKey) -> bool:
    known = work.diaries({person})
    diary = (around(review, known) if review else known).get(person)
    return diary is not None and diary.gone


def _speaker(work: Work, person: PersonKey) -> Speaker:
    """Somebody by the name they have by now."""
    return work.person(person) or Speaker(person, bare_name(person))


class Unread(Iterable[T], Generic[T]):
    """Values read in the same unit of work when somebody first looks at them: few replies name a person or a class."""

    def __init__(self, read: Callable[[], tuple[T, ...]]) -> None:
        self._read = read

    @cached_property
    def _values(self) -> tuple[T, ...]:
        return self._read()

    def __iter__(self) -> Iterator[T]:
        return iter(self._values)
