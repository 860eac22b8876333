"""Reminders: when each review and person is to be looked at again, and what is said then.

Every review whose record changed is planned anew: its next word in thread or channel is a timer, what it owes people
outside the thread are rows by person. What is said, what is remembered as told and the next plan are one unit of work.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from bot.domain import nudge_words
from bot.domain.calendar import moment_of
from bot.domain.due import Diaries
from bot.domain.foretold import concerned
from bot.domain.heard import Due, Ticked
from bot.domain.interview.ended import STATUSES as ENDED
from bot.domain.interview.rights import may_read
from bot.domain.nudges import Nudge, Ready, Where, told
from bot.domain.reminders import PLAN, upcoming
from bot.domain.review import PersonKey, Review
from bot.domain.says import Say
from bot.domain.walls import holds, proved_until
from bot.journeys.desk import Desk
from bot.ports import Outgoing, Timer, Work

NUDGE = "nudge"
"""The timer of a review's next word in its thread or channel."""

A_DAY = timedelta(days=2)
"""How far back a person's messages are looked up: their day began less than this ago, wherever they are."""


def woken(work: Work, heard: Ticked, desk: Desk) -> None:
    """A timer of a review, once its record is as the calendar has it: its next word to everybody, and the next plan."""
    review = work.review(heard.review) if heard.review is not None else None
    if review is None or heard.timer not in {PLAN, NUDGE}:
        return
    if heard.timer == NUDGE:
        _say_aloud(work, review, desk)
    plan(work, review, desk)


def _say_aloud(work: Work, review: Review, desk: Desk) -> None:
    """What is owed by now in the thread and in the channel."""
    for nudge in _owed(work, review, desk):
        if nudge.place is not Where.DIRECT:
            _say(work, review, nudge_words.in_thread(nudge, review), desk)
            work.tell(told(nudge, desk.now))


def reminding(work: Work, heard: Due, desk: Desk) -> None:
    """All that a person is owed by now, of whatever reviews, as one message; each of those reviews planned anew."""
    reviews = {number: work.review(number) for number in work.owing(heard.person, desk.now)}
    items = sorted(
        (
            (nudge, review)
            for review in reviews.values()
            if review is not None
            for nudge in _owed(work, review, desk)
            if nudge.place is Where.DIRECT and nudge.to == heard.person
        ),
        key=lambda item: (item[0].due_at, item[0].review, item[0].about),
    )
    if items:
        diaries = Diaries(desk.policy, work.diaries({heard.person}))
        say = nudge_words.direct(heard.person, items, diaries.today(heard.person, desk.now))
        _say(work, items[0][1], say, desk)
        for nudge, _ in items[: nudge_words.SHOWN]:  # the others are counted there, and come the next day
            work.tell(told(nudge, desk.now))
    for number, review in reviews.items():
        if review is None:
            work.owe(number, {})
        else:
            plan(work, review, desk)


def plan(work: Work, review: Review, desk: Desk) -> None:
    """When to look at the review again, and at what it owes each person."""
    waiting = _upcoming(work, review, desk)
    aloud = (ready.send_at for ready in waiting if ready.nudge.place is not Where.DIRECT)
    _wake(work, review, NUDGE, min(aloud, default=None))
    _wake(work, review, PLAN, _runs_out(review, desk))
    work.owe(review.number, _first_of_each(waiting))


def _wake(work: Work, review: Review, timer: str, at: datetime | None) -> None:
    if at is None:
        work.cancel(review.number, timer)
    else:
        work.wait(Timer(review.number, timer, at))


def _runs_out(review: Review, desk: Desk) -> datetime | None:
    """When the next proof of a wall has run out: the day after its last begins. None in an opening taken back."""
    if review.status in ENDED:
        return None
    last_days = [until for wall in review.walls if holds(wall) and (until := proved_until(wall)) is not None]
    if not last_days:
        return None
    return moment_of(min(last_days) + timedelta(days=1), time(0), desk.policy.zone)


def _first_of_each(waiting: tuple[Ready, ...]) -> Mapping[PersonKey, datetime]:
    """The first moment at which each person is owed a word outside the thread."""
    found: dict[PersonKey, datetime] = {}
    for ready in waiting:
        person = ready.nudge.to
        if person is not None and ready.nudge.place is Where.DIRECT:
            found[person] = min(found.get(person, ready.send_at), ready.send_at)
    return found


def _owed(work: Work, review: Review, desk: Desk) -> tuple[Nudge, ...]:
    return tuple(r.nudge for r in _upcoming(work, review, desk) if r.send_at <= desk.now)


def _upcoming(work: Work, review: Review, desk: Desk) -> tuple[Ready, ...]:
    last_owner = next_owner(work, review)
    people = concerned(review) | ({last_owner} if last_owner else set())
    before = [each for person in people for each in work.told_to(person, desk.now - A_DAY)]
    return upcoming(
        review,
        desk.policy,
        work.diaries(people),
        tuple(dict.fromkeys((*work.told(review.number), *before))),
        desk.now,
        last_owner=last_owner,
    )


def next_owner(work: Work, review: Review) -> PersonKey | None:
    """Who owned the agent's last review, to answer for this one too; nobody who may not read it."""
    last = work.last_owner(review.workspace, review.agent) if review.agent else None
    return last if last is not None and may_read(review, last) else None


def _say(work: Work, review: Review, say: Say, desk: Desk) -> None:
    """Into the outbox under a key of its own: that a nudge is said once is the doing of what is remembered as told."""
    key = f"review:{review.number}:nudge:{say.to}:{say.id}:{desk.now.isoformat()}"
    work.say(Outgoing(key, review.number, say, desk.now))
