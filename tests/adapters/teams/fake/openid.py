"""Who vouches for whom in the fake: the OpenID provider of tokens to the bot, and the endpoint of tokens from it."""

import asyncio
import itertools
import json
import time
from collections.abc import Mapping
from functools import cache
from types import TracebackType
from typing import Any, Self

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from bot.chat.teams.botframework import Addresses

APP = "11111111-2222-4333-8444-555555555555"
PASSWORD = "a-secret-of-this-app-alone"
TENANT = "99999999-8888-4777-8666-555555555555"
ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"
METADATA = "/v1/.well-known/openidconfiguration"
TEAMS = ("msteams",)


@cache
def key(number: int) -> RSAPrivateKey:
    """A signing key; the same number is the same key for the whole run, for making one takes its time."""
    del number
    return generate_private_key(public_exponent=65537, key_size=2048)


class OpenId:
    """One server on loopback. Its first key is 1; keys published are `published`, each with its endorsements.

    `troubles` are statuses that the next requests for keys or tokens are answered instead; `gate` holds requests up
    while it is not set.
    """

    def __init__(self, app: str = APP, password: str = PASSWORD) -> None:
        self.app, self.password = app, password
        self.published: dict[int, tuple[str, ...] | None] = {1: TEAMS}
        self.signing = 1
        self.key_fetches = 0
        self.token_fetches = 0
        self.token_asked: list[tuple[str, dict[str, str]]] = []
        self.tokens: set[str] = set()
        self.expires_in_s = 3600
        self.troubles: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._numbers = itertools.count(1)
        routes = web.Application()
        routes.router.add_get(METADATA, self._metadata)
        routes.router.add_get("/v1/.well-known/keys", self._keys)
        routes.router.add_post("/login/{tenant}/oauth2/v2.0/token", self._token)
        self._server = TestServer(routes)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gate.set()
        await self._server.close()

    def addresses(self, *services: str) -> Addresses:
        """Where this server stands in for Microsoft's, with the service addresses that may be called."""
        login, openid = str(self._server.make_url("/login/")), str(self._server.make_url(METADATA))
        return Addresses(login=login, openid=openid, services=services)

    def rotate(self) -> None:
        """A new key is published, and signs from now on; the old ones stay published."""
        self.signing = max(self.published) + 1
        self.published[self.signing] = TEAMS

    def claims(self, service: str, **changed: Any) -> dict[str, Any]:
        """What a good token to the bot says; a claim changed to None is left out."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": self.app, "serviceurl": service, "iat": now, "nbf": now - 300}
        return {
            name: claim for name, claim in (good | {"exp": now + 3600} | changed).items() if claim is not None
        }

    def sign(self, claims: Mapping[str, Any], *, number: int = 0, algorithm: str = "RS256") -> str:
        """A token signed with a key, published or not; 0 is the one that signs now."""
        number = number or self.signing
        secret = "" if algorithm == "none" else key(number)
        payload = json.dumps(dict(claims)).encode()  # any claims: the JWT layer refuses to write wrong ones
        return jwt.PyJWS().encode(payload, secret, algorithm=algorithm, headers={"kid": f"key-{number}"})

    def bearer(self, service: str, **changed: Any) -> str:
        """The header that comes with an activity from a service address."""
        return f"Bearer {self.sign(self.claims(service, **changed))}"

    def admits(self, authorization: str) -> bool:
        """Whether the connector takes a header of the bot's: with a token given out here and not revoked since."""
        scheme, _, token = authorization.partition(" ")
        return scheme == "Bearer" and token in self.tokens

    def revoke(self) -> None:
        """No token given out so far is taken any more."""
        self.tokens.clear()

    async def _metadata(self, request: web.Request) -> web.Response:
        self.key_fetches += 1
        if (trouble := await self._trouble()) is not None:
            return trouble
        keys = str(request.url.with_path("/v1/.well-known/keys"))
        return web.json_response({"issuer": ISSUER, "jwks_uri": keys})

    async def _keys(self, request: web.Request) -> web.Response:
        del request
        keys = [_published(number, endorsed) for number, endorsed in self.published.items()]
        return web.json_response({"keys": keys})

    async def _token(self, request: web.Request) -> web.Response:
        self.token_fetches += 1
        asked = {name: str(value) for name, value in (await request.post()).items()}
        self.token_asked.append((request.match_info["tenant"], asked))
        if (trouble := await self._trouble()) is not None:
            return trouble
        if asked.get("client_id") != self.app or asked.get("client_secret") != self.password:
            refusal = {
                "error": "invalid_client",
                "error_codes": [7000215],
                "error_description": "AADSTS7000215",
            }
            return web.json_response(refusal, status=401)
        token = f"token-{next(self._numbers)}"
        self.tokens.add(token)
        return web.json_response(
            {"token_type": "Bearer", "expires_in": self.expires_in_s, "access_token": token}
        )

    async def _trouble(self) -> web.Response | None:
        await self.gate.wait()
        if not self.troubles:
            return None
        return web.Response(text="<html>no</html>", status=self.troubles.pop(0), content_type="text/html")


def _published(number: int, endorsed: tuple[str, ...] | None) -> dict[str, Any]:
    """A key as the provider publishes it, without endorsements where they are None."""
    described: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(key(number).public_key()))
    described |= {"kid": f"key-{number}", "use": "sig"}
    return described if endorsed is None else described | {"endorsements": list(endorsed)}
