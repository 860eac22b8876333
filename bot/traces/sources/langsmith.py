"""LangSmith: the runs of a trace by the API v2; by the older one where a server does not have it; public ones too.

Links: `HOST/o/<tenant>/projects/p/<project>/r/<run>`, the same with `?peek=<run>` in place of the last two steps,
and `HOST/public/<token>/r`. Settings: LANGSMITH_API_KEY; LANGSMITH_URL, where people look; LANGSMITH_API_URL,
where it is read (made from LANGSMITH_URL for LangSmith's own hosts); LANGSMITH_TENANT_ID for a key of several.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import msgspec

from bot.ports import Capture
from bot.traces.sources.capturing import captured
from bot.traces.sources.fetching import Answer, Door, Query, Visit
from bot.traces.sources.given import Given
from bot.traces.sources.links import UUID, matched
from bot.traces.sources.sites import Site, site
from bot.traces.sources.troubles import NOT_THERE_S, NotThere

OWN = "smith.langchain.com"
PAGE = 100  # the most the older API hands out at once
SELECTED = (
    "ID", "TRACE_ID", "PARENT_RUN_IDS", "NAME", "RUN_TYPE", "STATUS", "ERROR", "START_TIME", "END_TIME", "INPUTS",
    "OUTPUTS", "EXTRA", "METADATA", "PROMPT_TOKENS", "COMPLETION_TOKENS", "DOTTED_ORDER",
)  # fmt: skip
V1, V2 = ("api", "v1"), ("api", "v2")


class _Run(msgspec.Struct):
    trace_id: str | None = None


class _Items(msgspec.Struct):
    items: list[msgspec.Raw]


class _Cursors(msgspec.Struct):
    next: str | None = None


class _Runs(msgspec.Struct):
    runs: list[msgspec.Raw]
    cursors: _Cursors | None = None


@dataclass(frozen=True)
class Langsmith:
    """A workspace of LangSmith."""

    site: Site
    door: Door
    name: str = "LangSmith"

    def recognises(self, link: str) -> bool:
        """Whether the link is one to a run there, or to a public one."""
        return any(self._ids(link))

    async def fetch(self, link: str) -> Capture:
        """The runs of the trace that the run behind the link belongs to."""
        project, run, token = self._ids(link)
        async with self.door.visit(self._without_key() if token else self.site) as visit:
            if token:
                answers = await self._queried(visit, ("public", token, "runs", "query"), {})
            else:
                answers = await self._of_run(visit, project, run)
            return await captured(visit, answers, self.door.now())

    async def greet(self) -> None:
        """One small call, to see that it is there and lets us in."""
        async with self.door.visit(self.site) as visit:
            await visit.get(*V1, "sessions", query=(("limit", "1"),))

    async def _of_run(self, visit: Visit, project: str, run: str) -> list[Answer]:
        try:
            return [await self._version_2(visit, project, run)]
        except NotThere:
            trace = (await visit.get(*V1, "runs", run)).read(_Run).trace_id or run
            return await self._queried(
                visit, ("runs", "query"), {"trace": matched(UUID, trace), "session": [project]}
            )

    async def _version_2(self, visit: Visit, project: str, run: str) -> Answer:
        """All runs of a trace in one answer."""
        asked: Query = (("project_id", project), ("selects", "TRACE_ID"))
        found = await visit.get(*V2, "runs", run, query=asked)
        trace = matched(UUID, found.read(_Run).trace_id or run)
        wanted: Query = (("project_id", project), *(("selects", name) for name in SELECTED))
        answer = await visit.get(*V2, "traces", trace, "runs", query=wanted)
        self._counted(visit, len(answer.read(_Items).items))
        return answer

    async def _queried(self, visit: Visit, steps: tuple[str, ...], asked: dict[str, object]) -> list[Answer]:
        answers: list[Answer] = []
        count, cursor = 0, None
        while True:
            body = {**asked, "limit": PAGE} | ({"cursor": cursor} if cursor else {})
            answer = await visit.post(*V1, *steps, body=body)
            page = answer.read(_Runs)
            count += len(page.runs)
            self._counted(visit, count)
            answers.append(answer)
            cursor = page.cursors.next if page.cursors else None
            if not cursor:
                return answers

    def _counted(self, visit: Visit, count: int) -> None:
        visit.count_spans(count)
        if not count:
            raise NotThere("source_not_there", NOT_THERE_S, name=self.name, host=self.site.api.host)

    def _without_key(self) -> Site:
        """A public run is read as anybody reads it."""
        return replace(self.site, headers={})

    def _ids(self, link: str) -> tuple[str, str, str]:
        """Project and run, or the token of a public run; "" for what is not there."""
        found = self.site.steps(link)
        match found and found[1]:
            case ("o", _, "projects", "p", project, "r", run):
                return _both(project, run)
            case ("o", _, "projects", "p", project) if found:
                return _both(project, found[0].field("peek"))
            case ("public", token, "r", *_):
                return "", "", matched(UUID, token)
        return "", "", ""


def _both(project: str, run: str) -> tuple[str, str, str]:
    project, run = matched(UUID, project), matched(UUID, run)
    return (project, run, "") if project and run else ("", "", "")


def source(given: Given) -> Langsmith | None:
    """The LangSmith of the settings, None where no key is set."""
    key = given.setting("LANGSMITH_API_KEY")
    if not key:
        return None
    url, tenant = given.needed("LANGSMITH_URL"), given.setting("LANGSMITH_TENANT_ID")
    headers = {"x-api-key": key} | ({"X-Tenant-Id": tenant} if tenant else {})
    api = given.setting("LANGSMITH_API_URL") or _api(url)
    return Langsmith(site("LangSmith", url, "LANGSMITH_API_KEY", headers=headers, api=api), given.door)


def _api(url: str) -> str:
    """Where LangSmith's own hosts are read (`eu.smith…` -> `eu.api.smith…`); any other is its own."""
    host = urlsplit(url).hostname or ""
    return f"https://{host.removesuffix(OWN)}api.{OWN}" if host == OWN or host.endswith(f".{OWN}") else url
