"""The one door to backends: where a call may go, what it may bring, how long it may take."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import aiohttp
import msgspec
from yarl import URL

from bot.domain.errors import Later, PersonError, Refused
from bot.traces.sources.guarding import Guard
from bot.traces.sources.sites import Site
from bot.traces.sources.troubles import NotThere, is_page, of_status
from bot.traces.unpacking import too_large, unpacked

T = TypeVar("T")
Query = tuple[tuple[str, str], ...]

MOST_HOPS = 3
CONNECT_S = 10.0
CHUNK = 64 * 1024
MOVED = frozenset({301, 302, 303, 307, 308})
JSON = "application/json"

_NO_HANDSHAKE = (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError)


@dataclass(frozen=True)
class Limits:
    """What one fetch may take: bytes unpacked, spans, seconds in all, and calls."""

    bytes: int
    spans: int
    seconds: float
    calls: int = 100


@dataclass(frozen=True)
class Answer:
    """One answer of a backend, unpacked, its bytes as they came."""

    site: Site
    address: str
    content: bytes
    media_type: str

    def read(self, type_: type[T]) -> T:
        """The answer as JSON of a type. Refused `source_unreadable` where it is none."""
        try:
            return msgspec.json.decode(self.content, type=type_)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Refused("source_unreadable", name=self.site.name, host=self.site.api.host) from None


@dataclass(frozen=True)
class Door:
    """Opens visits. `private_hosts` may lie at private addresses; every other host must be out in the world."""

    limits: Limits
    private_hosts: frozenset[str] = frozenset()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @asynccontextmanager
    async def visit(self, site: Site) -> AsyncIterator["Visit"]:
        """Calls of one fetch to one site. Raises Later, Refused, and PersonError `trace_too_large`.

        Their sentences hold no credentials, and no error of the HTTP client hangs on them: those hold requests.
        """
        host = site.api.host or ""
        guard = Guard(host, private=host in self.private_hosts)
        connector = aiohttp.TCPConnector(socket_factory=guard, force_close=True, use_dns_cache=False)
        known = {"name": site.name, "host": host}
        try:
            async with asyncio.timeout(self.limits.seconds), _session(connector) as session:
                yield Visit(site, session, self.limits)
        except _NO_HANDSHAKE:
            raise Refused("source_certificate", **known) from None
        except (aiohttp.ClientError, OSError) as error:  # a timeout is an OSError too
            if guard.refused:
                raise Refused("source_private", setting="TRACE_PRIVATE_HOSTS", **known) from None
            late = isinstance(error, TimeoutError)
            raise Later("source_slow" if late else "source_unreachable", None, **known) from None


def _session(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        auto_decompress=False,  # a small answer may unpack to more than memory holds: the cap counts on the way
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S),
        headers={"Accept-Encoding": "gzip", "User-Agent": "agent-incident"},
        trust_env=False,  # through a proxy the address that is connected to could not be looked at
    )


@dataclass
class Visit:
    """The calls of one fetch."""

    site: Site
    session: aiohttp.ClientSession = field(repr=False)
    limits: Limits
    taken: int = 0
    calls: int = 0

    async def get(self, *steps: str, query: Query = (), accept: str = JSON) -> Answer:
        """The answer to GET; Later, Refused or PersonError for every other than a readable one."""
        return await self._call("GET", self.site.address(steps, query), accept=accept)

    async def get_first(self, *paths: tuple[str, ...], accept: str = JSON) -> Answer:
        """The answer at the first address that the server knows; errors of the last one."""
        *newer, oldest = paths
        for steps in newer:
            try:
                return await self.get(*steps, accept=accept)
            except NotThere:
                continue
        return await self.get(*oldest, accept=accept)

    async def post(self, *steps: str, body: Mapping[str, object]) -> Answer:
        """The answer to a POST that asks and changes nothing."""
        return await self._call("POST", self.site.address(steps), accept=JSON, body=body)

    def count_spans(self, count: int) -> None:
        """Stop reading pages of a run that is longer than can be taken. PersonError `trace_too_many_spans`."""
        if count > self.limits.spans:
            raise PersonError("trace_too_many_spans", cap=self.limits.spans, setting="TRACE_MAX_SPANS")

    async def _call(
        self, method: str, address: URL, *, accept: str, body: Mapping[str, object] | None = None
    ) -> Answer:
        for _ in range(MOST_HOPS + 1):
            self._count()
            headers = {**self.site.headers, "Accept": accept}
            call = self.session.request(method, address, headers=headers, json=body, allow_redirects=False)
            async with call as response:
                if response.status not in MOVED:
                    return await self._read(response)
                address = self._next(address, response.headers.get("Location", ""))
        raise Refused("source_redirected", name=self.site.name, host=self.site.api.host, to="")

    def _count(self) -> None:
        self.calls += 1
        if self.calls > self.limits.calls:
            raise Refused("source_endless", name=self.site.name, host=self.site.api.host)

    def _next(self, address: URL, location: str) -> URL:
        """Where a redirect leads, on the same scheme, host and port. Refused `source_redirected` for elsewhere."""
        try:
            there = address.join(URL(location))
            stays = bool(location) and there.origin() == self.site.api.origin()
        except ValueError:
            stays, there = False, address
        if not stays or there.user is not None:
            to = there.host or "" if there.host != self.site.api.host else ""
            raise Refused("source_redirected", name=self.site.name, host=self.site.api.host, to=to)
        return there

    async def _read(self, response: aiohttp.ClientResponse) -> Answer:
        error = of_status(self.site, response.status, response.headers)
        if error is not None:
            raise error
        content = await self._content(response)
        if is_page(response.content_type, content):
            raise Refused("source_no_api", name=self.site.name, host=self.site.api.host)
        self.taken += len(content)
        return Answer(self.site, str(response.url), content, response.content_type)

    async def _content(self, response: aiohttp.ClientResponse) -> bytes:
        """The body, unpacked. PersonError `trace_too_large` where all bodies of the visit are more than the cap."""
        left = self.limits.bytes - self.taken
        found = bytearray()
        async for chunk in response.content.iter_chunked(CHUNK):
            found += chunk
            if len(found) > left:
                raise too_large(self.limits.bytes)
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing == "identity":
            return bytes(found)
        unreadable = Refused("source_unreadable", name=self.site.name, host=self.site.api.host)
        if packing not in {"gzip", "x-gzip"}:
            raise unreadable
        try:
            return await asyncio.to_thread(unpacked, bytes(found), left)
        except PersonError as error:
            raise (too_large(self.limits.bytes) if error.key == "trace_too_large" else unreadable) from None
