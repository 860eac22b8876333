"""`POST /v1/traces` and `/v1/logs`: agents send spans and events, and hear that they are kept once they are."""

import asyncio
import contextlib
import hmac
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from bot.domain.errors import Incident, Later, PersonError
from bot.domain.personal import Personal
from bot.ports import Clock, Received, ReceivedSpans
from bot.traces.receiving.answers import JSON, PROTOBUF, Answer, not_taken, taken, taken_in_part
from bot.traces.receiving.digesting import Asked, Digested
from bot.traces.receiving.splitting import PART_BYTES

log = logging.getLogger(__name__)

PATH = "/v1/traces"
LOGS_PATH = "/v1/logs"
MOST_WAITING = 256  # requests in hand; an exporter keeps what is refused and sends it again
ROOM = 64 * 1024 * 1024  # bytes of the bodies in hand, as sent
BODY_S = 30.0  # a body that takes longer to come is given up
RETRY_S = 5
MOST_ROWS = 64  # of one piece
COMMITS = 4  # pieces of requests on their way into the database: they share a commit, which must stay small

_STATUS = {
    "traces_token": 401,
    "traces_media": 415,
    "traces_too_large": 413,
    "traces_unreadable": 400,
}


@dataclass(frozen=True)
class Rules:
    """What is asked of a request: its token, and the largest body in bytes, unpacked. `worded` words an error.

    `personal` is taken out of its spans besides secrets.
    """

    token: str
    max_bytes: int
    worded: Callable[[str, dict[str, Any]], str]
    personal: tuple[Personal, ...] = ()


class Reads(Protocol):
    """What reads requests: `reader.Reader`, a process of its own."""

    async def digest(self, asked: Asked) -> Digested:
        """What a request holds. PersonError for one that cannot be used, Later where it cannot be read just now."""

    async def start(self) -> None:
        """Be ready."""

    async def stop(self) -> None:
        """Let go of everything."""


class Door:
    """Takes requests: at most so many at a time, each answered when its spans are committed."""

    def __init__(self, received: Received, clock: Clock, rules: Rules, reader: Reads) -> None:
        self._received = received
        self._clock = clock
        self._rules = rules
        self._reader = reader
        self._commits = asyncio.Semaphore(COMMITS)
        self._waiting = 0
        self._held = 0
        self._said: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """Where it is."""
        return [web.post(path, self._hear) for path in (PATH, LOGS_PATH)]

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Ready while the block runs; what is not kept at its end is refused, and comes again."""
        await self._reader.start()
        try:
            yield
        finally:
            await self._reader.stop()

    async def _hear(self, request: web.Request) -> web.Response:
        media = JSON if request.content_type == JSON else PROTOBUF
        try:
            answer = await self._answer(request, media)
        except Incident as error:
            status = _STATUS.get(error.key, 503)
            self._say_once(error, request.path)
            why = self._rules.worded(error.key, error.values)
            answer = not_taken(status, media, why, RETRY_S if status == 503 else 0)
        response = web.Response(status=answer.status, body=answer.body, content_type=answer.media)
        if answer.retry_after:
            response.headers["Retry-After"] = str(answer.retry_after)
        if answer.status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    async def _answer(self, request: web.Request, media: str) -> Answer:
        self._admit(request)
        with self._room_for(request):
            content = await self._body(request)
            rules = self._rules
            is_logs = request.path == LOGS_PATH
            asked = Asked(content, media == JSON, self._clock.now(), rules.max_bytes, rules.personal, is_logs)
            digested = await self._reader.digest(asked)
            await self._keep(digested.batches)
        return self._taken(digested, asked, media)

    def _admit(self, request: web.Request) -> None:
        """PersonError for a request that is not looked into: its token first, then what it says it is."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        is_ours = hmac.compare_digest(
            given.strip().encode(errors="surrogateescape"), self._rules.token.encode()
        )
        if scheme.lower() != "bearer" or not is_ours:
            raise PersonError("traces_token")
        encoding = request.headers.get("Content-Encoding", "identity").lower()
        if request.content_type not in {JSON, PROTOBUF} or encoding not in {"identity", "gzip"}:
            raise PersonError("traces_media", seen=f"{request.content_type}, {encoding}"[:80])
        if (request.content_length or 0) > self._rules.max_bytes:
            raise self._too_large()

    @contextlib.contextmanager
    def _room_for(self, request: web.Request) -> Iterator[None]:
        """A place among the requests in hand. Later traces_busy where there is none."""
        size = request.content_length or self._rules.max_bytes
        if self._waiting >= MOST_WAITING or (self._held and self._held + size > ROOM):
            raise Later("traces_busy")
        self._waiting, self._held = self._waiting + 1, self._held + size
        try:
            yield
        finally:
            self._waiting, self._held = self._waiting - 1, self._held - size

    async def _body(self, request: web.Request) -> bytes:
        """The body as sent. It is counted here, and again unpacked: the server's own limit is for other requests."""
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_S):
                async for chunk in request.content.iter_any():
                    body += chunk
                    if len(body) > self._rules.max_bytes:
                        raise self._too_large()
        except TimeoutError as error:
            raise Later("traces_slow") from error
        return bytes(body)

    def _too_large(self) -> PersonError:
        return PersonError("traces_too_large", cap=self._rules.max_bytes, setting="TRACE_MAX_BYTES")

    async def _keep(self, batches: tuple[ReceivedSpans, ...]) -> None:
        """Committed, piece by piece; a request that is cut off in the middle is sent again and adds what is missing."""
        for piece in _pieces(batches):
            async with self._commits:
                await asyncio.wrap_future(self._received.keep_soon(piece))

    def _taken(self, digested: Digested, asked: Asked, media: str) -> Answer:
        self._said -= {key for key in self._said if key not in _STATUS}
        if not digested.refused:
            return taken(media)
        count = digested.refused
        if asked.is_logs:
            error, what = PersonError("traces_records_refused", count=count), "rejectedLogRecords"
        else:
            error, what = PersonError("traces_spans_refused", count=count), "rejectedSpans"
        return taken_in_part(media, count, self._rules.worded(error.key, error.values), what)

    def _say_once(self, error: Incident, path: str) -> None:
        """Log what is refused: each reason once, those that pass away once more after they have."""
        if error.key not in self._said:
            self._said.add(error.key)
            shown = ", ".join(f"{name} {value}" for name, value in error.values.items())
            log.warning("a request at %s was refused: %s %s", path, error.key, shown)


def _pieces(batches: tuple[ReceivedSpans, ...]) -> Iterator[tuple[ReceivedSpans, ...]]:
    """Rows that go together: as many as are no larger, packed, than one may be unpacked."""
    piece, size = list[ReceivedSpans](), 0
    for batch in batches:
        if piece and (size + len(batch.packed) > PART_BYTES or len(piece) == MOST_ROWS):
            yield tuple(piece)
            piece, size = [], 0
        piece.append(batch)
        size += len(batch.packed)
    if piece:
        yield tuple(piece)
