"""Slack's troubles as errors of ours: wait, look first, or give up. Source: the errors of its method reference."""

from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import Later, OutsideError, Refused, Unsure

DONE = frozenset({"already_reacted", "already_in_channel", "no_reaction", "already_pinned"})
"""What was asked for is so already."""

WAIT = frozenset({"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"})
DOWN = frozenset({"internal_error", "fatal_error"})
"""A fault of Slack's, which may have come after the deed."""

GONE = frozenset(
    {
        "account_inactive",
        "app_uninstalled",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    }
)
"""The installation does not hold: everything waits until it does, nothing is lost."""

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
