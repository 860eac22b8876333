"""Open reviews and where they are held, for `agent-incident check`."""

from collections.abc import Iterator

from bot.chat.findings import Held
from bot.cli.records import beside
from bot.domain.errors import Incident
from bot.domain.review import Review
from bot.domain.vocabulary import Status
from bot.settings import Settings

NEWEST = 50  # reviews among which open ones are looked for


def held(settings: Settings, platform: str) -> Iterator[Held]:
    """Those of one platform; none of a database that cannot be read, which has a line of its own."""
    for review in _newest(settings):
        if review.status is Status.OPEN and review.thread and review.thread.platform == platform:
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
