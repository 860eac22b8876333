"""The end of every journey: state and words in one transaction."""

from datetime import timedelta

from bot.domain.heard import BOT, MergedIn, Repeated
from bot.domain.interview import card
from bot.domain.review import Review
from bot.domain.says import (
    Draw,
    Errand,
    Fetch,
    Join,
    Move,
    Place,
    Publish,
    React,
    Reply,
    Say,
    Step,
    Tell,
    Wait,
)
from bot.journeys.desk import Desk
from bot.ports import OpenThread, Outgoing, Timer, Work

CARD = "card"


def keep(work: Work, before: Review | None, step: Step, desk: Desk) -> Reply | None:
    """Write the review, put every word and errand into the outbox, set timers; whispers go back at once."""
    if step.review != before:
        work.keep(step.review)
    for say in step.says:
        work.say(_outgoing(step.review, say, desk))
    for errand in step.errands:
        _do(work, step.review, errand, desk)
    return None


def _outgoing(review: Review, say: Say, desk: Desk) -> Outgoing:
    """A Say as a row: its key names its meaning and the version that caused it."""
    if say.id == CARD and say.thread is None:
        key = f"review:{review.number}:v{review.version}:card"
        return Outgoing(key, review.number, say, desk.now, lane="card", newest_only=True)
    place = "" if say.place is Place.THREAD else f":{say.place}:{say.to}"
    key = f"review:{review.number}:v{review.version}:{say.id or say.key}{place}"
    return Outgoing(key, review.number, say, desk.now)


def _do(work: Work, review: Review, errand: Errand, desk: Desk) -> None:
    """One errand: a row of the outbox, a timer, or a word to another review."""
    base = f"review:{review.number}"
    match errand:
        case React(message, mark):
            work.say(
                Outgoing(f"{base}:react:{message}:{mark}", review.number, errand, desk.now, lane="react")
            )
        case Fetch(evidence, _):
            key = f"{base}:fetch:{evidence}"
            work.say(Outgoing(key, review.number, errand, desk.now, lane=f"fetch:{evidence}"))
        case Draw(evidence, point):
            key = f"{base}:draw:{evidence}:{point}"
            work.say(Outgoing(key, review.number, errand, desk.now, lane="draw"))
        case Publish(version, only):
            for target in desk.targets:
                if only in {"", target}:
                    one = Publish(version, target)
                    key = f"{base}:publish:{target}:{version}"
                    work.say(Outgoing(key, review.number, one, desk.now, lane=f"publish:{target}"))
        case Wait(timer, None):
            work.cancel(review.number, timer)
        case Wait(timer, float() | int() as seconds):
            due = desk.now + timedelta(seconds=seconds)
            work.wait(Timer(review.number, timer, due))
        case Tell(other, walls):
            key = f"{base}:tell:{other}"
            work.hear(Repeated(id=key, at=desk.now, by=BOT, review=other, other=review.number, walls=walls))
        case Move(channel, private):
            first = OpenThread(card(review), channel=channel, private=private, leaves=review.thread)
            work.say(Outgoing(f"{base}:v{review.version}:open", review.number, first, desk.now))
        case Join(into):
            work.hear(_joined(work, review, into, desk))


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
