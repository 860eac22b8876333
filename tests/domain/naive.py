"""Who is owed a word, worked out a second time: plain loops over days and quarters of an hour, none of the rules' code.

It looks at one moment and says what is owed by then; it never reckons ahead. The days of the cadence are those of the
default policy, written out here.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.vocabulary import Status
from tests.domain import naive_dates, naive_silence
from tests.domain.naive_look import Item, Look


def owed(look: Look, at: datetime) -> set[Item]:
    """What may be said at this moment, words about absences left out."""
    return {item for item in ripe(look, at) if look.may_hear(item, at)}


def ripe(look: Look, at: datetime) -> Iterator[Item]:
    """What is due by this moment, whether or not anybody may hear it now; words about absences left out."""
    review = look.review
    if review.status in {Status.WITHDRAWN, Status.MERGED}:
        return
    if review.quiet is not None and review.status is Status.OPEN:
        yield from naive_silence.quiet(look, at)
        return
    yield from naive_silence.silent(look, at)
    for unknown in review.unknowns:
        yield from naive_dates.unknown(look, unknown, at)
    for wall in review.walls:
        yield from naive_dates.wall(look, wall, at)
        yield from naive_dates.late_for_others(look, wall, at)
    yield from naive_dates.no_wall_yet(look, at)
    yield from naive_dates.same_tomorrow(look, at)
