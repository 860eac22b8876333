"""Whose silence is owed a word, worked out a second time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey, Progress, Stage
from bot.domain.vocabulary import Question, Status
from tests.domain.naive_look import DIRECT, Item, Look, after_hours

SPOKEN = (NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST)
SHARED = {Question.WALL, Question.CLOSE}


def _last_sign(look: Look) -> datetime:
    """When somebody last did something, or something was asked."""
    review, last = look.review, look.review.opened_at
    for act in review.acts:
        if act.by is not None or act.kind == "asked":
            last = max(last, act.at)
    for moment in (
        *(u.opened_at for u in review.unknowns),
        *(w.proposed_at for w in review.walls),
        *(f.at for f in review.findings),
        *(v.at for v in review.verdicts if v.at is not None),
    ):
        last = max(last, moment)
    return last


def _questions(look: Look) -> Iterator[tuple[str, PersonKey]]:
    """What each open question is about, and who was asked."""
    review = look.review
    if review.status is not Status.OPEN:
        return
    waiting: list[Progress] = []
    if review.asking is not None:
        letter = "" if review.asking in SHARED else review.current
        waiting.append(review.step(review.asking, letter))
    for step in review.progress:
        if step.asked_of is not None and step.stage in {Stage.ASKED, Stage.VERDICT} and step not in waiting:
            waiting.append(step)
    for step in waiting:
        yield f"{step.decision}:{step.question}", step.asked_of or review.owner


def silent(look: Look, at: datetime) -> Iterator[Item]:
    """Questions nobody answers, reviews nobody goes on with, owners who are gone."""
    review = look.review
    owner_gone = look.diary(review.owner).gone
    if owner_gone:
        yield from _needs_owner(look, at, ())
    questions = list(_questions(look))
    for about, asked in questions:
        person = look.heir(asked)
        if person is not None:
            yield from _asked(look, about, asked, person, at)
    finished = any(act.kind == "finished" for act in review.acts)
    if review.status is Status.OPEN and not questions and not finished and not owner_gone:
        yield from _left(look, at)


def _asked(look: Look, about: str, asked: PersonKey, person: PersonKey, at: datetime) -> Iterator[Item]:
    back = look.heard(about, person, NudgeKind.OWNER_GONE)
    since = max([_last_sign(look), *(t.at for t in back)])
    said = look.heard(about, person, *SPOKEN)
    if look.diary(asked).gone and asked != look.review.owner and not back:
        yield look.item(NudgeKind.OWNER_GONE, about, person)
    elif len(said) < 3 and _next_word_due(look, person, said, since, at):
        place = Where.DIRECT if said else Where.THREAD
        yield look.item(SPOKEN[len(said)], about, person, place)
    owner = look.review.owner
    if len(said) < 3 or look.diary(owner).gone:
        return
    stalled = [t for t in look.heard(about, owner, NudgeKind.STALLED) if t.at >= since]
    if person == owner:
        yield from _owner_silent(look, said[-1], since, at)
    elif stalled:
        yield from _owner_silent(look, stalled[-1], since, at)
    elif look.days_on(owner, at, (since, 5), (_silent_from(look, said[-1]), 2)):
        yield look.item(NudgeKind.STALLED, about, owner)


def _next_word_due(look: Look, person: PersonKey, said: list[Told], since: datetime, at: datetime) -> bool:
    if not said:
        zone = ZoneInfo(look.diary(person).zone or "UTC")
        return at >= after_hours(since, 4, zone, look.off(person))
    last = said[-1]
    if last.later is not None:
        return look.reached(person, at, last.later)
    first, second = ((since, 1), (last.at, 1)) if len(said) == 1 else ((since, 3), (last.at, 2))
    return look.days_on(person, at, first, second)


def _silent_from(look: Look, last: Told) -> datetime:
    """When somebody heard last, or ten on the day they put it off to."""
    if last.later is None or last.to is None:
        return last.at
    ten = datetime.combine(last.later, DIRECT, ZoneInfo(look.diary(last.to).zone or "UTC"))
    return max(last.at, ten.astimezone(UTC))


def _owner_silent(look: Look, last: Told, since: datetime, at: datetime) -> Iterator[Item]:
    owner = look.review.owner
    if last.kind is NudgeKind.STALLED and last.later is not None:
        if look.reached(owner, at, last.later):
            yield look.item(NudgeKind.STALLED, last.about, owner)
    else:
        yield from _needs_owner(look, at, ((max(_silent_from(look, last), since), 5),))


def _needs_owner(look: Look, at: datetime, waits: tuple[tuple[datetime, int], ...]) -> Iterator[Item]:
    owner, last = look.review.owner, look.last_owner
    about = f"owner:{owner}"
    if not look.days_on(owner, at, *waits):
        return
    if last is not None and last != owner and not look.diary(last).gone:
        asked = look.heard(about, last, NudgeKind.NEEDS_OWNER)
        if not asked and not look.away(last, at):
            yield look.item(NudgeKind.NEEDS_OWNER, about, last)
            return
        if asked and not look.days_on(last, at, (asked[-1].at, 5)):
            return
    if not look.heard(about, None, NudgeKind.NEEDS_OWNER):
        hidden = look.review.restricted and not look.review.private_channel
        yield look.item(NudgeKind.NEEDS_OWNER, about, None, Where.THREAD if hidden else Where.CHANNEL)


def _left(look: Look, at: datetime) -> Iterator[Item]:
    owner, since = look.review.owner, _last_sign(look)
    said = look.heard("rest", owner, NudgeKind.REST, NudgeKind.STALLED)
    said = [t for t in said if t.at >= since]
    if look.review.quick and not said:
        if look.days_on(owner, at, (since, 1)):
            yield look.item(NudgeKind.REST, "rest", owner)
    elif all(t.kind is NudgeKind.REST for t in said):
        if look.days_on(owner, at, (since, 5), *((_silent_from(look, t), 0) for t in said)):
            yield look.item(NudgeKind.STALLED, "rest", owner)
    else:
        yield from _owner_silent(look, said[-1], since, at)


def quiet(look: Look, at: datetime) -> Iterator[Item]:
    """The one question of a review in which somebody asked for quiet."""
    asked, owner = look.review.quiet, look.review.owner
    if look.diary(owner).gone:
        yield from _needs_owner(look, at, ())
        return
    if asked is None or asked.asked_again:
        return
    before = [t for t in look.heard("quiet", owner, NudgeKind.QUIET) if t.at >= asked.since]
    if not before:
        due = look.days_on(owner, at, (asked.since, 5))
    else:
        due = before[-1].later is not None and look.reached(owner, at, before[-1].later)
    if due:
        yield look.item(NudgeKind.QUIET, "quiet", owner)
