"""MLflow: a trace's artifact, which keeps texts to the letter, with the trace's tags; else the trace itself.

Links: `HOST/#/experiments/<id>/traces/<tr-…>`, and those that name the trace in `selectedEvaluationId` or
`selectedTraceId`. Settings: MLFLOW_URL; MLFLOW_USERNAME and MLFLOW_PASSWORD, or MLFLOW_TOKEN.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.ports import Capture
from bot.traces.sources.by_trace_id import ByTraceId
from bot.traces.sources.capturing import captured
from bot.traces.sources.credentials import basic
from bot.traces.sources.fetching import Answer, Visit
from bot.traces.sources.given import Given
from bot.traces.sources.links import matched
from bot.traces.sources.sites import site
from bot.traces.sources.troubles import NotThere

_ID = re.compile(r"tr-[0-9a-fA-F]{32}")
SELECTED = ("selectedEvaluationId", "selectedTraceId")


@dataclass(frozen=True)
class Mlflow(ByTraceId):
    """An MLflow tracking server."""

    name: str = "MLflow"

    async def fetch(self, link: str) -> Capture:
        """The trace behind the link: what is known of it and its artifact, as a list; else the whole trace."""
        trace_id = self._trace_id(link)
        async with self.door.visit(self.site) as visit:
            return await captured(visit, await self._answers(visit, trace_id), self.door.now())

    async def greet(self) -> None:
        """One small call, to see that it is there and lets us in."""
        async with self.door.visit(self.site) as visit:
            await visit.get("api", "2.0", "mlflow", "experiments", "search", query=(("max_results", "1"),))

    async def _answers(self, visit: Visit, trace_id: str) -> list[Answer]:
        """The artifact's address is not a public one: where it is not served, the public one is asked."""
        try:
            artifact = await visit.get(
                "ajax-api", "3.0", "mlflow", "get-trace-artifact", query=(("request_id", trace_id),)
            )
            return [await visit.get("api", "3.0", "mlflow", "traces", trace_id), artifact]
        except NotThere:
            query = (("trace_id", trace_id),)
            return [await visit.get("api", "3.0", "mlflow", "traces", "get", query=query)]

    def _trace_id(self, link: str) -> str:
        found = self.site.steps(link)
        if found is None:
            return ""
        inner = found[0].inner()
        match inner.steps:
            case ("experiments", _, "traces", trace_id, *_):
                return _whole(trace_id)
        named = (one.field(name) for one in (inner, found[0]) for name in SELECTED)
        return next((trace_id for text in named if (trace_id := _whole(text))), "")


def _whole(text: str) -> str:
    return matched(_ID, text).lower()


def source(given: Given) -> Mlflow | None:
    """The MLflow of the settings, None where none is set."""
    url = given.setting("MLFLOW_URL")
    if not url:
        return None
    setting, headers = _credentials(given)
    return Mlflow(site("MLflow", url, setting, headers=headers), given.door)


def _credentials(given: Given) -> tuple[str, Mapping[str, str]]:
    token, user = given.setting("MLFLOW_TOKEN"), given.setting("MLFLOW_USERNAME")
    if token:
        return "MLFLOW_TOKEN", {"Authorization": f"Bearer {token}"}
    if user:
        return "MLFLOW_PASSWORD", basic(user, given.needed("MLFLOW_PASSWORD"))
    return "MLFLOW_TOKEN", {}
