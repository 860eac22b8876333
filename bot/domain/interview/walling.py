"""Walls in the interview: named in the thread, graded by two questions there and three of their owner."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes, wording
from bot.domain.interview.asking import has_capture_wall
from bot.domain.interview.checking import next_wall
from bot.domain.interview.filing import span_key
from bot.domain.interview.gaps import BOT, settle_unknowns
from bot.domain.interview.room import Room
from bot.domain.interview.shallow import shows_care_alone
from bot.domain.review import (
    PersonKey,
    Review,
    Span,
    Stage,
    Wall,
    WallChange,
    with_wall,
)
from bot.domain.says import Step
from bot.domain.verdict import families_for, walls_named
from bot.domain.vocabulary import Facet, Family, Question, WallStatus, YesNo
from bot.domain.walls import ENDED

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
    known = {span for wall in walls_named(review) for span in wall.spans}
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
    review = with_wall(review, wall)
    if span.source == BOT:  # the bot's own proposal is no answer of anybody's
        return review
    return settle_unknowns(review, "", Facet.WALLS, room.now)


def with_more_of_probed(review: Review, spans: tuple[Span, ...], room: Room) -> Review:
    """The review with more words on the wall a probe was about: the newest that is only care, else the newest."""
    live = [wall for wall in review.walls if wall.status not in ENDED]
    if not spans or not live:
        return review
    wall = next((w for w in reversed(live) if shows_care_alone(w, room)), live[-1])
    texts = ((span.text, room.lexicon(span.text)) for span in spans)
    by_person = any(lexicon and wording.by_person(text, lexicon) for text, lexicon in texts)
    more = tuple(span for span in spans if span not in wall.spans)
    return with_wall(
        review,
        replace(wall, spans=(*wall.spans, *more), human_approval=wall.human_approval or by_person),
    )


def changed(review: Review, told: notes.Notes, room: Room) -> Step:
    """A wall was named or checked: the next one where walls are being checked, else a word about it."""
    checking = review.asking is Question.WALL and review.step(Question.WALL).stage is Stage.VERDICT
    if checking and review.quiet is None:
        return next_wall(review, told, room)
    return Step(review).saying(told.noted(room))


def check(review: Review, value: str, room: Room) -> Step:
    """One tap on a wall's checks: `W1:both`; the same tap again changes nothing."""
    number, _, answer = value.partition(":")
    wall = known_wall(review, number)
    if answer not in CHECKED:
        raise PersonError("unknown_button", press=value)
    if wall.status in ENDED:
        raise PersonError("wall_not_now", wall=wall.id, status=wall.status)
    outside, independent = CHECKED[answer]
    checks = replace(wall.checks, outside_model=outside, independent=independent)
    if wall.graded and wall.checks == checks:
        return Step(review)
    review = with_wall(review, replace(wall, checks=checks, graded=True))
    return changed(review, notes.NOTHING, room)


def known_wall(review: Review, wall_id: str) -> Wall:
    """The wall with this id; PersonError where there is none."""
    wall = review.wall(wall_id)
    if wall is None:
        raise PersonError("no_such_wall", wall=wall_id)
    return wall


def add_capture(review: Review, words: str, who: Speaker, room: Room) -> Step:
    """[Add it]: where the window was not logged, capturing it is the first wall, in the button's words; once."""
    if has_capture_wall(review) or not words.strip():
        return Step(review)
    review = with_new_wall(review, Span(BOT, words), Family.DETECT, who.person, room)
    told = notes.NOTHING.adding(notes.simple("wall", id=review.walls[-1].id))
    return changed(review, told, room)


def adopt(review: Review, key: str, room: Room) -> Step:
    """A fix offered earlier becomes a wall, in its author's words; PersonError where those were taken back."""
    fix = next((fix for fix in review.parked if span_key(fix.span) == key), None)
    if fix is None:
        raise PersonError("fix_gone")
    before = len(review.walls)
    review = with_named_walls(review, (fix.span,), fix.author, room)
    if len(review.walls) == before:
        return Step(review)
    told = notes.NOTHING.adding(notes.simple("wall", id=review.walls[-1].id))
    return changed(review, told, room)
