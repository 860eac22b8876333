"""`agent-incident when 7`: whom the bot would tell what about a review, and when, if nobody did anything."""

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.chat.words import Words
from bot.cli.out import say
from bot.cli.records import beside
from bot.domain.calendar import zone_of
from bot.domain.due import Diaries
from bot.domain.errors import PersonError
from bot.domain.foretold import Foretold, Outlook, concerned, foretold
from bot.domain.interview.room import name_of
from bot.domain.nudges import Nudge, NudgeKind, Where
from bot.domain.review import PersonKey, Review
from bot.journeys.reminding import next_owner
from bot.policy import load_policy
from bot.ports import Work
from bot.settings import Settings
from bot.voice import load_voice

BACK = timedelta(days=2)
"""How far back messages to a person are looked up: their day began less than this ago, wherever they are."""


def when(asked: argparse.Namespace, settings: Settings) -> int:
    """A line for each message to come, in the zone of the policy."""
    words, now = load_voice(settings.prompts_dir).words, datetime.now(UTC)
    loaded = load_policy(settings.policy, settings.workspace_zone)
    with beside(settings.database) as store, store.unit() as work:
        review = work.review(asked.review)
        if review is None:
            raise PersonError("review_unknown", number=asked.review)
        outlook = _outlook(work, review, Outlook(loaded.at(now), {}), now)
    for line in lines(review, outlook, words, now, now + timedelta(weeks=asked.weeks)):
        say(line)
    return 0


def _outlook(work: Work, review: Review, outlook: Outlook, now: datetime) -> Outlook:
    """What is known of the people of a review, and what they were told already."""
    last = next_owner(work, review)
    people = concerned(review) | ({last} if last else frozenset())
    others = (told for person in people for told in work.told_to(person, now - BACK))
    told = tuple(dict.fromkeys((*work.told(review.number), *others)))
    return Outlook(outlook.policy, work.diaries(people), told, last)


def lines(review: Review, outlook: Outlook, words: Words, now: datetime, until: datetime) -> Iterator[str]:
    """A heading, and each message until a moment; where there is none, a line that says so."""
    zone, last = (
        outlook.policy.zone,
        day_in_words(until.astimezone(zone_of(outlook.policy.zone)).date(), words),
    )
    yield words("when_title", review=review.key, title=review.title, until=last, zone=zone)
    found = foretold(review, outlook, now, until)
    for message in found:
        yield _line(message, review, outlook, words)
    if not found:
        yield words("when_nothing")


def _line(message: Foretold, review: Review, outlook: Outlook, words: Words) -> str:
    at = message.at.astimezone(zone_of(outlook.policy.zone))
    what = (_what(nudge, at.date(), review, words) for nudge in message.nudges)
    return words(
        "when_line",
        moment=moment_in_words(at, words),
        who=name_of(review, message.to),
        own=_own_time(message, at, outlook, words),
        place=words(f"when_in_{message.place}"),
        what="; ".join(what),
    )


def _own_time(message: Foretold, at: datetime, outlook: Outlook, words: Words) -> str:
    """The time where the person is, empty where the clock shows the same there."""
    if message.to is None or message.place is Where.CHANNEL:
        return ""
    zone = Diaries(outlook.policy, outlook.diaries).of(message.to).zone
    own = at.astimezone(zone_of(zone))
    return (
        ""
        if own.utcoffset() == at.utcoffset()
        else words("when_own", at=moment_in_words(own, words), zone=zone)
    )


def moment_in_words(at: datetime, words: Words) -> str:
    """A moment as its clock shows it."""
    return words("when_moment", day=day_in_words(at.date(), words), clock=f"{at:%H:%M}")


def day_in_words(day: date, words: Words) -> str:
    """A date with its day of the week."""
    return words("when_day", weekday=day.weekday(), day=day.day, month=day.month, year=day.year)


def _what(nudge: Nudge, today: date, review: Review, words: Words) -> str:
    """What a nudge says on its day, in a few words."""
    if nudge.kind is NudgeKind.AWAY:
        person = PersonKey(nudge.about.rsplit(":", 1)[0])
        waits = ", ".join(_about(about, words) for about in nudge.items)
        return words("when_away", name=name_of(review, person), waits=waits)
    items = [words(f"facet.{item}") for item in nudge.items if words.has(f"facet.{item}")]
    due = _due(nudge.about, review)
    return words(
        f"when_{nudge.kind}",
        about=_about(nudge.about, words),
        items=", ".join(items),
        due=day_in_words(due, words) if due else "",
        past=due is not None and due < today,
    )


def _about(about: str, words: Words) -> str:
    """A question by its number; a wall or an unknown by its id."""
    decision, _, question = about.partition(":")
    if words.has(f"when_about_{question or about}"):
        return words(f"when_about_{question or about}", decision=decision if question else "")
    return about


def _due(about: str, review: Review) -> date | None:
    """The date of the wall or the unknown of this id."""
    dates: dict[str, date | None] = {wall.id: wall.due for wall in review.walls}
    dates |= {unknown.id: unknown.due for unknown in review.unknowns}
    return dates.get(about)
