"""Codes of the connector that say where nothing can be said any more: in a place, or to a person.

Told by the code and not by the status: a proxy on the way has pages of its own for 403 and 404.
Source: Microsoft's table of status codes of bot conversations.
"""

from bot.domain.errors import OutsideError, PlaceLost, Refused

GONE = "ConversationNotFound"
"""The conversation is not there (any more): of a chat with one person, another may be begun."""

PLACES = {
    "ActivityNotFoundInConversation": "teams_card_gone",
    "BotDisabledByAdmin": "teams_lost",
    "BotNotInConversationRoster": "teams_lost",
    "ConversationBlockedByUser": "teams_lost",  # in a channel: its moderators let no bot write
    "NotEnoughPermissions": "teams_lost",
    GONE: "teams_lost",
}
"""Why nothing can be said any more where a review is held, and the sentence its owner is told."""

SHUT = frozenset(
    {
        GONE,
        "BotDisabledByAdmin",
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "ForbiddenOperationException",  # the app is not in their personal scope
        "MessageWritesBlocked",
        "NotEnoughPermissions",
    }
)
"""Why somebody cannot be written to alone."""


def code_of(error: Refused) -> str:
    """The service's own code, empty where the refusal is none of its own."""
    return str(error.values.get("said", ""))


def lost(error: Refused) -> OutsideError:
    """The same error, as the loss of a place where it is one."""
    if error.key == "teams_not_in":
        return PlaceLost("teams_lost")
    key = PLACES.get(code_of(error))
    return error if key is None else PlaceLost(key)


def not_open(error: Refused) -> Refused:
    """The same error, for a thread that could not be begun: a way on is said where the bot is not in the channel."""
    return Refused("teams_not_in") if code_of(error) in PLACES else error


def is_shut(error: Refused) -> bool:
    """Whether somebody cannot be written to alone, whatever is written."""
    return code_of(error) in SHUT
