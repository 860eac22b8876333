"""One HTTP call of the SDK's client, over aiohttp instead of a thread: no redirects, and a time limit of ours.

No retries but one: where the connection broke under it, aiohttp sends at once again what is no POST.

The SDK's own sender blocks a thread of the default pool per call, tries an update again by itself, and stumbles over
an answer that is a web page.
"""

import json
from typing import Any, cast

import aiohttp
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPPolicy, AsyncHTTPSender
from msrest.universal_http import ClientRequest
from msrest.universal_http.async_abc import AsyncClientResponse
from yarl import URL

from bot.chat.teams.botframework.proxies import proxy_for
from bot.chat.teams.botframework.tokens import Tokens
from bot.chat.teams.botframework.troubles import of_answer
from bot.domain.errors import Later, Unsure

CALL_S = 10.0
CONNECT_S = 5.0
NEVER_SENT = (
    aiohttp.ClientConnectorError,  # refused, no such host, no handshake
    aiohttp.ClientHttpProxyError,  # the proxy does not let us through
    aiohttp.ConnectionTimeoutError,
)
AS_JSON = {"content-type": "application/json"}


class Answer(AsyncClientResponse):
    """A success, as the SDK's client reads it. `internal_response` is the object that was answered, for us."""

    def __init__(self, request: ClientRequest, body: bytes, told: dict[str, Any]) -> None:
        super().__init__(request, told)
        self.status_code = 200  # the SDK knows fewer of them than there are
        self.headers = dict(AS_JSON)
        self._body = body

    def body(self) -> bytes:
        """What was answered, empty where nothing was."""
        return self._body


class Wire(AsyncHTTPSender[Any, Any]):
    """Sends one request. Raises Later where nothing arrived, Unsure where nobody knows, Refused for a refusal."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._limit = aiohttp.ClientTimeout(total=CALL_S, sock_connect=CONNECT_S)

    async def __aexit__(self, *exc_details: object) -> None:
        """The session is closed by who made it."""

    async def send(self, request: Request[ClientRequest], **config: Any) -> Response[Any, Any]:
        """One try; see the class."""
        del config
        asked = request.http_request
        status, headers, body = await self._sent(asked)
        if not 200 <= status < 300:
            raise of_answer(status, headers, body)
        return Response(request, Answer(asked, body, _object(body)))

    async def _sent(self, asked: ClientRequest) -> tuple[int, Any, bytes]:
        if self._session.closed:  # the process is ending
            raise Later("teams_unreachable")
        headers = {name: value for name, value in asked.headers.items() if name.lower() != "content-length"}
        content = asked.data.encode() if isinstance(asked.data, str) else asked.data
        call = self._session.request(
            asked.method,
            URL(asked.url, encoded=True),
            data=content,
            headers=headers,
            timeout=self._limit,
            allow_redirects=False,
            proxy=proxy_for(asked.url),
        )
        try:
            async with call as answer:
                return answer.status, answer.headers, await answer.read()
        except NEVER_SENT as error:
            raise Later("teams_unreachable") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unsure("teams_reply_lost") from error


class Bearer(AsyncHTTPPolicy[Any, Any]):
    """Puts our token on a request; one that the service does not take is dropped. Without tokens, none is put."""

    def __init__(self, tokens: Tokens | None) -> None:
        super().__init__()
        self._tokens = tokens

    async def send(self, request: Request[ClientRequest], **kwargs: Any) -> Response[Any, Any]:
        """See the class. Later where no token can be had."""
        on = cast("AsyncHTTPSender[Any, Any]", self.next)  # the pipeline sets it, before anything is sent
        if self._tokens is None:
            return await on.send(request, **kwargs)
        token = await self._tokens.get()
        request.http_request.headers["Authorization"] = f"Bearer {token}"
        try:
            return await on.send(request, **kwargs)
        except Later as error:
            if error.key == "teams_credentials":
                self._tokens.drop(token)
            raise


def _object(body: bytes) -> dict[str, Any]:
    """What a success tells: an object, or nothing. Unsure where it is anything else, as a page of a proxy's."""
    try:
        told = json.loads(body) if body.strip() else {}
    except ValueError as error:
        raise Unsure("teams_reply_lost") from error
    if not isinstance(told, dict):
        raise Unsure("teams_reply_lost")
    return told
