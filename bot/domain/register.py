"""The register: has this class happened before, who would do it again tomorrow, and do the walls stand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bot.domain.due import Policy
from bot.domain.review import PersonKey, Review
from bot.domain.verdict import is_answered
from bot.domain.vocabulary import Question, Status, WallStatus, YesNo
from bot.domain.walls import ENDED

FINISHED = frozenset({Status.FILED, Status.REVIEWED, Status.CLOSED})
"""What a review is once somebody said that it is done, and until it is opened again."""


@dataclass(frozen=True)
class Earlier:
    """Another review that shares the tool and the primary decision class."""

    number: int
    title: str
    standing: tuple[str, ...]  # ids of walls that stand
    restricted: bool
    readers: tuple[
        PersonKey, ...
    ]  # of a restricted one: everybody who may read it, owner and opener included


@dataclass(frozen=True)
class ReviewLine:
    """A review as lists show it."""

    number: int
    title: str
    status: Status
    owner: PersonKey
    opened_at: datetime
    unknowns: int  # facets that an open unknown stands for
    walls: tuple[WallStatus, ...]
    agent: str
    tool: str
    decision_class: str  # settled primary class of decision A, empty where none
    same_tomorrow: YesNo | None
    same_tomorrow_at: datetime | None = None
    same_tomorrow_stale: bool = False  # the agent changed since, or somebody went back behind it


@dataclass(frozen=True)
class WallLine:
    """A wall as lists show it."""

    review: int
    wall: str
    text: str
    status: WallStatus
    owner: PersonKey | None
    due: date | None
    proposed_at: datetime
    channel: str = ""  # where its review is held
    asked_in: str = ""  # where it was asked for
    stood_at: datetime | None = None  # when it stood first
    breached_at: datetime | None = None  # when its class came back past it, first


def seen_before(review: Review, earlier: Iterable[Earlier], *viewers: PersonKey) -> tuple[Earlier, ...]:
    """The reviews to ask "same class?" about, newest first; none without a tool and a settled class.

    Left out: itself, those a person has answered for, and restricted ones that not every viewer may read.
    """
    if not review.tool or not is_answered(review.verdict(Question.DECISION, review.decisions[0].letter)):
        return ()
    answered = {review.number, *(link.number for link in review.links)}
    open_to = (e for e in earlier if e.number not in answered and _may_read(e, viewers))
    return tuple(sorted(open_to, key=lambda e: e.number, reverse=True))


def _may_read(earlier: Earlier, viewers: tuple[PersonKey, ...]) -> bool:
    if not earlier.restricted:
        return True
    return bool(viewers) and set(viewers) <= set(earlier.readers)


@dataclass(frozen=True)
class Again:
    """An agent that would, or may, do it again tomorrow; an agent without a key stands alone with its review."""

    agent: str
    since: datetime  # when the oldest of these reviews was opened
    reviews: tuple[int, ...]  # oldest first


@dataclass(frozen=True)
class Tally:
    """How many reviews share a primary decision class and a tool."""

    decision_class: str  # empty: not settled
    tool: str
    reviews: tuple[int, ...]  # oldest first


@dataclass(frozen=True)
class CameBack:
    """A class that came back, with the same tool, after a wall against it stood."""

    decision_class: str  # empty: not settled
    tool: str
    walls: tuple[str, ...]  # those that stood and did not hold, `AR-7 W2`, oldest review first


@dataclass(frozen=True)
class Register:
    """The figures of a workspace; openings that were withdrawn or merged are in none of them."""

    again_yes: tuple[Again, ...]  # oldest first
    again_unknown: tuple[Again, ...]  # oldest first; nobody has answered yet counts as unknown
    finished: int
    learned: int  # finished reviews with at least one standing wall
    came_back: tuple[CameBack, ...]  # by class and tool
    tallies: tuple[Tally, ...]  # most reviews first
    repeats: tuple[Tally, ...]  # the tallies of a settled class and a known tool with more than one review
    standing: int
    late: int  # walls past their date that do not stand
    breached: int
    days_to_standing: (
        float | None
    )  # the median, of walls that ever stood, from their proposal; None for no wall

    @property
    def learned_share(self) -> float | None:
        """The share of finished reviews with a standing wall, 0 to 1; None where none is finished."""
        return self.learned / self.finished if self.finished else None


def figures(
    lines: tuple[ReviewLine, ...],
    walls: tuple[WallLine, ...],
    today: date,
    *,
    stale_days: int = Policy.stale_calendar_days,
) -> Register:
    """The register of these reviews and walls as of a day; a wall is late from the day after its date.

    A "no" to "same tomorrow?" counts as unknown once it is stale: by a change, or after so many days.
    """
    kept = tuple(sorted((line for line in lines if _counts(line)), key=lambda line: line.opened_at))
    numbers = {line.number for line in kept}
    mine = tuple(wall for wall in walls if wall.review in numbers)
    finished = tuple(line for line in kept if line.status in FINISHED)
    said = {line.number: _said(line, today, stale_days) for line in kept}
    tallies = _tallies(kept)
    statuses = Counter(wall.status for wall in mine)
    return Register(
        again_yes=_again(kept, said, YesNo.YES),
        again_unknown=_again(kept, said, YesNo.UNKNOWN),
        finished=len(finished),
        learned=sum(WallStatus.STANDING in line.walls for line in finished),
        came_back=_came_back(kept, mine),
        tallies=tallies,
        repeats=tuple(t for t in tallies if t.decision_class and t.tool and len(t.reviews) > 1),
        standing=statuses[WallStatus.STANDING],
        late=sum(is_late(wall, today) for wall in mine),
        breached=statuses[WallStatus.BREACHED],
        days_to_standing=_days_to_standing(mine),
    )


def _counts(line: ReviewLine) -> bool:
    return line.status not in {Status.WITHDRAWN, Status.MERGED}


def is_late(wall: WallLine, today: date) -> bool:
    """Whether the date of a wall is past, and it neither stands nor was ended."""
    done = wall.status is WallStatus.STANDING or wall.status in ENDED
    return not done and wall.due is not None and wall.due < today


def _tallies(lines: tuple[ReviewLine, ...]) -> tuple[Tally, ...]:
    found: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        found.setdefault((line.decision_class, line.tool), []).append(line.number)
    tallies = (Tally(decision_class, tool, tuple(n)) for (decision_class, tool), n in found.items())
    return tuple(sorted(tallies, key=lambda t: (-len(t.reviews), t.decision_class, t.tool)))


def _said(line: ReviewLine, today: date, stale_days: int) -> YesNo:
    """What a review says of tomorrow. Only a "no" goes stale: that it would happen again stays true until denied."""
    answer, at = line.same_tomorrow or YesNo.UNKNOWN, line.same_tomorrow_at
    is_old = at is not None and at.date() + timedelta(stale_days) <= today
    return YesNo.UNKNOWN if answer is YesNo.NO and (line.same_tomorrow_stale or is_old) else answer


def _came_back(lines: tuple[ReviewLine, ...], walls: tuple[WallLine, ...]) -> tuple[CameBack, ...]:
    of = {line.number: line for line in lines}
    found: dict[tuple[str, str], list[str]] = {}
    for wall in sorted(walls, key=lambda wall: (wall.review, wall.wall)):
        if wall.stood_at is not None and wall.breached_at is not None:
            line = of[wall.review]
            key = (line.decision_class, line.tool)
            found.setdefault(key, []).append(f"AR-{wall.review} {wall.wall}")
    return tuple(CameBack(*key, tuple(walls)) for key, walls in sorted(found.items()))


def _days_to_standing(walls: tuple[WallLine, ...]) -> float | None:
    took = [(wall.stood_at - wall.proposed_at) / timedelta(days=1) for wall in walls if wall.stood_at]
    return round(median(took), 1) if took else None


def _again(lines: tuple[ReviewLine, ...], said: Mapping[int, YesNo], answer: YesNo) -> tuple[Again, ...]:
    """Agents by the worst answer among their reviews: one yes is a yes, else one unknown is unknown."""
    worst: dict[tuple[str, int], YesNo] = {}
    order = (YesNo.NO, YesNo.UNKNOWN, YesNo.YES)
    for line in lines:
        worst[_agent(line)] = max(worst.get(_agent(line), YesNo.NO), said[line.number], key=order.index)
    found: dict[tuple[str, int], list[ReviewLine]] = {}
    for line in lines:
        if worst[_agent(line)] is answer and said[line.number] is answer:
            found.setdefault(_agent(line), []).append(line)
    return tuple(Again(key[0], ls[0].opened_at, tuple(n.number for n in ls)) for key, ls in found.items())


def _agent(line: ReviewLine) -> tuple[str, int]:
    return (line.agent, 0) if line.agent else ("", line.number)
