"""Walls that are waited for: what each stops, what proves it, and what its reader can do."""

from collections.abc import Iterator

from bot.domain.capturing import captures
from bot.domain.mine import STEPS
from bot.domain.nudge_item import Item, Row, Waiting, day_parts, due_parts, one_line
from bot.domain.review import Wall
from bot.domain.says import Button
from bot.domain.vocabulary import Facet, WallStatus
from bot.domain.walls import BLOCKABLE, proved_until


def wall_due(item: Item) -> Waiting:
    """A wall that does not stand, with what its reader can do."""
    wall = _the_wall(item)
    return wall_row(wall, item), tuple(Button(press, wall.id) for press in wall_ways(wall, item))


def drill_due(item: Item) -> Waiting:
    """A wall that stands or stood: does it still hold?"""
    wall = _the_wall(item)
    until = proved_until(wall)
    lost = wall.status is WallStatus.EXPIRED
    changed = one_line(wall.changes[-1].why) if lost and wall.changes else ""
    row: Row = {**wall_row(wall, item), "day": day_parts(until, item.today) if until else ""}
    presses = (
        "run_drill",
        "form:drill",
        *(press for press in wall_ways(wall, item) if press != "form:drill"),
    )
    return {**row, "lost": lost, "changed": changed}, tuple(Button(press, wall.id) for press in presses)


def _the_wall(item: Item) -> Wall:
    wall = item.review.wall(item.about)
    if wall is None:
        raise LookupError(item.about)
    return wall


def wall_row(wall: Wall, item: Item) -> Row:
    """What is said of a wall: its words, its date, the class it stops, the case that is tried against it as well."""
    texts = (item.review.finding(facet) for facet in (Facet.CLASS_SENTENCE, Facet.SIBLING))
    stops, sibling = (one_line(found.text) if found else "" for found in texts)
    accepted = item.review.no_wall_yet
    return {
        "wall": wall.id,
        "text": one_line(wall.text),
        "status": wall.status.value,
        "why": one_line(wall.why),
        "stops": stops,
        "sibling": sibling,
        "captures": captures(wall),
        "nobody": wall.owner is None,
        "accepted": accepted is not None and accepted.by == item.to != wall.owner,
        **due_parts(wall.due, item),
    }


def wall_ways(wall: Wall, item: Item) -> Iterator[str]:
    """What the reader can do with a wall: its owner the next step, who may give it on that, who accepted a new date."""
    if item.to == wall.owner:
        yield from STEPS[wall.status][:2]
        yield from ("form:blocked",) if wall.status in BLOCKABLE else ()
        yield from STEPS[wall.status][2:]
        return
    accepted = item.review.no_wall_yet
    if accepted is not None and accepted.by == item.to:
        yield "form:no_wall"
    elif wall.owner is not None and item.to != item.review.owner:
        yield "own_review"
    if wall.owner is None or item.to == item.review.owner:
        yield from ("own_wall", "form:wall_owner", "form:decline")


def no_wall_yet(item: Item) -> Waiting:
    """The day for looking again at "no wall yet": a wall after all, or another day."""
    accepted = item.review.no_wall_yet
    if accepted is None:
        raise LookupError(item.about)
    stops = item.review.finding(Facet.CLASS_SENTENCE)
    row: Row = {
        "why": one_line(accepted.reason),
        "stops": one_line(stops.text) if stops else "",
        **due_parts(accepted.review_on, item),
    }
    return row, (Button("form:wall"), Button("form:no_wall"))
