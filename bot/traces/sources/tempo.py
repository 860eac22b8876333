"""Grafana Tempo: its API v2 in protobuf, asked itself or through Grafana; v1 where a server is older.

Links: Grafana's Explore (`panes` of JSON with the id in a query), Traces Drilldown (`traceId`), and Tempo's own
API. Settings: TEMPO_URL, the address of Tempo's API or of Grafana's proxy before it (`…/api/datasources/proxy/uid/
<uid>`); GRAFANA_URL, where people look; TEMPO_TENANT for `X-Scope-OrgID`; TEMPO_TOKEN, of Grafana or of a gateway.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from bot.domain.errors import PersonError
from bot.ports import Capture
from bot.traces.sources.by_trace_id import ByTraceId
from bot.traces.sources.capturing import captured
from bot.traces.sources.given import Given
from bot.traces.sources.links import HEX_ID, Link, matched, parsed
from bot.traces.sources.sites import site

PROTOBUF = "application/protobuf"
LEAST = 8  # signs of an id once the zeros in front are gone
EXPLORE_TRACES = ("a", "grafana-exploretraces-app")


@dataclass(frozen=True)
class Tempo(ByTraceId):
    """A Tempo, and the Grafana before it."""

    name: str = "Grafana Tempo"

    async def fetch(self, link: str) -> Capture:
        """The trace behind the link, in protobuf; that Tempo left out a part is said in its bytes."""
        trace_id = self._trace_id(link)
        async with self.door.visit(self.site) as visit:
            paths = (("api", "v2", "traces", trace_id), ("api", "traces", trace_id))
            answer = await visit.get_first(*paths, accept=PROTOBUF)
            return await captured(visit, [answer], self.door.now())

    async def greet(self) -> None:
        """One small call, to see that it is there and lets us in."""
        async with self.door.visit(self.site) as visit:
            await visit.get("api", "echo", accept="*/*")

    def _trace_id(self, link: str) -> str:
        """The id in a link, filled up with zeros in front, as Grafana leaves them out."""
        found = self.site.steps(link)
        if found is None:
            return ""
        parts, steps = found
        return next((trace_id for text in _ids(parts, steps) if (trace_id := _whole(text))), "")


def _ids(link: Link, steps: tuple[str, ...]) -> Iterator[str]:
    match steps:
        case ("api", "traces", trace_id) | ("api", "v2", "traces", trace_id):
            yield trace_id
    if steps[:1] == ("explore",):
        yield from _of_panes(link.field("panes"))
        yield from _of_panes(f'{{"left":{link.field("left")}}}')  # Grafana before 10
    if steps[:2] == EXPLORE_TRACES:
        yield link.field("traceId")


class _Query(msgspec.Struct):
    query: object = None


class _Pane(msgspec.Struct):
    queries: list[_Query] = []


def _of_panes(panes: str) -> Iterator[str]:
    """Queries of Explore that are nothing but an id."""
    try:
        found = msgspec.json.decode(panes.encode(), type=dict[str, _Pane])
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return
    for pane in found.values():
        yield from (query.query for query in pane.queries if isinstance(query.query, str))


def _whole(text: str) -> str:
    short = text.strip().lower()
    return matched(HEX_ID, short.rjust(32, "0")) if len(short) >= LEAST else ""


def source(given: Given) -> Tempo | None:
    """The Tempo of the settings, None where none is set."""
    url = given.setting("TEMPO_URL")
    if not url:
        return None
    token, tenant = given.setting("TEMPO_TOKEN"), given.setting("TEMPO_TENANT")
    headers = {"X-Scope-OrgID": tenant} if tenant else {}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    found = site("Grafana Tempo", url, "TEMPO_TOKEN", headers=headers)
    grafana = given.setting("GRAFANA_URL")
    page = parsed(grafana)
    if grafana and page is None:
        raise PersonError("setting_bad", name="GRAFANA_URL", value=grafana, wants="https://…/")
    pages = (*found.pages, page) if page else found.pages
    return Tempo(replace(found, pages=pages), given.door)
