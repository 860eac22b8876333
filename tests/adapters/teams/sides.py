"""Teams among the platforms that a process serves."""

from bot.cli.serving import Served
from bot.cli.teams_side import TeamsSide


def teams_of(served: Served) -> TeamsSide:
    """The Teams that is served."""
    return next(side for side in served.sides if isinstance(side, TeamsSide))
