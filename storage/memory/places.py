"""Where reviews are held: a channel that a platform gives another id keeps its reviews."""

from dataclasses import replace

from bot.domain.review import Review


def renamed(review: Review, workspace: str, old: str, new: str) -> Review:
    """The review with the new id wherever it had the old one."""
    thread = review.thread
    if thread is not None and (f"{thread.platform}:{thread.workspace}", thread.channel) == (workspace, old):
        review = replace(review, thread=replace(thread, channel=new))
    if (review.workspace, review.channel) == (workspace, old):
        review = replace(review, channel=new)
    return review
