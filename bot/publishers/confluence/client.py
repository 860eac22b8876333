"""Calls to one Confluence: below the address that was set, with the credentials that were set, and nothing else."""

import base64
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import aiohttp
import msgspec
from yarl import URL

from bot.domain.errors import Later, OutsideError, Refused, Unsure
from bot.publishers.confluence.troubles import of_status
from bot.publishers.confluence.wiki import File

T = TypeVar("T")
Query = tuple[tuple[str, str], ...]

CALL_S = 12.0
CONNECT_S = 5.0


@dataclass(frozen=True)
class Answer:
    """One answer that may be read."""

    status: int
    content: bytes
    host: str

    def read(self, type_: type[T]) -> T:
        """The answer as JSON of a type; Refused `publish_no_api` where it is none, such as a page to log in."""
        try:
            return msgspec.json.decode(self.content, type=type_)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Refused("publish_no_api", host=self.host) from None


@dataclass(frozen=True)
class Client:
    """Raises Later, Unsure and Refused `publish_*`; `also` are statuses that whoever calls wants to see itself."""

    base: URL
    session: aiohttp.ClientSession = field(repr=False)

    async def get(self, *steps: str, query: Query = (), also: Collection[int] = ()) -> Answer:
        """One call that changes nothing."""
        return await self._call("GET", steps, query, also, None)

    async def tell(
        self, method: str, *steps: str, query: Query = (), body: object = None, also: Collection[int] = ()
    ) -> Answer:
        """One call that changes something.

        A POST is made once, whatever becomes of its answer. aiohttp makes a PUT a second time where the connection is
        lost: every PUT of ours names the version that it follows, so the second one is refused or does no harm.
        """
        return await self._call(method, steps, query, also, body)

    async def upload(self, method: str, *steps: str, file: File) -> Answer:
        """One file as a form; minor, so that nobody is mailed because of it."""
        form = aiohttp.FormData()
        form.add_field("minorEdit", "true")
        form.add_field("file", file.content, filename=file.name, content_type=file.media_type)
        return await self._call(method, steps, (), (), form)

    async def _call(
        self, method: str, steps: tuple[str, ...], query: Query, also: Collection[int], body: object
    ) -> Answer:
        asking = method == "GET"
        host = self.base.host or ""
        try:
            status, headers, content = await self._answer(
                method, self.base.joinpath(*steps).with_query(query), body
            )
        except aiohttp.ClientConnectorError:
            raise Later("publish_down", None, host=host) from None
        except (aiohttp.ClientError, OSError):  # a timeout is an OSError too
            raise _lost(host, asking=asking) from None
        error = None if status in also else of_status(status, headers, host, asking=asking)
        if error is not None:
            raise error
        return Answer(status, content, host)

    async def _answer(self, method: str, address: URL, body: object) -> tuple[int, Mapping[str, str], bytes]:
        form = body if isinstance(body, aiohttp.FormData) else None
        sent = {"data": form, "headers": {"X-Atlassian-Token": "no-check"}} if form else {"json": body}
        call = self.session.request(method, address, allow_redirects=False, **sent)  # type: ignore[arg-type]  # one of two
        async with call as response:
            return response.status, response.headers, await response.read()


@asynccontextmanager
async def opened(base: str, email: str, token: str) -> AsyncIterator[Client]:
    """A client for one publication. With an e-mail address the token is Cloud's, without one it is a personal one."""
    async with aiohttp.ClientSession(
        headers={"Accept": "application/json", "User-Agent": "agent-incident", **_credentials(email, token)},
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=CALL_S, sock_connect=CONNECT_S),
        trust_env=True,  # many reach their wiki through a proxy alone
    ) as session:
        yield Client(URL(base), session)


def _credentials(email: str, token: str) -> Mapping[str, str]:
    if not email:
        return {"Authorization": f"Bearer {token}"}
    written = base64.b64encode(f"{email}:{token}".encode()).decode()
    return {"Authorization": f"Basic {written}"}


def _lost(host: str, *, asking: bool) -> OutsideError:
    """No answer: what was asked can be asked again, what was told may have been done."""
    return Later("publish_down", None, host=host) if asking else Unsure("publish_unclear", host=host)
