"""Whether Slack can reach us: a socket that is greeted, or a port and the secret of what is signed."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.findings import Finding, missing, well
from bot.chat.slack.checkup import is_near, trouble, unreachable
from bot.chat.slack.reading import mapping, number, text
from bot.chat.slack.troubles import tried
from bot.domain.errors import OutsideError

HELLO_S = 4.0
CLOSE_S = 1.0
ANSWER_S = 2.0
OK = 200
CHALLENGE = "is this agent-incident"


async def socket(client: AsyncWebClient, *, hello_s: float = HELLO_S) -> AsyncIterator[Finding]:
    """Open a socket with the app's token, wait for Slack's `hello`, and close it at once.

    At once, because Slack may send what people do to any socket that is open.
    """
    if not await is_near(client):
        yield unreachable(client)
        return
    try:
        opened = await tried(client.apps_connections_open(app_token=str(client.token)))
    except OutsideError as error:
        yield trouble(error, client, "check_slack_app_token")
        return
    try:
        async with asyncio.timeout(hello_s):
            found = await _greeting(str(opened.get("url", "")), client)
    except TimeoutError:
        found = missing("check_slack_socket_silent", seconds=f"{hello_s:g}")
    except (aiohttp.ClientError, OSError, ValueError):  # ValueError: what answers there speaks no JSON
        found = missing("check_slack_socket_blocked")
    yield found


async def _greeting(url: str, client: AsyncWebClient) -> Finding:
    """What the first words of a socket mean."""
    closing = aiohttp.ClientWSTimeout(ws_close=CLOSE_S)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(url, proxy=client.proxy, timeout=closing) as line,
    ):
        first = await line.receive()
    if first.type is not aiohttp.WSMsgType.TEXT:
        return missing("check_slack_socket_closed", said=str(first.data or ""))
    said = mapping(json.loads(first.data))
    if text(said, "type") == "hello":
        return well("check_slack_socket", others=max(number(said, "num_connections") - 1, 0))
    return missing("check_slack_socket_closed", said=text(said, "reason") or text(said, "type"))


@dataclass(frozen=True)
class Door:
    """Where HTTP mode listens, and the secret that Slack's requests are signed with."""

    host: str
    port: int
    path: str
    secret: str

    @property
    def url(self) -> str:
        """As this machine calls it."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}{self.path}"


async def port(door: Door) -> AsyncIterator[Finding]:
    """Listen for a moment; a port that is taken by a bot with the same secret is well, too."""
    try:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, door.host, door.port)
    except OSError as error:
        if await _is_served(door):
            yield well("check_slack_http_served", host=door.host, port=door.port)
            return
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror or "")
        yield missing("check_slack_http_taken", host=door.host, port=door.port, why=why)
        return
    server.close()
    await server.wait_closed()
    yield well("check_slack_http", host=door.host, port=door.port)


async def _is_served(door: Door) -> bool:
    """Whether what listens there answers a signed challenge as the bot does."""
    body = json.dumps({"type": "url_verification", "challenge": CHALLENGE})
    verifier = SignatureVerifier(door.secret)
    stamp = str(int(verifier.clock.now()))  # the clock that the other process checks it by
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(verifier.generate_signature(timestamp=stamp, body=body)),
    }
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(door.url, data=body, headers=headers) as answer,
        ):
            return answer.status == OK and CHALLENGE in await answer.text()
    except (aiohttp.ClientError, TimeoutError, ValueError):  # ValueError: not text, or no address at all
        return False
