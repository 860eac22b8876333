"""What takes a proof away from outside: the class came back in another review, or the agent is not what it was."""

from dataclasses import replace

from bot.domain import walls
from bot.domain.errors import PersonError
from bot.domain.heard import BOT, Changed, Repeated, Speaker
from bot.domain.interview.history import acted, with_status
from bot.domain.interview.room import Room
from bot.domain.register import seen_before
from bot.domain.review import Linked, Review, with_wall
from bot.domain.says import Button, Place, Say, Step, Tell
from bot.domain.vocabulary import Status, WallStatus, YesNo


def seen(review: Review, number: int, same: YesNo, who: Speaker, room: Room) -> Step:
    """[Same class] or [Different]: only this answer links two reviews, and tells the older one."""
    if any((link.number, link.same_class) == (number, same) for link in review.links):
        return Step(review)
    unlinked = replace(review, links=tuple(x for x in review.links if x.number != number))
    offered = seen_before(unlinked, room.earlier, who.person)
    earlier = next((e for e in offered if e.number == number), None)
    if earlier is None:
        raise PersonError("no_such_review", number=number)
    review = replace(unlinked, links=(*unlinked.links, Linked(number, same, who.person, room.now)))
    values = {"number": str(number), "same": same.value, "walls": list(earlier.standing)}
    step = Step(review).saying(Say("seen", values, f"seen:{number}"))
    return step.doing(Tell(number, earlier.standing)) if same is YesNo.YES else step


def repeated(review: Review, heard: Repeated, room: Room) -> Step:
    """The class came back: the walls that stood are breached, the review is open again, its owner is told."""
    if any(act.kind == "repeated" and ("other", str(heard.other)) in act.values for act in review.acts):
        return Step(review)
    for wall in review.walls:
        if wall.id in heard.walls and wall.status is WallStatus.STANDING:
            review = with_wall(review, walls.breach(wall, now=room.now, why=f"AR-{heard.other}"))
    if review.status in {Status.FILED, Status.REVIEWED, Status.CLOSED}:
        review = replace(review, status=Status.OPEN)
    review = acted(review, "repeated", room, None, other=str(heard.other))
    values = {"other": f"AR-{heard.other}", "walls": list(heard.walls), "review": review.key}
    return Step(review).saying(
        Say("repeated", values, f"repeated:{heard.other}"),
        Say("repeated", values, f"repeated:{heard.other}:owner", Place.ALONE, review.owner),
    )


def changed(review: Review, heard: Changed, room: Room) -> Step:
    """The agent changed: proved walls must be drilled again, "same tomorrow?" is stale."""
    if review.agent and heard.agent != review.agent:
        return Step(review)
    stale = [(w, walls.outdated(w, what=heard.what, now=room.now)) for w in review.walls]
    void = [new for old, new in stale if new is not old]
    line = review.same_tomorrow
    if not void and (line is None or line.stale):
        return Step(review)
    review = replace(
        review,
        walls=tuple(new for _, new in stale),
        same_tomorrow=replace(line, stale=True) if line is not None else None,
    )
    by = None if heard.by == BOT else heard.by.person
    review = with_status(acted(review, "agent_changed", room, by, what=heard.what))
    values = {"what": heard.what, "walls": [w.id for w in void]}
    buttons = tuple(Button("form:drill", w.id, w.id) for w in void)
    return Step(review).saying(Say("agent_changed", values, "changed", buttons=buttons))
