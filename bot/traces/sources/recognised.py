"""Links to backends that are known and cannot be read here: named, so that an export can be asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.traces.sources.links import HEX_ID, NAME, UUID, Link, matched, parsed

NOT_READ = "source_export_wanted"
NOT_CONFIGURED = "source_not_configured"


@dataclass(frozen=True)
class Known:
    """A link to a backend by name. `key` is the sentence that asks for an export, `setting` what is missing to read it.

    The sentence takes `name` and `setting`.
    """

    name: str
    key: str
    setting: str = ""


@dataclass(frozen=True)
class _Shape:
    """How links of one backend look: its own hosts, or, on any host, a path that nothing else has."""

    name: str
    has: Callable[[Link], bool]
    setting: str = ""  # of the source that would read it; none for those that are not read here


def known(link: str) -> Known | None:
    """The backend that a link leads to, None for any other link. Nothing is contacted.

    Asked after the configured sources: what one of those recognises is read.
    """
    found = parsed(link)
    shape = next((shape for shape in _SHAPES if found and shape.has(found)), None)
    if shape is None:
        return None
    return Known(shape.name, NOT_CONFIGURED if shape.setting else NOT_READ, shape.setting)


def _on(*hosts: str) -> Callable[[Link, tuple[str, ...]], bool]:
    def is_on(link: Link, beginning: tuple[str, ...]) -> bool:
        below = tuple(f".{host}" for host in hosts)
        return (link.host in hosts or link.host.endswith(below)) and link.steps[: len(beginning)] == beginning

    return is_on


_DATADOG = _on("datadoghq.com", "datadoghq.eu", "ddog-gov.com")
_BRAINTRUST = _on("braintrust.dev", "braintrustdata.com")
_WANDB = _on("wandb.ai")
_HONEYCOMB = _on("honeycomb.io")
_OPENAI = _on("platform.openai.com")


def _datadog(link: Link) -> bool:
    return _DATADOG(link, ("llm",)) or _DATADOG(link, ("apm",))


def _braintrust(link: Link) -> bool:
    return _BRAINTRUST(link, ("app",))


def _weave(link: Link) -> bool:
    return _WANDB(link, ()) and (link.steps[2:4] in {("r", "call"), ("weave", "calls"), ("weave", "traces")})


def _honeycomb(link: Link) -> bool:
    return _HONEYCOMB(link, ()) and (link.steps[-1:] == ("trace",) or bool(link.field("trace_id")))


def _openai(link: Link) -> bool:
    return _OPENAI(link, ("traces",)) or _OPENAI(link, ("logs", "trace"))


def _langfuse(link: Link) -> bool:
    match link.steps:
        case (*_, "project", project, "traces", trace) | (*_, "public", "traces" as project, trace):
            return bool(matched(NAME, project) and matched(NAME, trace))
    return _on("langfuse.com")(link, ("project",)) and bool(link.field("peek") or link.field("traceId"))


def _langsmith(link: Link) -> bool:
    match link.steps:
        case (*_, "o", _, "projects", "p", project, "r", _) | (*_, "public", project, "r"):
            return bool(matched(UUID, project))
    return _on("smith.langchain.com")(link, ())


def _phoenix(link: Link) -> bool:
    match link.steps:
        case (*_, "projects", _, "traces", trace, _) | (*_, "projects", _, "traces", trace):
            return bool(matched(HEX_ID, trace))
        case (*_, "redirects", "traces", trace):
            return bool(matched(HEX_ID, trace))
    return link.host == "app.phoenix.arize.com"


_MLFLOW_ID = re.compile(r"tr-[0-9a-fA-F]{32}")


def _mlflow(link: Link) -> bool:
    fields = (*link.query, *link.inner().query)
    return any(_MLFLOW_ID.fullmatch(text) for text in (*link.inner().steps, *(value for _, value in fields)))


def _grafana(link: Link) -> bool:
    explore = link.steps[-1:] == ("explore",) and (link.field("panes") or link.field("left"))
    return bool(explore) or "grafana-exploretraces-app" in link.steps


def _jaeger(link: Link) -> bool:
    match link.steps:
        case (*_, "trace", trace):
            return bool(matched(HEX_ID, trace))
    return False


_SHAPES = (
    _Shape("Datadog", _datadog),
    _Shape("Braintrust", _braintrust),
    _Shape("W&B Weave", _weave),
    _Shape("Honeycomb", _honeycomb),
    _Shape("OpenAI", _openai),
    _Shape("Langfuse", _langfuse, "LANGFUSE_URL"),
    _Shape("LangSmith", _langsmith, "LANGSMITH_API_KEY"),
    _Shape("Arize Phoenix", _phoenix, "PHOENIX_URL"),
    _Shape("MLflow", _mlflow, "MLFLOW_URL"),
    _Shape("Grafana Tempo", _grafana, "TEMPO_URL"),
    _Shape("Jaeger", _jaeger, "JAEGER_URL"),
)
