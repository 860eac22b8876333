"""Jaeger: the API v3, in OTLP; where a server does not have it, the API of Jaeger's own pages.

Links: `HOST/trace/<id>`. Settings: JAEGER_URL; JAEGER_TOKEN where a proxy before it asks for one.
"""

from dataclasses import dataclass

from bot.ports import Capture
from bot.traces.sources.by_trace_id import ByTraceId
from bot.traces.sources.capturing import captured
from bot.traces.sources.given import Given
from bot.traces.sources.links import HEX_ID, matched
from bot.traces.sources.sites import site


@dataclass(frozen=True)
class Jaeger(ByTraceId):
    """A Jaeger server."""

    name: str = "Jaeger"

    async def fetch(self, link: str) -> Capture:
        """The trace behind the link."""
        trace_id = self._trace_id(link)
        async with self.door.visit(self.site) as visit:
            answer = await visit.get_first(("api", "v3", "traces", trace_id), ("api", "traces", trace_id))
            return await captured(visit, [answer], self.door.now())

    async def greet(self) -> None:
        """One small call, to see that it is there and lets us in."""
        async with self.door.visit(self.site) as visit:
            await visit.get_first(("api", "v3", "services"), ("api", "services"))

    def _trace_id(self, link: str) -> str:
        match self.site.steps(link):
            case (_, ("trace", trace_id, *_)):
                return matched(HEX_ID, trace_id).lower()
        return ""


def source(given: Given) -> Jaeger | None:
    """The Jaeger of the settings, None where none is set."""
    url, token = given.setting("JAEGER_URL"), given.setting("JAEGER_TOKEN")
    if not url:
        return None
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Jaeger(site("Jaeger", url, "JAEGER_TOKEN", headers=headers), given.door)
