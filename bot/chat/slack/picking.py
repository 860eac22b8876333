"""A decision point picked in Slack: of the review its button names, else of the one whose thread it stands in."""

from bot.chat import picking
from bot.chat.served import House
from bot.chat.slack.meanings import PicksPoint
from bot.domain.heard import PointChosen
from bot.domain.review import ThreadRef


def chosen(house: House, picked: PicksPoint, thread: ThreadRef | None) -> PointChosen | None:
    """What the interview hears, as `bot.chat.picking.chosen`; None where no review is meant."""
    number = picked.about.review
    if number is None and thread is not None:
        number = house.store.held_in(thread)
    return None if number is None else picking.chosen(house, picked, number, thread)
