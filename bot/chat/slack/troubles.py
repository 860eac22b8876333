"""Slack's troubles as errors of ours: wait, look first, or give up. Source: the errors of its method reference."""

from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import Later, OutsideError, Refused, Unsure

DONE = frozenset({"already_reacted", "already_in_channel", "no_reaction", "already_pinned"})
"""What was asked for is so already."""

WAIT = frozenset(
    {
        "external_channel_migrating",
        "message_limit_exceeded",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "streaming_state_conflict",
        "team_added_to_org",
    }
)
"""Not now: nothing was done."""

DOWN = frozenset(
    {
        "fatal_error",
        "file_update_failed",
        "internal_error",
        "list_record_comment_fetch_failed",
        "update_failed",
    }
)
"""A fault of Slack's, which may have come after the deed."""

GONE = frozenset(
    {
        "account_inactive",
        "app_uninstalled",
        "accesslimited",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""The installation does not hold: everything waits until it does, nothing is lost."""

SHUT = frozenset(
    {
        "cannot_dm_bot",
        "messages_tab_disabled",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""Somebody cannot be written to alone, however often it is tried."""

NO_FILES = frozenset(
    {
        "blocked_file_type",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "storage_limit_reached",
    }
)
"""Files are not taken in this workspace: whoever runs it decided so."""

INSTALLATION_S = 300.0  # between two tries while the installation does not hold
TOO_MANY = 429
FAULT = 500


async def tried(call: Awaitable[Any]) -> Mapping[str, Any]:
    """One call and its answer; empty where what was asked for is so already. Raises Later, Unsure or Refused."""
    try:
        answer: Mapping[str, Any] = (await call).data
    except SlackApiError as error:
        if (found := of_answer(error)) is not None:
            raise found from error
        return {}
    except aiohttp.ClientConnectorError as error:  # refused, no such host, no handshake: Slack never saw it
        raise Later("slack_unreachable") from error
    except (aiohttp.ClientError, TimeoutError, SlackClientError) as error:
        raise Unsure("slack_reply_lost") from error
    return answer


async def asked(call: Awaitable[Any]) -> Mapping[str, Any]:
    """The same for a call that changes nothing, or nothing the second time: it may be made again. Never Unsure."""
    try:
        return await tried(call)
    except Unsure as error:
        raise Later(error.key, retry_after=None, **error.values) from error


def of_answer(error: SlackApiError) -> OutsideError | None:
    """What an answer of Slack's means; None where what was asked for is so already."""
    response = error.response
    status = int(getattr(response, "status_code", 0) or 0)
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    if code in DONE:
        return None
    if status == TOO_MANY or code in WAIT:
        return Later("slack_busy", retry_after=_retry_after(error))
    if status >= FAULT or code in DOWN:
        return Unsure("slack_down")
    if code in GONE:
        return Later("slack_installation", retry_after=INSTALLATION_S, said=code)
    if code == "missing_scope":
        return Refused("slack_scope", needed=str(response.get("needed", "")))
    if code in NO_FILES:
        return Refused("slack_no_files", said=code)
    return Refused("slack_refused", said=code)


def _retry_after(error: SlackApiError) -> float | None:
    """Seconds Slack asks to wait, None where it does not say."""
    headers = getattr(error.response, "headers", None) or {}
    found = headers.get("Retry-After") or headers.get("retry-after")
    try:
        return float(found) if found is not None else None
    except (TypeError, ValueError):
        return None


def code_of(error: OutsideError) -> str:
    """Slack's own name of an error, empty where it gave none."""
    return str(error.values.get("said", ""))
