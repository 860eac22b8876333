"""The guide in docs/trace-sources.md is followed to the letter: its source is installed, found, and fetches a trace."""

import asyncio
import re
import tomllib
from pathlib import Path

import pytest

from bot.domain.errors import Incident
from bot.traces.sources.given import Given
from bot.traces.sources.registry import GROUP, sources
from tests.adapters.sources.serving import Backend, as_json, door
from tests.adapters.sources.views import of_capture, of_file
from tests.adapters.traces.forms import TRACE, otlp_json
from tests.adapters.traces.runs import genai

GUIDE = Path(__file__).parents[3] / "docs" / "trace-sources.md"


def block(language: str) -> str:
    """The one block of code in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package of the guide as an installer leaves it: its module, and its entry points beside it."""
    points = tomllib.loads(block("toml"))["project"]["entry-points"]
    ((name, value),) = points[GROUP].items()
    module = value.partition(":")[0]
    (tmp_path / f"{module}.py").write_text(block("python"), "utf-8")
    beside = tmp_path / "spanhouse_source-1.0.dist-info"
    beside.mkdir()
    (beside / "METADATA").write_text("Metadata-Version: 2.1\nName: spanhouse-source\nVersion: 1.0\n", "utf-8")
    (beside / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {value}\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("installed")
def test_the_source_of_the_guide_fetches_a_trace() -> None:
    """Nothing but the guide's own words and two settings are needed."""

    async def run() -> None:
        routes = {f"GET /api/traces/{TRACE}": as_json(otlp_json(genai())), "GET /api/me": as_json({})}
        async with Backend(routes) as backend:
            settings = {"SPANHOUSE_URL": backend.url, "SPANHOUSE_TOKEN": "house-secret"}
            found = sources(Given(settings, door()))
            (source,) = found.active
            link = f"{backend.url}run/{TRACE}"
            assert found.of(link) is source
            assert not source.recognises(f"https://elsewhere.example/run/{TRACE}")
            await source.greet()
            capture = await source.fetch(link)
            assert of_capture(capture) == of_file(genai())
            assert {seen.headers["Authorization"] for seen in backend.seen} == {"Bearer house-secret"}

    asyncio.run(run())


@pytest.mark.usefixtures("installed")
def test_the_source_of_the_guide_errs_as_ours_do() -> None:
    """Without its settings it is not there, with half of them it is told of, and an unknown trace is tried again."""
    assert sources(Given({}, door())).active == ()
    (half,) = sources(Given({"SPANHOUSE_URL": "https://a.example/"}, door())).refused
    assert (half.key, half.values["setting"]) == ("source_setting_missing", "SPANHOUSE_TOKEN")

    async def run() -> Incident:
        async with Backend({}) as backend:
            settings = {"SPANHOUSE_URL": backend.url, "SPANHOUSE_TOKEN": "house-secret"}
            (source,) = sources(Given(settings, door())).active
            with pytest.raises(Incident) as caught:
                await source.fetch(f"{backend.url}run/{TRACE}")
            return caught.value

    assert asyncio.run(run()).key == "source_not_there"


def test_the_source_of_the_guide_is_short() -> None:
    """About a hundred lines are promised; it is less."""
    assert len(block("python").splitlines()) <= 100
