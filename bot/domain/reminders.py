"""Who is owed a word at a moment: pure rules; sending is the clock's.

`owed` says what to send now, `next_due` when to look again, `gather` makes one message a day of what a person gets
outside the thread. What was sent comes back in as `Told`; nothing else is remembered. The rules of when are in
`due`, those of silence in `silence`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.absence import about as absence_about
from bot.domain.calendar import add_working_days, local_day
from bot.domain.due import Diaries, Diary, Policy, Who, around, first_due
from bot.domain.nudges import Nudge, NudgeKind, Ready, Round, Series, Told, Where, next_in, told
from bot.domain.review import PersonKey, Review, Wall, WhyUnknown
from bot.domain.silence import is_quiet, quiet, silences
from bot.domain.vocabulary import Status, WallStatus
from bot.domain.walls import ENDED, holds, proved_until

__all__ = [
    "PLAN",
    "Diary",
    "Message",
    "Nudge",
    "NudgeKind",
    "Policy",
    "Told",
    "Where",
    "gather",
    "next_due",
    "owed",
    "told",
    "upcoming",
]

PLAN = "plan"
"""The timer after which a review's reminders are planned anew, and what has run out by then is."""

_FINISHED = frozenset({Status.FILED, Status.REVIEWED, Status.CLOSED})
_OVER = frozenset({Status.WITHDRAWN, Status.MERGED})


def owed(
    review: Review,
    policy: Policy,
    diaries: Mapping[PersonKey, Diary],
    told: tuple[Told, ...],
    now: datetime,
    *,
    last_owner: PersonKey | None = None,
) -> tuple[Nudge, ...]:
    """What may be sent at `now`, longest owed first. `told` may hold what persons were told about other reviews."""
    waiting = upcoming(review, policy, diaries, told, now, last_owner=last_owner)
    due = (ready.nudge for ready in waiting if ready.send_at <= now)
    return tuple(sorted(due, key=lambda nudge: (nudge.due_at, nudge.about)))


def next_due(
    review: Review,
    policy: Policy,
    diaries: Mapping[PersonKey, Diary],
    told: tuple[Told, ...],
    now: datetime,
    *,
    last_owner: PersonKey | None = None,
) -> datetime | None:
    """The first moment from `now` on at which something is owed if nothing changes, in UTC; None for never."""
    waiting = upcoming(review, policy, diaries, told, now, last_owner=last_owner)
    return min((ready.send_at for ready in waiting), default=None)


def upcoming(
    review: Review,
    policy: Policy,
    diaries: Mapping[PersonKey, Diary],
    told: tuple[Told, ...],
    now: datetime,
    *,
    last_owner: PersonKey | None = None,
) -> tuple[Ready, ...]:
    """The next nudge of everything that is waited for, each with when it goes out if nothing changes."""
    return _waiting(Round(review, Diaries(policy, around(review, diaries)), told, now, last_owner))


@dataclass(frozen=True)
class Message:
    """What is sent as one: a person's items outside the thread, or one item in the thread or the channel."""

    to: PersonKey | None
    place: Where
    nudges: tuple[Nudge, ...]


def gather(nudges: Iterable[Nudge]) -> tuple[Message, ...]:
    """One message for each person outside the thread, items of any number of reviews in it, longest owed first."""
    ordered = sorted(nudges, key=lambda nudge: (nudge.due_at, nudge.review, nudge.about))
    direct: dict[PersonKey | None, list[Nudge]] = {}
    for nudge in ordered:
        if nudge.place is Where.DIRECT:
            direct.setdefault(nudge.to, []).append(nudge)
    alone = (Message(n.to, n.place, (n,)) for n in ordered if n.place is not Where.DIRECT)
    return (*alone, *(Message(to, Where.DIRECT, tuple(items)) for to, items in direct.items()))


def _waiting(look: Round) -> tuple[Ready, ...]:
    """The next nudge of everything that is waited for, and a word about who is away."""
    if look.review.status in _OVER:
        return ()
    if is_quiet(look):
        return tuple(quiet(look))
    owing = (*silences(look), *_unknowns(look), *_walls(look))
    return (*owing, *_absences(owing, look), *_late(look), *_no_wall_yet(look), *_closing_line(look))


def _unknowns(look: Round) -> Iterator[Ready]:
    """Owned unknowns at their date, and a few times after it; what cannot be known is not asked for."""
    for unknown in look.review.unknowns:
        person = look.heir(unknown.owner)
        if unknown.settled_at is not None or unknown.why is not WhyUnknown.OWNED or person is None:
            continue
        offsets = look.diaries.policy.unknown_days
        days = _working_days(unknown.due, offsets, NudgeKind.UNKNOWN_DUE, person, look)
        yield from _owned(unknown.owner, Series(unknown.id, person, days), look)


def _walls(look: Round) -> Iterator[Ready]:
    """Every wall that does not stand, by its date; every one that stands, before its drill runs out."""
    for wall in look.review.walls:
        person = look.heir(wall.owner)
        if wall.status in ENDED or person is None:
            continue
        by_drill = holds(wall) or wall.status is WallStatus.EXPIRED
        series = _drill_series(wall, person, look) if by_drill else _due_series(wall, person, look)
        if series is not None:
            yield from _owned(wall.owner, series, look)


def _due_series(wall: Wall, person: PersonKey, look: Round) -> Series:
    policy = look.diaries.policy
    due = due_of(wall, person, look)
    before = _working_days(due, policy.wall_days, NudgeKind.WALL_DUE, person, look)
    late = _working_days(due, (policy.late_days,), NudgeKind.WALL_LATE, person, look)
    return Series(wall.id, person, (*before, *late), policy.repeat_calendar_days)


def due_of(wall: Wall, person: PersonKey, look: Round) -> date:
    """The date of a wall; one that nobody gave a date has the first date it would be offered."""
    if wall.due is not None:
        return wall.due
    diaries, proposed = look.diaries, _day_of(wall.proposed_at, look)
    free = diaries.of(person).free
    return first_due(wall, look.review.severity, diaries.policy, from_day=proposed, free=free)


def _drill_series(wall: Wall, person: PersonKey, look: Round) -> Series | None:
    """Before the last drill runs out; once it has, or what runs has changed, from that day on."""
    policy = look.diaries.policy
    if wall.status is WallStatus.EXPIRED:
        since = _day_of(wall.changes[-1].at if wall.changes else wall.proposed_at, look)
        return Series(wall.id, person, ((since, NudgeKind.DRILL_DUE),), policy.repeat_calendar_days)
    if (until := proved_until(wall)) is None:
        return None
    return Series(wall.id, person, ((until - timedelta(policy.drill_calendar_days), NudgeKind.DRILL_DUE),))


def _owned(owner: PersonKey | None, series: Series, look: Round) -> Iterator[Ready]:
    """What somebody owns, by its series; what somebody gone owned comes back first."""
    ready = look.handed_back(series.about, owner) or next_in(series, look)
    if ready is not None:
        yield ready


def _late(look: Round) -> Iterator[Ready]:
    """Who hears besides its owner that a wall is late."""
    readers, policy = tuple(dict.fromkeys(_late_readers(look))), look.diaries.policy
    for wall in look.review.walls:
        heir = look.heir(wall.owner)
        if wall.status in {*ENDED, WallStatus.STANDING, WallStatus.EXPIRED}:
            continue
        for person in readers:
            if person != heir:
                due = due_of(wall, heir or person, look)
                days = _working_days(due, (policy.late_days,), NudgeKind.WALL_LATE, person, look)
                yield from _owned(None, Series(wall.id, person, days), look)


def _late_readers(look: Round) -> Iterator[PersonKey]:
    """Who accepted that no wall stands yet, as long as none does, and the review's owner, as the policy says."""
    who = look.diaries.policy.late_too
    if Who.ACCEPTER in who and (accepter := _accepter(look)) is not None:
        yield accepter
    if Who.REVIEW_OWNER in who and look.lead is not None:
        yield look.lead


def _accepter(look: Round) -> PersonKey | None:
    """Who accepted that no wall stands yet; nobody once one does, or they are gone."""
    accepted = look.review.no_wall_yet
    if accepted is None or look.diaries.is_gone(accepted.by) or any(holds(w) for w in look.review.walls):
        return None
    return accepted.by


def _no_wall_yet(look: Round) -> Iterator[Ready]:
    """Who accepted that no wall stands yet, on the day they set for looking again."""
    accepted, person = look.review.no_wall_yet, _accepter(look)
    if accepted is None or person is None:
        return
    offsets = look.diaries.policy.unknown_days
    days = _working_days(accepted.review_on, offsets, NudgeKind.NO_WALL_YET, person, look)
    yield from _owned(None, Series("no_wall_yet", person, days), look)


def _closing_line(look: Round) -> Iterator[Ready]:
    """The "same thing tomorrow?" of a finished review, once the answer is old or what runs has changed."""
    said, lead, policy = look.review.same_tomorrow, look.lead, look.diaries.policy
    if said is None or lead is None or look.review.status not in _FINISHED:
        return
    age = 0 if said.stale else policy.stale_calendar_days
    first = _day_of(said.at, look) + timedelta(age)
    steps = (timedelta(policy.repeat_calendar_days * n) for n in range(policy.most))
    days = tuple((first + step, NudgeKind.SAME_TOMORROW) for step in steps)
    yield from _owned(None, Series("same_tomorrow", lead, days), look)


def _day_of(moment: datetime, look: Round) -> date:
    """The date of something done, where the workspace is: a cadence must not move with who moves to another zone."""
    return local_day(moment, look.diaries.policy.zone)


def _working_days(
    day: date, offsets: tuple[int, ...], kind: NudgeKind, person: PersonKey, look: Round
) -> tuple[tuple[date, NudgeKind], ...]:
    """The days that many working days before or after a day, by a person's own calendar."""
    free = look.diaries.of(person).free
    return tuple((add_working_days(day, offset, free), kind) for offset in offsets)


def _absences(owing: tuple[Ready, ...], look: Round) -> Iterator[Ready]:
    """Somebody away uses up no nudge: who answers for the review hears once what waits until when."""
    lead = look.lead
    blocked: dict[PersonKey, list[tuple[Ready, datetime]]] = {}
    for ready in owing:
        person, since = ready.nudge.to, ready.blocked_at
        asks_for_owner = ready.nudge.kind is NudgeKind.NEEDS_OWNER
        if person is not None and person != lead and since is not None and not asks_for_owner:
            blocked.setdefault(person, []).append((ready, since))
    for person, waiting in blocked.items():
        absence = look.diaries.absence(person)
        about = absence_about(person, absence) if absence is not None else ""
        if lead is not None and not look.is_told(NudgeKind.AWAY, about, lead):
            yield from _away(about, lead, waiting, look)


def _away(about: str, lead: PersonKey, waiting: list[tuple[Ready, datetime]], look: Round) -> Iterator[Ready]:
    """The word about one absence, at the first moment at which its reader works and the absence still delays."""
    items = tuple(ready.nudge.about for ready, _ in waiting)
    words = (
        (ready, look.ready(look.nudge(NudgeKind.AWAY, about, lead, at, items=items))) for ready, at in waiting
    )
    useful = (away for ready, away in words if replace(look, now=away.send_at).ready(ready.nudge).blocked_at)
    if (first := min(useful, key=lambda away: away.send_at, default=None)) is not None:
        yield first
