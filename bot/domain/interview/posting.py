"""A drill that a pipeline posts: recorded with what it shows; the thread hears where the wall is not what it was."""

from dataclasses import replace
from datetime import date, datetime

from bot.domain.errors import PersonError
from bot.domain.heard import DrillPosted
from bot.domain.interview import ended
from bot.domain.interview.history import acted, with_status
from bot.domain.interview.room import Room, joined, name_of
from bot.domain.interview.walling import known_wall
from bot.domain.posted_drills import post
from bot.domain.review import Drill, Evidence, Review, Wall, with_wall
from bot.domain.says import Button, Say, Step
from bot.domain.vocabulary import EvidenceClass, Status, WallStatus
from bot.domain.walls import passed, proved_until

POSTED = "drill_posted"
"""The act that a posted drill leaves; its value `post` is the id of what was heard."""

ELSEWHERE = "drill_kept_elsewhere"
"""The trouble of evidence of which only the hash was posted."""

NEXT = {WallStatus.BUILT: "form:drill", WallStatus.DRILLED: "verify"}


def posted(review: Review, heard: DrillPosted, room: Room) -> Step:
    """The drill in the record, once. A pass of a wall that stands is recorded and asks nobody."""
    if is_recorded(review, heard.id):
        return Step(review)
    before = known_wall(review, heard.wall)
    review = joined(review, heard.by, role=heard.by.name)
    review, named = _with_evidence(review, heard, room)
    after = post(before, _drill(before, heard, named), by=heard.by.person, now=room.now, today=room.today)
    review = acted(with_wall(review, after), POSTED, room, heard.by.person, wall=after.id, post=heard.id)
    review = with_status(review)
    return Step(review) if after.status is before.status else Step(review).saying(_said(review, after, heard))


def may_post(review: Review, heard: DrillPosted, now: datetime, today: date) -> None:
    """PersonError where the drill would be refused: to be told before anything of it is kept."""
    if review.status in ended.STATUSES:
        raise PersonError("review_ended", review=review.key)
    wall = known_wall(review, heard.wall)
    drill = _drill(wall, heard, ())
    if passed(drill) and not heard.sha256:
        raise PersonError("drill_needs_hash", wall=wall.id)
    post(wall, drill, by=heard.by.person, now=now, today=today)


def is_recorded(review: Review, post_id: str) -> bool:
    """Whether the record holds what was heard under this id."""
    return any(act.kind == POSTED and ("post", post_id) in act.values for act in review.acts)


def _drill(wall: Wall, heard: DrillPosted, evidence: tuple[str, ...]) -> Drill:
    return Drill(
        id=len(wall.drills) + 1,
        environment=heard.environment,
        run_at=heard.run_at,
        run_by=heard.by.person,
        incident_case=heard.incident_case,
        sibling_case=heard.sibling_case,
        evidence=evidence,
    )


def _with_evidence(review: Review, heard: DrillPosted, room: Room) -> tuple[Review, tuple[str, ...]]:
    """The review with what the drill shows, and its id; the same bytes as before are the same evidence."""
    if not heard.what:
        return review, ()
    same = (e for e in review.evidence if heard.sha256 and e.sha256 == heard.sha256)
    if (known := next(same, None)) is not None:
        return review, (known.id,)
    kept = bool(heard.kept_sha256)
    entry = Evidence(
        id=f"E{len(review.evidence) + 1}",
        what=heard.what,
        kind="text" if kept else "link",
        evidence_class=EvidenceClass.RECONSTRUCTED if kept else EvidenceClass.UNKNOWN,
        added_by=heard.by.person,
        added_at=room.now,
        source=heard.source,
        media_type=heard.media_type,
        size=heard.size,
        sha256=heard.sha256,
        kept_sha256=heard.kept_sha256,
        captured=kept,
        trouble="" if kept else ELSEWHERE,
        redactions=heard.redactions,
    )
    return replace(review, evidence=(*review.evidence, entry)), (entry.id,)


def _said(review: Review, wall: Wall, heard: DrillPosted) -> Say:
    """One line: it fell back, stands again, or waits for somebody who verifies."""
    until = proved_until(wall)
    values = {
        "wall": wall.id,
        "by": heard.by.name,
        "owner": name_of(review, wall.owner),
        "status": wall.status.value,
        "valid_until": until.isoformat() if until else "",
        "closed": review.status is Status.CLOSED,
    }
    press = NEXT.get(wall.status)
    buttons = (Button(press, wall.id, wall.id),) if press else ()
    return Say("drill_posted", values, f"{POSTED}:{wall.id}:{len(wall.drills)}", buttons=buttons)
