"""What is owed by its date, worked out a second time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.nudges import NudgeKind
from bot.domain.review import PersonKey, Unknown, Wall, WhyUnknown
from bot.domain.vocabulary import Status, WallStatus
from tests.domain.naive_look import DAY, Item, Look, shifted

OVER = {WallStatus.DECLINED, WallStatus.NOT_APPLICABLE, WallStatus.SUPERSEDED}


@dataclass(frozen=True)
class Dated:
    """A line of the table: what is asked after on which days, whose it is, and who is asked."""

    kind: NudgeKind
    about: str
    owner: PersonKey | None
    to: PersonKey
    days: Iterable[date]
    late: date | None = None  # from this one on, "until it stands"


def unknown(look: Look, unknown: Unknown, at: datetime) -> Iterator[Item]:
    """What somebody would find out: on its day, and 3 and 5 working days after."""
    person = look.heir(unknown.owner)
    if person is None or unknown.settled_at is not None or unknown.why is not WhyUnknown.OWNED:
        return
    days = [shifted(unknown.due, n, look.off(person)) for n in (0, 3, 5)]
    yield from _dated(look, Dated(NudgeKind.UNKNOWN_DUE, unknown.id, unknown.owner, person, days), at)


def wall(look: Look, wall: Wall, at: datetime) -> Iterator[Item]:
    """A wall that does not stand around its day, one that stands before its proof runs out."""
    person = look.heir(wall.owner)
    if wall.status in OVER or person is None:
        return
    if wall.status is WallStatus.EXPIRED:
        since = wall.changes[-1].at if wall.changes else wall.proposed_at
        days = _weekly(look, since.date(), person, at)
        yield from _dated(look, Dated(NudgeKind.DRILL_DUE, wall.id, wall.owner, person, days), at)
    elif wall.status is WallStatus.STANDING:
        proved = [d.valid_until for d in wall.drills if d.valid_until is not None]
        days = [max(proved) - 7 * DAY] if proved else []
        yield from _dated(look, Dated(NudgeKind.DRILL_DUE, wall.id, wall.owner, person, days), at)
    else:
        yield from _unbuilt(look, wall, person, at)


def _unbuilt(look: Look, wall: Wall, person: PersonKey, at: datetime) -> Iterator[Item]:
    due, off = _due(look, wall, person), look.off(person)
    late = shifted(due, 7, off)
    days = [*(shifted(due, n, off) for n in (-2, 0, 3)), *_weekly(look, late, person, at)]
    yield from _dated(look, Dated(NudgeKind.WALL_DUE, wall.id, wall.owner, person, days, late), at)


def late_for_others(look: Look, wall: Wall, at: datetime) -> Iterator[Item]:
    """Who accepted that no wall stands hears, once, that one is late; not who is asked after it anyway."""
    accepted, person = look.review.no_wall_yet, look.heir(wall.owner)
    stands = any(w.status is WallStatus.STANDING for w in look.review.walls)
    if wall.status in {*OVER, WallStatus.EXPIRED} or accepted is None or stands:
        return
    if not look.diary(accepted.by).gone and accepted.by != person:
        days = [shifted(_due(look, wall, person or accepted.by), 7, look.off(accepted.by))]
        yield from _dated(look, Dated(NudgeKind.WALL_LATE, wall.id, None, accepted.by, days, days[0]), at)


def _due(look: Look, wall: Wall, person: PersonKey) -> date:
    """The date of a wall; 30 days after it was proposed where nobody gave one, on a working day."""
    if wall.due is not None:
        return wall.due
    return shifted(wall.proposed_at.date() + 30 * DAY, 0, look.off(person))


def _weekly(look: Look, first: date, person: PersonKey, at: datetime) -> list[date]:
    """A day and each week after it, until today."""
    found, today = [first], look.shown(person, at).date()
    while found[-1] + 7 * DAY <= today:
        found.append(found[-1] + 7 * DAY)
    return found


def _dated(look: Look, line: Dated, at: datetime) -> Iterator[Item]:
    """One word for all days reached on which, or after which, nothing was said about it."""
    gone = line.owner is not None and line.owner != look.review.owner and look.diary(line.owner).gone
    if gone and not look.heard(line.about, line.to, NudgeKind.OWNER_GONE):
        yield look.item(NudgeKind.OWNER_GONE, line.about, line.to)
        return
    kinds = {line.kind, NudgeKind.OWNER_GONE} | ({NudgeKind.WALL_LATE} if line.late else set())
    said = look.heard(line.about, line.to, *kinds)
    covered = max((max(t.for_day, look.shown(line.to, t.at).date()) for t in said), default=date.min)
    days = [day for day in line.days if day > covered]
    later = said[-1].later if said else None
    if later is not None and later > covered:
        days = [later, *(day for day in line.days if day >= later)]
    reached = [day for day in days if look.reached(line.to, at, day)]
    again = (
        later in reached and said[-1].kind is NudgeKind.WALL_LATE
    )  # a word put off comes back as what it was
    if reached:
        kind = NudgeKind.WALL_LATE if again or line.late in reached else line.kind
        yield look.item(kind, line.about, line.to)


def no_wall_yet(look: Look, at: datetime) -> Iterator[Item]:
    """Who accepted that no wall stands, on the day they set."""
    accepted = look.review.no_wall_yet
    stands = any(w.status is WallStatus.STANDING for w in look.review.walls)
    if accepted is None or stands or look.diary(accepted.by).gone:
        return
    days = [shifted(accepted.review_on, n, look.off(accepted.by)) for n in (0, 3, 5)]
    yield from _dated(look, Dated(NudgeKind.NO_WALL_YET, "no_wall_yet", None, accepted.by, days), at)


def same_tomorrow(look: Look, at: datetime) -> Iterator[Item]:
    """The last line of a finished review, 30 days old or stale: three times, a week apart."""
    said, lead = look.review.same_tomorrow, look.lead()
    if said is None or lead is None or look.review.status is Status.OPEN:
        return
    first = said.at.date() + (0 if said.stale else 30) * DAY
    days = [first, first + 7 * DAY, first + 14 * DAY]
    yield from _dated(look, Dated(NudgeKind.SAME_TOMORROW, "same_tomorrow", None, lead, days), at)
