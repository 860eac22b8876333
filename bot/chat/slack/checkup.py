"""Slack looked at for real: who we are there, what we may, which channels we are in, what time it is."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.findings import LOOK_S, Finding, Held, missing, well
from bot.chat.slack.hosts import is_known
from bot.chat.slack.troubles import code_of, tried
from bot.domain.errors import OutsideError
from bot.ports import Clock

MOST_CHANNELS = 10  # of open reviews; each is one call

SKEW_SAID_S = 60
SKEW_REFUSED_S = 300
"""Bolt refuses a signature that is further from our clock."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for: scopes, the incident channel (empty for none), the channels of open reviews."""

    scopes: frozenset[str]
    channel: str = ""
    held: tuple[Held, ...] = ()


def looking_client(token: str, base_url: str) -> AsyncWebClient:
    """A client that tries once."""
    return AsyncWebClient(token=token, base_url=base_url, timeout=int(LOOK_S), retry_handlers=[])


def unreachable(client: AsyncWebClient) -> Finding:
    """Nothing of Slack's answers at the address that is set."""
    return missing("check_slack_unreachable", host=urlsplit(client.base_url).hostname or "")


async def is_near(client: AsyncWebClient) -> bool:
    """Whether the name of Slack's host, or of the proxy before it, is known here."""
    return await is_known(urlsplit(client.proxy or client.base_url).hostname or "")


def trouble(error: OutsideError, client: AsyncWebClient, what: str, **values: object) -> Finding:
    """An error of a call: no Slack, no answer just now, or else `what`, with Slack's own word for it as `said`."""
    said = "missing_scope" if error.key == "slack_scope" else code_of(error)
    if error.key in {"slack_busy", "slack_down"}:
        return missing("check_slack_later")
    return missing(what, said=said, **values) if said else unreachable(client)


async def workspace(client: AsyncWebClient, wanted: Wanted, clock: Clock) -> AsyncIterator[Finding]:
    """What the bot's token is good for, and where the bot is."""
    if not await is_near(client):
        yield unreachable(client)
        return
    call = asyncio.ensure_future(client.auth_test())
    try:
        us = await tried(call)
    except OutsideError as error:
        yield trouble(error, client, "check_slack_bot_token")
        return
    now, headers = clock.now(), call.result().headers
    yield well("check_slack_workspace", team=us.get("team", ""), bot=us.get("user", ""))
    yield _scopes(str(headers.get("x-oauth-scopes", "")), wanted.scopes)
    yield _clock(str(headers.get("Date", "")), now)
    for finding in await _places(client, wanted, str(us.get("team_id", ""))):
        yield finding


def _scopes(header: str, needed: frozenset[str]) -> Finding:
    granted = {scope.strip() for scope in header.split(",")} - {""}
    if not granted:
        return missing("check_slack_scopes_unknown")
    if lacking := sorted(needed - granted):
        return missing("check_slack_scopes_missing", scopes=", ".join(lacking))
    return well("check_slack_scopes", count=len(needed))


def _clock(header: str, now: datetime) -> Finding:
    theirs = None
    with contextlib.suppress(ValueError):
        theirs = parsedate_to_datetime(header).replace(tzinfo=UTC)  # HTTP knows no zone but GMT
    if theirs is None:
        return missing("check_slack_clock_unknown")
    skew_s = round((now - theirs).total_seconds())
    if abs(skew_s) <= SKEW_SAID_S:
        return well("check_slack_clock")
    refused = abs(skew_s) > SKEW_REFUSED_S
    return missing("check_slack_clock_off", seconds=abs(skew_s), ahead=skew_s > 0, refused=refused)


async def _places(client: AsyncWebClient, wanted: Wanted, team: str) -> list[Finding]:
    reviews: dict[str, list[str]] = {}
    for held in wanted.held:
        if held.workspace == team and not held.channel.startswith(
            "D"
        ):  # a conversation with us cannot lose us
            reviews.setdefault(held.channel, []).append(held.review)
    looked_at = list(reviews)[:MOST_CHANNELS]
    channels = list(dict.fromkeys([*filter(None, [wanted.channel]), *looked_at]))
    answers = await asyncio.gather(*(_channel(client, channel) for channel in channels))
    seen = dict(zip(channels, answers, strict=True))
    found = [_incident_channel(client, wanted.channel, seen[wanted.channel])] if wanted.channel else []
    lost = [one for c in looked_at for one in _lost(client, c, seen[c], ", ".join(sorted(reviews[c])))]
    if looked_at and not lost:
        lost = [well("check_slack_reviews", count=len(looked_at), more=len(reviews) - len(looked_at))]
    return [*found, *lost]


async def _channel(client: AsyncWebClient, channel: str) -> Mapping[str, Any] | OutsideError:
    """A channel as Slack shows it, or why it does not."""
    try:
        answer = await tried(client.conversations_info(channel=channel))
    except OutsideError as error:
        return error
    found: Mapping[str, Any] = answer.get("channel", {})
    return found


def _incident_channel(
    client: AsyncWebClient, channel: str, seen: Mapping[str, Any] | OutsideError
) -> Finding:
    if isinstance(seen, OutsideError):
        if code_of(seen) == "channel_not_found":
            return missing("check_slack_channel_unknown", channel=channel)
        return trouble(seen, client, "check_slack_channel_unseen", channel=channel)
    name = str(seen.get("name", channel))
    if seen.get("is_archived"):
        return missing("check_slack_channel_archived", channel=name)
    # A private channel is shown to its members alone, so this one is public, and the first opening joins it.
    return well("check_slack_channel" if seen.get("is_member") else "check_slack_channel_joins", channel=name)


def _lost(
    client: AsyncWebClient, channel: str, seen: Mapping[str, Any] | OutsideError, reviews: str
) -> Iterator[Finding]:
    """A channel in which answers to open reviews are not heard."""
    if isinstance(seen, OutsideError):
        if code_of(seen) == "channel_not_found":
            yield missing("check_slack_review_lost", channel=channel, name="", reviews=reviews)
        else:
            yield trouble(seen, client, "check_slack_channel_unseen", channel=channel)
        return
    name = str(seen.get("name", ""))
    if seen.get("is_archived"):
        yield missing("check_slack_review_archived", channel=channel, name=name, reviews=reviews)
    elif not seen.get("is_member"):
        yield missing("check_slack_review_lost", channel=channel, name=name, reviews=reviews)
