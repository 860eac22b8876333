"""Microsoft's signing keys for the SDK's own check of tokens.

The SDK by itself fetches them inside the event loop, without a time limit, and finds no new key for a day.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic as since_start
from typing import Any

import aiohttp
import jwt
from jwt.algorithms import RSAAlgorithm

from bot.chat.teams.botframework.border import KeysUnreachable, NotAdmitted
from bot.chat.teams.botframework.proxies import proxy_for

CHANNEL = "msteams"
FETCH_S = 5.0
FRESH_S = 24 * 3600.0  # fetched anew once they are older, as Microsoft asks
LIVES_S = 48 * 3600.0  # while they cannot be fetched, the old ones hold until here
FORCED_EVERY_S = 60.0  # anyone can invent a key id: looking for unknown ones is rationed for all together
FAILED_EVERY_S = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Key:
    """A key as the SDK reads it."""

    public_key: Any
    endorsements: tuple[str, ...]  # channels that it may speak for


class Keys:
    """Keys by id. The SDK calls `get`; whoever needs a key that is not there waits for one fetch shared by all."""

    def __init__(
        self, url: str, session: aiohttp.ClientSession, monotonic: Callable[[], float] = since_start
    ) -> None:
        self._url = url
        self._session = session
        self._now = monotonic
        self._lock = asyncio.Lock()
        self._keys: dict[str, Key] = {}
        self._fetched_at = float("-inf")
        self._forced_at = float("-inf")
        self._failed_at = float("-inf")

    async def get(self, key_id: str | None) -> Key:
        """The key of this id. NotAdmitted for one that nobody knows, or that does not speak for Teams.

        KeysUnreachable where that cannot be told.
        """
        if not isinstance(key_id, str) or not key_id:
            raise NotAdmitted("the token names no key")
        if key_id not in self._keys or self._age() > FRESH_S:
            async with self._lock:
                await self._look(key_id)
        found = self._keys.get(key_id)
        if self._age() > LIVES_S or (found is None and self._failed_at > self._fetched_at):
            raise KeysUnreachable("the signing keys could not be fetched")
        if found is None:
            raise NotAdmitted("the token's key is not published")
        if CHANNEL not in found.endorsements:
            raise NotAdmitted("the token's key does not speak for Teams")
        return found

    def _age(self) -> float:
        return self._now() - self._fetched_at

    async def _look(self, key_id: str) -> None:
        """Fetch the keys if this one may be among them, unless somebody just did."""
        forced = self._age() <= FRESH_S
        if forced and key_id in self._keys:
            return
        since = self._now() - (self._forced_at if forced else self._failed_at)
        if since < (FORCED_EVERY_S if forced else FAILED_EVERY_S):
            return
        if forced:
            self._forced_at = self._now()
        if self._session.closed:  # the process is ending
            self._failed_at = self._now()
            return
        try:
            self._keys = await self._fetch()
            self._fetched_at = self._now()
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
            self._failed_at = self._now()
            log.warning("the signing keys of Teams could not be fetched: %s", type(error).__name__)

    async def _fetch(self) -> dict[str, Key]:
        where = str((await self._json(self._url))["jwks_uri"])
        if self._url.startswith("https:") and not where.startswith("https:"):
            raise ValueError(where)
        found = (_key(described) for described in (await self._json(where))["keys"])
        keys = {key_id: key for key_id, key in found if key is not None}
        if not keys:
            raise ValueError("no key among them")
        return keys

    async def _json(self, url: str) -> Any:
        limit = aiohttp.ClientTimeout(total=FETCH_S)
        call = self._session.get(url, timeout=limit, raise_for_status=True, proxy=proxy_for(url))
        async with call as answer:
            return json.loads(await answer.read())


def _key(described: Any) -> tuple[str, Key | None]:
    """One published key and its id, None where it is of a kind that signs no tokens of ours."""
    try:
        endorsements = tuple(str(channel) for channel in described.get("endorsements") or ())
        return str(described["kid"]), Key(RSAAlgorithm.from_jwk(described), endorsements)
    except (jwt.InvalidKeyError, AttributeError, LookupError, TypeError, ValueError):
        return "", None
