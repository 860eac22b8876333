"""Walls in the interview: named in the thread, graded by two questions there and three of their owner."""

from dataclasses import replace
from datetime import date

from bot.domain import walls
from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes, wording
from bot.domain.interview.asking import has_capture_wall
from bot.domain.interview.checking import next_wall
from bot.domain.interview.closing import with_tomorrow
from bot.domain.interview.gaps import BOT
from bot.domain.interview.proceeding import proceed
from bot.domain.interview.rights import only_readers
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.interview.shallow import shows_care_alone
from bot.domain.review import (
    PersonKey,
    Review,
    Span,
    Stage,
    Statement,
    Wall,
    WallChange,
    with_wall,
)
from bot.domain.says import Place, Say, Step
from bot.domain.text import words
from bot.domain.verdict import families_for
from bot.domain.vocabulary import Facet, Family, Question, Severity, Strength, WallStatus, YesNo
from bot.domain.walls import ENDED

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
    outside, independent = CHECKED[answer]
    checks = replace(wall.checks, outside_model=outside, independent=independent)
    if wall.graded and wall.checks == checks:
        return Step(review)
    review = with_wall(review, replace(wall, checks=checks, graded=True))
    return changed(review, notes.NOTHING, room)


def give(review: Review, wall_id: str, owner: PersonKey, due: date | None, who: Speaker, room: Room) -> Step:
    """Name a wall's owner and date: they hear the class, the review, and the drill that proves it."""
    wall = known_wall(review, wall_id)
    only_readers(review, owner)
    if wall.status in ENDED:
        raise PersonError("wall_not_now", wall=wall.id, status=wall.status)
    if wall.owner == owner and due in {None, wall.due}:
        return Step(review)
    if wall.owner is not None and who.person not in {wall.owner, review.owner}:
        raise NotAllowed("not_owner", wall=wall.id, owner=name_of(review, wall.owner))
    due = due or wall.due or first_due(review, wall, room)
    review = invited(review, owner, room)
    review = with_wall(review, _given(wall, owner, due, who, room))
    return Step(review).saying(_offer(review, known_wall(review, wall_id), who))


def _given(wall: Wall, owner: PersonKey, due: date, who: Speaker, room: Room) -> Wall:
    """A wall with another owner: what was only promised is a proposal again, what is built stays built."""
    given = replace(wall, owner=owner, due=due)
    if wall.status is not WallStatus.ACCEPTED or owner == wall.owner:
        return given
    change = WallChange(room.now, who.person, WallStatus.PROPOSED)
    return replace(given, status=WallStatus.PROPOSED, changes=(*wall.changes, change))


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


def adopt(review: Review, number: str, room: Room) -> Step:
    """A fix offered earlier becomes a wall, in its author's words."""
    if not number.isdecimal() or int(number) >= len(review.parked):
        raise PersonError("unknown_button", press=number)
    fix = review.parked[int(number)]
    before = len(review.walls)
    review = with_named_walls(review, (fix.span,), fix.author, room)
    if len(review.walls) == before:
        return Step(review)
    told = notes.NOTHING.adding(notes.simple("wall", id=review.walls[-1].id))
    return changed(review, told, room)


def closing_words(review: Review, last: Statement, room: Room) -> Step:
    """Free text at the close: yes, no or don't know, because ...; asked once more where it is none."""
    lexicon = room.lexicon(last.text) or room.script.lexicons[0]
    answer = wording.yes_no(last.text, lexicon)
    if answer is None:
        values = notes.NOTHING.values(room)
        which = Say("tomorrow_which", values, f"which:{last.id}")
        return Step(review) if review.quiet is not None else Step(review).saying(which)
    named = tuple(w.id for w in review.walls if w.id.casefold() in _words(last.text))
    because = (Span(f"S{last.id}", last.text),)
    who = Speaker(last.author, name_of(review, last.author))
    review = with_tomorrow(review, answer, named, because, who, room)
    return proceed(review, notes.NOTHING, room)


def _words(text: str) -> set[str]:
    return {word.word for word in words(text)}
