"""Langfuse: a trace's observations by the API v2; by v1 where a server does not have it.

Links: `HOST/project/<id>/traces/<trace>`, `HOST/trace/<trace>`, `HOST/public/traces/<trace>`, and any page of a
project with `?peek=…&traceId=<trace>`; in older ones `peek` alone is the trace. Settings: LANGFUSE_URL,
LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, of the project that the link leads to.
"""

from dataclasses import dataclass

import msgspec

from bot.ports import Capture
from bot.traces.sources.by_trace_id import ByTraceId
from bot.traces.sources.capturing import captured
from bot.traces.sources.credentials import basic
from bot.traces.sources.fetching import Answer, Query, Visit
from bot.traces.sources.given import Given
from bot.traces.sources.links import NAME, Link, matched
from bot.traces.sources.sites import site
from bot.traces.sources.troubles import NOT_THERE_S, NotThere

FIELDS = "core,basic,time,io,metadata,model,usage,prompt,trace_context"
EXPANDED = "attributes,resourceAttributes,scope"  # other values of metadata are cut at 200 characters
PAGE = 1000  # the most it hands out at once


class _Meta(msgspec.Struct):
    cursor: str | None = None


class _Page(msgspec.Struct):
    data: list[msgspec.Raw]
    meta: _Meta | None = None


@dataclass(frozen=True)
class Langfuse(ByTraceId):
    """One project of a Langfuse server."""

    name: str = "Langfuse"

    async def fetch(self, link: str) -> Capture:
        """The observations of the trace behind the link, as a list of pages where there are several."""
        trace_id = self._trace_id(link)
        async with self.door.visit(self.site) as visit:
            try:
                answers = await self._pages(visit, trace_id)
            except _NoVersion2:
                answers = [await visit.get("api", "public", "traces", trace_id)]
            return await captured(visit, answers, self.door.now())

    async def greet(self) -> None:
        """One small call, to see that it is there and lets us in."""
        async with self.door.visit(self.site) as visit:
            await visit.get("api", "public", "projects")

    async def _pages(self, visit: Visit, trace_id: str) -> list[Answer]:
        answers: list[Answer] = []
        count, cursor = 0, ""
        while True:
            answer = await self._page(visit, trace_id, cursor)
            page = answer.read(_Page)
            count += len(page.data)
            visit.count_spans(count)
            answers.append(answer)
            cursor = (page.meta.cursor if page.meta else None) or ""
            if not cursor:
                break
        if not count:
            raise NotThere("source_not_there", NOT_THERE_S, name=self.name, host=self.site.api.host)
        return answers

    async def _page(self, visit: Visit, trace_id: str, cursor: str) -> Answer:
        query: Query = (
            ("traceId", trace_id),
            ("fields", FIELDS),
            ("expandMetadata", EXPANDED),
            ("limit", str(PAGE)),
        )
        query += (("cursor", cursor),) if cursor else ()
        try:
            return await visit.get("api", "public", "v2", "observations", query=query)
        except NotThere:  # a trace that is unknown gives an empty page: it is the address that is not served
            raise _NoVersion2 from None

    def _trace_id(self, link: str) -> str:
        found = self.site.steps(link)
        return matched(NAME, _named(*found)) if found else ""


class _NoVersion2(Exception):
    """The server has no API v2."""


def _named(link: Link, steps: tuple[str, ...]) -> str:
    match steps:
        case ("project", _, "traces", trace_id) | ("trace", trace_id) | ("public", "traces", trace_id):
            return trace_id
        case ("project", _, *_):
            return link.field("traceId") or link.field("peek")
    return ""


def source(given: Given) -> Langfuse | None:
    """The Langfuse of the settings, None where no key is set."""
    public = given.setting("LANGFUSE_PUBLIC_KEY")
    if not public:
        return None
    headers = basic(public, given.needed("LANGFUSE_SECRET_KEY"))
    url = given.needed("LANGFUSE_URL")
    return Langfuse(site("Langfuse", url, "LANGFUSE_SECRET_KEY", headers=headers), given.door)
