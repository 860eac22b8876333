"""A decision point picked by its button: read from the trace as it was kept, and heard as the review's moment."""

from bot.chat import points
from bot.chat.served import House
from bot.chat.teams.meanings import PicksPoint
from bot.domain.errors import PersonError
from bot.domain.heard import PointChosen


def chosen(house: House, picked: PicksPoint, number: int) -> PointChosen:
    """What the interview hears. It may take its time: call it in a worker thread.

    PersonError `no_trace` or `no_such_point` where the trace does not hold that point any more.
    """
    with house.store.unit() as work:
        review = work.review(number)
    if review is None:
        raise PersonError("no_trace", evidence=picked.evidence)
    evidence = points.trace_of(review, picked.evidence)
    point = points.point_in(house.store, house.read_trace, evidence, picked.point, rules=house.rules)
    told = points.chosen(point, evidence.id)
    return PointChosen(id=picked.id, at=picked.at, by=picked.by, review=number, **told)
