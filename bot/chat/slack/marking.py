"""A person's mark on a message: which statement of which review it is about."""

from bot.chat.slack.meanings import Marked, Place
from bot.domain.heard import Pressed
from bot.domain.review import ThreadRef
from bot.ports import Store

Found = tuple[int, ThreadRef, int]


def statement_of(store: Store, place: Place, message: str, team: str) -> Found | None:
    """Review, thread and number of the statement that a message became; None for one that became none.

    A reaction does not tell its thread: the message is looked for in its channel.
    """
    return store.said_in(ThreadRef("slack", team, place.channel, ""), message)


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
