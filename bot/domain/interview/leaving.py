"""Somebody's account is gone: what they were to find out, build or answer goes back to the review's owner at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.heard import PersonGone, Speaker
from bot.domain.interview import giving, owning
from bot.domain.interview.history import acted
from bot.domain.interview.room import Room, name_of
from bot.domain.interview.steering import NUMBERS
from bot.domain.review import PersonKey, Review
from bot.domain.says import Place, Say, Step
from bot.domain.walls import ENDED

GONE = "gone"
"""The kind of an Act that notes that somebody's account is gone."""

NUMBER = {question: number for number, question in NUMBERS.items()}


def gone(review: Review, heard: PersonGone, room: Room) -> Step:
    """The owner hears once what came back to them; where the owner is gone, the thread is asked for another."""
    person = heard.person
    if is_gone(review, person) or review.participant(person) is None:
        return Step(review)
    if person == review.owner:
        values = {"review": review.key, "name": name_of(review, person)}
        asked = Say("needs_owner", values, "needs_owner")
        return Step(acted(review, GONE, room, to=person)).saying(asked)
    unknowns, walls = _unknowns(review, person), _walls(review, person)
    questions = [NUMBER[p.question] for p in review.progress if p.asked_of == person]
    if not (unknowns or walls or questions):
        return Step(review)
    held = {
        "review": review.key,
        "name": name_of(review, person),
        "unknowns": unknowns,
        "walls": walls,
        "questions": questions,
    }
    told = Say("person_gone", held, f"person_gone:{person}", Place.ALONE, review.owner)
    review = acted(_asked_of_nobody(review, person), GONE, room, to=person)
    return Step(review).saying(told).then(lambda after: _given_back(after, person, room))


def is_gone(review: Review, person: PersonKey) -> bool:
    """Whether somebody's account was reported as gone, and they did nothing here since."""
    reported = [act.at for act in review.acts if act.kind == GONE and dict(act.values).get("to") == person]
    return bool(reported) and all(at <= reported[-1] for at in _signs_of(review, person))


def own(review: Review, who: Speaker, room: Room, value: str = "") -> Step:
    """[I'll own it]: offered to the owner; where the owner is gone or silent, whoever presses it owns the review."""
    gone = is_gone(review, review.owner) or room.is_gone(review.owner)
    may_take = gone or _is_silent(review, value)
    if not may_take or who.person == review.owner:
        return owning.offer_to_own(review, who)
    old = review.owner
    taken = owning.hand_over(review, who.person, Speaker(old, name_of(review, old)), room)
    return taken.then(lambda after: _given_back(after, old, room))


def _is_silent(review: Review, value: str) -> bool:
    """Whether the button asks for an owner, `owner:KEY:2027-03-29`, and this one has done nothing since that day."""
    asked, _, day = value.rpartition(":")
    if asked != f"owner:{review.owner}":
        return False
    return all(at.date().isoformat() < day for at in _signs_of(review, review.owner))


def _signs_of(review: Review, person: PersonKey) -> Iterator[datetime]:
    """When somebody did or said something."""
    yield from (act.at for act in review.acts if act.by == person)
    yield from (finding.at for finding in review.findings if finding.author == person)
    yield from (statement.at for statement in review.statements if statement.author == person)


def _unknowns(review: Review, person: PersonKey) -> list[str]:
    return [u.id for u in review.unknowns if u.owner == person and u.settled_at is None]


def _walls(review: Review, person: PersonKey) -> list[str]:
    return [w.id for w in review.walls if w.owner == person and w.status not in ENDED]


def _asked_of_nobody(review: Review, person: PersonKey) -> Review:
    """Questions handed to them are the owner's again."""
    progress = (replace(p, asked_of=None) if p.asked_of == person else p for p in review.progress)
    return replace(review, progress=tuple(progress))


def _given_back(review: Review, person: PersonKey, room: Room) -> Step:
    """Their unknowns and walls, in the owner's hands; each wall is offered to its new owner, who may hand it on."""
    unknowns = tuple(
        replace(u, owner=review.owner) if u.owner == person and u.settled_at is None else u
        for u in review.unknowns
    )
    step, owner = Step(replace(review, unknowns=unknowns)), Speaker(review.owner, "")
    for wall in _walls(review, person):
        step = _with_wall(step, wall, owner, room)
    return step


def _with_wall(step: Step, wall: str, owner: Speaker, room: Room) -> Step:
    return step.then(lambda review: giving.give(review, wall, owner.person, None, owner, room))
