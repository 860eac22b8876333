"""Walls in the interview: named in the thread, graded by two questions there and three of their owner."""

from dataclasses import replace
from datetime import date

from bot.domain import walls
from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes, wording
from bot.domain.interview.closing import with_tomorrow
from bot.domain.interview.proceeding import look_back, proceed
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.review import (
    PersonKey,
    Review,
    Span,
    Stage,
    Wall,
    WallChange,
    with_progress,
    with_wall,
)
from bot.domain.says import Place, Say, Step
from bot.domain.verdict import families_for
from bot.domain.vocabulary import Facet, Family, Question, Severity, Strength, WallStatus, YesNo

DUE_DAYS = {Strength.STRONG: 15}
"""First due date of a strong wall of a serious incident, in days; all others have 30."""
DUE_DAYS_OTHERWISE = 30
SERIOUS = (Severity.SERIOUS_INCIDENT, Severity.DISASTER)

CHECKED = {
    "both": (YesNo.YES, YesNo.YES),
    "outside": (YesNo.YES, YesNo.NO),
    "independent": (YesNo.NO, YesNo.YES),
    "neither": (YesNo.NO, YesNo.NO),
    "unknown": (YesNo.UNKNOWN, YesNo.UNKNOWN),
}
"""What one tap answers to checks a (outside the model) and c (independent of what failed)."""


def with_named_walls(review: Review, spans: tuple[Span, ...], author: PersonKey, room: Room) -> Review:
    """The review with a wall for each span; a span already a wall is left alone."""
    known = {span for wall in review.walls for span in wall.spans}
    for span in spans:
        if span not in known:
            review = with_new_wall(review, span, None, author, room)
    return review


def with_new_wall(review: Review, span: Span, family: Family | None, author: PersonKey, room: Room) -> Review:
    """The review with one more proposed wall; its family named, read from its words, or the first that fits."""
    lexicon = room.lexicon(span.text)
    read = wording.family(span.text, lexicon) if lexicon else None
    fits = families_for(review)
    wall = Wall(
        id=f"W{len(review.walls) + 1}",
        spans=(span,),
        family=family or read or (fits[0] if fits else Family.REGRESS),
        proposed_by=author,
        proposed_at=room.now,
        human_approval=bool(lexicon and wording.by_person(span.text, lexicon)),
        changes=(WallChange(room.now, author, WallStatus.PROPOSED),),
    )
    return with_wall(review, wall)


def next_wall(review: Review, told: notes.Notes, room: Room) -> Step:
    """The wall question is answered: check each wall, then offer room for one more, then go on."""
    progress = review.step(Question.WALL)
    review = with_progress(review, replace(progress, stage=Stage.VERDICT, facet=None))
    ungraded = next((w for w in review.walls if not w.graded), None)
    if ungraded is not None:
        return Step(review).saying(_ask_checks(ungraded, told, room))
    return Step(review).saying(_graded(review, told, room))


def _ask_checks(wall: Wall, told: notes.Notes, room: Room) -> Say:
    """Checks a and c of one wall, in one tap."""
    values = {**told.values(room), "wall": wall.id, "text": wall.text, "family": wall.family.value}
    return Say("wall_checks", values, f"checks:{wall.id}")


def check(review: Review, value: str, room: Room) -> Step:
    """One tap on a wall's checks: `W1:both`."""
    number, _, answer = value.partition(":")
    wall = known_wall(review, number)
    outside, independent = CHECKED[answer]
    checks = replace(wall.checks, outside_model=outside, independent=independent)
    review = with_wall(review, replace(wall, checks=checks, graded=True))
    return next_wall(review, notes.NOTHING, room)


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
            "free": w.owner is None,
        }
        for w in review.walls
    ]
    logged = any(e.kind == "trace" and e.captured for e in review.evidence)
    values = {
        **told.values(room),
        "walls": listed,
        "only_weak": all(w["strength"] == "weak" for w in listed),
        "capture": not logged and not any(w.family is Family.DETECT for w in review.walls),
        "seen": bool(look_back(review, room)),
    }
    return Say("walls_graded", values, f"graded:{len(review.walls)}", buttons=look_back(review, room))


def give(review: Review, wall_id: str, owner: PersonKey, due: date | None, who: Speaker, room: Room) -> Step:
    """Name a wall's owner and date: they hear the class, the review, and the drill that proves it."""
    wall = known_wall(review, wall_id)
    due = due or first_due(review, wall, room)
    review = invited(review, owner, room)
    review = with_wall(review, replace(wall, owner=owner, due=due))
    return Step(review).saying(_offer(review, known_wall(review, wall_id), who))


def first_due(review: Review, wall: Wall, room: Room) -> date:
    """When a wall is due if nobody says: sooner for a strong wall of a serious incident."""
    days = DUE_DAYS_OTHERWISE
    if review.severity in SERIOUS:
        days = DUE_DAYS.get(walls.strength(wall), DUE_DAYS_OTHERWISE)
    return date.fromordinal(room.today.toordinal() + days)


def _offer(review: Review, wall: Wall, who: Speaker) -> Say:
    """To a wall's owner alone: accept, another date, or not mine."""
    sentence = review.finding(Facet.CLASS_SENTENCE)
    sibling = review.finding(Facet.SIBLING)
    values = {
        "review": review.key,
        "title": review.title,
        "wall": wall.id,
        "text": wall.text,
        "class_sentence": sentence.text if sentence else "",
        "sibling": sibling.text if sibling else "",
        "by": name_of(review, who.person),
        "due": wall.due.isoformat() if wall.due else "",
    }
    return Say("wall_offer", values, f"offer:{wall.id}:{wall.owner}", Place.ALONE, wall.owner)


def done(review: Review, room: Room) -> Step:
    """[That is all]: the wall question is settled."""
    progress = replace(review.step(Question.WALL), stage=Stage.DONE, facet=None)
    return proceed(with_progress(review, progress), notes.NOTHING, room)


def known_wall(review: Review, wall_id: str) -> Wall:
    """The wall with this id; PersonError where there is none."""
    wall = review.wall(wall_id)
    if wall is None:
        raise PersonError("no_such_wall", wall=wall_id)
    return wall


def add_capture(review: Review, words: str, who: Speaker, room: Room) -> Step:
    """[Add it]: where the window was not logged, capturing it is the first wall, in the button's words."""
    span = Span("bot", words)
    review = with_new_wall(review, span, Family.DETECT, who.person, room)
    return next_wall(review, notes.NOTHING, room)


def closing_words(review: Review, told: notes.Notes, room: Room) -> Step:
    """Free text at the close: yes, no or don't know, because ...; asked once more where it is none."""
    last = review.statements[-1]
    lexicon = room.lexicon(last.text) or room.script.lexicons[0]
    answer = wording.yes_no(last.text, lexicon)
    if answer is None:
        return Step(review).saying(Say("tomorrow_which", told.values(room), f"which:{last.id}"))
    named = tuple(w.id for w in review.walls if w.id in last.text.split())
    because = (Span(f"S{last.id}", last.text),)
    who = Speaker(last.author, name_of(review, last.author))
    review = with_tomorrow(review, answer, named, because, who, room)
    return proceed(review, notes.NOTHING, room)
