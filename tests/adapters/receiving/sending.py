"""Requests as exporters send them, and a door on loopback to send them to."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bot.clock import ManualClock
from bot.ports import Store
from bot.traces.receiving.digesting import Asked, Digested, digest
from bot.traces.receiving.door import PATH, Door, Reads, Rules

TOKEN = "a-long-random-word"
NOW = datetime(2026, 11, 27, 14, 2, tzinfo=UTC)
RUN = "0af7651916cd43dd8448eb211c80319c"
PROTOBUF, JSON = "application/x-protobuf", "application/json"
LARGEST = 256 * 1024
PASSWORD = "hunter2!x"


class AtOnce:
    """A reader in our own process."""

    async def start(self) -> None:
        """Ready."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def digest(self, asked: Asked) -> Digested:
        """Read it here."""
        return digest(asked)


class Held(AtOnce):
    """A reader that waits to be let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.waiting = 0

    async def digest(self, asked: Asked) -> Digested:
        """Read it when told to."""
        self.waiting += 1
        await self.go.wait()
        return await super().digest(asked)


def pair(key: str, value: str) -> KeyValue:
    """A text under a key."""
    return KeyValue(key=key, value=AnyValue(string_value=value))


def span(*, run: str = RUN, number: int = 1, agent: str = "", at: datetime = NOW, **attributes: str) -> Span:
    """A span of two seconds; underscores in the names of its attributes are dots."""
    nanoseconds = int(at.timestamp()) * 10**9
    pairs = {name.replace("_", "."): value for name, value in attributes.items()}
    pairs |= {"gen_ai.agent.name": agent} if agent else {}
    return Span(
        trace_id=bytes.fromhex(run),
        span_id=number.to_bytes(8),
        name="chat",
        start_time_unix_nano=nanoseconds,
        end_time_unix_nano=nanoseconds + 2 * 10**9,
        attributes=[pair(*each) for each in pairs.items()],
    )


def request(*spans: Span, service: str = "refunds") -> bytes:
    """An export request in protobuf."""
    made = ExportTraceServiceRequest()
    group = made.resource_spans.add()
    group.resource.attributes.append(pair("service.name", service))
    group.scope_spans.add().spans.extend(spans)
    return made.SerializeToString()


def json_span(**changed: object) -> dict[str, Any]:
    """A span in JSON, as exporters write it."""
    return {
        "traceId": RUN.upper(),
        "spanId": "00f067aa0ba902b7",
        "name": "chat",
        "kind": 3,
        "startTimeUnixNano": "1795788120000000000",
        "endTimeUnixNano": "1795788122000000000",
        **changed,
    }


def json_request(*spans: object) -> bytes:
    """An export request in JSON."""
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sender:
    """Somebody who knows the token, and the address."""

    url: str
    session: aiohttp.ClientSession

    async def sends(self, body: object, media: str = PROTOBUF, **headers: str) -> Answered:
        """One request; a header set to "" is left out."""
        all_headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": media}
        all_headers |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in all_headers.items() if value}
        async with self.session.post(self.url, data=body, headers=sent) as answer:
            return Answered(answer.status, await answer.read(), answer.headers)


@contextlib.asynccontextmanager
async def receiving(
    store: Store, reader: Reads | None = None, *, max_bytes: int = LARGEST
) -> AsyncIterator[Sender]:
    """A door on loopback over a store; errors are worded by their keys."""
    rules = Rules(TOKEN, max_bytes, lambda key, values: " ".join([key, *map(str, values.values())]))
    door = Door(store.received, ManualClock(NOW + timedelta(seconds=5)), rules, reader or AtOnce())
    server = web.Application()
    server.add_routes(door.routes())
    runner = web.AppRunner(server, access_log=None, auto_decompress=False, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        async with door.open(), aiohttp.ClientSession(auto_decompress=False) as session:
            yield Sender(f"http://{host}:{port}{PATH}", session)
    finally:
        await runner.cleanup()
