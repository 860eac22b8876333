"""What was done to the review, for its timeline and its approvals; and the status that follows."""

from dataclasses import replace

from bot.domain.interview.room import Room
from bot.domain.review import Act, PersonKey, Review
from bot.domain.walls import status_after


def acted(review: Review, kind: str, room: Room, by: PersonKey | None = None, **values: str) -> Review:
    """The review with one act added; `kind` names its sentence in `prompts/report.yml`."""
    act = Act(room.now, kind, by, tuple(sorted(values.items())))
    return replace(review, acts=(*review.acts, act))


def with_status(review: Review) -> Review:
    """The review with the status that its verdicts and walls give it."""
    return replace(review, status=status_after(review))
