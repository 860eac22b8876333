"""What lies on the desk when a journey begins, and what a journey is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypeVar

from bot.domain.due import Policy
from bot.domain.heard import Heard
from bot.domain.run_links import RunLinks, no_links
from bot.domain.says import Reply
from bot.domain.script import Script
from bot.ports import Work

H = TypeVar("H", bound=Heard)


@dataclass(frozen=True)
class Desk:
    """What every journey may read besides the review itself."""

    script: Script
    now: datetime
    targets: tuple[str, ...]  # names of publishers
    links: RunLinks = no_links
    policy: Policy = field(default_factory=Policy)


Journey: TypeAlias = Callable[[Work, H, Desk], Reply | None]
"""One input worked off in one unit of work; the reply is what only makes sense now, to the person alone."""
