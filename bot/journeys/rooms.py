"""What the interview may see besides the review, loaded where it can be needed."""

from bot.domain.interview import Room
from bot.domain.review import Review
from bot.journeys.desk import Desk
from bot.ports import Work


def room_for(work: Work, review: Review | None, workspace: str, desk: Desk) -> Room:
    """The script, the time, the people of the workspace, and reviews of the same class."""
    return Room(
        script=desk.script,
        now=desk.now,
        people=work.people(workspace),
        earlier=work.earlier(review) if review and review.tool else (),
        last_owner=work.last_owner(workspace, review.agent) if review and review.agent else None,
    )
