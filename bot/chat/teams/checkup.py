"""Teams looked at for real: whether Entra lets us in, Teams' keys can be had, we are in our channels, the port is free.

What a tenant or a team's owner granted cannot be asked for with what a bot has: that is said, and not looked at.
"""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp

from bot.chat.findings import Finding, Held, missing, well
from bot.chat.teams.botframework import Addresses, Connector, Entrance, KeysUnreachable, NotAdmitted
from bot.domain.errors import Later, OutsideError, Refused, Unsure
from bot.ports import Clock

MOST_CHANNELS = 10  # of open reviews; each is one call or a few
ANSWER_S = 2.0
UNAUTHORIZED, FORBIDDEN, GONE = 401, 403, 404
NOBODYS_KEY = "agent-incident-check"
PLATFORM = "msteams"


@dataclass(frozen=True)
class Wanted:
    """Who the bot is and what is looked at: the incident channel (empty for none), channels of open reviews.

    `heard_at` are the service addresses that channels were last heard from, by channel; `teams` are those the bot
    knows, each with whether a plain reply was heard there.
    """

    app_id: str
    tenant: str
    addresses: Addresses
    channel: str = ""
    held: tuple[Held, ...] = ()
    heard_at: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, bool] = field(default_factory=dict)

    @property
    def service(self) -> str:
        """Where Teams is called before it has named an address itself."""
        first = self.addresses.services[0]
        return f"{first}teams/" if urlsplit(first).path in {"", "/"} else first

    def service_of(self, channel: str) -> str:
        """Where a channel is asked for."""
        return self.heard_at.get(channel) or self.service


@dataclass(frozen=True)
class Door:
    """Where the bot listens, and its address in the world, empty where that is not known."""

    host: str
    port: int
    path: str
    address: str = ""

    @property
    def url(self) -> str:
        """As this machine calls it."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}{self.path}"


async def tenant(connector: Connector, wanted: Wanted) -> AsyncIterator[Finding]:
    """Whether Entra takes who we say we are; then, where we are."""
    us = {"app": wanted.app_id, "tenant": wanted.tenant}
    try:
        await connector.warm()
    except OutsideError as error:
        if error.key == "teams_credentials":
            yield missing("check_teams_credentials_bad", said=_said(error), **us)
        else:
            yield _unreachable(wanted.addresses.login)
        return
    yield well("check_teams_credentials", **us)
    for finding in await _places(connector, wanted):
        yield finding
    yield well("check_teams_rights", teams=len(wanted.teams), hearing=sum(wanted.teams.values()))


async def keys(entrance: Entrance, wanted: Wanted, clock: Clock) -> AsyncIterator[Finding]:
    """Whether the keys are there that tell Teams from anybody: a token signed with none of them is looked at."""
    activity = {
        "type": "message",
        "channelId": PLATFORM,
        "serviceUrl": wanted.service,
        "channelData": {"tenant": {"id": wanted.tenant}},
    }
    try:
        await entrance.admit(f"Bearer {_unsigned(wanted, clock)}", activity)
    except NotAdmitted:
        yield well("check_teams_keys")
    except KeysUnreachable:
        yield missing("check_teams_keys_unreachable", host=_host(wanted.addresses.openid))
    else:
        yield missing("check_teams_keys_unseen")


async def port(door: Door) -> AsyncIterator[Finding]:
    """Listen for a moment; a port is well, too, where a bot listens."""
    at = {"host": door.host, "port": door.port}
    try:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, door.host, door.port)
    except OSError as error:
        if await _is_served(door):
            yield well("check_teams_door_served", path=door.path, **at)
            return
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror or "")
        yield missing("check_teams_door_taken", why=why, **at)
        return
    server.close()
    await server.wait_closed()
    yield well("check_teams_door", path=door.path, address=door.address.rstrip("/"), **at)


async def _is_served(door: Door) -> bool:
    """Whether what listens there refuses an activity that comes without a token."""
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(door.url, json={"type": "message", "channelId": PLATFORM}) as answer,
        ):
            return answer.status == UNAUTHORIZED
    except (aiohttp.ClientError, TimeoutError, ValueError):  # ValueError: no address at all
        return False


def _unsigned(wanted: Wanted, clock: Clock) -> str:
    """A token that says all a good one says, under a key that nobody has."""
    now = clock.now()
    head = {"alg": "RS256", "typ": "JWT", "kid": NOBODYS_KEY}
    claims = {
        "iss": wanted.addresses.issuer,
        "aud": wanted.app_id,
        "serviceurl": wanted.service,
        "nbf": int((now - timedelta(minutes=5)).timestamp()),
        "exp": int((now + timedelta(minutes=5)).timestamp()),
    }
    parts = (json.dumps(head), json.dumps(claims), "nobody")
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


async def _places(connector: Connector, wanted: Wanted) -> list[Finding]:
    """The incident channel and those of open reviews, each asked for once."""
    reviews: dict[str, list[str]] = {}
    for held in wanted.held:
        if held.workspace == wanted.tenant:
            reviews.setdefault(held.channel, []).append(held.review)
    looked_at = list(reviews)[:MOST_CHANNELS]
    channels = list(dict.fromkeys([*filter(None, [wanted.channel]), *looked_at]))
    answers = await asyncio.gather(*(_members(connector, wanted.service_of(one), one) for one in channels))
    seen = dict(zip(channels, answers, strict=True))
    found = [_incident_channel(wanted, seen[wanted.channel])] if wanted.channel else []
    lost = [one for c in looked_at for one in _lost(wanted, c, seen[c], sorted(reviews[c]))]
    if looked_at and not lost:
        lost = [well("check_teams_reviews", count=len(looked_at), more=len(reviews) - len(looked_at))]
    return [*found, *lost]


async def _members(connector: Connector, service: str, channel: str) -> int | OutsideError:
    """How many there are, or why we are not told: only a bot that is in a channel is."""
    try:
        return len(await connector.members(service, channel))
    except OutsideError as error:
        return error


def _incident_channel(wanted: Wanted, seen: int | OutsideError) -> Finding:
    if isinstance(seen, int):
        return well("check_teams_channel", count=seen)
    if _status(seen) == FORBIDDEN:
        return missing("check_teams_channel_lost")
    if _status(seen) == GONE:
        return missing("check_teams_channel_unknown", channel=wanted.channel)
    return _trouble(wanted, wanted.channel, seen)


def _lost(wanted: Wanted, channel: str, seen: int | OutsideError, reviews: list[str]) -> Iterator[Finding]:
    """A channel in which answers to open reviews are not heard."""
    if isinstance(seen, int):
        return
    held = {"reviews": ", ".join(reviews), "count": len(reviews)}
    if _status(seen) == FORBIDDEN:
        yield missing("check_teams_review_lost", **held)
    elif _status(seen) == GONE:
        yield missing("check_teams_review_gone", **held)
    else:
        yield _trouble(wanted, channel, seen)


def _trouble(wanted: Wanted, channel: str, error: OutsideError) -> Finding:
    """An error that says nothing of the channel itself."""
    if error.key == "teams_service":
        return missing("check_teams_service", service=wanted.service_of(channel))
    if error.key == "teams_unreachable":
        return _unreachable(wanted.service_of(channel))
    if isinstance(error, Later | Unsure) and error.key != "teams_credentials":
        return missing("check_teams_later")
    return missing("check_teams_channel_unseen", channel=channel, said=_said(error))


def _unreachable(address: str) -> Finding:
    return missing("check_teams_unreachable", host=_host(address))


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _said(error: OutsideError) -> str:
    return str(error.values.get("said") or error.key)


def _status(error: OutsideError) -> object:
    return error.values.get("status") if isinstance(error, Refused) else None
