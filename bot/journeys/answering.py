"""Anything heard about a review that exists: load it, let the interview decide, keep and say."""

from dataclasses import replace

from bot.domain import interview
from bot.domain.errors import PersonError
from bot.domain.heard import Deleted, Edited, FormSent, Heard, Pressed
from bot.domain.review import Review, Statement, with_statement
from bot.domain.says import Place, Step
from bot.domain.text import sentences
from bot.journeys.desk import Desk
from bot.journeys.keeping import keep
from bot.journeys.rooms import room_for
from bot.ports import Work

FORGET = "forget"
SHORTEST = 12
"""Characters of a sentence that is told from others: what is shorter stands in any message."""


def answering(work: Work, heard: Heard, desk: Desk) -> None:
    """One input of one review; what is heard outside any review is nobody's."""
    review = _review(work, heard)
    if review is None:
        return
    work.meet(heard.by)
    statement = _named(work, review, heard)
    loaded = with_statement(review, statement) if statement else review
    step = interview.step(loaded, heard, room_for(work, loaded, review.workspace, desk))
    if isinstance(heard, Pressed) and heard.press == FORGET and statement is not None:
        work.unsay(review.number, _quotable(statement))
    keep(work, review, _where_pressed(step, review, heard), desk)


def _where_pressed(step: Step, review: Review, heard: Heard) -> Step:
    """What is for the one who pressed alone comes where they pressed: in the thread, or to them outside it."""
    if not isinstance(heard, (Pressed, FormSent)) or heard.thread == review.thread:
        return step
    who = heard.by.person
    says = (
        replace(say, place=Place.ALONE) if say.place is Place.WHISPER and say.to == who else say
        for say in step.says
    )
    return replace(step, says=tuple(says))


def _quotable(statement: Statement) -> tuple[str, ...]:
    """A statement's older texts and their sentences: whatever of it the bot may have shown again."""
    texts = [revision.text for revision in statement.revisions if revision.text.strip()]
    parts = [text[s.start : s.end] for text in texts for s in sentences(text)]
    return tuple(dict.fromkeys((*texts, *(part for part in parts if len(part) >= SHORTEST))))


def _review(work: Work, heard: Heard) -> Review | None:
    """The review this is about, by its number or its thread."""
    if heard.review is not None:
        found = work.review(heard.review)
        if found is None:
            raise PersonError("no_such_review", number=heard.review)
        return found
    return work.review_in(heard.thread) if heard.thread else None


def _named(work: Work, review: Review, heard: Heard) -> Statement | None:
    """The statement an edit, a deletion or a button is about, brought in hand from the log."""
    match heard:
        case Edited(message=message) | Deleted(message=message):
            return work.statement(review.number, message)
        case Pressed(press="forget" | "as_talk" | "as_answer", value=number):
            return next((s for s in work.log(review.number) if str(s.id) == number), None)
        case _:
            return None
