"""Arize Phoenix: a trace's spans as dicts, raw keys beside derived ones, page by page.

Links: `HOST/projects/<id>/traces/<trace>`, `HOST/redirects/traces/<trace>`; those to a single span name its trace
too. Phoenix takes spans in by and by and tells nobody when it is done: the spans read are counted against those
it says it has, a moment later. Settings: PHOENIX_URL; PHOENIX_API_KEY where it asks for one.
"""

import asyncio
import re
from dataclasses import dataclass

import msgspec

from bot.domain.errors import Refused
from bot.ports import Capture
from bot.traces.sources.by_trace_id import ByTraceId
from bot.traces.sources.capturing import arriving, captured
from bot.traces.sources.fetching import Answer, Query, Visit
from bot.traces.sources.given import Given
from bot.traces.sources.links import HEX_ID, matched
from bot.traces.sources.sites import site
from bot.traces.sources.troubles import NOT_THERE_S, NotThere

PAGE = 1000  # the most it hands out at once
_ASKED = "query($id: String!) { getTraceByOtelId(traceId: $id) { numSpans project { id } } }"
_PROJECT = re.compile(r"[A-Za-z0-9+/_-]{4,64}={0,2}")  # an id of Phoenix's, in base64


class _Page(msgspec.Struct):
    data: list[msgspec.Raw]
    next_cursor: str | None = None


class _Project(msgspec.Struct):
    id: str


class _Trace(msgspec.Struct, rename="camel"):
    num_spans: int
    project: _Project


class _Found(msgspec.Struct, rename="camel"):
    get_trace_by_otel_id: _Trace | None = None


class _Reply(msgspec.Struct):
    data: _Found | None = None


@dataclass(frozen=True)
class Phoenix(ByTraceId):
    """A Phoenix server. `settle_s`: seconds between reading the spans and counting them."""

    settle_s: float = 1.5
    name: str = "Arize Phoenix"

    async def fetch(self, link: str) -> Capture:
        """The spans of the trace behind the link, as a list of pages where there are several.

        Later `source_arriving` until Phoenix has as many as it handed out.
        """
        trace_id = self._trace_id(link)
        async with self.door.visit(self.site) as visit:
            found = await self._known(visit, trace_id)
            answers, count = await self._pages(visit, found.project.id, trace_id)
            await asyncio.sleep(self.settle_s)
            if (await self._known(visit, trace_id)).num_spans != count:
                raise arriving(visit)
            return await captured(visit, answers, self.door.now())

    async def greet(self) -> None:
        """One small call, to see that it is there and lets us in."""
        async with self.door.visit(self.site) as visit:
            await visit.get("v1", "projects", query=(("limit", "1"),))

    async def _known(self, visit: Visit, trace_id: str) -> _Trace:
        """What it says of the trace; NotThere where it knows none: reading spans would give an empty page."""
        answer = await visit.post("graphql", body={"query": _ASKED, "variables": {"id": trace_id}})
        reply = answer.read(_Reply)
        found = reply.data.get_trace_by_otel_id if reply.data else None
        if found is None or not found.num_spans:
            raise NotThere("source_not_there", NOT_THERE_S, name=self.name, host=self.site.api.host)
        if not matched(_PROJECT, found.project.id):
            raise Refused("source_unreadable", name=self.name, host=self.site.api.host)
        return found

    async def _pages(self, visit: Visit, project: str, trace_id: str) -> tuple[list[Answer], int]:
        answers: list[Answer] = []
        count, cursor = 0, ""
        while True:
            query: Query = (("trace_id", trace_id), ("limit", str(PAGE)))
            query += (("cursor", cursor),) if cursor else ()
            answer = await visit.get("v1", "projects", project, "spans", query=query)
            page = answer.read(_Page)
            count += len(page.data)
            visit.count_spans(count)
            answers.append(answer)
            if not page.next_cursor:
                return answers, count
            cursor = page.next_cursor

    def _trace_id(self, link: str) -> str:
        match self.site.steps(link):
            case (_, ("projects", _, "traces", trace_id, *_)) | (_, ("redirects", "traces", trace_id)):
                return matched(HEX_ID, trace_id).lower()
        return ""


def source(given: Given) -> Phoenix | None:
    """The Phoenix of the settings, None where none is set."""
    url, key = given.setting("PHOENIX_URL"), given.setting("PHOENIX_API_KEY")
    if not url:
        return None
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return Phoenix(site("Arize Phoenix", url, "PHOENIX_API_KEY", headers=headers), given.door)
