"""What each documented error of a call means for people: the judgement the tests of single errors go by.

A call stands here once for each use that the adapter makes of it, for the same answer means different things: a
question that cannot be posted is missed, a reaction is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Errors = tuple[str, ...]


class Fate(StrEnum):
    """What becomes of what was to be done, and who hears of it."""

    ARRIVES = "arrives"  # it is done in the end, once, and nobody notices
    INSTEAD = "instead"  # it reaches the same person by another way
    OWNER = "owner"  # the owner of the review is told alone, once
    ASKER = "asker"  # whoever asked for it is told in words, once
    QUIET = "quiet"  # of no consequence: noted in the log, and nothing else suffers
    DONE = "done"  # it is so already
    TWICE = "twice"  # shown to one person alone, and once more: that cannot be read back, so nobody can look for it


@dataclass(frozen=True)
class Use:
    """One use of one method: what its errors mean, and what a fault of the way there means.

    `general` are errors that any method may give and the method's own list leaves out. `way` is for a call that did
    not come through, `lost` for one that did and whose answer was lost. `waited`: a person waits, so the call is made
    again at once and not by the outbox.
    """

    method: str
    errors: Mapping[Fate, Errors] = field(default_factory=dict)
    way: Fate = Fate.ARRIVES
    lost: Fate = Fate.ARRIVES
    waited: bool = False
    general: Mapping[Fate, Errors] = field(default_factory=dict)


GONE = ("account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked")
"""The installation does not hold: all waits until it does, and is tried again every five minutes."""

FAULTY = ("fatal_error", "internal_error")
BUSY = ("message_limit_exceeded",)  # the workspace writes too much: for a while
CLOSED = (  # nothing can be said there, by anybody or by us
    "cannot_reply_to_message",
    "channel_not_found",
    "ekm_access_denied",
    "is_archived",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
)
NOT_FOR_US = (  # what the app does not ask for, or the workspace does not allow it
    "app_access_restricted",
    "as_user_not_supported",
    "draft_already_deleted",
    "draft_already_sent",
    "draft_has_conflict",
    "draft_not_found",
    "duplicate_channel_not_found",
    "duplicate_message_not_found",
    "messages_tab_disabled",
    "missing_file_data",
    "send_on_behalf_not_allowed",
    "slack_connect_canvas_sharing_blocked",
    "slack_connect_file_link_sharing_blocked",
    "slack_connect_lists_sharing_blocked",
    "team_not_found",
)
MALFORMED = (  # a mistake of ours in what was sent
    "attachment_payload_limit_exceeded",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "markdown_text_conflict",
    "metadata_must_be_sent_from_app",
    "metadata_too_large",
    "msg_blocks_too_long",
    "no_text",
    "too_many_attachments",
    "too_many_contact_cards",
)
POSTED_LATER = ("rate_limited", *BUSY)
WHISPERED_WRONG = (  # of an ephemeral message: not there, or not so
    "cannot_reply_to_message",
    "channel_not_found",
    "invalid_attachments",
    "invalid_blocks",
    "invalid_blocks_format",
    "is_archived",
    "markdown_text_conflict",
    "messages_tab_disabled",
    "msg_too_long",
    "no_text",
    "not_in_channel",
    "restricted_action",
    "too_many_attachments",
    "user_not_in_channel",
)
CARD_LOST = (
    "cant_update_message",
    "channel_not_found",
    "is_inactive",
    "message_not_found",
    "posting_to_channel_denied",
)
CARD_LATER = (*BUSY, "external_channel_migrating", "streaming_state_conflict", "update_failed")
CARD_WRONG = (  # the card stays as it was until it is drawn again with the next word
    "as_user_not_supported",
    "block_mismatch",
    "blocked_file_type",
    "cant_broadcast_message",
    "edit_window_closed",
    "file_deleted",
    "file_is_deleted",
    "file_not_found",
    "file_share_limit_reached",
    "invalid_attachments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "markdown_text_conflict",
    "max_file_sharing_exceeded",
    "metadata_must_be_sent_from_app",
    "metadata_too_large",
    "msg_too_long",
    "no_dual_broadcast_content_update",
    "no_text",
    "slack_connect_blocked_file_type",
    "slack_connect_canvas_sharing_blocked",
    "slack_connect_clip_sharing_blocked",
    "slack_connect_file_link_sharing_blocked",
    "slack_connect_file_upload_sharing_blocked",
    "team_not_found",
    "too_many_attachments",
    "unable_to_share_files",
)
ASKED_WRONG = ("invalid_cursor", "invalid_metadata_filter_keys", "invalid_ts_latest", "invalid_ts_oldest")
SHELF_LOST = ("channel_not_found", "method_not_supported_for_channel_type", "thread_not_found")
UNFIT = ("duplicate_external_id", "view_too_large")

POSTING: Mapping[str, Use] = {
    "the card that opens a thread": Use(
        "chat.postMessage",
        {Fate.ARRIVES: ("not_in_channel", *POSTED_LATER), Fate.ASKER: (*CLOSED, *NOT_FOR_US, *MALFORMED)},
        general={Fate.ARRIVES: (*GONE, *FAULTY), Fate.ASKER: ("missing_scope",)},
    ),
    "a card in the place a review moves to": Use(
        "chat.postMessage",
        {Fate.ARRIVES: ("not_in_channel", *POSTED_LATER), Fate.ASKER: (*CLOSED, *NOT_FOR_US, *MALFORMED)},
    ),
    "words in a thread": Use(
        "chat.postMessage",
        {Fate.ARRIVES: ("not_in_channel", *POSTED_LATER), Fate.OWNER: (*CLOSED, *NOT_FOR_US, *MALFORMED)},
        general={Fate.ARRIVES: (*GONE, *FAULTY), Fate.OWNER: ("missing_scope",)},
    ),
    "a direct message": Use(
        "chat.postMessage",
        {Fate.ARRIVES: POSTED_LATER, Fate.ASKER: ("not_in_channel", *CLOSED, *NOT_FOR_US, *MALFORMED)},
        general={Fate.ARRIVES: (*GONE, *FAULTY), Fate.ASKER: ("missing_scope",)},
    ),
    "an answer of last resort": Use(  # there is no further way to somebody who asked: they ask again
        "chat.postMessage",
        {Fate.QUIET: (*POSTED_LATER, "not_in_channel", *CLOSED, *NOT_FOR_US, *MALFORMED)},
        waited=True,
    ),
    "a word to one person in the thread": Use(
        "chat.postEphemeral", {Fate.ARRIVES: BUSY, Fate.INSTEAD: WHISPERED_WRONG}, lost=Fate.TWICE
    ),
    "what somebody asked to see": Use(
        "chat.postEphemeral", {Fate.INSTEAD: (*BUSY, *WHISPERED_WRONG)}, lost=Fate.TWICE, waited=True
    ),
    "the card as it stands now": Use(
        "chat.update", {Fate.OWNER: CARD_LOST, Fate.ARRIVES: CARD_LATER, Fate.QUIET: CARD_WRONG}
    ),
    "a reply without its thread taken back": Use(
        "chat.delete",
        {Fate.OWNER: ("cant_delete_message", "channel_not_found", "message_not_found")},
        Fate.OWNER,
        Fate.OWNER,
    ),
}

PLACES: Mapping[str, Use] = {
    "looking for a card": Use(
        "conversations.history",
        {
            Fate.ARRIVES: ASKED_WRONG,
            Fate.ASKER: ("channel_is_limited_access", "channel_not_found", "not_in_channel"),
        },
    ),
    "looking for words in a thread": Use(
        "conversations.replies",
        {
            Fate.ARRIVES: (*ASKED_WRONG, "list_record_comment_fetch_failed", "missing_scope"),
            Fate.OWNER: SHELF_LOST,
        },
    ),
    "what kind of place it is": Use(
        "conversations.info",
        {Fate.ASKER: ("channel_is_limited_access", "channel_not_found", "missing_scope")},
        waited=True,
    ),
    "coming into a public place": Use(
        "conversations.join",
        {
            Fate.ASKER: (
                "channel_is_limited_access",
                "channel_not_found",
                "is_archived",
                "method_not_supported_for_channel_type",
                "missing_scope",
                "too_many_members",
            )
        },
    ),
    "a place to write to one person": Use(
        "conversations.open",
        {
            Fate.ASKER: (
                "channel_not_found",
                "invalid_user_combination",
                "method_not_supported_for_channel_type",
                "missing_scope",
                "not_enough_users",
                "too_many_users",
                "user_disabled",
                "user_not_found",
                "user_not_visible",
                "users_list_not_supplied",
            )
        },
    ),
}

FILES: Mapping[str, Use] = {
    "looking for a file": Use(
        "conversations.replies",
        {
            Fate.ARRIVES: ("list_record_comment_fetch_failed",),
            Fate.ASKER: (*ASKED_WRONG, *SHELF_LOST, "missing_scope"),
        },
    ),
    "an address for a file": Use(
        "files.getUploadURLExternal",
        {
            Fate.ASKER: (
                "alt_txt_too_large",
                "file_type_not_allowed",
                "file_upload_size_restricted",
                "file_uploads_disabled",
                "file_uploads_except_images_disabled",
                "missing_argument",
                "snippet_too_large",
                "storage_limit_reached",
                "unknown_snippet_type",
                "unknown_subtype",
            )
        },
    ),
    "a file's bytes": Use("upload"),
    "a file shown in its thread": Use(
        "files.completeUploadExternal",
        {
            Fate.ARRIVES: ("file_update_failed",),
            Fate.ASKER: (
                "access_denied",
                "channel_not_found",
                "channels_limit_exceeded",
                "file_not_found",
                "file_type_not_allowed",
                "file_uploads_except_images_disabled",
                "invalid_blocks",
                "invalid_channel",
                "not_in_channel",
                "posting_to_channel_denied",
            ),
        },
    ),
    "where a file stands": Use("chat.getPermalink", {Fate.QUIET: ("channel_not_found", "message_not_found")}),
}

PEOPLE: Mapping[str, Use] = {
    "a mark on a message": Use(
        "reactions.add",
        {
            Fate.DONE: ("already_reacted",),
            Fate.ARRIVES: ("external_channel_migrating",),
            Fate.QUIET: (
                "bad_timestamp",
                "channel_not_found",
                "invalid_name",
                "is_archived",
                "message_not_found",
                "no_access",
                "no_item_specified",
                "not_reactable",
                "thread_locked",
                "too_many_emoji",
                "too_many_reactions",
            ),
        },
    ),
    "the name of somebody": Use(
        "users.info", {Fate.QUIET: ("too_many_users", "user_not_found", "user_not_visible")}, waited=True
    ),
    "a form": Use(
        "views.open",
        {Fate.ASKER: (*UNFIT, "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id")},
        lost=Fate.ASKER,  # made again with the same trigger, which is used up: told, though it may be open
        waited=True,
    ),
    "a review shown on the Home": Use(
        "views.open",
        {Fate.ASKER: (*UNFIT, "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id")},
        lost=Fate.ASKER,  # made again with the same trigger, which is used up: told, though it may be open
        waited=True,
    ),
    "a window of a decision point": Use(
        "views.open",
        {Fate.ASKER: (*UNFIT, "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id")},
        lost=Fate.ASKER,  # the same
        waited=True,
    ),
    "a window filled": Use(
        "views.update",
        {
            Fate.ARRIVES: ("hash_conflict",),
            Fate.DONE: ("not_found",),  # whoever asked has closed it
            Fate.ASKER: UNFIT,
        },
        waited=True,
    ),
    "the Home": Use(
        "views.publish",
        {
            Fate.QUIET: (
                *UNFIT,
                "hash_conflict",
                "missing_profile_id",
                "not_allowed_token_type",
                "not_enabled",
                "not_implemented",
            )
        },
        waited=True,
    ),
    "the heartbeat": Use("auth.test", {Fate.QUIET: ("internal_error", "invalid_auth")}, waited=True),
}

USES: Mapping[str, Use] = {**POSTING, **PLACES, **FILES, **PEOPLE}
