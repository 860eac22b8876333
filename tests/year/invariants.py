"""What must hold of every item of every message, said without the rules' own code."""

import re
from collections.abc import Iterable
from datetime import date, time

from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import Review, Stage
from bot.domain.vocabulary import Question, Status, WallStatus
from tests.domain.naive_look import shifted, works_on
from tests.year.chat import Message
from tests.year.town import ENDED, Town

ASKING = (NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST)
WALLS = {NudgeKind.WALL_DUE, NudgeKind.WALL_LATE}
ONCE = {NudgeKind.AWAY, NudgeKind.NEEDS_OWNER}
EVERYBODY = re.compile(r"@(here|channel|everyone|all)\b|<!", re.IGNORECASE)
LATE = re.compile(r"\b(late|overdue|due|missed|silent|unanswered|since|ago|days?|weeks?)\b", re.IGNORECASE)


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


def of_message(town: Town, message: Message, told: list[Told]) -> list[str]:
    """What is wrong with a message as a whole: where it stands, whom it calls, what everybody can read in it."""
    wrong = ["an item twice"] if len(set(told)) < len(told) else []
    if any(message.place != _place(town, each) for each in told):
        wrong.append("in the wrong place")
    if EVERYBODY.search(message.words):
        wrong.append("calls everybody")
    if message.calls not in {"", message.to}:
        wrong.append("calls somebody else")
    if any(each.place is not Where.DIRECT for each in told) and LATE.search(message.words):
        wrong.append("lateness for everybody to read")
    return wrong


def _place(town: Town, told: Told) -> str:
    review = town.reviews[told.review]
    if told.place is Where.DIRECT:
        return told.to or "nobody"
    if told.place is Where.CHANNEL:
        return review.channel
    return review.thread.thread if review.thread else ""


def _at_a_bad_time(town: Town, told: Told, review: Review) -> Iterable[str]:
    person = told.to or review.owner
    look, shown = town.look_at(review), town.shown(person, told.at)
    begin = time(10) if told.place is Where.DIRECT else time(9)
    if not works_on(shown.date(), town.free) or not begin <= shown.time() < time(17):
        yield "out of hours"
    if told.to is None:
        return
    diary = look.diary(person)
    if (
        diary.gone and town.changed[person] < told.at
    ):  # what went out with the word that was lost could not know
        yield "to somebody gone"
    if look.away(person, told.at):
        yield "to somebody away"
    begins, until = diary.undisturbed_from or told.at, diary.undisturbed_until or told.at
    if begins <= told.at < until or told.at < look.shown_until(person):
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
    if told.kind is NudgeKind.OWNER_GONE and mine.count(told.kind) > put_off:
        yield "said once, said again"
    if told.kind in ONCE and told.kind in mine:
        yield "said once, said again"
