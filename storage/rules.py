"""What every store agrees on, whatever it keeps its rows in."""

from collections.abc import Iterable
from datetime import date

from bot.domain.heard import Speaker
from bot.domain.register import WallLine
from bot.domain.review import PersonKey, Review, Stage
from bot.domain.says import Fetch, Place, Say
from bot.domain.vocabulary import DECISION_LETTERS, DecisionClass, Question, Status, WallStatus
from bot.ports import OpenThread, Sendable

MAX_TRIES = 5
"""Failed tries after which an input is a dead letter."""

MAIN = DECISION_LETTERS[0]
"""The decision that touched live work; its class is the review's."""

MOST_ALIKE = 20
"""Earlier reviews of one class that are looked at, the newest: each becomes a button, and a class may be common."""

MOST_REMEMBERED = 20
"""Reviews of an agent that are looked at for who answered last, the newest: people change their work."""

REMEMBERED = tuple(question for question in Question if question is not Question.CLOSE)
"""The questions of which it is remembered who answered them."""

MOST_MINE = 100
"""Reviews in which something waits for one person, the newest: no list holds more lines."""

MOST_OWING = 100
"""Reviews that owe one person a word and are asked at once, those that owe longest: one message names no more."""

PROVED = (WallStatus.DRILLED, WallStatus.STANDING)
"""What a wall is while a drill proves it, verified or not: a change of the agent takes that away."""

FINISHED = (Status.FILED, Status.REVIEWED, Status.CLOSED)
NEVER_BEGUN = (Status.WITHDRAWN, Status.MERGED)

SETTLED_STAGES = (Stage.DONE.value, Stage.SKIPPED.value)
"""Of a question: nobody is asked it any more."""


def workspace_of(person: PersonKey) -> str:
    """`platform:workspace`, which a person's key begins with."""
    return ":".join(person.split(":", 2)[:2])


def by_name(person: Speaker) -> tuple[str, str, str]:
    """The order in which people look for a name."""
    return (person.name.casefold(), person.name, person.person)


def by_due(wall: WallLine) -> tuple[bool, date, int]:
    """The order of walls in lists: by due date, those without one last, older reviews first."""
    return (wall.due is None, wall.due or date.max, wall.review)


def may_read(viewer: PersonKey, only: Iterable[PersonKey] | None) -> bool:
    """Whether somebody may see a review that is `only` for some; None where it is for everybody."""
    return only is None or viewer in only


def only_for(review: Review) -> tuple[PersonKey, ...] | None:
    """Whom a review is for; None where it is for everybody. In a private channel who wrote in its thread reads it."""
    if not review.restricted:
        return None
    wrote = (p.person for p in review.participants if p.wrote and review.private_channel)
    return (review.owner, review.opener, *review.readers, *wrote)


def may_open(viewer: PersonKey, review: Review) -> bool:
    """Whether somebody may read one review: what is for everybody is for everybody of its workspace."""
    only = only_for(review)
    if only is not None:
        return viewer in only
    return workspace_of(viewer) == review.workspace or viewer in (review.owner, review.opener)


def needs_thread(what: Sendable) -> bool:
    """Whether it can only be sent once its review has a thread."""
    return not isinstance(what, OpenThread | Fetch) and not (
        isinstance(what, Say) and what.place is Place.ALONE
    )


def known_class(primary: str) -> str:
    """A class of decision, empty where nobody knows it."""
    return "" if primary == DecisionClass.UNKNOWN else primary


def decision_class(review: Review) -> str:
    """The settled primary class of a review's main decision, empty where there is none or nobody knows."""
    verdict = review.verdict(Question.DECISION, MAIN)
    return known_class(verdict.primary) if verdict is not None and verdict.settled_by is not None else ""


def relies(review: Review) -> bool:
    """Whether a review relies on its agent being as it was: by a wall that is proved, or a last line not stale."""
    line = review.same_tomorrow
    proved = any(wall.status in PROVED for wall in review.walls)
    return review.status not in NEVER_BEGUN and (proved or (line is not None and not line.stale))
