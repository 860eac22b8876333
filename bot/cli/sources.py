"""The trace sources of the settings, and what each says when it is greeted."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, fields

from bot.domain.errors import Incident
from bot.ports import TraceSource
from bot.settings import Settings
from bot.traces.sources.fetching import Door, Limits
from bot.traces.sources.given import Given
from bot.traces.sources.registry import Sources, sources


def trace_sources(settings: Settings, environment: Mapping[str, str]) -> Sources:
    """Every source that is configured. Ours read the settings; guests read settings of their own besides."""
    ours = {field.name.upper(): str(getattr(settings, field.name) or "") for field in fields(Settings)}
    limits = Limits(settings.trace_max_bytes, settings.trace_max_spans, settings.trace_fetch_seconds)
    private = frozenset(host for host in settings.trace_private_hosts.split(",") if host)
    return sources(Given({**environment, **ours}, Door(limits, private)))


@dataclass(frozen=True)
class Greeted:
    """A source, and what stands against reading from it."""

    name: str
    trouble: Incident | None = None


async def greeted(found: Sources) -> tuple[Greeted, ...]:
    """All sources, greeted at once; each takes its own time, and no more than a fetch may."""
    return tuple(await asyncio.gather(*(_greeted(source) for source in found.active)))


async def _greeted(source: TraceSource) -> Greeted:
    try:
        await source.greet()
    except Incident as trouble:
        return Greeted(source.name, trouble)
    return Greeted(source.name)
