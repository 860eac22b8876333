"""The last line of a review: would the same thing happen tomorrow? In words, by one tap, or by form."""

from datetime import timedelta

from bot.domain.errors import PersonError
from bot.domain.heard import FormSent, Pressed, Speaker
from bot.domain.interview import notes, wording
from bot.domain.interview.closing import with_tomorrow
from bot.domain.interview.fields import Fields, kept, member, needed
from bot.domain.interview.filing import source_of
from bot.domain.interview.proceeding import proceed
from bot.domain.interview.room import Room, name_of
from bot.domain.interview.walling import known_wall
from bot.domain.review import Review, Span, Statement
from bot.domain.says import Say, Step
from bot.domain.text import words
from bot.domain.vocabulary import Question, YesNo
from bot.domain.walls import ENDED


def in_words(review: Review, said: tuple[Statement, ...], told: notes.Notes, room: Room) -> Step:
    """Free text at the close: yes, no or don't know, because ...; asked once more where it is none of them."""
    after = answered_in(review, said, room)
    if after is not None:
        return proceed(after, told, room)
    if review.quiet is not None:
        return Step(review)
    return Step(review).saying(Say("tomorrow_which", told.values(room), f"which:{said[-1].id}"))


def answered_in(review: Review, said: tuple[Statement, ...], room: Room) -> Review | None:
    """The review with the line that these words give, all of one person's as one; None where nobody's say."""
    for author in dict.fromkeys(s.author for s in reversed(said)):
        own = tuple(s for s in said if s.author == author)
        text = "\n".join(s.text for s in own)
        answer = wording.yes_no(text, room.lexicon(text) or room.script.lexicons[0])
        if answer is None:
            continue
        spoken = {word.word for word in words(text)}
        named = tuple(w.id for w in review.walls if w.id.casefold() in spoken and w.status not in ENDED)
        because = tuple(Span(source_of(s), s.text) for s in own)
        return with_tomorrow(review, answer, named, because, Speaker(author, name_of(review, author)), room)
    return None


def tapped(review: Review, heard: Pressed, room: Room) -> Step:
    """One tap: the same thing, don't know, or the wall that stops it."""
    said, _, wall = heard.value.partition(":")
    answer = member(YesNo, said)
    named = (_live(review, wall),) if wall else ()
    line = review.same_tomorrow
    again = line is not None and (line.answer, line.walls) == (answer, named)
    if again and _is_fresh(review, room) and review.asking is not Question.CLOSE:
        return Step(review)
    return _given(review, answer, named, (), heard.by, room)


def by_form(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """The same, with the reason and the walls that would stop it."""
    answer = member(YesNo, needed(fields, "answer"))
    reason = fields.get("because", "").strip()
    named = tuple(_live(review, wall) for wall in fields.get("walls", "").upper().replace(",", " ").split())
    line = review.same_tomorrow
    if line is not None and _is_fresh(review, room):
        held = (line.answer, line.walls, "\n".join(span.text for span in line.because))
        if held == (answer, named, reason):
            return Step(review)
    if not reason:
        return _given(review, answer, named, (), heard.by, room)
    review, statement = kept(review, heard, reason, Question.CLOSE)
    because = (Span(source_of(statement), reason),)
    return _given(review, answer, named, because, heard.by, room)


def _is_fresh(review: Review, room: Room) -> bool:
    """Whether the line was given within the last day, and nothing changed since: the same again is a second tap."""
    line = review.same_tomorrow
    return line is not None and not line.stale and room.now - line.at < timedelta(days=1)


def _live(review: Review, wall_id: str) -> str:
    """The id of a wall that may still stop something; PersonError for one that nobody builds any more."""
    wall = known_wall(review, wall_id)
    if wall.status in ENDED:
        raise PersonError("wall_not_now", wall=wall.id, status=wall.status)
    return wall.id


def _given(  # the parts of the line
    review: Review,
    answer: YesNo,
    named: tuple[str, ...],
    because: tuple[Span, ...],
    who: Speaker,
    room: Room,
) -> Step:
    """The line kept; the review goes on where it was asked for, or nothing else is."""
    at_close = review.asking in {None, Question.CLOSE}
    review = with_tomorrow(review, answer, named, because, who, room)
    return (
        proceed(review, notes.NOTHING, room) if at_close else Step(review).saying(notes.NOTHING.noted(room))
    )
