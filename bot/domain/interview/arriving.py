"""A full window that an agent sent: the drill of the wall that records what it sees, and a line in the thread."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain import capturing
from bot.domain.heard import CaptureSeen
from bot.domain.interview import evidence
from bot.domain.interview.history import with_status
from bot.domain.interview.room import Room
from bot.domain.review import Evidence, Review, with_wall
from bot.domain.says import Say, Step
from bot.domain.vocabulary import EvidenceClass, Status
from bot.domain.walls import proved_until


def captured(review: Review, heard: CaptureSeen, room: Room) -> Step:
    """The wall stands by what arrived. Nothing follows where it is not waited for any more, or by an older run."""
    wall = review.wall(heard.wall)
    if wall is None or not capturing.is_proof(review, wall, heard.agent, heard.arrived_at):
        return Step(review)
    review, named = _with_run(review, heard, room)
    drill = capturing.drilled(wall, agent=heard.agent, arrived_at=heard.arrived_at, evidence=named)
    after = capturing.captured(wall, drill, now=room.now)
    review = with_status(with_wall(review, after))
    until = proved_until(after)
    values = {
        "wall": after.id,
        "agent": heard.agent,
        "day": heard.arrived_at.astimezone(ZoneInfo(room.zone)).date().isoformat(),
        "evidence": named,
        "valid_until": until.isoformat() if until else "",
        "closed": review.status is Status.CLOSED,
    }
    return Step(review).saying(Say("wall_captured", values, f"wall_captured:{after.id}:{len(after.drills)}"))


def _with_run(review: Review, heard: CaptureSeen, room: Room) -> tuple[Review, str]:
    """The review with the run as evidence, and its id; one that was brought in before is the same evidence."""
    same = (e.id for e in review.evidence if e.sha256 == heard.run.sha256)
    if (known := next(same, None)) is not None:
        return review, known
    entry = Evidence(
        id=f"E{len(review.evidence) + 1}",
        what=heard.run.what,
        kind=heard.run.kind,
        evidence_class=EvidenceClass.UNKNOWN,
        added_by=heard.by.person,
        added_at=room.now,
        source=heard.run.source,
    )
    kept = evidence.filled(entry, heard.run)
    return replace(review, evidence=(*review.evidence, kept)), kept.id
