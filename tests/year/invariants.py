"""What must hold of every item of every message, said without the rules' own code."""

from collections.abc import Iterable
from datetime import date, time

from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import Review, Stage
from bot.domain.vocabulary import Question, Status, WallStatus
from tests.domain.naive_look import shifted, works_on
from tests.year.town import ENDED, Town

ASKING = (NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST)
WALLS = {NudgeKind.WALL_DUE, NudgeKind.WALL_LATE}
ONCE = {NudgeKind.AWAY, NudgeKind.NEEDS_OWNER}


def troubles(town: Town, told: Told) -> list[str]:
    """What is wrong with one item of a message."""
    review = town.reviews[told.review]
    before = [t for t in town.told[told.review] if t.about == told.about]
    return [
        *_at_a_bad_time(town, told, review),
        *_loud(told),
        *_idle(town, told, review),
        *_disorder(told, before),
    ]


def _at_a_bad_time(town: Town, told: Told, review: Review) -> Iterable[str]:
    person = told.to or review.owner
    diary, shown = town.people[person], town.shown(person, told.at)
    begin = time(10) if told.place is Where.DIRECT else time(9)
    if not works_on(shown.date(), town.free) or not begin <= shown.time() < time(17):
        yield "out of hours"
    if told.to is None:
        return
    if diary.gone:
        yield "to somebody gone"
    if diary.away_until is not None and shown.date() < diary.away_until:
        yield "to somebody away"
    if diary.undisturbed_until is not None and told.at < diary.undisturbed_until:
        yield "not to be disturbed"


def _idle(town: Town, told: Told, review: Review) -> Iterable[str]:
    """About something that is answered, ended, settled, or stands."""
    if review.status in ENDED:
        yield "of a review that was taken back"
    if told.kind in ASKING and not _waits(review, told):
        yield "about a question that nobody waits for"
    for wall in review.walls:
        if wall.id == told.about:
            stands = wall.status is WallStatus.STANDING
            over = wall.status in {WallStatus.DECLINED, WallStatus.NOT_APPLICABLE, WallStatus.SUPERSEDED}
            if over or (stands and told.kind in WALLS):
                yield "about a wall that stands or was ended"
            if told.kind in WALLS and wall.due is not None:
                yield from _too_early(town, told, wall.due)
    if any(u.id == told.about and u.settled_at is not None for u in review.unknowns):
        yield "about something settled"


def _too_early(town: Town, told: Told, due: date) -> Iterable[str]:
    """Due before late: from two working days before its date on, late from seven after."""
    assert told.to is not None
    today = town.shown(told.to, told.at).date()
    first = shifted(due, 7 if told.kind is NudgeKind.WALL_LATE else -2, town.free)
    if today < first and not _put_off_until(town, told, today):
        yield "too early for the date of its wall"


def _put_off_until(town: Town, told: Told, today: date) -> bool:
    """Whether somebody asked to hear of it by today."""
    rows = (t for t in town.told[told.review] if (t.about, t.to) == (told.about, told.to))
    return any(t.later is not None and t.later <= today for t in rows)


def _loud(told: Told) -> Iterable[str]:
    """Lateness, or anything but the first word, where everybody reads it."""
    allowed = {
        Where.THREAD: {NudgeKind.SILENT},
        Where.CHANNEL: {NudgeKind.NEEDS_OWNER},
        Where.DIRECT: set(NudgeKind) - {NudgeKind.SILENT},
    }
    if told.kind not in allowed[told.place]:
        yield f"not for {told.place}"


def _waits(review: Review, told: Told) -> bool:
    if review.status is not Status.OPEN:
        return False
    letter, _, name = told.about.partition(":")
    question = Question(name)
    step = review.step(question, letter)
    return review.asking is question or (step.stage is Stage.ASKED and step.asked_of is not None)


def _disorder(told: Told, before: list[Told]) -> Iterable[str]:
    """Thread, direct, last, and no fourth; the owner hears of a stall after the last word, the channel after all."""
    mine = [t.kind for t in before if t.to == told.to]
    if told.kind in ASKING and mine.count(told.kind):
        yield "the same step again"
    if told.kind in ASKING and [k for k in mine if k in ASKING] != list(ASKING[: ASKING.index(told.kind)]):
        yield "out of order"
    if (
        told.kind is NudgeKind.STALLED
        and told.about != "rest"
        and all(t.kind is not NudgeKind.LAST for t in before)
    ):
        yield "stalled before the last word"
    put_off = sum(t.later is not None for t in before if t.to == told.to)
    if told.kind is NudgeKind.UNKNOWN_DUE and mine.count(told.kind) >= 3 + put_off:
        yield "a fourth word about an unknown"
    once = {NudgeKind.AWAY, NudgeKind.NEEDS_OWNER}
    if told.kind in once and told.kind in mine:
        yield "said once, said again"
