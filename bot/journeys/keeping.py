"""The end of every journey: state and words in one transaction."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.due import Diaries
from bot.domain.heard import BOT, MergedIn, Repeated
from bot.domain.interview import card
from bot.domain.reminders import PLAN
from bot.domain.review import Review
from bot.domain.says import (
    Draw,
    Errand,
    Fetch,
    Invite,
    Join,
    Move,
    Place,
    Publish,
    PutOff,
    React,
    Say,
    Step,
    Tell,
    Wait,
)
from bot.journeys.desk import Desk
from bot.ports import OpenThread, Outgoing, Timer, Work

CARD = "card"

PLAN_AFTER = timedelta(minutes=5)
"""A review that is being answered is planned once, not at every reply; the first reminder is hours away."""


def keep(work: Work, before: Review | None, step: Step, desk: Desk) -> None:
    """Write the review, put every word and errand into the outbox, set timers."""
    if step.review != before:
        work.keep(step.review)
        work.wait(Timer(step.review.number, PLAN, desk.now + PLAN_AFTER))
    for say in step.says:
        work.say(_outgoing(step.review, say, desk))
    for errand in step.errands:
        _do(work, step.review, errand, desk)


def _outgoing(review: Review, say: Say, desk: Desk) -> Outgoing:
    """A Say as a row: its key names its meaning and the version that caused it."""
    if say.id == CARD and say.thread is None:
        key = f"review:{review.number}:v{review.version}:card"
        return Outgoing(key, review.number, say, desk.now, lane="card", newest_only=True)
    place = "" if say.place is Place.THREAD else f":{say.place}:{say.to}"
    key = f"review:{review.number}:v{review.version}:{say.id or say.key}{place}"
    return Outgoing(key, review.number, say, desk.now)


def _do(work: Work, review: Review, errand: Errand, desk: Desk) -> None:
    """One errand: rows of the outbox, a timer, or a word to another review."""
    base = f"review:{review.number}"
    match errand:
        case React() | Fetch() | Draw():
            work.say(_row(review, errand, desk))
        case Publish(target=only):
            for target in desk.targets:
                if only in {"", target}:
                    work.say(_row(review, replace(errand, target=target), desk))
        case Invite():
            work.say(_row(review, replace(errand, at=_call_at(work, errand, desk)), desk))
        case Wait():
            _wait(work, review, errand, desk)
        case Tell(other, walls):
            key = f"{base}:tell:{other}"
            work.hear(Repeated(id=key, at=desk.now, by=BOT, review=other, other=review.number, walls=walls))
        case PutOff(about, person, until):
            work.put_off(review.number, about, person, until)
            work.wait(Timer(review.number, PLAN, desk.now))
        case Move(channel, private):
            first = OpenThread(card(review), channel=channel, private=private, leaves=review.thread)
            work.say(Outgoing(f"{base}:v{review.version}:open", review.number, first, desk.now))
        case Join(into):
            work.hear(_joined(work, review, into, desk))


def _row(review: Review, what: React | Fetch | Draw | Publish | Invite, desk: Desk) -> Outgoing:
    """What is to be done outside; the key names its meaning, so that what is asked for twice is done once."""
    match what:
        case React(message, mark):
            meaning, lane = f"react:{message}:{mark}", "react"
        case Fetch(evidence, _):
            meaning = lane = f"fetch:{evidence}"
        case Draw(evidence, point):
            meaning, lane = f"draw:{evidence}:{point}", "draw"
        case Publish(version=version, target=target):
            meaning, lane = f"publish:{target}:{version}", f"publish:{target}"
        case Invite(about, _, at):
            meaning, lane = f"call:{about}:{at and at.isoformat()}", "call"
    return Outgoing(f"review:{review.number}:{meaning}", review.number, what, desk.now, lane=lane)


def _call_at(work: Work, errand: Invite, desk: Desk) -> datetime:
    """The next working day of who asked, at the hour of direct messages."""
    diaries = Diaries(desk.policy, work.diaries({errand.person}))
    return diaries.direct_moment(errand.person, diaries.days_after(errand.person, desk.now, 1))


def _wait(work: Work, review: Review, errand: Wait, desk: Desk) -> None:
    if errand.seconds is None:
        work.cancel(review.number, errand.timer)
    else:
        due = desk.now + timedelta(seconds=errand.seconds)
        work.wait(Timer(review.number, errand.timer, due))


def _joined(work: Work, review: Review, into: int, desk: Desk) -> MergedIn:
    """All of a review, for the one it turned out to be the same as."""
    return MergedIn(
        id=f"review:{review.number}:merge",
        at=desk.now,
        by=BOT,
        review=into,
        other=review.number,
        statements=work.log(review.number),
        evidence=review.evidence,
        people=review.participants,
    )
