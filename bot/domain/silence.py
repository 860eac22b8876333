"""Who hears of it when a review stands still: who was asked, its owner, the agent's last owner, the channel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.calendar import add_working_hours, within
from bot.domain.nudges import NudgeKind, Ready, Round, Told, Where
from bot.domain.review import PersonKey, Progress, Review, Stage
from bot.domain.verdict import missing_facets
from bot.domain.vocabulary import FACETS, PER_DECISION, Question, Status

ASKED = "asked"
"""The kind of an Act that notes that a question or a probe was put; without it the last thing people did counts."""

STEPS = (NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST)


@dataclass(frozen=True)
class Topic:
    """A question that waits for somebody's answer."""

    question: Question
    decision: str
    asked: PersonKey  # whose answer is waited for
    person: PersonKey  # they, or where they are gone who answers for the review
    since: datetime  # the last sign of life

    @property
    def about(self) -> str:
        """`A:decision`; `:wall` for a shared question."""
        return f"{self.decision}:{self.question}"


def silences(look: Round) -> Iterator[Ready]:
    """What is owed because nobody answers."""
    if look.diaries.is_gone(look.review.owner):
        yield from _needs_owner(look, look.now)
    for topic in topics(look):
        yield from _asked(topic, look)
        yield from _stalled(topic, look)


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


def topics(look: Round) -> tuple[Topic, ...]:
    """The question free text belongs to, and those handed to somebody; none while the bot has yet to answer."""
    review = look.review
    if review.status is not Status.OPEN or any(s.pending for s in review.statements):
        return ()
    found = []
    if review.asking is not None:
        letter = review.current if review.asking in PER_DECISION else ""
        found.append(review.step(review.asking, letter))
    waiting = {Stage.ASKED, Stage.VERDICT}
    handed = (p for p in review.progress if p.asked_of is not None and p.stage in waiting and p not in found)
    return tuple(topic for step in (*found, *handed) if (topic := _topic(step, look)) is not None)


def _topic(step: Progress, look: Round) -> Topic | None:
    asked = step.asked_of or look.review.owner
    if (person := look.heir(asked)) is None:
        return None
    topic = Topic(step.question, step.decision, asked, person, _last_sign(look.review))
    returned = look.sent(topic.about, person, NudgeKind.OWNER_GONE)
    return replace(topic, since=max((topic.since, *(t.at for t in returned))))


def _last_sign(review: Review) -> datetime:
    """When the bot last put something, or somebody last gave something: words, a verdict, an act."""
    acts = (act.at for act in review.acts if act.by is not None or act.kind == ASKED)
    findings = (finding.at for finding in review.findings)
    verdicts = (verdict.at for verdict in review.verdicts if verdict.at is not None)
    unknowns = (unknown.opened_at for unknown in review.unknowns)
    statements = (statement.at for statement in review.statements)
    return max((review.opened_at, *acts, *findings, *verdicts, *unknowns, *statements))


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
            place=Where.DIRECT if before else Where.THREAD,
            items=_open_facets(topic, look),
        )
    )


def _most(look: Round) -> int:
    return min(look.diaries.policy.most, len(STEPS))


def _open_facets(topic: Topic, look: Round) -> tuple[str, ...]:
    missing = missing_facets(look.review)
    return tuple(f.value for d, f in missing if d == topic.decision and f in FACETS[topic.question])


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
        waits = ((topic.since, policy.stalled_days), (asked[-1].at, policy.stalled_days - policy.last_days))
        due_at = _direct_after(owner, look, *waits)
        items = _open_facets(topic, look)
        yield look.ready(look.nudge(NudgeKind.STALLED, topic.about, owner, due_at, items=items))
        return
    silent = (max(heard[-1].at, topic.since), policy.owner_silent_days)
    yield from _needs_owner(look, _direct_after(owner, look, silent))


def _is_there(person: PersonKey, look: Round, moment: datetime) -> bool:
    return not look.diaries.is_gone(person) and not look.diaries.is_away(person, moment)


def _needs_owner(look: Round, due_at: datetime) -> Iterator[Ready]:
    """The agent's last owner is asked if they are there, then the channel: each once for one owner of the review."""
    about, last = f"owner:{look.review.owner}", look.last_owner
    if last is not None and last != look.review.owner and _is_there(last, look, due_at):
        asked = look.sent(about, last, NudgeKind.NEEDS_OWNER)
        if not asked:
            yield look.ready(look.nudge(NudgeKind.NEEDS_OWNER, about, last, due_at))
            return
        due_at = _direct_after(last, look, (asked[-1].at, look.diaries.policy.owner_silent_days))
    if not look.is_told(NudgeKind.NEEDS_OWNER, about, None):
        yield look.ready(look.nudge(NudgeKind.NEEDS_OWNER, about, None, due_at, place=Where.CHANNEL))
