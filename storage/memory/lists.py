"""What people may look up, in memory."""

from dataclasses import replace
from datetime import date, datetime

from bot.domain.mine import DRILL_DAYS, of_person
from bot.domain.register import ReviewLine, WallLine
from bot.domain.review import PersonKey, Review, Wall
from bot.domain.verdict import unknown_facets
from bot.domain.vocabulary import WallStatus
from storage.memory.rows import Rows
from storage.rules import MOST_MINE, by_due, decision_class, may_open, may_read, only_for


class MemoryLists:
    """A `Lists` on rows that no longer change."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def reviews(self, viewer: PersonKey, workspace: str) -> tuple[ReviewLine, ...]:
        """Reviews of a workspace, newest first."""
        return tuple(_line(review) for review in reversed(self._open_to(viewer, workspace)))

    def walls(self, viewer: PersonKey, workspace: str) -> tuple[WallLine, ...]:
        """Walls of a workspace, by due date."""
        lines = [
            _wall_line(review, wall) for review in self._open_to(viewer, workspace) for wall in review.walls
        ]
        return tuple(sorted(lines, key=by_due))

    def review(self, viewer: PersonKey, number: int) -> Review | None:
        """One review with its whole log."""
        review = self._rows.reviews.get(number)
        if review is None or not may_open(viewer, review):
            return None
        return replace(review, statements=self._rows.logs.get(number, ()))

    def mine(
        self, viewer: PersonKey, workspace: str, today: date, *, drill_days: int = DRILL_DAYS
    ) -> tuple[Review, ...]:
        """The newest reviews in which something waits for somebody."""
        here = (replace(review, statements=()) for review in reversed(self._open_to(viewer, workspace)))
        return tuple(r for r in here if of_person(r, viewer, today, drill_days=drill_days))[:MOST_MINE]

    def _open_to(self, viewer: PersonKey, workspace: str) -> list[Review]:
        """Reviews of a workspace that somebody may read, oldest first."""
        here = (review for review in self._rows.reviews.values() if review.workspace == workspace)
        return sorted((r for r in here if may_read(viewer, only_for(r))), key=lambda r: r.number)


def _line(review: Review) -> ReviewLine:
    return ReviewLine(
        number=review.number,
        title=review.title,
        status=review.status,
        owner=review.owner,
        opened_at=review.opened_at,
        unknowns=unknown_facets(review),
        walls=tuple(wall.status for wall in review.walls),
        agent=review.agent,
        tool=review.tool,
        decision_class=decision_class(review),
        same_tomorrow=review.same_tomorrow.answer if review.same_tomorrow else None,
        same_tomorrow_at=review.same_tomorrow.at if review.same_tomorrow else None,
        same_tomorrow_stale=bool(review.same_tomorrow and review.same_tomorrow.stale),
    )


def _wall_line(review: Review, wall: Wall) -> WallLine:
    return WallLine(
        review=review.number,
        wall=wall.id,
        text=wall.text,
        status=wall.status,
        owner=wall.owner,
        due=wall.due,
        proposed_at=wall.proposed_at,
        channel=review.channel,
        asked_in=review.asked_in,
        stood_at=_first(wall, WallStatus.STANDING),
        breached_at=_first(wall, WallStatus.BREACHED),
    )


def _first(wall: Wall, status: WallStatus) -> datetime | None:
    return min((change.at for change in wall.changes if change.status is status), default=None)
