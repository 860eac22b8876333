"""Places that take no more words, as Slack's answers tell of them."""

from bot.chat.slack.troubles import code_of
from bot.domain.errors import PlaceLost, Refused

LOST = {
    "channel_not_found": "slack_lost_channel",
    "invalid_channel": "slack_lost_channel",
    "not_in_channel": "slack_lost_channel",
    "method_not_supported_for_channel_type": "slack_lost_channel",
    "is_archived": "slack_lost_archived",
    "is_inactive": "slack_lost_archived",
    "cannot_reply_to_message": "slack_lost_locked",
    "channel_is_limited_access": "slack_lost_locked",
    "ekm_access_denied": "slack_lost_locked",
    "posting_to_channel_denied": "slack_lost_locked",
    "restricted_action": "slack_lost_locked",
    "restricted_action_non_threadable_channel": "slack_lost_locked",
    "restricted_action_read_only_channel": "slack_lost_locked",
    "restricted_action_thread_locked": "slack_lost_locked",
    "restricted_action_thread_only_channel": "slack_lost_locked",
    "too_many_members": "slack_lost_locked",
    "cant_update_message": "slack_thread_gone",
    "message_not_found": "slack_thread_gone",
    "thread_not_found": "slack_thread_gone",
}
"""Why nothing can be said any more where a review is held, and the sentence its owner is told."""


def lost(error: Refused) -> Refused:
    """The same error, as the loss of a place where it is one."""
    key = LOST.get(code_of(error))
    return error if key is None else PlaceLost(key)
