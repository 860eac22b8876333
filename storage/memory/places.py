"""Where reviews are held: whose statement a message of a channel is; a channel with a new id keeps its reviews."""

from dataclasses import replace

from bot.domain.review import Review, ThreadRef
from storage.memory.rows import Rows


def renamed(review: Review, workspace: str, old: str, new: str) -> Review:
    """The review with the new id wherever it had the old one."""
    thread = review.thread
    if thread is not None and (f"{thread.platform}:{thread.workspace}", thread.channel) == (workspace, old):
        review = replace(review, thread=replace(thread, channel=new))
    if (review.workspace, review.channel) == (workspace, old):
        review = replace(review, channel=new)
    if (review.workspace, review.asked_in) == (workspace, old):
        review = replace(review, asked_in=new)
    return review


def held_at(rows: Rows, channel: ThreadRef) -> tuple[tuple[int, ThreadRef], ...]:
    """The reviews held in a channel, oldest first."""
    here = replace(channel, thread="")
    held = [(number, review.thread) for number, review in sorted(rows.reviews.items())]
    return tuple((n, thread) for n, thread in held if thread and replace(thread, thread="") == here)


def said_in(rows: Rows, channel: ThreadRef, message: str) -> tuple[int, ThreadRef, int] | None:
    """The newest statement that a message of a channel became."""
    for number in sorted(rows.reviews, reverse=True):
        thread = rows.reviews[number].thread
        if thread is not None and replace(thread, thread="") == replace(channel, thread=""):
            found = [s.id for s in rows.logs.get(number, ()) if s.message == message]
            if found:
                return number, thread, found[-1]
    return None
