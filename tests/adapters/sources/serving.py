"""A small server on loopback that answers as a backend is documented to, and remembers what it was asked."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.ports import Capture, TraceSource
from bot.traces.sources.fetching import Door, Limits
from bot.traces.sources.given import Given
from bot.traces.sources.registry import sources

Reply = Callable[[web.Request], web.StreamResponse | Awaitable[web.StreamResponse]]

LATER = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
"""A day after the run of these tests."""


@dataclass(frozen=True)
class Seen:
    """One request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: str


@dataclass
class Backend:
    """Answers by `METHOD /path`; anything else is 404, as JSON."""

    routes: Mapping[str, Reply]
    seen: list[Seen] = field(default_factory=list)
    url: str = ""
    _runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        body = (await request.read()).decode()
        self.seen.append(
            Seen(
                request.method,
                request.raw_path.partition("?")[0],
                dict(request.query),
                dict(request.headers),
                body,
            )
        )
        reply = self.routes.get(f"{request.method} {request.path}") or self.routes.get("*") or missing
        answer = reply(request)  # type: ignore[arg-type]  # a bare request has all that a reply looks at
        return answer if isinstance(answer, web.StreamResponse) else await answer


def missing(_: web.Request) -> web.StreamResponse:
    """What most servers say of an unknown address."""
    return web.json_response({"error": "not found"}, status=404)


def as_json(value: object) -> Reply:
    """A reply that is JSON."""
    content = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    return lambda _: web.Response(body=content, content_type="application/json")


def status(code: int, **headers: str) -> Reply:
    """A reply that is only a status; `Retry_After` is the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: web.json_response({"error": "no"}, status=code, headers=named)


SETTINGS: Mapping[str, Callable[[str], dict[str, str]]] = {
    "jaeger": lambda url: {"JAEGER_URL": url, "JAEGER_TOKEN": "jaeger-secret"},
    "langfuse": lambda url: {
        "LANGFUSE_URL": url, "LANGFUSE_PUBLIC_KEY": "pk-1", "LANGFUSE_SECRET_KEY": "langfuse-secret"
    },
    "langsmith": lambda url: {
        "LANGSMITH_URL": url, "LANGSMITH_API_KEY": "langsmith-secret", "LANGSMITH_TENANT_ID": "tenant-1"
    },
    "mlflow": lambda url: {"MLFLOW_URL": url, "MLFLOW_USERNAME": "ana", "MLFLOW_PASSWORD": "mlflow-secret"},
    "phoenix": lambda url: {"PHOENIX_URL": url, "PHOENIX_API_KEY": "phoenix-secret"},
    "tempo": lambda url: {
        "TEMPO_URL": url, "TEMPO_TOKEN": "tempo-secret", "TEMPO_TENANT": "team-a", "GRAFANA_URL": f"{url}grafana/"
    },
}  # fmt: skip
"""What is set for each source when its backend is at an address."""


def door(*, limits: Limits | None = None, now: datetime = LATER, private: str = "127.0.0.1") -> Door:
    """A door as the program has one; this machine's own address is allowed."""
    found = limits or Limits(bytes=1_000_000, spans=100, seconds=10.0)
    return Door(found, frozenset({private}), lambda: now)


def built(name: str, url: str, at: Door) -> TraceSource:
    """The one source that these settings make."""
    found = sources(Given(SETTINGS[name](url), at))
    assert found.refused == ()
    (source,) = found.active
    return quick(source)


def quick(source: TraceSource) -> TraceSource:
    """Phoenix counts again after a moment; here the moment is none."""
    from bot.traces.sources.phoenix import Phoenix  # noqa: PLC0415 - one source among all

    return Phoenix(source.site, source.door, settle_s=0) if isinstance(source, Phoenix) else source


@dataclass(frozen=True)
class Fetched:
    """What came of a fetch, and what the backend was asked."""

    capture: Capture
    seen: list[Seen]


def fetch(name: str, link: str, routes: Mapping[str, Reply], at: Door | None = None) -> Fetched:
    """Fetch a link (`HOST` is the backend) through a source, from a backend with these routes."""

    async def run() -> Fetched:
        async with Backend(routes) as backend:
            source = built(name, backend.url, at or door())
            asked = link.replace("HOST", backend.url.rstrip("/"))
            assert source.recognises(asked)
            return Fetched(await source.fetch(asked), backend.seen)

    return asyncio.run(run())
