"""Phoenix and MLflow as they are: spans go in, and the trace comes back by its link (`make real-traces`)."""

import asyncio
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import Later, Refused
from bot.domain.trace_vocabulary import FactKind, Provenance
from bot.ports import Capture, TraceSource
from bot.traces.sources.fetching import Limits
from bot.traces.sources.given import Given
from bot.traces.sources.mlflow import Mlflow
from bot.traces.sources.registry import sources
from tests.adapters.sources import real
from tests.adapters.sources.serving import door
from tests.adapters.sources.views import decoded, of_capture, of_file, provenances, trace_of, without
from tests.adapters.traces.forms import TRACE, otlp_json, otlp_protobuf
from tests.adapters.traces.runs import ROOT, RUN_1, Run, genai, openinference
from tests.conftest import Figures

WANTED = os.environ.get("REAL_TRACE_SERVERS") == "1"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not WANTED,
        reason="real servers are wanted by REAL_TRACE_SERVERS=1 alone: make real-traces installs them",
    ),
]

MANY = 2500
TRIED_S = 240.0
HEADING = "real trace servers"
LIMITS = Limits(bytes=25 * 1024 * 1024, spans=10_000, seconds=60.0)
LARGE = "e" * 31 + "1"


def numbered(run: Run, number: int) -> Run:
    """The run with ids of spans of its own: Phoenix keeps one span of an id in all traces."""
    spans = (
        replace(
            span, id=f"{number:02x}{span.id[2:]}", parent=span.parent and f"{number:02x}{span.parent[2:]}"
        )
        for span in run.spans
    )
    return replace(run, spans=tuple(spans))


RUNS = ((numbered(genai(), 1), "1" * 32), (numbered(openinference(), 2), "2" * 32))


def many() -> Run:
    """A run of many runs of a tool."""
    root, run = genai().spans[0], genai().without(ROOT).spans[1]
    assert run.id == RUN_1
    spans = (replace(run, id=f"{number:016x}", start_s=1, end_s=2) for number in range(MANY, 2 * MANY - 1))
    return numbered(Run((root, *spans)), 3)


def of_trace(run: Run, trace: str) -> tuple[bytes, bytes]:
    """The run under an id of its own, as JSON and as protobuf."""
    as_json = otlp_json(run).replace(TRACE.encode(), trace.encode())
    return as_json, otlp_protobuf(run).replace(bytes.fromhex(TRACE), bytes.fromhex(trace))


def source(**settings: str) -> TraceSource:
    (found,) = sources(Given(settings, door(limits=LIMITS))).active
    return found


async def fetched(at: TraceSource, link: str) -> tuple[Capture, int]:
    """What comes in the end, tried again as an errand would, and how many tries it took."""
    async with asyncio.timeout(TRIED_S):
        tries = 1
        while True:
            try:
                return await at.fetch(link), tries
            except Later as error:
                if error.key not in {"source_arriving", "source_not_there"}:
                    raise
                tries += 1
                await asyncio.sleep(1)


async def unknown(at: TraceSource, link: str) -> None:
    with pytest.raises(Later) as caught:
        await at.fetch(link)
    assert caught.value.key == "source_not_there"


async def measured(at: TraceSource, link: str, figures: Figures) -> None:
    """A large run, whole."""
    began = time.monotonic()
    capture, tries = await fetched(at, link)
    assert len(trace_of(capture).spans) == MANY
    took = time.monotonic() - began
    size = len(capture.content) / 1e6
    figures.say(f"{at.name}: {MANY} spans, {size:.1f} MB, in {took:.1f} s, {tries} tries", under=HEADING)


async def spelled_anew(at: TraceSource) -> None:
    """The first run as MLflow's public address has it: only the spelling of JSON is lost."""
    assert isinstance(at, Mlflow)
    run, trace = RUNS[0]
    async with at.door.visit(at.site) as visit:
        query = (("trace_id", f"tr-{trace}"),)
        answer = await visit.get("api", "3.0", "mlflow", "traces", "get", query=query)
    capture = Capture(answer.content, answer.media_type, answer.address)
    assert decoded(of_capture(capture)) == decoded(of_file(run))
    assert Provenance.DERIVED_BY_BACKEND in provenances(capture)


def test_a_run_sent_to_phoenix_comes_back_as_the_view_of_the_file(tmp_path: Path, figures: Figures) -> None:
    """Only what stands on the resource is lost; GenAI and OpenInference, from both kinds of link."""

    async def run() -> None:
        async with real.phoenix(tmp_path) as server:
            figures.say(f"Phoenix: ready after {server.ready_s:.0f} s", under=HEADING)
            at = source(PHOENIX_URL=server.url, PHOENIX_API_KEY=real.KEY)
            headers = {"Content-Type": "application/x-protobuf", "Authorization": f"Bearer {real.KEY}"}
            await at.greet()
            await unknown(at, f"{server.url}redirects/traces/{'e' * 32}")
            for made, trace in RUNS:
                project = {"openinference.project.name": "incident"}
                run = replace(made, resource=made.resource | project)
                await real.send(f"{server.url}v1/traces", of_trace(run, trace)[1], headers)
                capture, _ = await fetched(at, f"{server.url}redirects/traces/{trace}")
                assert of_capture(capture) == without(of_file(made), FactKind.SERVICE)
                assert provenances(capture) == {Provenance.LOGGED}
            await real.send(f"{server.url}v1/traces", of_trace(many(), LARGE)[1], headers)
            await measured(at, f"{server.url}redirects/traces/{LARGE}", figures)
            with pytest.raises(Refused) as caught:
                await source(PHOENIX_URL=server.url, PHOENIX_API_KEY="another-key").greet()
            assert caught.value.key == "source_not_let_in"

    asyncio.run(run())


def test_a_run_sent_to_mlflow_comes_back_as_the_view_of_the_file(tmp_path: Path, figures: Figures) -> None:
    """Nothing of the view is lost, and no text is changed by a letter."""

    async def run() -> None:
        async with real.mlflow(tmp_path) as server:
            figures.say(f"MLflow: ready after {server.ready_s:.0f} s", under=HEADING)
            at = source(MLFLOW_URL=server.url)
            headers = {"Content-Type": "application/json", "x-mlflow-experiment-id": "0"}
            await at.greet()
            await unknown(at, f"{server.url}#/experiments/0/traces/tr-{'e' * 32}")
            for made, trace in RUNS:
                await real.send(f"{server.url}v1/traces", of_trace(made, trace)[0], headers)
                capture, _ = await fetched(at, f"{server.url}#/experiments/0/traces/tr-{trace}")
                assert of_capture(capture) == of_file(made)
                assert provenances(capture) == {Provenance.LOGGED}
            await spelled_anew(at)
            await real.send(f"{server.url}v1/traces", of_trace(many(), LARGE)[0], headers)
            await measured(at, f"{server.url}#/experiments/0?selectedEvaluationId=tr-{LARGE}", figures)

    asyncio.run(run())
