"""The token of what goes out: asked of Entra once, kept, and renewed before it ends while the old one still serves.

The SDK by itself asks for one a turn, and waits for it inside the event loop. Source: OAuth 2.0, client credentials.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic as since_start
from typing import Any

import aiohttp

from bot.chat.teams.botframework.border import Addresses, Credentials
from bot.chat.teams.botframework.proxies import proxy_for
from bot.domain.errors import Later

FETCH_S = 8.0
AHEAD_S = 600.0  # before its end a token is renewed
MARGIN_S = 60.0  # before its end a token is not used any more
FAILED_EVERY_S = 30.0  # between tries to renew a token that still serves
CREDENTIALS_S = 300.0  # between two tries while Entra does not take the credentials
OK = 200
TOO_MANY, FAULT = 429, 500

log = logging.getLogger(__name__)


@dataclass
class _Token:
    text: str
    renew_at: float
    ends_at: float


class Tokens:
    """One token for the life of a process; whoever needs it while it is fetched waits for the same fetch."""

    def __init__(
        self,
        credentials: Credentials,
        addresses: Addresses,
        session: aiohttp.ClientSession,
        monotonic: Callable[[], float] = since_start,
    ) -> None:
        self._url = f"{addresses.login.rstrip('/')}/{credentials.tenant}/oauth2/v2.0/token"
        self._asked = {
            "grant_type": "client_credentials",
            "client_id": credentials.app_id,
            "client_secret": credentials.password,
            "scope": addresses.scope,
        }
        self._session = session
        self._now = monotonic
        self._token: _Token | None = None
        self._fetching: asyncio.Task[str] | None = None

    async def get(self) -> str:
        """A token that holds. Later where none can be had; `said` is Entra's own code."""
        token, now = self._token, self._now()
        if token is not None and now < token.renew_at:
            return token.text
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch())
            self._fetching.add_done_callback(self._fetched)
        if token is not None and now < token.ends_at:
            return token.text
        return await asyncio.shield(self._fetching)  # one caller that gives up takes it from nobody else

    def drop(self, text: str) -> None:
        """A token the service does not take: the next call fetches another."""
        if self._token is not None and self._token.text == text:
            self._token = None

    async def close(self) -> None:
        """End a fetch under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait([self._fetching])

    def _fetched(self, task: asyncio.Task[str]) -> None:
        self._fetching = None
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.warning("no new token for Teams: %s", error)
        if self._token is not None:
            self._token.renew_at = min(self._now() + FAILED_EVERY_S, self._token.ends_at)

    async def _fetch(self) -> str:
        if self._session.closed:  # the process is ending
            raise Later("teams_unreachable")
        limit = aiohttp.ClientTimeout(total=FETCH_S)
        try:
            async with self._session.post(
                self._url, data=self._asked, timeout=limit, allow_redirects=False, proxy=proxy_for(self._url)
            ) as answer:
                status, body = answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Later("teams_unreachable") from error
        told = _object(body)
        text, lasts = told.get("access_token"), told.get("expires_in")
        if status != OK or not isinstance(text, str) or not text:
            raise _trouble(status, told)
        lasts_s = float(lasts) if isinstance(lasts, int | float) else MARGIN_S
        ends_at = self._now() + lasts_s - MARGIN_S
        self._token = _Token(text, min(ends_at, self._now() + max(lasts_s / 2, lasts_s - AHEAD_S)), ends_at)
        return text


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _trouble(status: int, told: Mapping[str, Any]) -> Later:
    """What Entra's refusal means: it is down, or does not take who we say we are."""
    if "error" not in told or status == TOO_MANY or status >= FAULT:
        return Later("teams_unreachable")
    codes = told.get("error_codes")
    first = f" AADSTS{codes[0]}" if isinstance(codes, list) and codes else ""
    return Later("teams_credentials", retry_after=CREDENTIALS_S, said=f"{told['error']}{first}")
