"""A run fetched from a replayed backend is the run of the file: the decision views differ only in provenance."""

import json
from collections.abc import Callable

import pytest

from bot.domain.trace_vocabulary import FactKind, Flag, Provenance
from tests.adapters.sources import bodies
from tests.adapters.sources.bodies import GID, PROJECT, SHARE, TENANT
from tests.adapters.sources.serving import Reply, as_json, fetch
from tests.adapters.sources.views import decoded, of_capture, of_file, points, provenances, trace_of, without
from tests.adapters.traces.forms import TRACE, otlp_protobuf
from tests.adapters.traces.runs import ASK_1, ASK_2, ROOT, Run, genai, openinference

RUNS = pytest.mark.parametrize("run", [genai, openinference], ids=["genai", "openinference"])


@RUNS
def test_replayed_jaeger_v3_gives_the_view_of_the_file(run: Callable[[], Run]) -> None:
    """OTLP by the API v3, the id of the link in any case."""
    routes = {f"GET /api/v3/traces/{TRACE}": as_json(bodies.jaeger_v3(run()))}
    found = fetch("jaeger", f"HOST/trace/{TRACE.upper()}?uiFind=x", routes)
    assert of_capture(found.capture) == of_file(run())
    assert provenances(found.capture) == {Provenance.LOGGED}
    assert found.capture.content == bodies.jaeger_v3(run())


@RUNS
def test_replayed_jaeger_of_its_own_pages_gives_the_view_of_the_file(run: Callable[[], Run]) -> None:
    """A server without the API v3 is asked as its own pages ask it; the attributes are the raw ones."""
    routes = {f"GET /api/traces/{TRACE}": as_json(bodies.jaeger_ui(run()))}
    found = fetch("jaeger", f"HOST/trace/{TRACE}", routes)
    assert of_capture(found.capture) == of_file(run())
    assert provenances(found.capture) == {Provenance.LOGGED}
    assert [seen.path for seen in found.seen] == [f"/api/v3/traces/{TRACE}", f"/api/traces/{TRACE}"]


PANES = json.dumps({"a1": {"queries": [{"refId": "A", "query": TRACE, "queryType": "traceql"}]}})
LEFT = json.dumps({"queries": [{"query": TRACE.lstrip("0")}]})


@RUNS
@pytest.mark.parametrize(
    "link",
    [
        f"HOST/grafana/explore?schemaVersion=1&panes={PANES.replace(' ', '').replace(chr(34), '%22')}&orgId=1",
        f"HOST/grafana/explore?orgId=1&left={LEFT.replace(' ', '').replace(chr(34), '%22')}",
        f"HOST/grafana/a/grafana-exploretraces-app/explore?traceId={TRACE.lstrip('0')}&var-ds=tempo",
        f"HOST/api/traces/{TRACE}",
        f"HOST/api/v2/traces/{TRACE}",
    ],
    ids=["explore", "explore-9", "drilldown", "api-1", "api-2"],
)
def test_replayed_tempo_gives_the_view_of_the_file(run: Callable[[], Run], link: str) -> None:
    """Protobuf by the API v2, asked for by `Accept`, from every kind of link."""
    content = bodies.tempo(run())
    routes = {f"GET /api/v2/traces/{TRACE}": _protobuf(content)}
    found = fetch("tempo", link, routes)
    assert of_capture(found.capture) == of_file(run())
    assert found.capture.content == content
    assert [seen.headers["Accept"] for seen in found.seen] == ["application/protobuf"]


def test_replayed_tempo_that_leaves_a_part_out_is_believed() -> None:
    """PARTIAL stands in the bytes, and every decision point says so."""
    routes = {f"GET /api/v2/traces/{TRACE}": _protobuf(bodies.tempo(genai(), partial=True))}
    found = fetch("tempo", f"HOST/api/traces/{TRACE}", routes)
    assert all(Flag.PARTIAL in point.flags for point in points(found.capture))
    whole = fetch("tempo", f"HOST/api/traces/{TRACE}", {"*": _protobuf(bodies.tempo(genai()))})
    assert not any(Flag.PARTIAL in point.flags for point in points(whole.capture))


def test_replayed_tempo_of_version_1_gives_the_view_of_the_file() -> None:
    """A bare trace in protobuf."""
    content = otlp_protobuf(genai())
    found = fetch("tempo", f"HOST/api/traces/{TRACE}", {f"GET /api/traces/{TRACE}": _protobuf(content)})
    assert of_capture(found.capture) == of_file(genai())


def _protobuf(content: bytes) -> Reply:
    from aiohttp import web  # noqa: PLC0415 - one reply that is not JSON

    return lambda _: web.Response(body=content, content_type="application/protobuf")


LANGFUSE_LINKS = [
    f"HOST/project/p1/traces/{TRACE}?observation={ASK_1}",
    f"HOST/trace/{TRACE}",
    f"HOST/public/traces/{TRACE}",
    f"HOST/project/p1/traces?peek={ASK_1}&traceId={TRACE}",
    f"HOST/project/p1/traces?peek={TRACE}",
]


@RUNS
@pytest.mark.parametrize("link", LANGFUSE_LINKS)
def test_replayed_langfuse_v2_gives_the_view_of_the_file(run: Callable[[], Run], link: str) -> None:
    """Observations with content as text; the texts of `metadata` asked for in full."""
    observations = bodies.langfuse_v2(run())
    found = fetch("langfuse", link, bodies.langfuse_pages(observations, 1000))
    assert of_capture(found.capture) == of_file(run())
    assert found.seen[0].query["traceId"] == TRACE
    assert "attributes" in found.seen[0].query["expandMetadata"].split(",")


def test_replayed_langfuse_pages_are_kept_to_the_letter() -> None:
    """Several pages become one JSON list, and read as one run."""
    found = fetch("langfuse", f"HOST/trace/{TRACE}", bodies.langfuse_pages(bodies.langfuse_v2(genai()), 1))
    assert len(found.seen) == 4
    assert len(json.loads(found.capture.content)) == 4
    assert of_capture(found.capture) == of_file(genai())


def test_replayed_langfuse_that_repeats_the_instructions_shows_them_once() -> None:
    """A system message that Langfuse put before the input is left out: the raw key wins."""
    routes = bodies.langfuse_pages(bodies.langfuse_v2(genai(), prepended=True), 1000)
    found = fetch("langfuse", f"HOST/trace/{TRACE}", routes)
    assert of_capture(found.capture) == of_file(genai())


def test_replayed_langfuse_marks_what_stands_under_its_own_keys() -> None:
    """Content under `input` and `output` is derived; instructions under their raw key are logged."""
    found = fetch("langfuse", f"HOST/trace/{TRACE}", bodies.langfuse_pages(bodies.langfuse_v2(genai()), 1000))
    point = next(point for point in points(found.capture) if point.key == ASK_2)
    assert {item.provenance for item in point.window.messages} == {Provenance.DERIVED_BY_BACKEND}
    assert {item.where.key for item in point.window.messages} == {"input"}
    assert {item.provenance for item in point.window.instructions} == {Provenance.LOGGED}
    assert {item.where.key for item in point.output} == {"output"}


@RUNS
def test_replayed_langfuse_v1_gives_the_view_of_the_file(run: Callable[[], Run]) -> None:
    """A server without the API v2 is asked by v1, which hands content out as values."""
    routes = {f"GET /api/public/traces/{TRACE}": as_json(bodies.langfuse_v1(run()))}
    found = fetch("langfuse", f"HOST/trace/{TRACE}", routes)
    assert of_capture(found.capture) == of_file(run())
    assert found.capture.content == json.dumps(bodies.langfuse_v1(run()), ensure_ascii=False).encode()


RUN_LINK = f"HOST/o/{TENANT}/projects/p/{PROJECT}/r/{bodies.IDS[ASK_1]}?poll=true"


@pytest.mark.parametrize("serialised", [True, False], ids=["langchain", "openai"])
def test_replayed_langsmith_v2_gives_the_view_of_the_file(*, serialised: bool) -> None:
    """All runs of the trace that the run of the link belongs to."""
    trace, run = bodies.IDS[ROOT], bodies.IDS[ASK_1]
    routes = {
        f"GET /api/v2/runs/{run}": as_json({"trace_id": trace}),
        f"GET /api/v2/traces/{trace}/runs": as_json(
            {"items": list(bodies.langsmith_runs(serialised=serialised))}
        ),
    }
    found = fetch("langsmith", RUN_LINK, routes)
    assert of_capture(found.capture, bodies.IDS) == of_file(genai())
    assert all(seen.query["project_id"] == PROJECT for seen in found.seen)


def test_replayed_langsmith_of_the_older_api_gives_the_view_of_the_file() -> None:
    """Where the API v2 is not there, runs are asked for page by page."""
    trace, run = bodies.IDS[ROOT], bodies.IDS[ASK_1]
    runs = list(bodies.langsmith_runs(serialised=True))
    routes = {
        f"GET /api/v1/runs/{run}": as_json(runs[1]),
        "POST /api/v1/runs/query": _runs_by_cursor(runs),
    }
    found = fetch("langsmith", f"HOST/o/{TENANT}/projects/p/{PROJECT}?peek={run}", routes)
    assert of_capture(found.capture, bodies.IDS) == of_file(genai())
    asked = [json.loads(seen.body) for seen in found.seen if seen.method == "POST"]
    assert [one["trace"] for one in asked] == [trace, trace]
    assert [one.get("cursor") for one in asked] == [None, "second"]


def test_replayed_public_run_of_langsmith_is_read_without_the_key() -> None:
    """Whoever shared it opened it to anybody; the key is not sent along."""
    runs = list(bodies.langsmith_runs(serialised=False))
    found = fetch(
        "langsmith",
        f"HOST/public/{SHARE}/r",
        {f"POST /api/v1/public/{SHARE}/runs/query": _runs_by_cursor(runs)},
    )
    assert of_capture(found.capture, bodies.IDS) == of_file(genai())
    assert not any("x-api-key" in {name.lower() for name in seen.headers} for seen in found.seen)


def _runs_by_cursor(runs: list[dict[str, object]]) -> Reply:
    """The older API: two runs, then the rest."""

    async def answer(request: object) -> object:
        body = await request.json()  # type: ignore[attr-defined]  # a request of aiohttp
        if body.get("cursor"):
            return as_json({"runs": runs[2:], "cursors": {"next": None}})(request)  # type: ignore[arg-type]  # as above
        return as_json({"runs": runs[:2], "cursors": {"next": "second"}})(request)  # type: ignore[arg-type]  # as above

    return answer  # type: ignore[return-value]  # as above


PHOENIX_LINKS = [
    f"HOST/projects/{GID}/traces/{TRACE}",
    f"HOST/projects/{GID}/traces/{TRACE.upper()}/extra?selectedSpanNodeId=x",
    f"HOST/redirects/traces/{TRACE}",
]


@RUNS
@pytest.mark.parametrize("link", PHOENIX_LINKS)
def test_replayed_phoenix_gives_the_view_of_the_file(run: Callable[[], Run], link: str) -> None:
    """Spans as dicts; only what stands on the resource is lost on the way."""
    found = fetch("phoenix", link, bodies.phoenix_routes(bodies.phoenix_spans(run())))
    assert of_capture(found.capture) == without(of_file(run()), FactKind.SERVICE)
    assert provenances(found.capture) == {Provenance.LOGGED}


def test_replayed_phoenix_pages_read_as_one_run() -> None:
    """Cursors are followed to the end."""
    routes = bodies.phoenix_routes(bodies.phoenix_spans(genai()), size=1)
    found = fetch("phoenix", f"HOST/redirects/traces/{TRACE}", routes)
    assert of_capture(found.capture) == without(of_file(genai()), FactKind.SERVICE)
    assert len(json.loads(found.capture.content)) == 4


MLFLOW_LINKS = [
    f"HOST/#/experiments/0/traces/tr-{TRACE}",
    f"HOST/#/experiments/0?compareRunsMode=TRACES&selectedEvaluationId=tr-{TRACE}",
    f"HOST/?selectedTraceId=tr-{TRACE}#/experiments/0",
]


@RUNS
@pytest.mark.parametrize("link", MLFLOW_LINKS)
def test_replayed_mlflow_artifact_gives_the_view_of_the_file(run: Callable[[], Run], link: str) -> None:
    """The artifact keeps texts to the letter; the trace's tags bring what stood on the resource."""
    routes = {
        "GET /ajax-api/3.0/mlflow/get-trace-artifact": as_json(bodies.mlflow_artifact(run())),
        f"GET /api/3.0/mlflow/traces/tr-{TRACE}": as_json(bodies.mlflow_info(run())),
    }
    found = fetch("mlflow", link, routes)
    assert of_capture(found.capture) == of_file(run())
    assert provenances(found.capture) == {Provenance.LOGGED}
    assert found.seen[0].query["request_id"] == f"tr-{TRACE}"


@RUNS
def test_replayed_mlflow_trace_gives_the_view_of_the_file(run: Callable[[], Run]) -> None:
    """Where the artifact is not served, the trace is asked for; what lost its spelling is derived."""
    routes = {"GET /api/3.0/mlflow/traces/get": as_json(bodies.mlflow_get(run()))}
    found = fetch("mlflow", f"HOST/#/experiments/0/traces/tr-{TRACE}", routes)
    assert decoded(of_capture(found.capture)) == decoded(of_file(run()))
    point = next(point for point in points(found.capture) if point.key == ASK_1)
    assert point.output[0].provenance is Provenance.DERIVED_BY_BACKEND


def test_a_dropped_export_is_read_like_a_fetched_one() -> None:
    """What a backend hands out is recognised by its bytes alone."""
    for body in (bodies.jaeger_ui(genai()), json.dumps(bodies.mlflow_artifact(genai())).encode()):
        found = fetch("jaeger", f"HOST/trace/{TRACE}", {"*": as_json(body)})
        assert len(trace_of(found.capture).spans) == 4
