"""A decision point picked by its button: read from the trace as it was kept, and heard as the review's moment."""

from bot.chat import points
from bot.chat.served import House
from bot.chat.slack.meanings import PicksPoint
from bot.domain.errors import PersonError
from bot.domain.heard import PointChosen
from bot.domain.review import ThreadRef


def chosen(house: House, picked: PicksPoint, thread: ThreadRef | None) -> PointChosen | None:
    """What the interview hears; None where no review is meant. It may take its time: call it in a worker thread.

    PersonError `no_trace` or `no_such_point` where the trace does not hold that point any more.
    """
    number = picked.about.review
    if number is None and thread is not None:
        number = house.store.held_in(thread)
    if number is None:
        return None
    with house.store.unit() as work:
        review = work.review(number)
    if review is None:
        raise PersonError("no_trace", evidence=picked.evidence)
    evidence = points.trace_of(review, picked.evidence)
    point = points.point_in(house.store, house.read_trace, evidence, picked.point, rules=house.rules)
    return PointChosen(
        id=picked.id,
        at=picked.at,
        by=picked.by,
        thread=thread,
        review=number,
        **points.chosen(point, evidence.id),
    )
