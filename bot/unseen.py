"""What a lost answer means on a platform whose messages nobody can read: said again, or left.

A platform without a way to look (`Chat.looks` is false) leaves two choices. Whatever a review cannot go on without is
said again, perhaps twice; a reminder is left, perhaps unsaid: it comes again by itself.
"""

from bot.domain.says import Say
from bot.ports import Sendable

COMES_AGAIN = frozenset({"nudge", "nudge_thread", "nudge_channel"})
"""Reminders: whoever is silent is reminded again on another day."""


def is_said_again(what: Sendable) -> bool:
    """Whether it is sent once more where nobody knows if it arrived.

    | what | again | twice, it is |
    |---|---|---|
    | the card that opens a thread | yes | two threads: the second is the review's, buttons work on both |
    | words in a thread: a question, an answer, news | yes | the same words twice in one thread |
    | words to one person alone, in passing or not | yes | the same words twice in their chat |
    | the card as it stands now | yes | nothing: the same card in the same place |
    | a publication | yes | nothing: its page is found by its number |
    | a file, a picture, an invitation | yes | two links to the same file |
    | a run that is fetched | yes | nothing: it is read again |
    | a reminder, wherever it stands | no | |
    """
    return not (isinstance(what, Say) and what.key in COMES_AGAIN)
