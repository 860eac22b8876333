"""A unit of work that notes which reviews are kept in it."""

from typing import Any, cast

from bot.domain.review import Review
from bot.ports import Work


class _Noting:
    """All that the unit of work does, and besides the numbers of what was kept."""

    def __init__(self, work: Work, kept: set[int]) -> None:
        self._work = work
        self._kept = kept

    def keep(self, review: Review) -> None:
        """Keep it and note it."""
        self._kept.add(review.number)
        self._work.keep(review)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)


def noting(work: Work, kept: set[int]) -> Work:
    """The same unit of work, and in `kept` the numbers of the reviews it writes."""
    return cast(Work, _Noting(work, kept))
