"""Slack among the platforms that a process serves."""

from bot.cli.serving import Served
from bot.cli.slack_side import SlackSide


def slack_of(served: Served) -> SlackSide:
    """The Slack that is served."""
    return next(side for side in served.sides if isinstance(side, SlackSide))
