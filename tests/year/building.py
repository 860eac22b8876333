"""What people do about walls over the year: each of its steps is that of `bot.domain.walls`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.domain import walls
from bot.domain.review import Checks, Drill, Outcome, PersonKey, Review, Span, Wall, with_wall
from bot.domain.vocabulary import Family, WallStatus, YesNo
from bot.domain.walls import status_after
from tests.year.town import Town

WALLS_EACH = 3
OPEN = frozenset(WallStatus) - walls.ENDED
PASSED = Outcome(YesNo.YES, YesNo.YES, YesNo.YES)
SLIPPED = Outcome(YesNo.NO, YesNo.YES, YesNo.YES)


def proposed(town: Town) -> tuple[Wall, ...]:
    """Three walls; some have no owner yet, some no date."""
    return tuple(_proposed(town, f"W{n}") for n in range(1, WALLS_EACH + 1))


def _proposed(town: Town, name: str) -> Wall:
    rng, by = town.rng, town.someone()
    return Wall(
        id=name,
        spans=(Span("S1", "the tool refuses above the limit"),),
        family=Family.LIMIT,
        proposed_by=by,
        proposed_at=town.now,
        checks=Checks(*(rng.choice(list(YesNo)) for _ in range(5))),
        owner=town.someone() if rng.random() < 0.85 else None,
        due=town.now.date() + timedelta(rng.randrange(5, 50)) if rng.random() < 0.8 else None,
    )


def _one(town: Town, *statuses: WallStatus) -> tuple[Review, Wall, PersonKey] | None:
    """A wall in one of these states whose owner is at work."""
    at_work = set(town.at_work())
    found = [
        (review, wall, wall.owner)
        for review in town.going_on()
        for wall in review.walls
        if wall.status in (statuses or OPEN) and wall.owner in at_work and wall.owner is not None
    ]
    return town.rng.choice(found) if found else None


def _keep(town: Town, review: Review, wall: Wall, by: PersonKey | None) -> None:
    changed = with_wall(review, wall)
    town.keep(replace(changed, status=status_after(changed)), "wall_changed", by)


def _today(town: Town, person: PersonKey) -> date:
    return town.shown(person, town.now).date()


def step_on(town: Town) -> None:
    """A wall goes one step on its way: taken, built, drilled, verified."""
    found = _one(town)
    if found is None:
        return
    review, wall, by = found
    wall = _stepped(town, wall, by)
    _keep(town, review, wall, by)


def _stepped(town: Town, wall: Wall, by: PersonKey) -> Wall:
    now, today = town.now, _today(town, by)
    match wall.status:
        case WallStatus.PROPOSED if wall.due is None or wall.due < today:
            return walls.other_date(
                wall, due=today + timedelta(20), by=by, now=now, today=today, why="it takes longer"
            )
        case WallStatus.PROPOSED:
            return walls.accept(wall, by=by, now=now, today=today)
        case WallStatus.ACCEPTED | WallStatus.BREACHED:
            return walls.built(wall, by=by, now=now)
        case WallStatus.DRILLED:
            return _verified(town, wall, by)
        case WallStatus.STANDING if town.rng.random() < 0.9:
            return wall
        case _:
            case_of = SLIPPED if town.rng.random() < 0.1 else PASSED
            drill = Drill(0, "staging", now, by, PASSED, case_of, evidence=("E1",))
            return walls.record_drill(wall, drill, by=by, now=now)


def _verified(town: Town, wall: Wall, by: PersonKey) -> Wall:
    others = [person for person in town.at_work() if person not in {by, wall.drills[-1].run_by}]
    by = town.rng.choice(others)
    if walls.valid_until(wall.drills[-1]) < _today(town, by):
        return wall
    return walls.verify_drill(wall, by=by, now=town.now, today=_today(town, by))


def other_date(town: Town) -> None:
    """A wall gets another date."""
    if (found := _one(town, WallStatus.ACCEPTED, WallStatus.BUILT)) is not None:
        review, wall, by = found
        today = _today(town, by)
        due = today + timedelta(town.rng.randrange(40))
        _keep(
            town, review, walls.other_date(wall, due=due, by=by, now=town.now, today=today, why="later"), by
        )


def hand_on(town: Town) -> None:
    """A wall is handed back, or somebody else takes it."""
    if (found := _one(town)) is None:
        return
    review, wall, by = found
    if town.rng.random() < 0.4:
        _keep(town, review, walls.not_mine(wall, by=by, now=town.now), by)
        return
    due = wall.due or _today(town, by) + timedelta(14)
    given = walls.hand_on(wall, owner=town.someone(), due=due, by=by, now=town.now)
    _keep(town, review, given, by)


def take(town: Town) -> None:
    """Somebody takes a wall that nobody owns."""
    free = [(r, w) for r in town.going_on() for w in r.walls if w.owner is None and w.status in OPEN]
    if free:
        (review, wall), by = town.rng.choice(free), town.rng.choice(town.at_work())
        due = wall.due or _today(town, by) + timedelta(14)
        _keep(town, review, walls.hand_on(wall, owner=by, due=due, by=by, now=town.now), by)


def decline(town: Town) -> None:
    """A wall is refused by name, or what it was for is gone."""
    if (found := _one(town)) is not None:
        review, wall, by = found
        end: Callable[..., Wall] = town.rng.choice([walls.decline, walls.not_applicable])
        _keep(town, review, end(wall, by=by, now=town.now, why="the agent is gone"), by)


def fall(town: Town) -> None:
    """A wall that stood did not hold, or what runs has changed."""
    if (found := _one(town, WallStatus.STANDING)) is not None:
        review, wall, _ = found
        if town.rng.random() < 0.5:
            fallen = walls.breach(wall, now=town.now, why="AR-1")
        else:
            fallen = walls.outdated(wall, what="another model", now=town.now)
        _keep(town, review, fallen, None)


WALL_ACTS = ((step_on, 45), (other_date, 6), (hand_on, 3), (take, 4), (decline, 2), (fall, 2))
"""What happens to walls, and how often beside all else that happens."""
