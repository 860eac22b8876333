"""Walls named so far, one after the other: two checks each in one tap, then their strength and who builds them."""

from dataclasses import replace

from bot.domain import walls
from bot.domain.interview import notes
from bot.domain.interview.asking import BUTTON_CHARACTERS, has_capture_wall, logged
from bot.domain.interview.rights import viewers
from bot.domain.interview.room import Room, name_of
from bot.domain.register import seen_before
from bot.domain.review import Review, Stage, Wall, with_progress
from bot.domain.says import Button, Say, Step
from bot.domain.vocabulary import Question, WallStatus
from bot.domain.walls import ENDED

EARLIER_SHOWN = 5
"""Earlier reviews of the class that are offered at once."""


def next_wall(review: Review, told: notes.Notes, room: Room) -> Step:
    """The wall question is answered: check each wall, then offer room for one more."""
    progress = review.step(Question.WALL)
    review = with_progress(review, replace(progress, stage=Stage.VERDICT, facet=None))
    if (wall := ungraded(review)) is not None:
        return Step(review).saying(_ask_checks(wall, told, room))
    return Step(review).saying(_graded(review, told, room))


def ungraded(review: Review) -> Wall | None:
    """The first wall whose two checks nobody has answered."""
    return next((w for w in review.walls if not w.graded and w.status not in ENDED), None)


def _ask_checks(wall: Wall, told: notes.Notes, room: Room) -> Say:
    """Checks a and c of one wall, in one tap."""
    values = {**told.values(room), "wall": wall.id, "text": wall.text, "family": wall.family.value}
    return Say("wall_checks", values, f"checks:{wall.id}")


def _graded(review: Review, told: notes.Notes, room: Room) -> Say:
    """All walls checked so far: their strength, who builds them, and room for one more."""
    listed = [
        {
            "id": w.id,
            "text": w.text,
            "strength": walls.strength(w).value,
            "family": w.family.value,
            "owner": name_of(review, w.owner),
            "due": w.due.isoformat() if w.due else "",
            "free": w.owner is None and w.status is WallStatus.PROPOSED,
        }
        for w in review.walls
        if w.status not in ENDED
    ]
    values = {
        **told.values(room),
        "walls": listed,
        "only_weak": all(w["strength"] == "weak" for w in listed),
        "capture": not logged(review) and not has_capture_wall(review),
        "seen": bool(look_back(review, room)),
    }
    return Say("walls_graded", values, f"graded:{len(review.walls)}", buttons=look_back(review, room))


def look_back(review: Review, room: Room) -> tuple[Button, ...]:
    """Earlier reviews of the same class, their numbers as buttons; restricted ones where all here may read them."""
    found = seen_before(review, room.earlier, *viewers(review))[:EARLIER_SHOWN]
    return tuple(Button("seen", str(e.number), f"AR-{e.number} {e.title}"[:BUTTON_CHARACTERS]) for e in found)
