"""Which walls somebody asks to see: `walls mine overdue`, `walls unproved`, `walls here`."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.register import WallLine, is_late
from bot.domain.review import PersonKey
from bot.domain.vocabulary import WallStatus

MINE, OVERDUE, UNPROVED, HERE = "mine", "overdue", "unproved", "here"
IN = "in:"
"""Stands before the id of a channel: a team is who works in one."""

_CHANNEL = re.compile(rf"(?:{IN})?(?P<id>[CG][A-Z0-9]{{2,40}})|{IN}(?P<any>\S+)")

UNPROVED_STATUSES = frozenset({WallStatus.BUILT, WallStatus.DRILLED, WallStatus.EXPIRED})
"""What a wall is that was made, while no verified drill proves it."""


@dataclass(frozen=True)
class Filters:
    """All that are asked for at once; a wall is shown where every one of them fits it."""

    mine: bool = False
    overdue: bool = False
    unproved: bool = False
    channel: str = ""  # where its review is held or was asked for, "" for anywhere

    def fit(self, wall: WallLine, viewer: PersonKey, today: date) -> bool:
        """Whether a wall is one of those."""
        return (
            (not self.mine or wall.owner == viewer)
            and (not self.overdue or is_late(wall, today))
            and (not self.unproved or wall.status in UNPROVED_STATUSES)
            and self.channel in {"", wall.channel, wall.asked_in}
        )


def filters(argument: str) -> Filters | None:
    """What words ask for; None where one of them is no filter: then they are no question about walls."""
    words = argument.split()
    channels = [found["id"] or found["any"] for word in words if (found := _CHANNEL.fullmatch(word))]
    others = {word.casefold() for word in words if not _CHANNEL.fullmatch(word)}
    if HERE in others:
        channels.append(HERE)
    if len(channels) > 1 or not others <= {MINE, OVERDUE, UNPROVED, HERE}:
        return None
    return Filters(MINE in others, OVERDUE in others, UNPROVED in others, "".join(channels))


def located(argument: str, channel: str) -> str:
    """The same words with the channel they were typed in for `here`."""
    return " ".join(f"{IN}{channel}" if word.casefold() == HERE else word for word in argument.split())
