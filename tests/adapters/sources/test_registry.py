"""Sources are found by entry point, built where they are configured, and links to others are named."""

from importlib.metadata import EntryPoint

import pytest
from yarl import URL

from bot.domain.errors import PersonError
from bot.traces.sources.given import Given
from bot.traces.sources.langsmith import Langsmith
from bot.traces.sources.recognised import NOT_CONFIGURED, NOT_READ, Known, known
from bot.traces.sources.registry import GROUP, sources
from tests.adapters.sources.bodies import GID, IDS, PROJECT, SHARE, TENANT
from tests.adapters.sources.serving import SETTINGS, door
from tests.adapters.traces.forms import TRACE
from tests.adapters.traces.runs import ROOT


def given(**settings: str) -> Given:
    return Given(settings, door())


def test_without_settings_no_source_is_active() -> None:
    """And none is in trouble."""
    found = sources(given())
    assert (found.active, found.refused) == ((), ())


def test_every_source_of_ours_is_installed() -> None:
    """With all of them set, all are active, in the order of their entry points."""
    settings = {
        key: value for name in SETTINGS for key, value in SETTINGS[name]("https://a.example/").items()
    }
    found = sources(given(**settings))
    assert [source.name for source in found.active] == [
        "Jaeger",
        "Langfuse",
        "LangSmith",
        "MLflow",
        "Arize Phoenix",
        "Grafana Tempo",
    ]
    assert found.refused == ()


@pytest.mark.parametrize(
    ("settings", "key", "named"),
    [
        ({"LANGFUSE_PUBLIC_KEY": "pk"}, "source_setting_missing", "LANGFUSE_SECRET_KEY"),
        (
            {"MLFLOW_URL": "https://m.example/", "MLFLOW_USERNAME": "a"},
            "source_setting_missing",
            "MLFLOW_PASSWORD",
        ),
        ({"JAEGER_URL": "https://user:pass@j.example/"}, "setting_bad", None),
        ({"TEMPO_URL": "https://t.example/", "GRAFANA_URL": "grafana"}, "setting_bad", None),
    ],
)
def test_a_source_that_cannot_be_built_is_told_of(
    settings: dict[str, str], key: str, named: str | None
) -> None:
    """It is left out; the others work."""
    found = sources(given(**settings, PHOENIX_URL="https://p.example/"))
    assert [source.name for source in found.active] == ["Arize Phoenix"]
    (error,) = found.refused
    assert error.key == key
    assert error.values.get("setting") == named


@pytest.mark.parametrize("value", ["no.such.module:source", "bot.traces.sources.jaeger:no_such_name"])
def test_a_source_that_cannot_be_loaded_is_told_of(value: str) -> None:
    """Somebody's plug-in that is broken stops nothing."""
    found = sources(given(), [EntryPoint("theirs", value, GROUP)])
    (error,) = found.refused
    assert isinstance(error, PersonError)
    assert (error.key, error.values["source"]) == ("source_not_loaded", "theirs")


@pytest.mark.parametrize(
    ("url", "api", "read_at"),
    [
        ("https://smith.langchain.com/", "", "https://api.smith.langchain.com"),
        ("https://eu.smith.langchain.com/", "", "https://eu.api.smith.langchain.com"),
        ("https://smith.acme.example/", "", "https://smith.acme.example/"),
        ("https://smith.acme.example/", "https://api.acme.example/x/", "https://api.acme.example/x/"),
        ("https://notsmith.langchain.com/", "", "https://notsmith.langchain.com/"),
    ],
)
def test_langsmith_is_read_where_its_api_is(url: str, api: str, read_at: str) -> None:
    """Its own hosts have one of their own for it."""
    settings = {"LANGSMITH_URL": url, "LANGSMITH_API_URL": api, "LANGSMITH_API_KEY": "k"}
    (source,) = sources(given(**settings)).active
    assert isinstance(source, Langsmith)
    assert source.site.api == URL(read_at)


READ_NOWHERE = {
    "https://app.datadoghq.com/llm/traces?query=x": "Datadog",
    "https://app.datadoghq.eu/apm/trace/123": "Datadog",
    "https://us5.datadoghq.com/llm/traces/trace/1": "Datadog",
    "https://www.braintrust.dev/app/acme/p/bot/logs?oid=1": "Braintrust",
    "https://www.braintrust.dev/app/acme/object?object_type=project_logs&object_id=1&id=2": "Braintrust",
    "https://wandb.ai/acme/bot/r/call/0193": "W&B Weave",
    "https://wandb.ai/acme/bot/weave/calls/0193": "W&B Weave",
    "https://ui.honeycomb.io/acme/environments/prod/datasets/bot/trace?trace_id=1": "Honeycomb",
    "https://ui.eu1.honeycomb.io/acme/environments/prod/trace?trace_id=1": "Honeycomb",
    "https://platform.openai.com/traces/trace?trace_id=trace_1": "OpenAI",
    "https://platform.openai.com/logs/trace?trace_id=trace_1": "OpenAI",
}


@pytest.mark.parametrize("link", READ_NOWHERE)
def test_links_of_backends_that_are_not_read_are_named(link: str) -> None:
    """So that an export can be asked for."""
    assert known(link) == Known(READ_NOWHERE[link], NOT_READ)


READ_WHERE_SET = {
    f"https://cloud.langfuse.com/project/p1/traces/{TRACE}": ("Langfuse", "LANGFUSE_URL"),
    f"https://us.cloud.langfuse.com/project/p1/traces?peek={TRACE}": ("Langfuse", "LANGFUSE_URL"),
    f"https://langfuse.acme.example/project/p1/traces/{TRACE}": ("Langfuse", "LANGFUSE_URL"),
    f"https://smith.langchain.com/o/{TENANT}/projects/p/{PROJECT}/r/{IDS[ROOT]}": (
        "LangSmith",
        "LANGSMITH_API_KEY",
    ),
    f"https://eu.smith.langchain.com/public/{SHARE}/r": ("LangSmith", "LANGSMITH_API_KEY"),
    f"https://p.acme.example/phoenix/projects/{GID}/traces/{TRACE}": ("Arize Phoenix", "PHOENIX_URL"),
    f"https://p.acme.example/redirects/traces/{TRACE}": ("Arize Phoenix", "PHOENIX_URL"),
    f"https://m.acme.example/#/experiments/0/traces/tr-{TRACE}": ("MLflow", "MLFLOW_URL"),
    "https://acme.grafana.net/explore?panes=%7B%7D": ("Grafana Tempo", "TEMPO_URL"),
    "https://acme.grafana.net/a/grafana-exploretraces-app/explore?traceId=1": ("Grafana Tempo", "TEMPO_URL"),
    f"https://j.acme.example/trace/{TRACE}": ("Jaeger", "JAEGER_URL"),
}


@pytest.mark.parametrize("link", READ_WHERE_SET)
def test_links_of_backends_that_are_not_set_up_are_named(link: str) -> None:
    """With the setting that would make them work."""
    assert known(link) == Known(READ_WHERE_SET[link][0], NOT_CONFIGURED, READ_WHERE_SET[link][1])


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/",
        "https://docs.datadoghq.com/",
        "https://wandb.ai/acme/bot/runs/1",
        "https://github.com/acme/bot/projects/1",
        "https://notdatadoghq.com/llm/traces",
        "https://datadoghq.com.elsewhere.example/llm/traces",
        "https://acme.example/trace/today",
        "https://acme.slack.com/archives/C1/p2",
        "wandb.ai/acme/bot/r/call/1",
        "",
    ],
)
def test_any_other_link_is_not_named(link: str) -> None:
    """It is kept as a link, and nothing is asked."""
    assert known(link) is None


def test_what_a_source_reads_is_not_asked_to_be_exported() -> None:
    """A link is read, or named, or neither."""
    found = sources(given(JAEGER_URL="https://j.acme.example/"))
    ours, theirs = f"https://j.acme.example/trace/{TRACE}", f"https://k.acme.example/trace/{TRACE}"
    assert (found.of(ours), found.known(ours)) == (found.active[0], None)
    assert found.of(theirs) is None
    assert found.known(theirs) == Known("Jaeger", NOT_CONFIGURED, "JAEGER_URL")
