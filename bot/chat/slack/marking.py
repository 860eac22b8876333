"""A person's mark on a message: which statement of which review it is about."""

from bot.chat.slack.meanings import Marked, Place
from bot.domain.heard import Pressed
from bot.domain.review import ThreadRef
from bot.ports import Store, Work

NEWEST = 100
"""Reviews looked through for a message: older ones are not marked by a reaction any more."""

Found = tuple[int, ThreadRef, int]


def statement_of(store: Store, place: Place, message: str, team: str) -> Found | None:
    """Review, thread and number of the statement that a message became; None for one that became none.

    A reaction does not tell its thread, so the newest reviews are asked for the message, within its channel.
    """
    newest = store.reviews()
    with store.unit() as work:
        for number in range(newest, max(0, newest - NEWEST), -1):
            if found := _in(work, number, place, message, team):
                return found
    return None


def _in(work: Work, number: int, place: Place, message: str, team: str) -> Found | None:
    statement = work.statement(number, message)
    review = work.review(number) if statement is not None else None
    thread = review.thread if review is not None else None
    if statement is None or thread is None:
        return None
    there = (thread.platform, thread.workspace, thread.channel) == ("slack", team, place.channel)
    return (number, thread, statement.id) if there else None


def pressed(marked: Marked, review: int, thread: ThreadRef, statement: int) -> Pressed:
    """The mark as the interview hears it."""
    return Pressed(
        id=marked.id,
        at=marked.at,
        by=marked.by,
        thread=thread,
        review=review,
        press=marked.press,
        value=str(statement),
    )
