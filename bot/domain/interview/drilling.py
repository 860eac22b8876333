"""[Run drill]: how a wall is tried, by people: both cases, what each must show, and who may vouch for it."""

from collections.abc import Iterator

from bot.domain.errors import PersonError
from bot.domain.heard import Pressed
from bot.domain.interview.rights import may_read
from bot.domain.interview.room import Room
from bot.domain.interview.walling import known_wall
from bot.domain.nudge_item import one_line
from bot.domain.review import Review, Wall
from bot.domain.says import Button, Place, Say, Step
from bot.domain.vocabulary import Facet
from bot.domain.walls import DRILLABLE

NAMED = 3
"""Persons who are named to verify a drill; anybody else may as well."""


def steps(review: Review, heard: Pressed, _: Room) -> Step:
    """The steps, to whoever asked, with the form for the result; PersonError for a wall that is not made yet."""
    wall, person = known_wall(review, heard.value), heard.by.person
    if wall.status not in DRILLABLE:
        raise PersonError("wall_not_now", wall=wall.id, status=wall.status)
    choice, sibling = review.finding(Facet.CHOICE, "A"), review.finding(Facet.SIBLING)
    values = {
        "wall": wall.id,
        "text": one_line(wall.text),
        "incident": one_line(choice.text if choice else review.title),
        "sibling": one_line(sibling.text) if sibling else "",
        "before": one_line(wall.drills[-1].environment) if wall.drills else "",
        "verifiers": list(_verifiers(review, wall, heard))[:NAMED],
    }
    result = Button("form:drill", wall.id)
    id_ = f"drill_steps:{wall.id}:{person}"
    return Step(review).saying(Say("drill_steps", values, id_, Place.WHISPER, person, (result,)))


def _verifiers(review: Review, wall: Wall, heard: Pressed) -> Iterator[str]:
    """Who could vouch for a drill that this person runs: people who took part and may read it, its owner not."""
    for one in review.participants:
        took_part = one.wrote or one.person == review.owner
        is_theirs = one.person in {wall.owner, heard.by.person}
        if took_part and not one.agent and not is_theirs and may_read(review, one.person):
            yield one.name
