"""The bot's marks as Slack's reactions, and what a person's own reaction with one of them wants."""

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.says import Mark


class Turn(StrEnum):
    """What happened to a reaction."""

    ADDED = "added"
    REMOVED = "removed"


REACTIONS: Mapping[Mark, str] = {Mark.TAKEN: "white_check_mark", Mark.TALK: "speech_balloon"}
"""The name of the emoji of each mark."""

_PRESSES = {
    (Mark.TAKEN, Turn.ADDED): "as_answer",
    (Mark.TALK, Turn.ADDED): "as_talk",
    (Mark.TALK, Turn.REMOVED): "as_answer",
}
"""A check mark taken back means nothing: people set one to agree too, and an answer must not be lost by it."""


def press(reaction: str, turn: Turn) -> str:
    """The press a reaction stands for, empty for any that is not ours; a skin tone does not matter."""
    name = reaction.partition("::")[0]
    mark = next((mark for mark, known in REACTIONS.items() if known == name), None)
    return _PRESSES.get((mark, turn), "") if mark else ""
