"""Slack looked at with the keys of the settings; `checking` says what is found."""

from collections.abc import AsyncIterator, Iterator

from bot.chat.slack import ways_in
from bot.chat.slack.checkup import Finding, Held, Wanted, gathered, looking_client, unreachable, workspace
from bot.chat.slack.post import PLATFORM
from bot.cli.manifest import EVENTS, scopes
from bot.cli.records import beside
from bot.clock import SystemClock
from bot.domain.errors import Incident
from bot.domain.review import Review
from bot.domain.vocabulary import Status
from bot.ports import Clock
from bot.settings import Settings

NEWEST = 50  # reviews among which open ones are looked for


async def slack(settings: Settings, clock: Clock | None = None) -> tuple[Finding, ...]:
    """What the keys that are set are good for, and whether Slack reaches us, within 10 s."""
    client = looking_client(settings.slack_bot_token, settings.slack_api_url)
    legs: list[AsyncIterator[Finding]] = []
    if settings.slack_bot_token:
        wanted = Wanted(scopes(), settings.slack_channel, tuple(_held(settings)))
        legs.append(workspace(client, wanted, clock or SystemClock()))
    if settings.slack_app_token:
        legs.append(ways_in.socket(looking_client(settings.slack_app_token, settings.slack_api_url)))
    elif settings.slack_signing_secret:
        door = ways_in.Door(settings.http_host, settings.http_port, EVENTS, settings.slack_signing_secret)
        legs.append(ways_in.port(door))
    return await gathered(*legs, late=unreachable(client))


def _held(settings: Settings) -> Iterator[Held]:
    """Where open reviews are held; nothing of a database that cannot be read, which has a line of its own."""
    for review in _newest(settings):
        if review.status is Status.OPEN and review.thread and review.thread.platform == PLATFORM:
            yield Held(review.key, review.thread.workspace, review.thread.channel)


def _newest(settings: Settings) -> list[Review]:
    if not settings.database.exists():
        return []
    try:
        with beside(settings.database) as store:
            count = store.reviews()
            with store.unit() as work:
                found = [work.review(number) for number in range(count, max(count - NEWEST, 0), -1)]
    except Incident:
        return []
    return [review for review in found if review is not None]
