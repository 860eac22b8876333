"""Who hears of it when a review stands still: who was asked, its owner, the agent's last owner, the channel."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.domain.calendar import add_working_hours, within
from bot.domain.due import Who
from bot.domain.nudges import NudgeKind, Ready, Round, Told, Where
from bot.domain.review import PersonKey, Review
from bot.domain.vocabulary import Status
from bot.domain.waiting import Topic, is_left, last_sign, open_facets, topics

REST = "rest"
"""What is waited for in an open review in which no question is open: `about` of its nudges."""

STEPS = (NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST)


def silences(look: Round) -> Iterable[Ready]:
    """What is owed because nobody answers; several silent questions of one owner call for another owner once."""
    first: dict[tuple[NudgeKind, str, PersonKey | None], Ready] = {}
    for ready in sorted(_silences(look), key=lambda ready: ready.send_at):
        first.setdefault((ready.nudge.kind, ready.nudge.about, ready.nudge.to), ready)
    return first.values()


def _silences(look: Round) -> Iterator[Ready]:
    if look.diaries.is_gone(look.review.owner):
        yield from _needs_owner(look, look.now)
    waiting = topics(look)
    for topic in waiting:
        yield from _asked(topic, look)
        yield from _stalled(topic, look)
    if not waiting and is_left(look.review):
        yield from _left(look)


def is_quiet(look: Round) -> bool:
    """Whether somebody asked the bot to say nothing in a review that is still being asked."""
    return look.review.quiet is not None and look.review.status is Status.OPEN


def quiet(look: Round) -> Iterator[Ready]:
    """The one question of a quiet review: its owner is asked once whether to go on."""
    asked, owner = look.review.quiet, look.review.owner
    if look.diaries.is_gone(owner):
        yield from _needs_owner(look, look.now)
        return
    if asked is None or asked.asked_again:
        return
    before = [t for t in look.sent("quiet", owner, NudgeKind.QUIET) if t.at >= asked.since]
    later = before[-1].later if before else None
    if before and later is None:
        return
    day = (
        within(later)
        if later
        else look.diaries.days_after(owner, asked.since, look.diaries.policy.quiet_days)
    )
    yield look.ready(look.nudge(NudgeKind.QUIET, "quiet", owner, look.diaries.direct_moment(owner, day)))


def _asked(topic: Topic, look: Round) -> Iterator[Ready]:
    """The first, second or third word to who was asked; what was handed to somebody gone comes back first."""
    if (returned := look.handed_back(topic.about, topic.asked)) is not None:
        yield returned
        return
    before = look.sent(topic.about, topic.person, *STEPS)
    if len(before) >= _most(look):
        return
    yield look.ready(
        look.nudge(
            STEPS[len(before)],
            topic.about,
            topic.person,
            _step_at(topic, before, look),
            place=Where.DIRECT if before else _first_place(look),
            items=open_facets(topic, look),
        )
    )


def _most(look: Round) -> int:
    return min(look.diaries.policy.most, len(STEPS))


def _first_place(look: Round) -> Where:
    return Where.THREAD if look.diaries.policy.first_word is Who.THREAD else Where.DIRECT


def _step_at(topic: Topic, before: tuple[Told, ...], look: Round) -> datetime:
    """When the next word is owed: so long after asking, and so long after the word before; [Later] goes first."""
    diaries, policy, person = look.diaries, look.diaries.policy, topic.person
    if not before:
        return add_working_hours(topic.since, timedelta(hours=policy.silent_hours), diaries.working(person))
    last = before[-1]
    if last.later is not None:
        return diaries.direct_moment(person, within(last.later))
    offsets = (0, policy.still_silent_days, policy.last_days)
    return _direct_after(person, look, (topic.since, offsets[len(before)]), (last.at, _gap(offsets, before)))


def _gap(offsets: tuple[int, ...], before: tuple[Told, ...]) -> int:
    return offsets[len(before)] - offsets[len(before) - 1]


def _direct_after(person: PersonKey, look: Round, *waits: tuple[datetime, int]) -> datetime:
    """The hour for direct messages on the first day that is so many working days after each of these moments."""
    day = max(look.diaries.days_after(person, moment, days) for moment, days in waits)
    return look.diaries.direct_moment(person, day)


def _stalled(topic: Topic, look: Round) -> Iterator[Ready]:
    """After the last word: the review's owner hears, and where it was the owner who was silent, the next one."""
    policy, owner = look.diaries.policy, look.review.owner
    asked = look.sent(topic.about, topic.person, *STEPS)
    if len(asked) < _most(look) or look.diaries.is_gone(owner):
        return
    heard = asked
    if topic.person != owner:
        heard = tuple(t for t in look.sent(topic.about, owner, NudgeKind.STALLED) if t.at >= topic.since)
    if not heard:
        last = _rested(asked[-1], look)
        waits = ((topic.since, policy.stalled_days), (last, policy.stalled_days - policy.last_days))
        due_at = _direct_after(owner, look, *waits)
        items = open_facets(topic, look)
        yield look.ready(look.nudge(NudgeKind.STALLED, topic.about, owner, due_at, items=items))
        return
    yield from _owner_silent(heard[-1], topic.since, look)


def _owner_silent(last: Told, since: datetime, look: Round) -> Iterator[Ready]:
    """After the owner's last nudge: again on the day they put it off to, else somebody else is asked to own it."""
    owner = look.review.owner
    if last.kind is NudgeKind.STALLED and last.later is not None:
        due_at = look.diaries.direct_moment(owner, within(last.later))
        yield look.ready(look.nudge(NudgeKind.STALLED, last.about, owner, due_at))
        return
    silent = (max(_rested(last, look), since), look.diaries.policy.owner_silent_days)
    yield from _needs_owner(look, _direct_after(owner, look, silent))


def _rested(last: Told, look: Round) -> datetime:
    """Since when somebody is silent about a nudge: since it was sent, or since the day they put it off to."""
    if last.later is None or last.to is None:
        return last.at
    return max(last.at, look.diaries.direct_moment(last.to, within(last.later)))


def _left(look: Round) -> Iterator[Ready]:
    """The rest of four lines, next working day; whatever is left lying longer: its owner hears, then the next one."""
    policy, owner, since = look.diaries.policy, look.review.owner, last_sign(look.review)
    if look.diaries.is_gone(owner):
        return
    heard = tuple(t for t in look.sent(REST, owner, NudgeKind.REST, NudgeKind.STALLED) if t.at >= since)
    if look.review.quick and not heard:
        kind, due_at = NudgeKind.REST, _direct_after(owner, look, (since, policy.still_silent_days))
    elif not any(t.kind is NudgeKind.STALLED for t in heard):
        waits = [(since, policy.stalled_days), *((_rested(t, look), 0) for t in heard)]
        kind, due_at = NudgeKind.STALLED, _direct_after(owner, look, *waits)
    else:
        yield from _owner_silent(heard[-1], since, look)
        return
    yield look.ready(look.nudge(kind, REST, owner, due_at))


def _needs_owner(look: Round, due_at: datetime) -> Iterator[Ready]:
    """The agent's last owner is asked if they are there, then everybody: each once for one owner of the review."""
    about, last, diaries = f"owner:{look.review.owner}", _last_owner(look), look.diaries
    asked = look.sent(about, last, NudgeKind.NEEDS_OWNER) if last is not None else ()
    if last is not None and asked:
        theirs = _direct_after(last, look, (asked[-1].at, diaries.policy.owner_silent_days))
        due_at = max(due_at, theirs)  # they may have been asked when the owner was silent before
    aloud = look.ready(look.nudge(NudgeKind.NEEDS_OWNER, about, None, due_at, place=_aloud(look.review)))
    if last is not None and not asked and not diaries.is_away(last, aloud.send_at):
        yield look.ready(look.nudge(NudgeKind.NEEDS_OWNER, about, last, due_at))
    elif not look.is_told(NudgeKind.NEEDS_OWNER, about, None):
        yield aloud


def _aloud(review: Review) -> Where:
    """Where everybody is asked: of a restricted review nothing is said in a channel anybody may read."""
    return Where.THREAD if review.restricted and not review.private_channel else Where.CHANNEL


def _last_owner(look: Round) -> PersonKey | None:
    """The agent's last owner, where the policy would have them asked and they can be."""
    last = look.last_owner
    if last is None or last == look.review.owner or look.diaries.is_gone(last):
        return None
    return last if Who.LAST_OWNER in look.diaries.policy.next_owners else None
