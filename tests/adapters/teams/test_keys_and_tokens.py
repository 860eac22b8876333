"""Keys that grow old and tokens that end, with a clock moved by hand; and that waiting for either stalls nobody."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import aiohttp
import pytest
from jwt.algorithms import RSAAlgorithm

from bot.chat.teams.botframework import Addresses, KeysUnreachable, NotAdmitted, connect
from bot.chat.teams.botframework.keys import Keys
from bot.chat.teams.botframework.tokens import Tokens
from bot.domain.errors import Later
from tests.adapters.teams.fake.openid import APP, ISSUER, METADATA, TENANT, OpenId, key
from tests.adapters.teams.service import KNOWN

HOUR = 3600.0
BEATS = 50


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """Seconds since some moment."""
        return self.seconds


def with_keys(story: Callable[[Keys, OpenId, Hand], Awaitable[None]]) -> None:
    """Run a story with a key set and its clock."""

    async def run() -> None:
        async with OpenId() as openid, aiohttp.ClientSession() as session:
            hand = Hand()
            await story(Keys(openid.addresses().openid, session, hand), openid, hand)

    asyncio.run(run())


def with_tokens(story: Callable[[Tokens, OpenId, Hand], Awaitable[None]]) -> None:
    """Run a story with tokens and their clock."""

    async def run() -> None:
        async with OpenId() as openid, aiohttp.ClientSession() as session:
            hand = Hand()
            tokens = Tokens(KNOWN, openid.addresses(), session, hand)
            await story(tokens, openid, hand)
            await tokens.close()

    asyncio.run(run())


def test_keys_are_fetched_again_after_a_day() -> None:
    """One that was withdrawn since is known no more."""

    async def story(keys: Keys, openid: OpenId, hand: Hand) -> None:
        openid.rotate()
        await keys.get("key-1")
        hand.seconds += 23 * HOUR
        await keys.get("key-1")
        assert openid.key_fetches == 1
        del openid.published[1]
        hand.seconds += 2 * HOUR
        with pytest.raises(NotAdmitted):
            await keys.get("key-1")
        assert openid.key_fetches == 2

    with_keys(story)


def test_old_keys_hold_one_day_longer_while_new_ones_are_away() -> None:
    """Then nobody can tell any more; and once they are back, all is well."""

    async def story(keys: Keys, openid: OpenId, hand: Hand) -> None:
        await keys.get("key-1")
        openid.troubles = [500, 502]
        hand.seconds += 25 * HOUR
        await keys.get("key-1")
        hand.seconds += 24 * HOUR
        with pytest.raises(KeysUnreachable):
            await keys.get("key-1")
        hand.seconds += 60
        await keys.get("key-1")

    with_keys(story)


def test_an_invented_key_makes_one_fetch_a_minute() -> None:
    """However many are invented; after the minute, a new one is looked for again."""

    async def story(keys: Keys, openid: OpenId, hand: Hand) -> None:
        await keys.get("key-1")
        for number in range(2, 12):
            with pytest.raises(NotAdmitted):
                await keys.get(f"key-{number}")
        assert openid.key_fetches == 2
        openid.rotate()
        hand.seconds += 59
        with pytest.raises(NotAdmitted):
            await keys.get("key-2")
        hand.seconds += 2
        assert (await keys.get("key-2")).endorsements == ("msteams",)
        assert openid.key_fetches == 3

    with_keys(story)


def test_keys_that_could_not_be_fetched_are_tried_again_soon() -> None:
    """After seconds, not after a minute, and not for each who asks."""

    async def story(keys: Keys, openid: OpenId, hand: Hand) -> None:
        openid.troubles = [503]
        for _ in range(3):
            with pytest.raises(KeysUnreachable):
                await keys.get("key-1")
        assert openid.key_fetches == 1
        hand.seconds += 6
        await keys.get("key-1")

    with_keys(story)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "<html></html>",
        "[]",
        "{}",
        '{"jwks_uri": 7}',
        '{"jwks_uri": "http://127.0.0.1:9/none"}',
        '{"keys": []}',
        '{"keys": [{"kid": "key-1", "kty": "RSA"}]}',
        '{"keys": 7}',
        '{"keys": ["x", null, {"kid": "key-1", "kty": "EC", "crv": "P-256", "x": "a", "y": "b"}]}',
        "\udcff",
    ],
)
def test_a_document_that_brings_no_keys_is_none(document: str) -> None:
    """Whatever stands in it, nobody is let in, and it is tried again."""
    body = document.encode("utf-8", "surrogateescape")

    def answer(path: str) -> bytes:
        names_keys = path == "/" and '"keys"' in document
        return json.dumps({"jwks_uri": f"{base}/keys"}).encode() if names_keys else body

    async def run() -> None:
        async with aiohttp.ClientSession() as session:
            with pytest.raises(KeysUnreachable):
                await Keys(f"{base}/", session).get("key-1")

    with served(answer) as base:
        asyncio.run(run())


def test_a_token_is_renewed_before_it_ends_while_the_old_one_serves() -> None:
    """Nobody waits for it: the one that asks gets the old one, those after the new one."""

    async def story(tokens: Tokens, openid: OpenId, hand: Hand) -> None:
        first = await tokens.get()
        hand.seconds += 3600 - 700
        assert await tokens.get() == first
        assert openid.token_fetches == 1
        hand.seconds += 200
        openid.gate.clear()
        assert await tokens.get() == first
        openid.gate.set()
        while await tokens.get() == first:
            await asyncio.sleep(0)
        assert openid.token_fetches == 2

    with_tokens(story)


def test_a_token_that_cannot_be_renewed_serves_until_its_end() -> None:
    """Entra is asked again every half minute, not with each message; after the end it has to answer."""

    async def story(tokens: Tokens, openid: OpenId, hand: Hand) -> None:
        first = await tokens.get()
        openid.troubles = [500] * 2
        hand.seconds += 3600 - 500
        assert await tokens.get() == first
        while len(openid.troubles) == 2 or tokens._fetching is not None:  # noqa: SLF001 - when it is done, nothing else tells
            await asyncio.sleep(0)
        for _ in range(5):
            assert await tokens.get() == first
        assert openid.token_fetches == 2
        hand.seconds += 500
        with pytest.raises(Later, match="teams_unreachable"):
            await tokens.get()
        assert await tokens.get() != first

    with_tokens(story)


def test_a_token_of_a_short_life_is_used_as_long_as_it_holds() -> None:
    """Ten minutes are not renewed all the time, and one of seconds is used for nothing."""

    async def story(tokens: Tokens, openid: OpenId, hand: Hand) -> None:
        openid.expires_in_s = 600
        first = await tokens.get()
        hand.seconds += 200
        assert await tokens.get() == first
        assert openid.token_fetches == 1
        hand.seconds += 500
        openid.expires_in_s = 30
        second = await tokens.get()
        assert await tokens.get() not in {first, second}

    with_tokens(story)


@contextmanager
def served(answer: Callable[[str], bytes]) -> Iterator[str]:
    """A server in threads of its own: it answers whatever the event loop of the test is doing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answer(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        worker = threading.Thread(target=server.serve_forever, args=(0.01,))
        worker.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            worker.join()


def test_waiting_for_keys_tokens_and_answers_stalls_nobody() -> None:
    """Each of them comes only when another task of the same loop went on: a call that blocks would wait in vain."""
    beats, enough, waited = [0], threading.Condition(), []
    described = json.loads(RSAAlgorithm.to_jwk(key(1).public_key()))
    keys = {"keys": [described | {"kid": "key-1", "endorsements": ["msteams"]}]}

    def answer(path: str) -> bytes:
        with enough:
            goal = beats[0] + BEATS
            waited.append(enough.wait_for(lambda: beats[0] >= goal, timeout=5))
        token = {"access_token": "t", "expires_in": 3600}
        told: dict[str, Any] = {METADATA: {"issuer": ISSUER, "jwks_uri": f"{base}/keys"}, "/keys": keys}
        return json.dumps(told.get(path, token if "token" in path else {"id": "1"})).encode()

    async def beat() -> None:
        while True:
            with enough:
                beats[0] += 1
                enough.notify_all()
            await asyncio.sleep(0)

    async def run() -> None:
        addresses = Addresses(login=f"{base}/", openid=f"{base}{METADATA}", services=(base,))
        entrance, connector = connect(KNOWN, addresses=addresses)
        beating = asyncio.create_task(beat())
        heard = {"channelId": "msteams", "serviceUrl": base, "conversation": {"tenantId": TENANT}}
        await entrance.admit(OpenId(APP).bearer(base), heard)
        assert await connector.send(base, "19:a@thread.tacv2;messageid=1", {"type": "message"}) == "1"
        await connector.update(base, "19:a@thread.tacv2;messageid=1", "1", {"type": "message"})
        beating.cancel()
        await connector.close()

    with served(answer) as base:
        asyncio.run(run())
    assert waited == [True] * 5
